"""The checks that need all content items: shared addresses, and links."""

from collections.abc import Iterable, Iterator

from bulletin.content.addresses import (
    get_alias_addresses,
)
from bulletin.content.checks.ambiguous_names import find_ambiguous_names
from bulletin.content.checks.link_targets import find_broken_links
from bulletin.content.library import Library
from bulletin.content.models import Article, Page
from bulletin.content.problems import Problem
from bulletin.content.site_lists.withdrawals import WITHDRAWALS_FILE
from bulletin.text.formatting import format_date
from bulletin.urls import is_reserved_address


def check_cross_references(
    library: Library, content: str = "content", register: Iterable[str] = ()
) -> tuple[Problem, ...]:
    """Return the problems between content items: shared addresses and broken links.

    ``content`` is the name of the content folder in messages. ``register`` has the addresses of official documents.
    """
    return (
        *_find_duplicate_addresses(library, content),
        *_find_nested_addresses(library, content),
        *_find_withdrawn_addresses(library, content),
        *find_ambiguous_names(library.articles, content),
        *find_broken_links(library, content, register),
    )


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
    items = library.items_drafts_first
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
