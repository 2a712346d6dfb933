"""Pelican with its own readers, generators and writer, and a theme that prints the pages of the bulletin."""

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from pelican import __version__

from bench.generators.generator import PEERS_FOLDER, Generator, GeneratorCommand
from bench.shared_frame import SharedFrame


class StockPelicanGenerator(Generator):
    """The same Pelican as below the bulletin, without our plugins. It makes everything each time."""

    key = "pelican"
    name = "Stock Pelican"
    scenarios = frozenset({"cold"})

    def install(self) -> None:
        """Do nothing: it is the Pelican of the bulletin."""

    def read_version(self) -> str:
        """Return its version."""
        return f"Pelican {__version__}"

    def prepare(self, frame: SharedFrame, static: Path) -> None:
        """Copy settings, plugins and theme, and write the frame beside them."""
        shutil.rmtree(self.folder, ignore_errors=True)
        site = self.folder / "site"
        shutil.copytree(PEERS_FOLDER / "pelican", site, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(static, site / "theme" / "static")
        (site / "frame.json").write_text(json.dumps(frame, ensure_ascii=False), encoding="utf-8")

    @property
    def base_template(self) -> Path:
        """The template that every page extends."""
        return self.folder / "site" / "theme" / "templates" / "base.html"

    def create_commands(self) -> Sequence[GeneratorCommand]:
        """Return Pelican's command."""
        words = (
            sys.executable, "-m", "pelican", str(self.content), "--output", str(self.output),
            "--settings", "pelicanconf.py", "--fatal", "warnings",
        )  # fmt: skip
        return (GeneratorCommand(words, self.folder / "site"),)
