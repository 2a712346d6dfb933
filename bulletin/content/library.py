"""The library of all content items, and the checks that need all of them."""

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
from bulletin.content.ambiguous_names import find_ambiguous_names
from bulletin.content.models import Article, Page
from bulletin.content.problems import Problem, ProblemText
from bulletin.content.request_aliases import find_request_key, get_request_key
from bulletin.content.sections import Sections
from bulletin.content.web_addresses import find_address_fault, repair_web_address
from bulletin.content.withdrawals import NO_WITHDRAWALS, WITHDRAWALS_FILE, Withdrawals
from bulletin.text.formatting import format_date
from bulletin.text.suggestions import ClosestMatchIndex, suggest_correction
from bulletin.urls import find_page_address, get_listing_address, is_reserved_address, parse_internal_link

_MAIL_ADDRESS = re.compile(r"[^\s@/]+@[^\s@/]+\.[a-z]{2,}", re.IGNORECASE)
_EXTERNAL_HOST = re.compile(
    r"(?:www\.\S+|(?:[\w-]+\.)+(?:vn|com|net|org|info|edu|gov|int))(?:[:/?#]\S*)?", re.IGNORECASE
)
"""An address of another site without its scheme. No file of a site has one of these endings."""
_REMOVE_LINK = "Hãy sửa hoặc bỏ liên kết."
_REPAIR_OR_REMOVE_LINK = (
    "Nếu đó là một bài đang có lỗi nêu ở đây, hãy sửa bài ấy trước; nếu không, hãy sửa hoặc bỏ liên kết."
)
"""Remedy if some files are unreadable, because the addresses of these files are unknown."""
_MIN_SIMILARITY = 0.85
"""Ratio of difflib from which an existing address is proposed for a broken one."""
TitledAnchors = tuple[str, frozenset[str]]
"""Title of a page, and its anchors."""


class Library(NamedTuple):
    """All content items of a content folder, of any status."""

    articles: tuple[Article, ...]
    pages: tuple[Page, ...]
    sections: Sections
    unreadable_sources: frozenset[str] = frozenset()
    """Files that did not become a content item, as paths from content/."""
    withdrawals: Withdrawals = NO_WITHDRAWALS
    """An item at a withdrawn address is in ``articles`` or ``pages`` too."""

    @property
    def content_items(self) -> tuple[Article | Page, ...]:
        """Articles, then pages."""
        return (*self.articles, *self.pages)

    @property
    def active_articles(self) -> tuple[Article, ...]:
        """Articles whose addresses are not withdrawn."""
        return (
            tuple(self.withdrawals.exclude_withdrawn(self.articles))
            if self.withdrawals.entries
            else self.articles
        )

    @property
    def active_pages(self) -> tuple[Page, ...]:
        """Pages whose addresses are not withdrawn."""
        return (
            tuple(self.withdrawals.exclude_withdrawn(self.pages)) if self.withdrawals.entries else self.pages
        )


def check_cross_references(library: Library, content: str = "content") -> tuple[Problem, ...]:
    """Return the problems between content items: shared addresses and broken links.

    ``content`` is the name of the content folder in messages.
    """
    return (
        *_find_duplicate_addresses(library, content),
        *_find_nested_addresses(library, content),
        *_find_withdrawn_addresses(library, content),
        *find_ambiguous_names(library.articles, content),
        *_find_broken_links(library, content),
    )


def _list_drafts_first(library: Library) -> list[Article | Page]:
    """Return all content items, drafts first.

    Reason: of two items with one address, the published one stays in a dictionary.
    """
    return sorted(library.content_items, key=lambda item: not item.is_draft)


def _find_duplicate_addresses(library: Library, content: str) -> Iterator[Problem]:
    owners: dict[str, Article | Page] = {}
    shared: dict[str, list[Article | Page]] = {}
    for item in library.content_items:
        for address in (item.address, *get_alias_addresses(item)) if item.aliases else (item.address,):
            first = owners.setdefault(address, item)
            if first is not item:
                shared.setdefault(address, [first]).append(item)
    for address, items in sorted(shared.items()):
        first, *others = sorted(items, key=lambda item: (item.is_draft, item.address != address, item.source))
        owners[address] = first
        for other in others:
            old = other.address != address
            yield Problem(
                f"{content}/{other.source}", _find_address_line(other, address),
                f"Trùng địa chỉ {address} với {content}/{first.source}:{_find_address_line(first, address)}.",
                "Hãy bỏ địa chỉ cũ này." if old else
                "Hãy đặt slug khác (slug: …) cho bài này." if other.is_draft and not first.is_draft else
                "Hãy đặt slug khác (slug: …) cho một trong hai bài.",
            )  # fmt: skip
    for address, item in owners.items():
        if not address[1:5].isdecimal() and is_reserved_address(
            address
        ):  # the address of an article begins with its year
            yield Problem(
                f"{content}/{item.source}", _find_address_line(item, address),
                f"Địa chỉ {address} dành cho hệ thống.",
                "Hãy chọn slug hoặc địa chỉ cũ khác.",
            )  # fmt: skip


def _find_address_line(item: Article | Page, address: str) -> int:
    return item.address_line if item.address == address else item.alias_line


def _find_nested_addresses(library: Library, content: str) -> Iterator[Problem]:
    """Yield addresses that would be a file and a folder at once.

    An example is ``/a.html`` with ``/a.html/b/``.
    Only aliases of items and of withdrawals can be addresses of files.
    """
    items = _list_drafts_first(library)
    aliases = {
        address: (item.source, item.alias_line, item.is_draft)
        for item in items
        if item.aliases
        for address in get_alias_addresses(item)
    }
    aliases |= {
        address: (WITHDRAWALS_FILE, withdrawal.line, False)
        for address, withdrawal in library.withdrawals.by_address.items()
    }
    files = {address: place for address, place in aliases.items() if not address.endswith("/")}
    if not files:
        return
    all_addresses = {
        item.address: (item.source, item.address_line, item.is_draft) for item in items
    } | aliases
    for address, (source, line, is_draft) in sorted(all_addresses.items()):
        for folder in _list_parent_folders(address):
            if folder not in files:
                continue
            owner, owner_line, is_owner_draft = files[folder]
            if is_owner_draft and not is_draft:  # the draft has to change
                yield Problem(
                    f"{content}/{owner}", owner_line,
                    f"Địa chỉ cũ {folder} là một trang, mà {address} của {content}/{source} nằm trong đó.",
                    "Hãy bỏ địa chỉ cũ này.",
                )  # fmt: skip
            else:
                yield Problem(
                    f"{content}/{source}", line,
                    f"Địa chỉ {address} nằm trong {folder}, mà đó là một trang của {content}/{owner}.",
                    "Hãy bỏ một trong hai địa chỉ cũ (aliases).",
                )  # fmt: skip


def _find_withdrawn_addresses(library: Library, content: str) -> Iterator[Problem]:
    """Yield items whose address or alias is withdrawn.

    The file of a withdrawn article may stay in its place. If its date is later than the withdrawal, it is a new article
    at the withdrawn address.
    """
    withdrawn = library.withdrawals.by_address
    for article in library.articles if withdrawn else ():
        withdrawal = withdrawn.get(article.address)
        if withdrawal and withdrawal.is_before(article.date) and article.status in ("published", "hidden"):
            yield Problem(
                f"{content}/{article.source}", article.address_line,
                f"Địa chỉ {article.address} đã bị gỡ ngày {format_date(withdrawal.when)} "
                f"({content}/{WITHDRAWALS_FILE}:{withdrawal.line}), "
                "nên bài này không hiện.",
                f"Hãy đặt slug khác, hoặc xóa mục ấy trong {content}/{WITHDRAWALS_FILE}.",
            )  # fmt: skip
    for item in library.withdrawals.exclude_withdrawn(library.content_items) if withdrawn else ():
        for address in get_alias_addresses(item):
            if address in withdrawn:
                yield Problem(
                    f"{content}/{item.source}", item.alias_line,
                    f"Địa chỉ cũ {address} là của bài đã gỡ ({content}/{WITHDRAWALS_FILE}:{withdrawn[address].line}).",
                    "Hãy bỏ địa chỉ cũ này.",
                )  # fmt: skip


def _list_parent_folders(address: str) -> Iterator[str]:
    """Yield the folders above an address, outermost first.

    The folders of ``/a/b/`` are ``/a`` and ``/a/b``.
    """
    end = address.find("/", 1)
    while end > 0:
        yield address[:end]
        end = address.find("/", end + 1)


def _find_broken_links(library: Library, content: str) -> Iterator[Problem]:
    linking = [
        (item, reference)
        for item in library.content_items
        for reference in item.body.references
        if reference.kind == "link"
    ]
    if not linking:
        return
    unreadable = {normalize_source(source) for source in library.unreadable_sources}
    targets = _LinkTargets(library)
    for item, reference in linking:
        if reference.target.removeprefix("source:").partition("#")[0] in unreadable:
            continue  # the problems of that file are reported already
        if problem := targets.find_problem(reference.target, item):
            yield Problem(f"{content}/{item.source}", reference.line, *problem)


class _LinkTargets:
    """Index of all targets of internal links."""

    def __init__(self, library: Library) -> None:
        self._by_source = {normalize_source(item.source): item for item in library.content_items}
        self._unreadable = library.unreadable_sources
        self._known = collect_addresses(library.articles, library.pages, library.sections).union(
            library.withdrawals.by_address
        )
        self._request_keys = {
            get_request_key(request) for item in library.content_items for request in item.request_aliases
        }
        self._anchors: dict[str, TitledAnchors] = collect_day_anchors(library.articles) | {
            item.address: (item.title, item.body.anchors) for item in _list_drafts_first(library)
        }

    @cached_property
    def _near_sources(self) -> ClosestMatchIndex:
        return ClosestMatchIndex(self._by_source, _MIN_SIMILARITY)

    @cached_property
    def _near_addresses(self) -> ClosestMatchIndex:
        return ClosestMatchIndex(self._known, _MIN_SIMILARITY)

    def find_problem(self, target: str, item: Article | Page) -> ProblemText | None:
        """Return the problem of a link in ``item``, or None."""
        if target.startswith("#"):
            return _find_fragment_problem(target[1:], item.title, item.body.anchors)
        if target.startswith("source:"):
            return self._find_source_problem(*target.removeprefix("source:").split("#", 1), item=item)
        inside = parse_internal_link(target)
        return self._find_address_problem(target, *inside, item) if inside else _find_external_problem(target)

    def _find_source_problem(
        self, path: str, fragment: str = "", *, item: Article | Page
    ) -> ProblemText | None:
        found = self._by_source.get(path)
        if found is not None:
            return _find_fragment_problem(fragment, found.title, found.body.anchors)
        near = self._near_sources.find_match(path, normalize_source(item.source))
        return f"Liên kết tới bài không có: {{filename}}/{path}.", _create_remedy(path, near, "{filename}/")

    def _find_address_problem(
        self, target: str, address: str, fragment: str, item: Article | Page
    ) -> ProblemText | None:
        if address.startswith(("/files/", "/images/")):
            return None  # FileReferenceChecker looks for files
        if "?" in target and find_request_key(target) in self._request_keys:
            return None
        address = find_page_address(address, self._known.__contains__)
        if get_listing_address(address) in self._known or address in self._anchors:
            return _find_fragment_problem(fragment, *self._anchors.get(address, (address, frozenset())))
        fallback = (
            _REPAIR_OR_REMOVE_LINK if self._unreadable and not is_reserved_address(address) else _REMOVE_LINK
        )
        near = self._near_addresses.find_match(address, item.address)
        return f"Liên kết tới địa chỉ không có: {target}.", _create_remedy(address, near, "", fallback)


def _find_external_problem(target: str) -> ProblemText | None:
    if urlsplit(target).scheme or target.startswith("//"):
        return None
    remedy = "Hãy viết từ gốc trang, như /2019/12/ten-bai/ hoặc /files/tep.pdf."
    meant = repair_web_address(target)
    if _MAIL_ADDRESS.fullmatch(target):
        remedy = f"Hãy viết mailto:{target}."
    elif _EXTERNAL_HOST.fullmatch(target):
        remedy = f"Hãy viết https://{target}."
    elif meant != target and not find_address_fault(meant):
        remedy = f"Hãy viết {meant}"
    return f"Liên kết “{target}” không rõ dẫn tới đâu.", remedy


def _find_fragment_problem(fragment: str, title: str, ids: frozenset[str]) -> ProblemText | None:
    if not fragment or fragment in ids:
        return None
    return (
        f"Liên kết tới mục không có: #{fragment} trong “{title}”.",
        _create_remedy(fragment, _index_anchors(ids).find_match(fragment), "#")
        if ids
        else "Hãy bỏ phần sau dấu #.",
    )


@lru_cache(maxsize=8)
def _index_anchors(ids: frozenset[str]) -> ClosestMatchIndex:
    return ClosestMatchIndex(ids, _MIN_SIMILARITY)


def _create_remedy(word: str, near: str | None, prefix: str, fallback: str = _REMOVE_LINK) -> str:
    return suggest_correction(word, near, "hãy bỏ liên kết", prefix) if near else fallback
