"""The address guard: stop a publish that would remove a published address.

An editor has to decide on each removal first.
"""

from collections.abc import Collection, Mapping

from bulletin.build.content_index import ContentIndex
from bulletin.content.library import Library
from bulletin.content.models import DRAFT_STATUSES
from bulletin.errors import UserError, explain_file_error
from bulletin.publishing.addresses.advice import explain_removals
from bulletin.publishing.addresses.emptied_listings import CurrentListings, resolve_emptied_listings
from bulletin.publishing.addresses.ledger import LEDGER_FILE_NAME, AddressLedger, LedgerEntry
from bulletin.publishing.addresses.removals import RemovedAddresses, compare_addresses, is_active_address
from bulletin.publishing.release.release import Release
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.release_creation import PublishResult
from bulletin.publishing.targets.base import MessageCallback
from bulletin.publishing.workspace.folders import Workspace
from bulletin.publishing.workspace.git import format_commit_command

_FIRST_RELEASE_REMEDY = (
    " Nơi phát hành này chưa có bản nào: nếu đây là trang mới của cơ quan, và các địa chỉ ấy là của trang mẫu, "
    f"chưa bạn đọc nào có, thì chỉ cần xóa tệp {LEDGER_FILE_NAME} rồi chạy lại."
)
"""Remedy for a ledger that came with the sample content."""


def report_moved_articles(
    workspace: Workspace, library: Library, content_index: ContentIndex, say: MessageCallback
) -> int:
    """Say the published addresses that moved articles left, with the alias to add.

    Return the number of these addresses. ``content_index`` is made from ``library``.
    Raise UserError if the ledger cannot be read.
    """
    ledger, entries = AddressLedger.read(workspace.root).entries, content_index.entries
    present = {
        address
        for entry in entries.values()
        if entry.state not in DRAFT_STATUSES
        for address in (entry.address, *entry.aliases)
    }
    present.update(library.withdrawals.by_address)  # they get a withdrawal notice
    left: dict[str, list[str]] = {}
    for address, (source, removal_reason) in ledger.items():
        if source in entries and entries[source].is_visible and not removal_reason and address not in present:
            left.setdefault(source, []).append(address)
    removals = [
        RemovedAddresses(
            tuple(sorted(left[source])),
            source,
            entries[source],
            has_other_address=is_active_address(ledger, entries[source].address),
        )
        for source in sorted(left)
    ]
    for line in explain_removals(removals, workspace.content, None):
        say(line)
    return sum(map(len, left.values()))


class AddressGuard:
    """The guard of one publish."""

    def __init__(
        self,
        workspace: Workspace,
        current: Release | None,
        ledger: AddressLedger,
        listings: CurrentListings | None = None,
    ) -> None:
        """Create a guard for the addresses in ``ledger`` and in the current release.

        ``listings`` are from the current release; None if there is none.
        """
        self.current_release = current
        self._workspace, self._ledger, self._listings = workspace, ledger, listings
        self._ledger_updates: Mapping[str, LedgerEntry] = {}

    def check_removals(
        self,
        staged_site: StagedSite,
        content_index: ContentIndex | None,
        withdrawn: Collection[str],
        say: MessageCallback,
    ) -> None:
        """Say the addresses that the staged site would remove; raise UserError if any.

        ``content_index`` is from its build; None if the build ran without our plugins.
        ``withdrawn`` are the addresses with a withdrawal notice.
        """
        changes = compare_addresses(
            self._ledger.entries, self.current_release, staged_site.manifest.entries, content_index, withdrawn
        )
        if content_index and self._listings:
            changes = resolve_emptied_listings(
                changes, self._ledger.entries, content_index.entries, self._listings
            )
        for line in explain_removals(changes.removals, self._workspace.content, self.current_release):
            say(line)
        if count := sum(removal.count for removal in changes.removals):
            raise UserError(
                f"{count} địa chỉ mà bạn đọc đã có sẽ không mở được nữa, nên chưa phát hành; trang đang chạy vẫn giữ nguyên. "
                "Với mỗi mục nêu trên, hãy chọn một trong các cách rồi chạy lại."
                f"{'' if self.current_release else _FIRST_RELEASE_REMEDY}"
            )
        self._ledger_updates = changes.ledger_updates

    def record_addresses(self, result: PublishResult, say: MessageCallback, *, in_git: bool) -> None:
        """Write the released addresses into the ledger. Raise UserError.

        If this step is interrupted, the next publish does it.
        """
        new_count = self._ledger.update(self._ledger_updates)
        try:
            is_written = self._ledger.write()
        except OSError as error:
            raise UserError(
                f"Đã phát hành bản {result.release.id}, nhưng chưa ghi được {explain_file_error(error)}. "
                "Sau đó hãy chạy lại ./inv publish để ghi nốt các địa chỉ."
            ) from error
        if is_written:
            summary = (
                f"{new_count} địa chỉ mới" if new_count else "có bài đổi tên tệp, thôi đăng hoặc đăng lại"
            )
            say(f"Đã ghi {LEDGER_FILE_NAME}: {summary}, cả thảy {len(self._ledger.entries)} địa chỉ.")
            if in_git:
                say(f"Hãy lưu vào git: {format_commit_command([LEDGER_FILE_NAME], 'Địa chỉ đã xuất bản')}")
