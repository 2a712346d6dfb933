"""Eleventy with templates that print the pages of the bulletin."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from bench.frame import Frame
from bench.generators.generator import PEERS, Command, Generator
from bench.measuring import measure

_PEER = PEERS / "eleventy"
_PACKAGES = ("package.json", "package-lock.json")


class Eleventy(Generator):
    """Eleventy on the Node of the machine. It makes everything each time."""

    key = "eleventy"
    name = "Eleventy"
    scenarios = frozenset({"cold", "unchanged"})

    @classmethod
    def is_possible(cls) -> bool:
        """Return whether Node and npm are there."""
        return bool(shutil.which("node") and shutil.which("npm"))

    def install(self) -> None:
        """Install the packages of the lock file, without their scripts."""
        folder = self.tools / "eleventy"
        if self._program.is_file() and all(_same(_PEER / name, folder / name) for name in _PACKAGES):
            return
        folder.mkdir(parents=True, exist_ok=True)
        for name in _PACKAGES:
            shutil.copyfile(_PEER / name, folder / name)
        words = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
        measure(words, folder=folder, variables=os.environ, log=folder / "npm.log")

    def version(self) -> str:
        """Return its version and Node's."""
        package = self.tools / "eleventy/node_modules/@11ty/eleventy/package.json"
        node = subprocess.run(("node", "--version"), capture_output=True, text=True, check=True).stdout  # noqa: S607
        number = json.loads(package.read_text(encoding="utf-8"))["version"]
        return f"Eleventy {number} on Node {node.strip().removeprefix('v')}"

    def prepare(self, frame: Frame, static: Path) -> None:
        """Copy the project, link the years of the corpus into it, and write the frame as its data."""
        shutil.rmtree(self.folder, ignore_errors=True)
        site = self.folder / "site"
        shutil.copytree(_PEER, site)
        shutil.copytree(static, site / "static")
        (site / "src" / "_data").mkdir()
        (site / "src" / "_data" / "frame.json").write_text(
            json.dumps(frame, ensure_ascii=False), encoding="utf-8"
        )
        for year in (self.content / "articles").iterdir():
            (site / "src" / "articles" / year.name).symlink_to(year, target_is_directory=True)

    @property
    def base_template(self) -> Path:
        """The module that every page is printed by."""
        return self.folder / "site" / "src" / "_parts" / "base.js"

    def commands(self) -> Sequence[Command]:
        """Return Eleventy's command; its output folder is named from the project."""
        words = ("node", str(self._program), f"--output={os.path.relpath(self.output, self.folder / 'site')}")
        return (Command(words, self.folder / "site"),)

    @property
    def _program(self) -> Path:
        return self.tools / "eleventy/node_modules/@11ty/eleventy/cmd.cjs"


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()
