"""A Pelican site as ``pelican-quickstart`` makes it, with the theme ``simple``."""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pelican
from jinja2 import Environment, FileSystemLoader

ROOT = Path(__file__).parents[2]
PELICAN = Path(str(pelican.__file__)).parent
QUICKSTART_ANSWERS = {
    "author": "An Lê",
    "sitename": "Blog",
    "timezone": "Asia/Ho_Chi_Minh",
    "lang": "en",
    "default_pagination": 10,
}


def render_quickstart_settings() -> str:
    """Return the settings that ``pelican-quickstart`` writes for some answers."""
    templates = Environment(loader=FileSystemLoader(PELICAN / "tools/templates"), autoescape=False)  # noqa: S701  # Python, not HTML
    answers = {key: repr(value) for key, value in QUICKSTART_ANSWERS.items()}
    return templates.get_template("pelicanconf.py.jinja2").render(**answers)


class StockSite:
    """A Pelican site in a folder, with plugins and without settings of the bulletin."""

    def __init__(self, folder: Path, plugins: Iterable[str], extra_settings: str = "") -> None:
        """Write the settings; ``extra_settings`` are lines of Python."""
        self.folder, self.content, self.output = folder, folder / "content", folder / "output"
        self.content.mkdir(parents=True)
        self.write_file("pelicanconf.py", render_quickstart_settings())
        names = [f"bulletin.plugins.{plugin}" for plugin in plugins]
        self.add_settings(
            f'THEME = "simple"\nTHEME_TEMPLATES_OVERRIDES = ["templates"]\nPLUGINS = {names!r}\n{extra_settings}'
        )

    def write_file(self, name: str, data: str | bytes) -> Path:
        """Write a file below the folder of the site."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    def add_settings(self, lines: str) -> None:
        """Write lines at the end of ``pelicanconf.py``."""
        file = self.folder / "pelicanconf.py"
        self.write_file(file.name, f"{file.read_text(encoding='utf-8')}\n{lines}\n")

    def write_article(self, name: str, body: str = "Text.", **keys: str) -> None:
        """Write an article in Markdown; ``keys`` are its metadata."""
        lines = {"title": f"Article {name}", "date": "2026-11-20 07:30"} | keys
        self.write_file(
            f"content/{name}.md", "".join(f"{key}: {value}\n" for key, value in lines.items()) + f"\n{body}\n"
        )

    def run_pelican(
        self, *options: str, python: str = sys.executable, now: str = "2026-11-23 07:30"
    ) -> "subprocess.CompletedProcess[str]":
        """Run Pelican's own command in the folder of the site."""
        is_installed = python != sys.executable
        return subprocess.run(
            [python, "-m", "pelican", "content", "-s", "pelicanconf.py", *options],
            cwd=self.folder,
            env={
                **os.environ,
                "PYTHONPATH": "" if is_installed else str(ROOT),
                "BULLETIN_NOW": now,
                "COLUMNS": "1000",
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def build(self, *options: str, python: str = sys.executable) -> str:
        """Build the site; return what Pelican printed. Errors and warnings fail the test."""
        result = self.run_pelican("--fatal", "warnings", *options, python=python)
        printed = result.stdout + result.stderr
        assert result.returncode == 0, printed
        return printed

    def read_page(self, name: str) -> str:
        """Return a file of the output."""
        return (self.output / name).read_text(encoding="utf-8")
