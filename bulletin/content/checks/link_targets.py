"""Targets of the links between content items."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from urllib.parse import unquote, urlsplit

from bulletin.content.addresses import (
    collect_addresses,
    collect_day_anchors,
    get_alias_addresses,
    normalize_source,
)
from bulletin.content.library import Library
from bulletin.content.models import Article, Page
from bulletin.content.problems import Problem, ProblemText
from bulletin.content.request_aliases import find_request_key, get_request_key
from bulletin.content.web_addresses import find_address_fault, repair_web_address
from bulletin.text.late_patterns import compile_late
from bulletin.text.suggestions import ClosestMatchIndex, suggest_correction
from bulletin.urls import find_page_address, get_listing_address, is_reserved_address, parse_internal_link

_MAIL_ADDRESS = compile_late(r"[^\s@/]+@[^\s@/]+\.[a-z]{2,}", re.IGNORECASE)
_EXTERNAL_HOST = compile_late(
    r"(?:www\.\S+|(?:[\w-]+\.)+(?:vn|com|net|org|info|edu|gov|int))(?:[:/?#]\S*)?", re.IGNORECASE
)
"""An address of another site without its scheme. No file of a site has one of these endings."""
_TELEPHONE = compile_late(r"\+?\(?0?\d[\d .()-]{7,18}")
_NO_DIGIT = compile_late(r"[^\d+]")
_WORD_NOTE = compile_late(r"(?:muc-)?_?(?:ftn|edn)(?:ref)?(?P<number>\d+)", re.IGNORECASE)
"""Anchors of the footnotes of Word. The notes themselves are lost when a text is pasted without format."""
_REMOVE_LINK = "Hãy sửa hoặc bỏ liên kết."
_REPAIR_OR_REMOVE_LINK = (
    "Nếu đó là một bài đang có lỗi nêu ở đây, hãy sửa bài ấy trước; nếu không, hãy sửa hoặc bỏ liên kết."
)
"""Remedy if some files are unreadable, because the addresses of these files are unknown."""
_MIN_SIMILARITY = 0.85
"""Ratio of difflib from which an existing address is proposed for a broken one."""
TitledAnchors = tuple[str, frozenset[str]]
"""Title of a page, and its anchors."""


def find_broken_links(library: Library, content: str, register: Iterable[str] = ()) -> Iterator[Problem]:
    """Yield the links of content items that lead to nothing.

    ``register`` has the addresses of official documents.
    """
    linking = [
        (item, reference)
        for item in library.content_items
        for reference in item.body.references
        if reference.kind == "link"
    ]
    if not linking:
        return
    unreadable = {normalize_source(source) for source in library.unreadable_sources}
    targets = _LinkTargets(library, register)
    for item, reference in linking:
        if reference.target.removeprefix("source:").partition("#")[0] in unreadable:
            continue  # the problems of that file are reported already
        if problem := targets.find_problem(reference.target, item):
            yield Problem(f"{content}/{item.source}", reference.line, *problem)


class _LinkTargets:
    """Index of all targets of internal links."""

    def __init__(self, library: Library, register: Iterable[str]) -> None:
        self._by_source = {normalize_source(item.source): item for item in library.content_items}
        self._unreadable = library.unreadable_sources
        self._known = collect_addresses(library.articles, library.pages, library.sections).union(
            library.withdrawals.by_address, register
        )
        self._request_keys = {
            get_request_key(request) for item in library.content_items for request in item.request_aliases
        }
        former: dict[str, TitledAnchors] = {
            address: (item.title, item.body.anchors)
            for item in library.items_drafts_first
            if item.aliases
            for address in get_alias_addresses(item)
        }
        self._anchors: dict[str, TitledAnchors] = (
            former
            | collect_day_anchors(library.articles)
            | {item.address: (item.title, item.body.anchors) for item in library.items_drafts_first}
        )

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
    remedy = "Hãy viết từ gốc trang, như /2019/12/ten-bai/ hoặc /files/tep.pdf"
    meant = repair_web_address(target)
    if _TELEPHONE.fullmatch(unquote(target)):
        remedy = f"Hãy viết tel:{_NO_DIGIT.sub('', unquote(target))}"
    elif _MAIL_ADDRESS.fullmatch(target):
        remedy = f"Hãy viết mailto:{target}"
    elif _EXTERNAL_HOST.fullmatch(target):
        remedy = f"Hãy viết https://{target}"
    elif meant != target and not find_address_fault(meant):
        remedy = f"Hãy viết {meant}"
    return f"Liên kết “{target}” không rõ dẫn tới đâu.", remedy


def _find_fragment_problem(fragment: str, title: str, ids: frozenset[str]) -> ProblemText | None:
    if not fragment or fragment in ids:
        return None
    if note := _WORD_NOTE.fullmatch(fragment):
        name = f"[^{note['number']}]"
        remedy = f"Đây là chú thích của Word: hãy viết {name} ở chỗ này, và thêm dòng {name}: … ở cuối bài."
        return f"Liên kết tới mục không có: #{fragment} trong “{title}”.", remedy
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
