"""Hold the built site to what a reader expects before anyone sees it.

Every address that points into the site must lead to a file of it, every ``#fragment`` to an
element; no page is empty, and none carries script of its own. Addresses that lead outside are
not asked: a publish must not depend on other people's servers.
"""

import posixpath
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from publishing.page import Page, read_page

FRAGMENTS = "fragments/"
"""Parts that pages take in; one may be empty where there is no news."""
_CSS_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SITEMAP_LOC = re.compile(r"<loc>\s*([^<]+?)\s*</loc>")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault of the output."""

    path: str
    """The file of output-publish/ in which it stands."""
    what: str
    """A Vietnamese sentence."""

    def __str__(self) -> str:
        """``output-publish/2019/12/x/index.html: Liên kết …``."""
        return f"output-publish/{self.path}: {self.what}"


def inspect(output: Path, siteurl: str = "", names: Collection[str] | None = None) -> list[Finding]:
    """Return what is wrong with the site in ``output``, sorted. ``names`` are its files; None means all.

    ``siteurl`` is the address at which it will hang: what begins with it, or with its path,
    points into the site.
    """
    return sorted(set(_Inspection(output, siteurl, names).findings()))


class _Inspection:
    def __init__(self, output: Path, siteurl: str, names: Collection[str] | None) -> None:
        self.output = output
        parts = urlsplit(siteurl.rstrip("/"))
        self.host, self.base = parts.netloc.lower(), unquote(parts.path)
        found = {file.relative_to(output).as_posix() for file in output.rglob("*") if not file.is_dir()}
        self.files = found if names is None else found.intersection(names)
        self.pages: dict[str, Page] = {}

    def findings(self) -> Iterator[Finding]:
        links: dict[str, set[str]] = {}
        for path in sorted(self.files):
            if read := _READERS.get(posixpath.splitext(path)[1]):
                text = (self.output / path).read_text(encoding="utf-8", errors="replace")
                links[path] = read(self, path, text)
        for path, page in self.pages.items():
            if not page.shows and not path.startswith(FRAGMENTS):
                yield Finding(path, "Trang trống, không có chữ hay hình nào.")
            for script in page.inline_scripts:
                yield Finding(path, f"Có mã lệnh nằm trong trang ({script}), trình duyệt sẽ không chạy.")
        verdicts: dict[tuple[str, str], str | None] = {}
        for path, written in links.items():
            folder = posixpath.dirname(path)
            for address in written:
                near = not address.startswith(("/", "http:", "https:"))
                key = (path if address.startswith("#") else folder if near else "", address)
                if key not in verdicts:  # menus repeat on every page
                    verdicts[key] = self._verdict(path, address)
                if fault := verdicts[key]:
                    yield Finding(path, fault)

    def html(self, path: str, text: str) -> set[str]:
        page = self.pages[path] = read_page(text)
        return page.links

    def css(self, _path: str, text: str) -> set[str]:
        return {
            address for address in _CSS_URL.findall(_CSS_COMMENT.sub("", text)) if not address.startswith("#")
        }

    def xml(self, _path: str, text: str) -> set[str]:
        return set(_SITEMAP_LOC.findall(text))

    def _verdict(self, path: str, address: str) -> str | None:
        """Return the fault of an address that stands in ``path``, or None where it leads somewhere."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return f"Liên kết “{address}” không phải một địa chỉ."
        if parts.scheme not in ("", "http", "https") or (parts.netloc and parts.netloc.lower() != self.host):
            return None
        asked = unquote(parts.path)
        if asked.startswith("/") or parts.netloc:
            if self.base and asked != self.base and not asked.startswith(self.base + "/"):
                outside = f"Liên kết “{address}” không bắt đầu bằng “{self.base}/” nên dẫn ra ngoài trang."
                return None if parts.netloc else outside
            target = asked[len(self.base) :].lstrip("/")
        else:
            target = posixpath.join(posixpath.dirname(path), asked) if asked else path
        file = self._file(target)
        if file is None:
            return f"Liên kết “{address}” không dẫn đến tệp nào."
        fragment = unquote(parts.fragment)
        if fragment and fragment != "top" and file in self.pages and fragment not in self.pages[file].ids:
            return f"Liên kết “{address}” dẫn đến chỗ “#{fragment}” không có trong trang."
        return None

    def _file(self, target: str) -> str | None:
        """Return the file that a server would answer with, or None."""
        plain = posixpath.normpath(target) if target else "."
        if plain.startswith("..") or plain.startswith("/"):
            return None
        plain = "" if plain == "." else plain
        index = posixpath.join(plain, "index.html")
        if plain in self.files and not target.endswith("/"):
            return plain
        return index if index in self.files else None


_READERS: dict[str, Callable[[_Inspection, str, str], set[str]]] = {
    ".html": _Inspection.html,
    ".css": _Inspection.css,
    ".xml": _Inspection.xml,
}
