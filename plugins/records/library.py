"""All records together, and what can only be checked on all of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from plugins.records.addresses import addresses, internal, listing, old_addresses, reserved
from plugins.records.problems import Problem, nearest
from plugins.records.record import Article, Page, Reference
from plugins.records.sections import Sections


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
    return (*_duplicates(library, content), *_dead_links(library, content))


def _duplicates(library: Library, content: str) -> Iterator[Problem]:
    holders: dict[str, list[Article | Page]] = defaultdict(list)
    for record in library.records:
        for address in (record.address, *old_addresses(record)):
            holders[address].append(record)
    for address, records in sorted(holders.items()):
        first, *others = sorted(records, key=lambda record: record.source)
        for other in others:
            yield Problem(
                f"{content}/{other.source}", other.line,
                f"Trùng địa chỉ {address} với {content}/{first.source}:{first.line}.",
                "Hãy đặt slug khác (slug: …) cho một trong hai bài.",
            )  # fmt: skip
        if reserved(address):
            yield Problem(
                f"{content}/{first.source}", first.line,
                f"Địa chỉ {address} dành cho hệ thống.",
                "Hãy chọn slug hoặc địa chỉ cũ khác.",
            )  # fmt: skip


def _dead_links(library: Library, content: str) -> Iterator[Problem]:
    by_source = {record.source: record for record in library.records}
    known = addresses(library.articles, library.pages, library.sections)
    by_address = {record.address: record for record in by_source.values()}
    for record in by_source.values():
        for reference in record.text.references:
            if reference.kind == "link":
                if reference.target.removeprefix("source:").partition("#")[0] in library.unread:
                    continue  # that file has problems of its own
                fault = _fault(reference, record, by_source, by_address, known)
                if fault:
                    yield Problem(f"{content}/{record.source}", reference.line, *fault)


def _fault(
    reference: Reference,
    record: Article | Page,
    by_source: dict[str, Article | Page],
    by_address: dict[str, Article | Page],
    known: frozenset[str],
) -> tuple[str, str] | None:
    target = reference.target
    if target.startswith("#"):
        return _fragment_fault(target[1:], record)
    if target.startswith("source:"):
        path, _, fragment = target.removeprefix("source:").partition("#")
        if path not in by_source:
            return f"Liên kết tới bài không có: {{filename}}/{path}.", _near(
                path, by_source.keys() - {record.source}, "{filename}/"
            )
        return _fragment_fault(fragment, by_source[path])
    found = internal(target)
    if found is None:
        return _outside_fault(target)
    return _address_fault(target, *found, by_address, known - {record.address})


def _outside_fault(target: str) -> tuple[str, str] | None:
    if urlsplit(target).scheme or target.startswith("//"):
        return None
    return (
        f"Liên kết “{target}” không rõ dẫn tới đâu.",
        "Hãy viết từ gốc trang, như /2019/12/ten-bai/ hoặc /files/tep.pdf.",
    )


def _address_fault(
    target: str, address: str, fragment: str, by_address: dict[str, Article | Page], known: frozenset[str]
) -> tuple[str, str] | None:
    if address.startswith(("/files/", "/images/")):
        return None  # looked up where the article was read
    if listing(address) not in known and address not in by_address:
        return f"Liên kết tới địa chỉ không có: {target}.", _near(address, known, "")
    return _fragment_fault(fragment, by_address[address]) if address in by_address else None


def _fragment_fault(fragment: str, record: Article | Page) -> tuple[str, str] | None:
    if not fragment or fragment in record.text.ids:
        return None
    return (
        f"Liên kết tới mục không có: #{fragment} trong “{record.title}”.",
        _near(fragment, record.text.ids, "#") if record.text.ids else "Hãy bỏ phần sau dấu #.",
    )


def _near(word: str, known: Iterable[str], prefix: str) -> str:
    near = nearest(word, sorted(known))
    return f"Hãy viết {prefix}{near}." if near else "Hãy sửa hoặc bỏ liên kết."
