"""Withdraw an article (gỡ bài) from all releases at once, with a record.

The withdrawal is written into ``content/withdrawn.yml`` first.
Every later build has a withdrawal notice in the place of the article.
Every later publish and rollback redacts the article in older releases.
"""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

import yaml

from bulletin.check import check_content
from bulletin.content.addresses import collect_addresses, get_alias_addresses
from bulletin.content.library import Library
from bulletin.content.models import Article, Page
from bulletin.content.site_lists.withdrawals import LISTING_WITHDRAWAL_HEADING, WITHDRAWALS_FILE
from bulletin.errors import UserError
from bulletin.publishing.addresses.ledger import AddressLedger, LedgerEntry
from bulletin.publishing.addresses.removals import find_permanent_addresses
from bulletin.publishing.error_context import report_errors_before_activation
from bulletin.publishing.pipeline import publish
from bulletin.publishing.release.release import Release
from bulletin.publishing.release_creation import read_current_release
from bulletin.publishing.repository.record_commit import commit_records
from bulletin.publishing.settings.requirements import require_publishable_settings
from bulletin.publishing.settings.settings import PublishSettings, load_pelican_settings
from bulletin.publishing.targets.base import MessageCallback, Target
from bulletin.publishing.targets.factory import create_target
from bulletin.publishing.targets.s3.settings import S3Settings
from bulletin.publishing.withdrawal.addresses import load_withdrawn_addresses
from bulletin.publishing.workspace.folders import PUBLISH_SETTINGS_FILE, Workspace
from bulletin.publishing.workspace.git import find_repository, format_commit_command, read_content_commit
from bulletin.publishing.workspace.lock import hold_lock_file
from bulletin.storage.file_system import write_file_atomically
from bulletin.text.formatting import format_moment
from bulletin.text.letters import normalize_letters
from bulletin.text.suggestions import find_closest_match
from bulletin.urls import get_listing_address, is_reserved_address

_HEADER = "# Các bài đã gỡ khỏi trang, do ./inv withdraw ghi. Muốn đăng lại một bài: xóa mục của bài ấy rồi xuất bản.\n"

_WITHDRAWALS_PATH = f"content/{WITHDRAWALS_FILE}"


@dataclass(frozen=True, slots=True)
class WithdrawalRequest:
    """The arguments of ``./inv withdraw``, and the time."""

    address: str
    """The address as the editor typed it: ``/2026/11/ten-bai/``, with or without the host."""
    reason: str
    decided_by: str
    requested_at: datetime

    def __post_init__(self) -> None:
        """Raise UserError if the reason or the name of the person is missing."""
        reason, by = self.reason.strip(), self.decided_by.strip()
        if not reason or not by:
            address, why, who = map(shlex.quote, (self.address, reason or "lý do", by or "người quyết định"))
            missing = "--by" if reason else "--reason"
            # After “=” a reason may begin with a dash.
            raise UserError(f"Thiếu {missing}. Hãy viết: ./inv withdraw {address} --reason={why} --by={who}")


@dataclass
class _KnownToReaders:
    """The addresses that readers have, from the ledger and from the current release."""

    ledger: Mapping[str, LedgerEntry]
    target: Target

    @cached_property
    def release(self) -> Release | None:
        """The current release. Raise UserError."""
        with report_errors_before_activation():
            return read_current_release(self.target)

    @property
    def released_addresses(self) -> frozenset[str]:
        """The addresses of the current release. Raise UserError."""
        release = self.release
        return frozenset(find_permanent_addresses(release.manifest.entries) if release else ())

    def know_item(self, item: Article | Page) -> bool:
        """Tell if readers had an address of ``item`` or of its file. Raise UserError."""
        addresses = {item.address, *get_alias_addresses(item)}
        return (
            not addresses.isdisjoint(self.ledger)
            or any(entry.source == item.source for entry in self.ledger.values())
            or not addresses.isdisjoint(self.released_addresses)
        )


def withdraw(
    workspace: Workspace,
    address: str,
    *,
    reason: str,
    by: str,
    now: datetime,
    say: MessageCallback = print,
    is_alone: bool = False,
) -> None:
    """Record a withdrawal, publish, and redact older releases. Raise UserError.

    If ``is_alone``, a partial publish leaves out all other changes.
    """
    request = WithdrawalRequest(address, reason, by, now)
    table = load_pelican_settings(workspace.root / PUBLISH_SETTINGS_FILE)
    with hold_lock_file(workspace.lock_file, "withdraw", now, say):
        settings = PublishSettings.from_pelican(table)
        S3Settings.of(settings.s3)  # raises before the withdrawal is written
        require_publishable_settings(table, settings)
        siteurl = settings.siteurl
        load_withdrawn_addresses(workspace.content, siteurl)  # raises if the list cannot be read
        read_content_commit(workspace.root)  # raises if git does not answer, as the publish would
        library = check_content(workspace.content, table).library
        ledger = AddressLedger.read(workspace.root).entries
        target = create_target(settings.target_address, workspace.root, workspace.cache, settings.s3)
        readers = _KnownToReaders(ledger, target)
        withdrawn_address = record_withdrawal(workspace.content, library, request, siteurl, readers)
    if earlier := library.withdrawals.by_address.get(withdrawn_address):
        say(
            f"{withdrawn_address} đã được gỡ từ {format_moment(earlier.when)} "
            f"(content/{WITHDRAWALS_FILE}:{earlier.line}); lý do mới không được ghi. "
            "Muốn đổi lý do, hãy sửa ở dòng ấy. Nay làm nốt những gì có thể còn dở."
        )
    else:
        say(f"Đã ghi việc gỡ {withdrawn_address} vào content/{WITHDRAWALS_FILE}.")
    if settings.commits_records and read_content_commit(workspace.root):
        # Before the release, which names the commit. The publish pushes it.
        commit_records(workspace.root, f"Gỡ {withdrawn_address}", say, is_pushed=False)
    try:
        result = publish(
            workspace,
            now,
            say,
            withdrawn_address=withdrawn_address,
            only=[_WITHDRAWALS_PATH] if is_alone else [],
        )
    except UserError:
        if not is_alone and find_repository(workspace.root):
            say(
                "Việc gỡ đã ghi. Nếu lỗi nằm ở bài khác, có thể gỡ ngay mà không chờ sửa: "
                f"./inv publish --only {_WITHDRAWALS_PATH}"
            )
        raise
    if is_reserved_address(withdrawn_address):
        say(f"Đã bỏ trang {withdrawn_address}: chỗ ấy nay là lời báo “{LISTING_WITHDRAWAL_HEADING}”.")
    else:
        say(f"Đã gỡ {withdrawn_address}: chỗ ấy nay là lời báo, và không còn bản cũ nào có bài.")
    if result.release.commit and not settings.commits_records:
        say(f"Hãy lưu vào git: {format_commit_command([_WITHDRAWALS_PATH], f'Gỡ {withdrawn_address}')}")


def record_withdrawal(
    content: Path,
    library: Library,
    request: WithdrawalRequest,
    siteurl: str,
    readers: "_KnownToReaders",
) -> str:
    """Add a withdrawal to the list in ``content``; return the withdrawn address.

    ``siteurl`` is removed from the start of the address.
    ``readers`` knows the addresses of articles that are no longer in the content.
    An article that was never published is refused, because no reader needs a notice.
    An address is recorded once, so that an interrupted withdrawal can be run again.
    A scheduled article is refused, because an article dated after its withdrawal counts as a new one.
    Raise UserError or OSError.
    """
    typed = unquote(normalize_letters(request.address)).strip()
    path = typed.removeprefix(siteurl).partition("#")[0].strip("/")
    address = f"/{path}/" if path else "/"
    item, ledger = _find_item(library, address), readers.ledger
    withdrawn_address = (
        item.address if item else next((form for form in (address, address[:-1]) if form in ledger), "")
    )
    if not item and get_listing_address(address) in _collect_live_addresses(library, request.requested_at):
        raise UserError(
            f"{address} là trang chung của bản tin, không phải một bài, nên không gỡ được. "
            "Hãy chép địa chỉ của bài từ thanh địa chỉ của trình duyệt."
        )
    if not withdrawn_address:
        raise _create_unknown_address_error(content, address, readers)
    if withdrawn_address not in library.withdrawals.by_address:
        if item and _is_unpublished(item, request.requested_at) and not readers.know_item(item):
            raise UserError(
                f"{content.name}/{item.source} chưa đăng lần nào, nên bạn đọc không có gì để gỡ. "
                "Không muốn đăng nữa: đặt “status: draft”, hoặc xóa tệp."
            )
        if (
            isinstance(item, Article)
            and item.date > request.requested_at
            and item.status in ("published", "hidden")
        ):
            raise UserError(
                f"Bài {content.name}/{item.source} hẹn đăng lúc {format_moment(item.date)}, sau lúc gỡ. "
                "Hãy đặt “status: draft” cho bài rồi chạy lại."
            )
        aliases = _collect_aliases(library, withdrawn_address, item, ledger)
        entry: dict[str, object] = {
            "address": withdrawn_address,
            **({"aliases": aliases} if aliases else {}),
            "by": request.decided_by.strip(),
            "when": f"{request.requested_at:%Y-%m-%d %H:%M:%S}",
            "reason": request.reason.strip(),
        }
        _append_entry(content / WITHDRAWALS_FILE, entry)
    return withdrawn_address


def _collect_live_addresses(library: Library, now: datetime) -> frozenset[str]:
    """Return the addresses that answer at ``now``, without those of hidden articles."""
    live = tuple(article for article in library.active_articles if article.get_state(now) == "live")
    return collect_addresses(live, library.pages, library.sections)


def _collect_aliases(
    library: Library, withdrawn_address: str, item: Article | Page | None, ledger: Mapping[str, LedgerEntry]
) -> list[str]:
    """Return the other addresses that are withdrawn with ``withdrawn_address``.

    These are the aliases of the article, and former addresses of its file that lead to nothing now.
    """
    found = dict.fromkeys(get_alias_addresses(item) if item and item.aliases else ())
    sources = {item.source if item else "", ledger.get(withdrawn_address, LedgerEntry()).source} - {""}
    claimed = collect_addresses(library.articles, library.pages, library.sections).union(
        library.withdrawals.by_address
    )
    found.update(
        dict.fromkeys(
            address
            for address, entry in ledger.items()
            if entry.source in sources
            and not entry.removal_reason
            and address not in claimed
            and address != withdrawn_address
        )
    )
    return list(found)


def _find_item(library: Library, address: str) -> Article | Page | None:
    for is_draft in (False, True):  # a draft may have the address of an article that readers get
        items = [item for item in library.content_items if item.is_draft is is_draft]
        by_address = {item.address: item for item in items}
        by_alias = {old: item for item in items for old in get_alias_addresses(item)}
        if item := (by_address.get(address) or by_alias.get(address) or by_alias.get(address.rstrip("/"))):
            return item
    return None


def _is_unpublished(item: Article | Page, now: datetime) -> bool:
    """Tell if no publish at ``now`` would make a page of ``item``."""
    return item.is_draft or (isinstance(item, Article) and item.get_state(now) == "scheduled")


def _create_unknown_address_error(content: Path, address: str, readers: "_KnownToReaders") -> UserError:
    """Return the error for an address that neither the content nor the ledger has."""
    release, root = readers.release, content.parent
    for form in (address, address.rstrip("/")):
        if release and form in readers.released_addresses:
            publisher = release.published_by or "người khác"
            remedy = (
                "Hãy lấy nội dung mới (git pull --no-rebase --no-edit) rồi chạy lại."
                if find_repository(root)
                else "Hãy gỡ ở nơi đã xuất bản bản ấy."
            )
            return UserError(
                f"Bạn đọc có {form} (bản do {publisher} xuất bản lúc {format_moment(release.published_at)}), "
                f"ở đây thì chưa. {remedy}"
            )
    published = {known for known, entry in readers.ledger.items() if not entry.removal_reason}
    near = find_closest_match(address, sorted(published | readers.released_addresses), likeness=0.7)
    return UserError(
        f"Không có bài nào ở địa chỉ {address}. "
        + (f"Có phải là {near} không?" if near else "Hãy chép địa chỉ từ thanh địa chỉ của trình duyệt.")
    )


def _append_entry(file: Path, entry: dict[str, object]) -> None:
    """Add an entry to the end of the list in one atomic write."""
    text = file.read_text(encoding="utf-8") if file.exists() else _HEADER
    added = yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=1000)
    write_file_atomically(file, f"{text.rstrip()}\n\n{added}".encode())
