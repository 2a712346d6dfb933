"""Find one page of each kind in a built site.

The sample has a page of every kind. In another site a kind may be missing.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from urllib.parse import quote

from bulletin.urls import (
    AD_PREFIX,
    ARCHIVE_ADDRESS,
    CORRECTIONS_ADDRESS,
    HOME_ADDRESS,
    LATEST_ADDRESS,
    OFFLINE_ADDRESS,
    REGISTER_ADDRESS,
    SEARCH_ADDRESS,
    SITE_MAP_ADDRESS,
)

SEARCH_WORDS = "đảng viên"
"""The query of the search page. Every Party committee writes about its members."""
MISSING_ADDRESS = "/khong-co-trang-nay/"
"""An address that no site has."""
REFRESH = '<meta http-equiv="refresh"'
_PROSE = re.compile(r'<div class="prose.*?<div class="article__end"', re.DOTALL)
_NOINDEX = '<meta name="robots" content="noindex'
_ARTICLE_GLOB = "[12][0-9][0-9][0-9]/[01][0-9]/*/index.html"


@dataclass(frozen=True, slots=True)
class AuditedPage:
    """A page of a kind."""

    kind: str
    name: str
    """The kind in Vietnamese."""
    address: str
    """The path that readers open, with a query if it has one."""
    file: Path

    @property
    def leads_away(self) -> bool:
        """Tell if the page sends its readers to another address at once."""
        return REFRESH in self.file.read_text(encoding="utf-8")


class SiteFiles:
    """The files of a built site, and the lengths and words of its articles."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def articles(self) -> dict[str, str]:
        """The HTML of the bodies of all articles by address, the longest first."""
        bodies = {
            f"/{file.parent.relative_to(self.folder).as_posix()}/": _read_body(file)
            for file in sorted(self.folder.glob(_ARTICLE_GLOB))
        }
        return dict(sorted(bodies.items(), key=lambda row: -len(row[1])))

    def find_article(self, mark: str) -> str | None:
        """Return the address of the article whose body holds ``mark`` most often."""
        count, address = max(
            ((body.count(mark), address) for address, body in self.articles.items()), default=(0, None)
        )
        return address if count else None

    def find_shortest(self) -> str | None:
        """Return the address of the shortest article."""
        return next((address for address, body in reversed(self.articles.items()) if body), None)

    def find_first(self, pattern: str) -> str | None:
        """Return the address of the largest page among those that match ``pattern``."""
        pages = sorted(self.folder.glob(pattern), key=lambda file: (-file.stat().st_size, file))
        return f"/{pages[0].parent.relative_to(self.folder).as_posix()}/" if pages else None


def _read_body(file: Path) -> str:
    """Return the body of an article.

    It is empty for a redirect, and for a page that search engines must leave out.
    """
    text = file.read_text(encoding="utf-8")
    found = None if _NOINDEX in text else _PROSE.search(text)
    return found[0] if found else ""


def _get(address: str) -> Callable[[SiteFiles], str | None]:
    return lambda _files: address


def _match(pattern: str) -> Callable[[SiteFiles], str | None]:
    return partial(SiteFiles.find_first, pattern=pattern)


def _hold(mark: str) -> Callable[[SiteFiles], str | None]:
    return partial(SiteFiles.find_article, mark=mark)


_KINDS: dict[str, tuple[str, Callable[[SiteFiles], str | None]]] = {
    "front": ("Trang nhất", _get(HOME_ADDRESS)),
    "section": ("Chuyên mục", _match("chuyen-muc/*/index.html")),
    "long-article": ("Bài dài", _hold("")),
    "short-article": ("Bài ngắn", SiteFiles.find_shortest),
    "gallery": ("Bài có chùm ảnh", _hold('class="gallery')),
    "table": ("Bài có bảng", _hold("<table")),
    "video": ("Bài có video", _hold('class="film__frame')),
    "latest": ("Tin mới", _get(LATEST_ADDRESS)),
    "archive": ("Lưu trữ", _get(ARCHIVE_ADDRESS)),
    "month": ("Tháng", _match("luu-tru/*/[01][0-9]/index.html")),
    "day": ("Ngày", _match("luu-tru/*/*/[0-3][0-9]/index.html")),
    "topic": ("Dòng sự kiện", _match("dong-su-kien/*/index.html")),
    "tag": ("Chủ đề", _match("chu-de/*/index.html")),
    "author": ("Tác giả", _match("tac-gia/*/index.html")),
    "documents": ("Danh mục văn bản", _get(REGISTER_ADDRESS)),
    "document": ("Văn bản", _match("van-ban/*/index.html")),
    "search": ("Tìm kiếm", _get(f"{SEARCH_ADDRESS}?q={quote(SEARCH_WORDS)}")),
    "corrections": ("Đính chính", _get(CORRECTIONS_ADDRESS)),
    "site-map": ("Sơ đồ trang", _get(SITE_MAP_ADDRESS)),
    "page": ("Trang tĩnh", _get("/lien-he/")),
    "advertisement": ("Trang quảng cáo", _match(f"{AD_PREFIX[1:]}*/index.html")),
    "offline": ("Không có mạng", _get(OFFLINE_ADDRESS)),
    "not-found": ("Trang 404", _get(MISSING_ADDRESS)),
}
"""Kinds of page, each with its Vietnamese name and the function that finds an address."""
KINDS = tuple(_KINDS)
"""The keys of all kinds, in the order of the report."""


def find_pages(folder: Path, kinds: tuple[str, ...] = KINDS) -> Iterator[AuditedPage]:
    """Yield a page of each kind that the site in ``folder`` has."""
    files = SiteFiles(folder)
    for kind in kinds:
        name, find = _KINDS[kind]
        if address := find(files):
            file = folder / ("404.html" if kind == "not-found" else f"{get_path(address)[1:]}index.html")
            if file.is_file():
                yield AuditedPage(kind, name, address, file)


def get_path(address: str) -> str:
    """Return an address without its query."""
    return address.partition("?")[0]
