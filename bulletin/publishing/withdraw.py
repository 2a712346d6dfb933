"""Gỡ bài: an article is taken down at once, everywhere, and the act is on record.

The act is written into content/withdrawn.yml first. From then on every build has a notice in the
place of the article, and every publish and every rollback takes it out of older releases.
"""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml

from bulletin.check import check_content
from bulletin.content.addresses import collect_addresses, get_alias_addresses
from bulletin.content.library import Library
from bulletin.content.models import Article, Page
from bulletin.content.withdrawals import LISTING_WITHDRAWAL_HEADING, WITHDRAWALS_FILE
from bulletin.errors import UserError
from bulletin.publishing.addresses.ledger import AddressLedger, LedgerEntry
from bulletin.publishing.git import format_commit_command
from bulletin.publishing.pipeline import publish
from bulletin.publishing.settings.settings import PublishSettings, load_pelican_settings
from bulletin.publishing.targets.base import MessageCallback
from bulletin.publishing.withdrawal.addresses import load_withdrawn_addresses
from bulletin.publishing.workspace import PUBLISH_SETTINGS_FILE, Workspace
from bulletin.publishing.workspace_lock import hold_lock_file
from bulletin.storage.file_system import write_file_atomically
from bulletin.text.formatting import format_moment
from bulletin.text.suggestions import find_closest_match
from bulletin.urls import get_listing_address, is_reserved_address

_HEADER = "# Các bài đã gỡ khỏi trang, do ./inv withdraw ghi. Muốn đăng lại một bài: xóa mục của bài ấy rồi xuất bản.\n"


@dataclass(frozen=True, slots=True)
class WithdrawalRequest:
    """What an editor asked for."""

    address: str
    """As it was typed: ``/2026/11/ten-bai/``, with or without the host."""
    reason: str
    decided_by: str
    requested_at: datetime

    def __post_init__(self) -> None:
        """Raise UserError where nobody says why, or who decided it."""
        reason, by = self.reason.strip(), self.decided_by.strip()
        if not reason or not by:
            address, why, who = map(shlex.quote, (self.address, reason or "lý do", by or "người quyết định"))
            missing = "--by" if reason else "--reason"
            # With “=” a reason may begin with a dash.
            raise UserError(f"Thiếu {missing}. Hãy viết: ./inv withdraw {address} --reason={why} --by={who}")


def withdraw(
    site: Workspace, address: str, *, reason: str, by: str, moment: datetime, say: MessageCallback = print
) -> None:
    """Take the article at ``address`` down: note it, publish without it, cleanse older releases. Raise UserError."""
    order, table = (
        WithdrawalRequest(address, reason, by, moment),
        load_pelican_settings(site.root / PUBLISH_SETTINGS_FILE),
    )
    with hold_lock_file(site.lock_file, "withdraw", moment, say):
        siteurl = PublishSettings.from_pelican(table).siteurl
        load_withdrawn_addresses(site.content, siteurl)  # a list that cannot be read is not added to
        library = check_content(site.content, table).library
        known = AddressLedger.read(site.root).entries
        taken = record_withdrawal(site.content, library, order, siteurl, known)
    if before := library.withdrawals.by_address.get(taken):
        say(
            f"{taken} đã được gỡ từ {format_moment(before.when)} (content/{WITHDRAWALS_FILE}:{before.line}); lý do mới không được ghi. "
            "Muốn đổi lý do, hãy sửa ở dòng ấy. Nay làm nốt những gì có thể còn dở."
        )
    else:
        say(f"Đã ghi việc gỡ {taken} vào content/{WITHDRAWALS_FILE}.")
    published = publish(site, moment, say)
    if is_reserved_address(taken):
        say(f"Đã bỏ trang {taken}: chỗ ấy nay là lời báo “{LISTING_WITHDRAWAL_HEADING}”.")
    else:
        say(f"Đã gỡ {taken}: chỗ ấy nay là lời báo, và không còn bản cũ nào có bài.")
    if published.release.commit:
        say(f"Hãy lưu vào git: {format_commit_command(f'content/{WITHDRAWALS_FILE}', f'Gỡ {taken}')}")


def record_withdrawal(
    content: Path,
    library: Library,
    order: WithdrawalRequest,
    host: str,
    remembered: Mapping[str, LedgerEntry],
) -> str:
    """Note in ``content`` that what stands at an address was taken down; return the address. Raise UserError or OSError.

    Nothing is noted twice: a withdrawal that was cut off goes on where it was. An article of a later hour is not taken
    down: what is dated after the act counts as another one (``library.check_cross_references``). ``host`` is SITEURL.
    ``remembered`` are addresses that were published once: what stood there may be gone from the content.
    """
    path = order.address.removeprefix(host).strip("/")
    address = f"/{path}/" if path else "/"
    record = _record(library, address)
    taken = (
        record.address if record else next((one for one in (address, address[:-1]) if one in remembered), "")
    )
    if not record and get_listing_address(address) in _standing(library, order.requested_at):
        raise UserError(
            f"{address} là trang chung của bản tin, không phải một bài, nên không gỡ được. "
            "Hãy chép địa chỉ của bài từ thanh địa chỉ của trình duyệt."
        )
    if not taken:
        raise _unknown(library, address)
    if taken not in library.withdrawals.by_address:
        if (
            isinstance(record, Article)
            and record.date > order.requested_at
            and record.status in ("published", "hidden")
        ):
            raise UserError(
                f"Bài {content.name}/{record.source} hẹn đăng lúc {format_moment(record.date)}, sau lúc gỡ. "
                "Hãy đặt “status: draft” cho bài rồi chạy lại."
            )
        aliases = _aliases(library, taken, record, remembered)
        act: dict[str, object] = {
            "address": taken,
            **({"aliases": aliases} if aliases else {}),
            "by": order.decided_by.strip(),
            "when": f"{order.requested_at:%Y-%m-%d %H:%M:%S}",
            "reason": order.reason.strip(),
        }
        _append(content / WITHDRAWALS_FILE, act)
    return taken


def _standing(library: Library, moment: datetime) -> frozenset[str]:
    """Return the addresses at which readers find something at ``moment``, but for those of hidden articles."""
    live = tuple(one for one in library.active_articles if one.get_state(moment) == "live")
    return collect_addresses(live, library.pages, library.sections)


def _aliases(
    library: Library, taken: str, record: Article | Page | None, remembered: Mapping[str, LedgerEntry]
) -> list[str]:
    """Return the other addresses that go with ``taken``: those that lead to it, and those that its file once had.

    Of the latter only what stands nowhere now: the file may be gone, or have another slug.
    """
    found = dict.fromkeys(get_alias_addresses(record) if record and record.aliases else ())
    sources = {record.source if record else "", remembered.get(taken, LedgerEntry()).source} - {""}
    claimed = collect_addresses(library.articles, library.pages, library.sections).union(
        library.withdrawals.by_address
    )
    found.update(
        dict.fromkeys(
            one
            for one, was in remembered.items()
            if was.source in sources and not was.removal_reason and one not in claimed and one != taken
        )
    )
    return list(found)


def _record(library: Library, address: str) -> Article | Page | None:
    by_address = {record.address: record for record in library.content_items}
    by_alias = {old: record for record in library.content_items for old in get_alias_addresses(record)}
    return by_address.get(address) or by_alias.get(address) or by_alias.get(address.rstrip("/"))


def _unknown(library: Library, address: str) -> UserError:
    near = find_closest_match(
        address, sorted({record.address for record in library.content_items}), likeness=0.7
    )
    return UserError(
        f"Không có bài nào ở địa chỉ {address}. "
        + (f"Có phải là {near} không?" if near else "Hãy chép địa chỉ từ thanh địa chỉ của trình duyệt.")
    )


def _append(file: Path, act: dict[str, object]) -> None:
    """Add ``act`` to the list, whose words stay as they are; replaced at once."""
    text = file.read_text(encoding="utf-8") if file.exists() else _HEADER
    entry = yaml.safe_dump([act], allow_unicode=True, sort_keys=False, width=1000)
    write_file_atomically(file, f"{text.rstrip()}\n\n{entry}".encode())
