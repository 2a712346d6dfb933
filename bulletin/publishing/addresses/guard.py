"""Stands between what was inspected and the release: no address that was ever published vanishes unmeant."""

from collections.abc import Collection, Mapping

from bulletin.build.content_index import Register
from bulletin.content.library import Library
from bulletin.errors import UserError, why
from bulletin.publishing.addresses.advice import told
from bulletin.publishing.addresses.emptied_listings import Listings, settled
from bulletin.publishing.addresses.ledger import NAME, AddressLedger, Remembered
from bulletin.publishing.addresses.removals import Vanishing, answered, outlook
from bulletin.publishing.git import commit_command
from bulletin.publishing.release.release import Release
from bulletin.publishing.release.staged_site import Outgoing
from bulletin.publishing.release_creation import Published
from bulletin.publishing.targets.base import Say
from bulletin.publishing.workspace import Site


def moved(site: Site, library: Library, register: Register, say: Say) -> int:
    """Say which articles of ``library`` left an address behind, and the line that leads on from it; return how many.

    ``register`` is that of ``library``. Raise UserError where the ledger cannot be read.
    """
    known, entries = AddressLedger.read(site.root).known, register.entries
    standing = {one for entry in entries.values() for one in (entry.address, *entry.aliases)}
    standing.update(
        library.withdrawals.addresses
    )  # a notice stands there, whether the ledger says so yet or not
    left: dict[str, list[str]] = {}
    for address, (source, gone) in known.items():
        if source in entries and entries[source].shown and not gone and address not in standing:
            left.setdefault(source, []).append(address)
    vanishing = [
        Vanishing(
            tuple(sorted(left[source])),
            source,
            entries[source],
            settled=answered(known, entries[source].address),
        )
        for source in sorted(left)
    ]
    for line in told(vanishing, site.content, None):
        say(line)
    return sum(map(len, left.values()))


class AddressGuard:
    """Guards one publish; ``before`` is the release that readers see, ``ledger`` knows all addresses so far."""

    def __init__(
        self, site: Site, before: Release | None, ledger: AddressLedger, listings: Listings | None = None
    ) -> None:
        """Guard with ``listings``, those of ``before``; None where there are none."""
        self.before = before
        self._site, self._ledger, self._listings = site, ledger, listings
        self._news: Mapping[str, Remembered] = {}

    def examine(
        self, outgoing: Outgoing, register: Register | None, withdrawn: Collection[str], say: Say
    ) -> None:
        """Say which addresses ``outgoing`` would make vanish that nobody withdrew. Raise UserError where any would.

        ``register`` is what its build noted; None where it was made without our plugins.
        ``withdrawn`` are addresses at which there is a notice.
        """
        coming = outlook(self._ledger.known, self.before, outgoing.manifest.entries, register, withdrawn)
        if register and self._listings:
            coming = settled(coming, self._ledger.known, register.entries, self._listings)
        for line in told(coming.vanishing, self._site.content, self.before):
            say(line)
        if lost := sum(one.count for one in coming.vanishing):
            raise UserError(
                f"{lost} địa chỉ mà bạn đọc đã có sẽ không mở được nữa, nên chưa phát hành; trang đang chạy vẫn giữ nguyên. "
                "Với mỗi mục nêu trên, hãy chọn một trong các cách rồi chạy lại."
            )
        self._news = coming.rows

    def remember(self, published: Published, say: Say, *, in_git: bool) -> None:
        """Write down the addresses that were released. Cut short, the next publish does it. Raise UserError."""
        new = self._ledger.note(self._news)
        try:
            changed = self._ledger.write()
        except OSError as error:
            raise UserError(
                f"Đã phát hành bản {published.release.id}, nhưng chưa ghi được {why(error)}. "
                "Sau đó hãy chạy lại ./inv publish để ghi nốt các địa chỉ."
            ) from error
        if changed:
            news = f"{new} địa chỉ mới" if new else "có bài đổi tên tệp, thôi đăng hoặc đăng lại"
            say(f"Đã ghi {NAME}: {news}, cả thảy {len(self._ledger.known)} địa chỉ.")
            if in_git:
                say(f"Hãy lưu vào git: {commit_command(NAME, 'Địa chỉ đã xuất bản')}")
