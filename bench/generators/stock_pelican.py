"""Pelican without the bulletin's plugins, with a theme that prints equal pages."""

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from pelican import __version__

from bench.generators.generator import PEERS_FOLDER, Generator, GeneratorCommand
from bench.shared_frame import SharedFrame


class StockPelicanGenerator(Generator):
    """The Pelican of the bulletin with its own readers, generators and writer.

    It builds everything each time.
    """

    key = "pelican"
    name = "Stock Pelican"
    scenarios = frozenset({"cold"})

    def install(self) -> None:
        """Do nothing, because the bulletin has this Pelican installed."""

    def read_version(self) -> str:
        """Return the version of Pelican."""
        return f"Pelican {__version__}"

    def prepare(self, frame: SharedFrame, static: Path) -> None:
        """Copy settings, plugins and theme, and write the frame next to them."""
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
        arguments = (
            sys.executable, "-m", "pelican", str(self.content), "--output", str(self.output),
            "--settings", "pelicanconf.py", "--fatal", "warnings",
        )  # fmt: skip
        return (GeneratorCommand(arguments, self.folder / "site"),)
