"""All records together, and what can only be checked on all of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from plugins.records.addresses import (
    addresses,
    day_anchors,
    internal,
    listing,
    old_addresses,
    reserved,
    source_key,
)
from plugins.records.problems import Problem, nearest
from plugins.records.record import Article, Page, Reference
from plugins.records.sections import Sections
from plugins.slugs import slugify

Anchors = tuple[str, frozenset[str]]
"""What a page is called, and the places in it that a link may name."""


@dataclass(frozen=True, slots=True)
class Library:
    """Every record of a content folder, of whatever status."""

    articles: tuple[Article, ...]
    pages: tuple[Page, ...]
    sections: Sections
    unread: frozenset[str] = frozenset()
    """Files that no record could be made of, from content/."""

    @property
    def records(self) -> tuple[Article | Page, ...]:
        """Articles, then pages."""
        return (*self.articles, *self.pages)


def cross_check(library: Library, content: str = "content") -> tuple[Problem, ...]:
    """Return what is wrong between records: two at one address, links that lead to nothing.

    ``content`` is how messages name the content folder.
    """
    return (
        *_duplicates(library, content),
        *_collisions(library, content),
        *_namesakes(library, content),
        *_dead_links(library, content),
    )


def _duplicates(library: Library, content: str) -> Iterator[Problem]:
    holders: dict[str, list[Article | Page]] = defaultdict(list)
    for record in library.records:
        for address in (record.address, *old_addresses(record)):
            holders[address].append(record)
    for address, records in sorted(holders.items()):
        first, *others = sorted(records, key=lambda record: (record.address != address, record.source))
        for other in others:
            old = other.address != address
            yield Problem(
                f"{content}/{other.source}", _line(other, address),
                f"Trùng địa chỉ {address} với {content}/{first.source}:{_line(first, address)}.",
                "Hãy bỏ địa chỉ cũ này." if old else "Hãy đặt slug khác (slug: …) cho một trong hai bài.",
            )  # fmt: skip
        if reserved(address):
            yield Problem(
                f"{content}/{first.source}", _line(first, address),
                f"Địa chỉ {address} dành cho hệ thống.",
                "Hãy chọn slug hoặc địa chỉ cũ khác.",
            )  # fmt: skip


def _line(record: Article | Page, address: str) -> int:
    return record.line if record.address == address else record.alias_line


def _collisions(library: Library, content: str) -> Iterator[Problem]:
    """Yield addresses that would be a file and a folder at once: ``/a.html`` and ``/a.html/b/``."""
    files: dict[str, Article | Page] = {}
    for record in library.records:
        for address in (record.address, *old_addresses(record)):
            files[f"{address}index.html" if address.endswith("/") else address] = record
    for file, record in sorted(files.items()):
        for folder in PurePosixPath(file).parents:
            if str(folder) in files:
                other = files[str(folder)]
                yield Problem(
                    f"{content}/{record.source}", record.alias_line,
                    f"Địa chỉ {file.removesuffix('index.html')} nằm trong {folder}, "
                    f"mà đó là một trang của {content}/{other.source}.",
                    "Hãy bỏ một trong hai địa chỉ cũ (aliases).",
                )  # fmt: skip


def _namesakes(library: Library, content: str) -> Iterator[Problem]:
    """Yield authors whose names differ in diacritics alone: one page would list the work of both."""
    names: dict[str, tuple[str, Article]] = {}
    for article in sorted(library.articles, key=lambda one: one.order):
        for name in article.authors:
            first, other = names.setdefault(slugify(name), (name, article))
            if first.casefold() != name.casefold():
                yield Problem(
                    f"{content}/{article.source}", article.author_line,
                    f"Tác giả “{name}” trùng địa chỉ với “{first}” ở {content}/{other.source}.",
                    "Nếu là một người, hãy viết tên giống nhau; nếu là hai người, hãy thêm đơn vị vào một tên.",
                )  # fmt: skip


def _dead_links(library: Library, content: str) -> Iterator[Problem]:
    by_source = {source_key(record.source): record for record in library.records}
    known = addresses(library.articles, library.pages, library.sections)
    anchors = day_anchors(library.articles) | {
        record.address: (record.title, record.text.ids) for record in by_source.values()
    }
    unread = {source_key(source) for source in library.unread}
    for record in by_source.values():
        for reference in record.text.references:
            if reference.kind == "link":
                if reference.target.removeprefix("source:").partition("#")[0] in unread:
                    continue  # that file has problems of its own
                fault = _fault(reference, record, by_source, anchors, known)
                if fault:
                    yield Problem(f"{content}/{record.source}", reference.line, *fault)


def _fault(
    reference: Reference,
    record: Article | Page,
    by_source: dict[str, Article | Page],
    anchors: dict[str, Anchors],
    known: frozenset[str],
) -> tuple[str, str] | None:
    target = reference.target
    if target.startswith("#"):
        return _fragment_fault(target[1:], record.title, record.text.ids)
    if target.startswith("source:"):
        path, _, fragment = target.removeprefix("source:").partition("#")
        if path not in by_source:
            return f"Liên kết tới bài không có: {{filename}}/{path}.", _near(
                path, by_source.keys() - {record.source}, "{filename}/"
            )
        found_record = by_source[path]
        return _fragment_fault(fragment, found_record.title, found_record.text.ids)
    found = internal(target)
    if found is None:
        return _outside_fault(target)
    return _address_fault(target, *found, anchors, known - {record.address})


def _outside_fault(target: str) -> tuple[str, str] | None:
    if urlsplit(target).scheme or target.startswith("//"):
        return None
    remedy = "Hãy viết từ gốc trang, như /2019/12/ten-bai/ hoặc /files/tep.pdf."
    if target.lower().startswith("www."):
        remedy = f"Hãy viết https://{target}."
    return f"Liên kết “{target}” không rõ dẫn tới đâu.", remedy


def _address_fault(
    target: str, address: str, fragment: str, anchors: dict[str, Anchors], known: frozenset[str]
) -> tuple[str, str] | None:
    if address.startswith(("/files/", "/images/")):
        return None  # looked up where the article was read
    if listing(address) not in known and address not in anchors:
        return f"Liên kết tới địa chỉ không có: {target}.", _near(address, known, "")
    return _fragment_fault(fragment, *anchors.get(address, (address, frozenset())))


def _fragment_fault(fragment: str, title: str, ids: frozenset[str]) -> tuple[str, str] | None:
    if not fragment or fragment in ids:
        return None
    return (
        f"Liên kết tới mục không có: #{fragment} trong “{title}”.",
        _near(fragment, ids, "#") if ids else "Hãy bỏ phần sau dấu #.",
    )


def _near(word: str, known: Iterable[str], prefix: str) -> str:
    near = nearest(word, sorted(known), likeness=0.85)
    return f"Hãy viết {prefix}{near}." if near else "Hãy sửa hoặc bỏ liên kết."
