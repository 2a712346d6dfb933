"""Stands between what was inspected and the release: no address that was ever published vanishes unmeant."""

from collections.abc import Collection, Mapping

from bulletin.build.content_index import ContentIndex
from bulletin.content.library import Library
from bulletin.errors import UserError, explain_file_error
from bulletin.publishing.addresses.advice import explain_removals
from bulletin.publishing.addresses.emptied_listings import CurrentListings, resolve_emptied_listings
from bulletin.publishing.addresses.ledger import LEDGER_FILE_NAME, AddressLedger, LedgerEntry
from bulletin.publishing.addresses.removals import RemovedAddresses, compare_addresses, is_active_address
from bulletin.publishing.git import format_commit_command
from bulletin.publishing.release.release import Release
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.release_creation import PublishResult
from bulletin.publishing.targets.base import MessageCallback
from bulletin.publishing.workspace import Workspace


def report_moved_articles(
    site: Workspace, library: Library, register: ContentIndex, say: MessageCallback
) -> int:
    """Say which articles of ``library`` left an address behind, and the line that leads on from it; return how many.

    ``register`` is that of ``library``. Raise UserError where the ledger cannot be read.
    """
    known, entries = AddressLedger.read(site.root).entries, register.entries
    standing = {one for entry in entries.values() for one in (entry.address, *entry.aliases)}
    standing.update(
        library.withdrawals.by_address
    )  # a notice stands there, whether the ledger says so yet or not
    left: dict[str, list[str]] = {}
    for address, (source, gone) in known.items():
        if source in entries and entries[source].is_visible and not gone and address not in standing:
            left.setdefault(source, []).append(address)
    vanishing = [
        RemovedAddresses(
            tuple(sorted(left[source])),
            source,
            entries[source],
            has_other_address=is_active_address(known, entries[source].address),
        )
        for source in sorted(left)
    ]
    for line in explain_removals(vanishing, site.content, None):
        say(line)
    return sum(map(len, left.values()))


class AddressGuard:
    """Guards one publish; ``current_release`` is the release that readers see, ``ledger`` knows all addresses so far."""

    def __init__(
        self,
        site: Workspace,
        before: Release | None,
        ledger: AddressLedger,
        listings: CurrentListings | None = None,
    ) -> None:
        """Guard with ``listings``, those of ``before``; None where there are none."""
        self.current_release = before
        self._site, self._ledger, self._listings = site, ledger, listings
        self._news: Mapping[str, LedgerEntry] = {}

    def check_removals(
        self,
        outgoing: StagedSite,
        register: ContentIndex | None,
        withdrawn: Collection[str],
        say: MessageCallback,
    ) -> None:
        """Say which addresses ``outgoing`` would make vanish that nobody withdrew. Raise UserError where any would.

        ``register`` is what its build noted; None where it was made without our plugins.
        ``withdrawn`` are addresses at which there is a notice.
        """
        coming = compare_addresses(
            self._ledger.entries, self.current_release, outgoing.manifest.entries, register, withdrawn
        )
        if register and self._listings:
            coming = resolve_emptied_listings(coming, self._ledger.entries, register.entries, self._listings)
        for line in explain_removals(coming.removals, self._site.content, self.current_release):
            say(line)
        if lost := sum(one.count for one in coming.removals):
            raise UserError(
                f"{lost} địa chỉ mà bạn đọc đã có sẽ không mở được nữa, nên chưa phát hành; trang đang chạy vẫn giữ nguyên. "
                "Với mỗi mục nêu trên, hãy chọn một trong các cách rồi chạy lại."
            )
        self._news = coming.ledger_updates

    def record_addresses(self, published: PublishResult, say: MessageCallback, *, in_git: bool) -> None:
        """Write down the addresses that were released. Cut short, the next publish does it. Raise UserError."""
        new = self._ledger.update(self._news)
        try:
            changed = self._ledger.write()
        except OSError as error:
            raise UserError(
                f"Đã phát hành bản {published.release.id}, nhưng chưa ghi được {explain_file_error(error)}. "
                "Sau đó hãy chạy lại ./inv publish để ghi nốt các địa chỉ."
            ) from error
        if changed:
            news = f"{new} địa chỉ mới" if new else "có bài đổi tên tệp, thôi đăng hoặc đăng lại"
            say(f"Đã ghi {LEDGER_FILE_NAME}: {news}, cả thảy {len(self._ledger.entries)} địa chỉ.")
            if in_git:
                say(f"Hãy lưu vào git: {format_commit_command(LEDGER_FILE_NAME, 'Địa chỉ đã xuất bản')}")
