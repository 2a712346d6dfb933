"""All records together, and what can only be checked on all of them."""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from bulletin.content.addresses import (
    collect_addresses,
    collect_day_anchors,
    get_alias_addresses,
    normalize_source,
)
from bulletin.content.models import Article, Page
from bulletin.content.problems import Problem
from bulletin.content.sections import Sections
from bulletin.content.withdrawals import NO_WITHDRAWALS, WITHDRAWALS_FILE, Withdrawals
from bulletin.text.slugs import slugify
from bulletin.text.suggestions import ClosestMatchIndex, suggest_correction
from bulletin.urls import get_listing_address, is_reserved_address, parse_internal_link

_MAIL = re.compile(r"[^\s@/]+@[^\s@/]+\.[a-z]{2,}", re.IGNORECASE)
_HOST = re.compile(
    r"(?:www\.\S+|(?:[\w-]+\.)+(?:vn|com|net|org|info|edu|gov|int))(?:[:/?#]\S*)?", re.IGNORECASE
)
"""What people type for a page of another site: only endings that no file of ours has."""
_LOST = "Hãy sửa hoặc bỏ liên kết."
_LOST_WITH_IT = (
    "Nếu đó là một bài đang có lỗi nêu ở đây, hãy sửa bài ấy trước; nếu không, hãy sửa hoặc bỏ liên kết."
)
"""Where there are files that no record could be made of: nobody knows at which address those stand."""
_LIKENESS = 0.85
"""Likeness from which an address is proposed for one that leads nowhere (difflib's ratio)."""
TitledAnchors = tuple[str, frozenset[str]]
"""What a page is called, and the places in it that a link may name."""

LinkProblem = tuple[str, str]
"""What is wrong, and what to do."""


class Library(NamedTuple):
    """Every record of a content folder, of whatever status."""

    articles: tuple[Article, ...]
    pages: tuple[Page, ...]
    sections: Sections
    unreadable_sources: frozenset[str] = frozenset()
    """Files that no record could be made of, from content/."""
    withdrawals: Withdrawals = NO_WITHDRAWALS
    """What was taken down: a record at such an address is one of ``articles`` or ``pages`` all the same."""

    @property
    def content_items(self) -> tuple[Article | Page, ...]:
        """Articles, then pages."""
        return (*self.articles, *self.pages)

    @property
    def active_articles(self) -> tuple[Article, ...]:
        """Articles that were not taken down."""
        return (
            tuple(self.withdrawals.exclude_withdrawn(self.articles))
            if self.withdrawals.entries
            else self.articles
        )

    @property
    def active_pages(self) -> tuple[Page, ...]:
        """Pages that were not taken down."""
        return (
            tuple(self.withdrawals.exclude_withdrawn(self.pages)) if self.withdrawals.entries else self.pages
        )


def check_cross_references(library: Library, content: str = "content") -> tuple[Problem, ...]:
    """Return what is wrong between records: two at one address, links that lead to nothing.

    ``content`` is how messages name the content folder.
    """
    return (
        *_duplicates(library, content),
        *_collisions(library, content),
        *_find_withdrawn(library, content),
        *_find_ambiguous_authors(library, content),
        *_dead_links(library, content),
    )


def _duplicates(library: Library, content: str) -> Iterator[Problem]:
    holders: dict[str, Article | Page] = {}
    shared: dict[str, list[Article | Page]] = {}
    for record in library.content_items:
        for address in (
            (record.address, *get_alias_addresses(record)) if record.aliases else (record.address,)
        ):
            first = holders.setdefault(address, record)
            if first is not record:
                shared.setdefault(address, [first]).append(record)
    for address, records in sorted(shared.items()):
        first, *others = sorted(records, key=lambda record: (record.address != address, record.source))
        holders[address] = first
        for other in others:
            old = other.address != address
            yield Problem(
                f"{content}/{other.source}", _line(other, address),
                f"Trùng địa chỉ {address} với {content}/{first.source}:{_line(first, address)}.",
                "Hãy bỏ địa chỉ cũ này." if old else "Hãy đặt slug khác (slug: …) cho một trong hai bài.",
            )  # fmt: skip
    for address, record in holders.items():
        if not address[1:5].isdecimal() and is_reserved_address(address):  # an article's begins with its year
            yield Problem(
                f"{content}/{record.source}", _line(record, address),
                f"Địa chỉ {address} dành cho hệ thống.",
                "Hãy chọn slug hoặc địa chỉ cũ khác.",
            )  # fmt: skip


def _line(record: Article | Page, address: str) -> int:
    return record.address_line if record.address == address else record.alias_line


def _collisions(library: Library, content: str) -> Iterator[Problem]:
    """Yield addresses that would be a file and a folder at once: ``/a.html`` and ``/a.html/b/``.

    Only an old address, of a record or of what was taken down, can be that of a file.
    """
    olds = {
        address: (record.source, record.alias_line)
        for record in library.content_items
        if record.aliases
        for address in get_alias_addresses(record)
    }
    olds |= {address: (WITHDRAWALS_FILE, act.line) for address, act in library.withdrawals.by_address.items()}
    files = {address: place for address, place in olds.items() if not address.endswith("/")}
    if not files:
        return
    everything = {
        record.address: (record.source, record.address_line) for record in library.content_items
    } | olds
    for address, (source, line) in sorted(everything.items()):
        for folder in _folders(address):
            if folder in files:
                yield Problem(
                    f"{content}/{source}", line,
                    f"Địa chỉ {address} nằm trong {folder}, "
                    f"mà đó là một trang của {content}/{files[folder][0]}.",
                    "Hãy bỏ một trong hai địa chỉ cũ (aliases).",
                )  # fmt: skip


def _find_withdrawn(library: Library, content: str) -> Iterator[Problem]:
    """Yield what would be shown where there is the notice of another article: at its own address or at an old one.

    The file of what was taken down may stay where it is. One dated after the act is of another article.
    """
    taken = library.withdrawals.by_address
    for article in library.articles if taken else ():
        act = taken.get(article.address)
        if act and act.is_before(article.date) and article.status in ("published", "hidden"):
            yield Problem(
                f"{content}/{article.source}", article.address_line,
                f"Địa chỉ {article.address} đã bị gỡ ngày {act.when:%d/%m/%Y} ({content}/{WITHDRAWALS_FILE}:{act.line}), "
                "nên bài này không hiện.",
                f"Hãy đặt slug khác, hoặc xóa mục ấy trong {content}/{WITHDRAWALS_FILE}.",
            )  # fmt: skip
    for record in library.withdrawals.exclude_withdrawn(library.content_items) if taken else ():
        for address in get_alias_addresses(record):
            if address in taken:
                yield Problem(
                    f"{content}/{record.source}", record.alias_line,
                    f"Địa chỉ cũ {address} là của bài đã gỡ ({content}/{WITHDRAWALS_FILE}:{taken[address].line}).",
                    "Hãy bỏ địa chỉ cũ này.",
                )  # fmt: skip


def _folders(address: str) -> Iterator[str]:
    """Yield the folders that the file of ``address`` lies in, the outermost first: ``/a``, ``/a/b`` of ``/a/b/``."""
    end = address.find("/", 1)
    while end > 0:
        yield address[:end]
        end = address.find("/", end + 1)


def _find_ambiguous_authors(library: Library, content: str) -> Iterator[Problem]:
    """Yield authors whose names differ in diacritics alone: one page would list the work of both."""
    names: dict[str, tuple[str, Article]] = {}
    spelled = {name for article in library.articles for name in article.authors}
    if len({slugify(name) for name in spelled}) == len(spelled):
        return
    for article in sorted(library.articles, key=lambda one: one.sort_key):
        for name in article.authors:
            first, other = names.setdefault(slugify(name), (name, article))
            if first.casefold() != name.casefold():
                yield Problem(
                    f"{content}/{article.source}", article.author_line,
                    f"Tác giả “{name}” trùng địa chỉ với “{first}” ở {content}/{other.source}.",
                    "Nếu là một người, hãy viết tên giống nhau; nếu là hai người, hãy thêm đơn vị vào một tên.",
                )  # fmt: skip


def _dead_links(library: Library, content: str) -> Iterator[Problem]:
    linking = [
        (record, reference)
        for record in library.content_items
        for reference in record.body.references
        if reference.kind == "link"
    ]
    if not linking:
        return
    unread = {normalize_source(source) for source in library.unreadable_sources}
    targets = _LinkTargets(library)
    for record, reference in linking:
        if reference.target.removeprefix("source:").partition("#")[0] in unread:
            continue  # that file has problems of its own
        if fault := targets.find_problem(reference.target, record):
            yield Problem(f"{content}/{record.source}", reference.line, *fault)


class _LinkTargets:
    """What links may lead to."""

    def __init__(self, library: Library) -> None:
        self._by_source = {normalize_source(record.source): record for record in library.content_items}
        self._unread = library.unreadable_sources
        self._known = collect_addresses(library.articles, library.pages, library.sections).union(
            library.withdrawals.by_address
        )
        self._anchors: dict[str, TitledAnchors] = collect_day_anchors(library.articles) | {
            record.address: (record.title, record.body.anchors) for record in library.content_items
        }

    @cached_property
    def _near_sources(self) -> ClosestMatchIndex:
        return ClosestMatchIndex(self._by_source, _LIKENESS)

    @cached_property
    def _near_addresses(self) -> ClosestMatchIndex:
        return ClosestMatchIndex(self._known, _LIKENESS)

    def find_problem(self, target: str, record: Article | Page) -> LinkProblem | None:
        """Return what is wrong with a link of ``record``, and what to do."""
        if target.startswith("#"):
            return _find_fragment_problem(target[1:], record.title, record.body.anchors)
        if target.startswith("source:"):
            return self._find_source_problem(*target.removeprefix("source:").split("#", 1), record=record)
        inside = parse_internal_link(target)
        return (
            self._find_address_problem(target, *inside, record) if inside else _find_external_problem(target)
        )

    def _find_source_problem(
        self, path: str, fragment: str = "", *, record: Article | Page
    ) -> LinkProblem | None:
        found = self._by_source.get(path)
        if found is not None:
            return _find_fragment_problem(fragment, found.title, found.body.anchors)
        near = self._near_sources.find_match(path, normalize_source(record.source))
        return f"Liên kết tới bài không có: {{filename}}/{path}.", _remedy(path, near, "{filename}/")

    def _find_address_problem(
        self, target: str, address: str, fragment: str, record: Article | Page
    ) -> LinkProblem | None:
        if address.startswith(("/files/", "/images/")):
            return None  # looked up where the article was read
        if get_listing_address(address) in self._known or address in self._anchors:
            return _find_fragment_problem(fragment, *self._anchors.get(address, (address, frozenset())))
        lost = _LOST_WITH_IT if self._unread and not is_reserved_address(address) else _LOST
        near = self._near_addresses.find_match(address, record.address)
        return f"Liên kết tới địa chỉ không có: {target}.", _remedy(address, near, "", lost)


def _find_external_problem(target: str) -> LinkProblem | None:
    if urlsplit(target).scheme or target.startswith("//"):
        return None
    remedy = "Hãy viết từ gốc trang, như /2019/12/ten-bai/ hoặc /files/tep.pdf."
    if _MAIL.fullmatch(target):
        remedy = f"Hãy viết mailto:{target}."
    elif _HOST.fullmatch(target):
        remedy = f"Hãy viết https://{target}."
    return f"Liên kết “{target}” không rõ dẫn tới đâu.", remedy


def _find_fragment_problem(fragment: str, title: str, ids: frozenset[str]) -> LinkProblem | None:
    if not fragment or fragment in ids:
        return None
    return (
        f"Liên kết tới mục không có: #{fragment} trong “{title}”.",
        _remedy(fragment, _near_ids(ids).find_match(fragment), "#") if ids else "Hãy bỏ phần sau dấu #.",
    )


@lru_cache(maxsize=8)
def _near_ids(ids: frozenset[str]) -> ClosestMatchIndex:
    return ClosestMatchIndex(ids, _LIKENESS)


def _remedy(word: str, near: str | None, prefix: str, lost: str = _LOST) -> str:
    return suggest_correction(word, near, "hãy bỏ liên kết", prefix) if near else lost
