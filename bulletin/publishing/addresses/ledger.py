"""Every address that was ever published, in a file of the repository: ``addresses.txt``.

A line an address: the address, the content file behind it, and why it was left to go where it
was, parted by tabs. Sorted, and never shorter, so that git merges what two offices published
(``merge=union`` in .gitattributes); what such a merge leaves, twice or out of order, is read as well.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from os.path import lexists
from pathlib import Path
from typing import NamedTuple, Self

from bulletin.content.merge_conflicts import CONFLICT_MARKERS
from bulletin.errors import UserError
from bulletin.storage.file_system import write_file_atomically

LEDGER_FILE_NAME = "addresses.txt"
REMOVAL_EXPIRED, REMOVAL_WITHDRAWN, REMOVAL_EMPTY = "hết hạn", "gỡ bài", "hết bài"
"""Why an address was left to go: its article expired, was withdrawn, or there was nothing more to list."""
_REMOVAL_REASONS = frozenset({REMOVAL_EXPIRED, REMOVAL_WITHDRAWN, REMOVAL_EMPTY})
_FILE_HEADER = """\
# Mọi địa chỉ đã xuất bản: địa chỉ, tệp nội dung, lý do thôi đăng (cách nhau bằng phím Tab).
# Lệnh ./inv publish ghi tệp này. Hãy commit cùng nội dung; đừng xóa dòng nào.
"""


class LedgerEntry(NamedTuple):
    """What is known of an address."""

    source: str = ""
    """Content file that stood there last, from content/; empty for listings and where nobody knows it."""
    removal_reason: str = ""
    """Why it was left to go; empty for an address that must answer."""


class AddressLedger:
    """The addresses in the file, and those that come to them."""

    def __init__(self, file: Path, known: Mapping[str, LedgerEntry], text: str = "") -> None:
        self.file, self.entries, self._text = file, dict(known), text
        self._changed = False

    @classmethod
    def read(cls, root: Path) -> Self:
        """Return the ledger of the working copy in ``root``. Raise UserError where a line cannot be read."""
        file = root / LEDGER_FILE_NAME
        if lexists(file) and not file.is_file():  # a pipe would be waited for
            raise UserError(
                f"{LEDGER_FILE_NAME} không phải là tệp. Hãy chuyển đi rồi lấy lại tệp từ git: git checkout -- {LEDGER_FILE_NAME}"
            )
        try:
            text = file.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            return cls(file, {})
        except UnicodeDecodeError as error:
            raise UserError(
                f"{LEDGER_FILE_NAME} không phải tệp UTF-8. Hãy lấy lại tệp từ git: git checkout -- {LEDGER_FILE_NAME}"
            ) from error
        known: dict[str, LedgerEntry] = {}
        for address, one in _rows(text):
            before = known.get(address)
            known[address] = one if before is None else _merged(before, one)
        return cls(file, known, text)

    def update(self, rows: Mapping[str, LedgerEntry]) -> int:
        """Take in what is known of addresses now; return how many were not known at all."""
        count = len(self.entries)
        self._changed |= any(self.entries.get(address) != one for address, one in rows.items())
        self.entries |= rows
        return len(self.entries) - count

    def write(self) -> bool:
        """Write the file where something was noted that it does not say; tell whether it was. Raise OSError.

        Raise UserError where the file cannot be read any more.
        """
        if not self._changed:
            return False
        for address, one in self._fetched().items():  # somebody may have pulled meanwhile: no line is lost
            self.entries.setdefault(address, one)
        rows = ("\t".join((address, *one)).rstrip("\t") for address, one in sorted(self.entries.items()))
        write_file_atomically(self.file, (_FILE_HEADER + "".join(f"{row}\n" for row in rows)).encode())
        self._changed = False
        return True

    def _fetched(self) -> Mapping[str, LedgerEntry]:
        """Return what the file holds that was changed since it was read."""
        same = not self.file.exists() or self.file.read_bytes() == self._text.encode()
        return {} if same else AddressLedger.read(self.file.parent).entries


def _rows(text: str) -> Iterator[tuple[str, LedgerEntry]]:
    for number, row in enumerate(text.split("\n"), 1):
        if row.startswith("/"):
            address, _, rest = row.rstrip("\r").partition("\t")
            source, _, gone = rest.partition("\t")
            if gone and gone not in _REMOVAL_REASONS:
                raise _unreadable(number, f"lý do “{gone}” không phải {', '.join(sorted(_REMOVAL_REASONS))}")
            yield (
                address if address.isascii() else unicodedata.normalize("NFC", address),
                LedgerEntry(source, gone),
            )
        elif row.startswith(CONFLICT_MARKERS):
            raise UserError(
                f"{LEDGER_FILE_NAME}:{number}: Còn dấu xung đột của git ({row[:7]}). "
                "Hãy giữ các địa chỉ của cả hai bên, chỉ xóa những dòng dấu, rồi chạy lại."
            )
        elif row.strip() and not row.startswith("#"):
            raise _unreadable(number, "dòng không bắt đầu bằng “/”")


def _merged(one: LedgerEntry, other: LedgerEntry) -> LedgerEntry:
    """Return what two lines say of an address: one that was let go stays so until it is published again."""
    return LedgerEntry(one.source or other.source, one.removal_reason or other.removal_reason)


def _unreadable(number: int, why: str) -> UserError:
    return UserError(
        f"{LEDGER_FILE_NAME}:{number}: Không đọc được, {why}. Hãy lấy lại dòng này từ git (git diff {LEDGER_FILE_NAME})."
    )
