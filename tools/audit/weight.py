"""Weigh the code of a page as nginx sends it: HTML, stylesheet, script, elements."""

from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import brotli

_HAS_NO_BOX = frozenset(("head", "base", "link", "meta", "title", "script", "style", "template"))


class _PageParser(HTMLParser):
    """Counter of elements, and list of the styles and scripts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.elements = 0
        self.styles: list[str] = []
        self.scripts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count an element, and note the file that it loads."""
        self.elements += tag not in _HAS_NO_BOX
        values = dict(attrs)
        if tag == "link" and values.get("rel") == "stylesheet":
            self.styles.append(values.get("href") or "")
        if tag == "script" and values.get("src"):
            self.scripts.append(values["src"] or "")


def weigh_page(folder: Path, file: Path) -> dict[str, int]:
    """Return the bytes of a page's code after brotli, and the number of its elements.

    Elements of the head are not counted.

    Args:
        folder: The folder of the built site.
        file: The HTML file of the page.
    """
    parser = _PageParser()
    parser.feed(file.read_text(encoding="utf-8"))
    return {
        "html": weigh_file(file),
        "stylesheet": sum(weigh_file(get_file(folder, path)) for path in parser.styles),
        "script": sum(weigh_file(get_file(folder, path)) for path in parser.scripts),
        "elements": parser.elements,
    }


def get_file(folder: Path, address: str) -> Path:
    """Return the file of an address that a page names."""
    return folder / urlsplit(address).path.lstrip("/")


@cache
def weigh_file(file: Path) -> int:
    """Return the bytes of a file after brotli."""
    return len(brotli.compress(file.read_bytes()))
