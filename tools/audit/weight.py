"""Weigh the code of a page as nginx sends it: HTML, stylesheet, script, elements."""

from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

from bulletin.publishing.release.compression import compress_data

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
        "html": weigh_file(folder, file.relative_to(folder).as_posix()),
        "stylesheet": sum(weigh_file(folder, path) for path in parser.styles),
        "script": sum(weigh_file(folder, path) for path in parser.scripts),
        "elements": parser.elements,
    }


@cache
def weigh_file(folder: Path, address: str) -> int:
    """Return the bytes of a file as a publish compresses it with brotli."""
    path = urlsplit(address).path.lstrip("/")
    data = (folder / path).read_bytes()
    return next((len(packed) for ending, packed in compress_data(path, data) if ending == "br"), len(data))
