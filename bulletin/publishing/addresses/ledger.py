"""The address ledger: every published address, in the file ``addresses.txt``.

A line has an address, its content file, and its removal reason if it was removed, separated by tabs.
The lines are sorted, and no line is ever deleted.
Git merges the lines of two workspaces (``merge=union`` in ``.gitattributes``).
Lines that such a merge leaves twice or out of order are read as well.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from os.path import lexists
from pathlib import Path
from typing import NamedTuple, Self

from bulletin.content.files.merge_conflicts import CONFLICT_MARKERS
from bulletin.errors import UserError
from bulletin.storage.file_system import write_file_atomically

LEDGER_FILE_NAME = "addresses.txt"
REMOVAL_EXPIRED, REMOVAL_WITHDRAWN, REMOVAL_EMPTY = "hết hạn", "gỡ bài", "hết bài"
"""Removal reasons: the article expired, it was withdrawn, or the listing became empty."""
_REMOVAL_REASONS = frozenset({REMOVAL_EXPIRED, REMOVAL_WITHDRAWN, REMOVAL_EMPTY})
_FILE_HEADER = """\
# Mọi địa chỉ đã xuất bản: địa chỉ, tệp nội dung, lý do thôi đăng (cách nhau bằng phím Tab).
# Lệnh ./inv publish ghi tệp này. Hãy commit cùng nội dung; đừng xóa dòng nào.
"""


class LedgerEntry(NamedTuple):
    """The content file and the removal reason of an address."""

    source: str = ""
    """The last content file at the address, from ``content/``; empty for listings, or if unknown."""
    removal_reason: str = ""
    """The removal reason; empty for an address that must answer."""


class AddressLedger:
    """The entries of the file, with updates that are not written yet."""

    def __init__(self, file: Path, entries: Mapping[str, LedgerEntry], text: str = "") -> None:
        self.file, self.entries, self._text = file, dict(entries), text
        self._changed = False

    @classmethod
    def read(cls, root: Path) -> Self:
        """Return the ledger of a workspace. Raise UserError if a line is unreadable."""
        file = root / LEDGER_FILE_NAME
        if lexists(file) and not file.is_file():  # a pipe would block
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
        entries: dict[str, LedgerEntry] = {}
        for address, entry in _parse_rows(text):
            earlier = entries.get(address)
            entries[address] = entry if earlier is None else _merge_entries(earlier, entry)
        return cls(file, entries, text)

    def update(self, updates: Mapping[str, LedgerEntry]) -> int:
        """Update the entries; return the number of new addresses."""
        count = len(self.entries)
        self._changed |= any(self.entries.get(address) != entry for address, entry in updates.items())
        self.entries |= updates
        return len(self.entries) - count

    def write(self) -> bool:
        """Write the file if an entry has changed; tell if it was written. Raise OSError.

        Raise UserError if the file was changed since and cannot be read.
        """
        if not self._changed:
            return False
        for address, entry in self._read_changed_entries().items():  # a git pull may have added lines
            self.entries.setdefault(address, entry)
        rows = ("\t".join((address, *entry)).rstrip("\t") for address, entry in sorted(self.entries.items()))
        write_file_atomically(self.file, (_FILE_HEADER + "".join(f"{row}\n" for row in rows)).encode())
        self._changed = False
        return True

    def _read_changed_entries(self) -> Mapping[str, LedgerEntry]:
        """Return the entries of the file if it was changed since it was read."""
        is_same = not self.file.exists() or self.file.read_bytes() == self._text.encode()
        return {} if is_same else AddressLedger.read(self.file.parent).entries


def _parse_rows(text: str) -> Iterator[tuple[str, LedgerEntry]]:
    for number, row in enumerate(text.split("\n"), 1):
        if row.startswith("/"):
            address, _, rest = row.rstrip("\r").partition("\t")
            source, _, reason = rest.partition("\t")
            if reason and reason not in _REMOVAL_REASONS:
                raise _create_line_error(
                    number, f"lý do “{reason}” không phải {', '.join(sorted(_REMOVAL_REASONS))}"
                )
            yield (
                address if address.isascii() else unicodedata.normalize("NFC", address),
                LedgerEntry(source, reason),
            )
        elif row.startswith(CONFLICT_MARKERS):
            raise UserError(
                f"{LEDGER_FILE_NAME}:{number}: Còn dấu xung đột của git ({row[:7]}). "
                "Hãy giữ các địa chỉ của cả hai bên, chỉ xóa những dòng dấu, rồi chạy lại."
            )
        elif row.strip() and not row.startswith("#"):
            raise _create_line_error(number, "dòng không bắt đầu bằng “/”")


def _merge_entries(entry: LedgerEntry, other: LedgerEntry) -> LedgerEntry:
    """Return the entry of two lines of one address. A removal reason in either counts."""
    return LedgerEntry(entry.source or other.source, entry.removal_reason or other.removal_reason)


def _create_line_error(number: int, fault: str) -> UserError:
    return UserError(
        f"{LEDGER_FILE_NAME}:{number}: Không đọc được, {fault}. Hãy lấy lại dòng này từ git (git diff {LEDGER_FILE_NAME})."
    )
