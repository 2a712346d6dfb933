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

from bulletin.content.merge_conflicts import MARKS
from bulletin.errors import UserError
from bulletin.storage.file_system import write_atomically

NAME = "addresses.txt"
EXPIRED, WITHDRAWN, EMPTY = "hết hạn", "gỡ bài", "hết bài"
"""Why an address was left to go: its article expired, was withdrawn, or there was nothing more to list."""
_GONE = frozenset({EXPIRED, WITHDRAWN, EMPTY})
_HEAD = """\
# Mọi địa chỉ đã xuất bản: địa chỉ, tệp nội dung, lý do thôi đăng (cách nhau bằng phím Tab).
# Lệnh ./inv publish ghi tệp này. Hãy commit cùng nội dung; đừng xóa dòng nào.
"""


class Remembered(NamedTuple):
    """What is known of an address."""

    source: str = ""
    """Content file that stood there last, from content/; empty for listings and where nobody knows it."""
    gone: str = ""
    """Why it was left to go; empty for an address that must answer."""


class AddressLedger:
    """The addresses in the file, and those that come to them."""

    def __init__(self, file: Path, known: Mapping[str, Remembered], text: str = "") -> None:
        self.file, self.known, self._text = file, dict(known), text
        self._changed = False

    @classmethod
    def read(cls, root: Path) -> Self:
        """Return the ledger of the working copy in ``root``. Raise UserError where a line cannot be read."""
        file = root / NAME
        if lexists(file) and not file.is_file():  # a pipe would be waited for
            raise UserError(
                f"{NAME} không phải là tệp. Hãy chuyển đi rồi lấy lại tệp từ git: git checkout -- {NAME}"
            )
        try:
            text = file.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            return cls(file, {})
        except UnicodeDecodeError as error:
            raise UserError(
                f"{NAME} không phải tệp UTF-8. Hãy lấy lại tệp từ git: git checkout -- {NAME}"
            ) from error
        known: dict[str, Remembered] = {}
        for address, one in _rows(text):
            before = known.get(address)
            known[address] = one if before is None else _merged(before, one)
        return cls(file, known, text)

    def note(self, rows: Mapping[str, Remembered]) -> int:
        """Take in what is known of addresses now; return how many were not known at all."""
        count = len(self.known)
        self._changed |= any(self.known.get(address) != one for address, one in rows.items())
        self.known |= rows
        return len(self.known) - count

    def write(self) -> bool:
        """Write the file where something was noted that it does not say; tell whether it was. Raise OSError.

        Raise UserError where the file cannot be read any more.
        """
        if not self._changed:
            return False
        for address, one in self._fetched().items():  # somebody may have pulled meanwhile: no line is lost
            self.known.setdefault(address, one)
        rows = ("\t".join((address, *one)).rstrip("\t") for address, one in sorted(self.known.items()))
        write_atomically(self.file, (_HEAD + "".join(f"{row}\n" for row in rows)).encode())
        self._changed = False
        return True

    def _fetched(self) -> Mapping[str, Remembered]:
        """Return what the file holds that was changed since it was read."""
        same = not self.file.exists() or self.file.read_bytes() == self._text.encode()
        return {} if same else AddressLedger.read(self.file.parent).known


def _rows(text: str) -> Iterator[tuple[str, Remembered]]:
    for number, row in enumerate(text.split("\n"), 1):
        if row.startswith("/"):
            address, _, rest = row.rstrip("\r").partition("\t")
            source, _, gone = rest.partition("\t")
            if gone and gone not in _GONE:
                raise _unreadable(number, f"lý do “{gone}” không phải {', '.join(sorted(_GONE))}")
            yield (
                address if address.isascii() else unicodedata.normalize("NFC", address),
                Remembered(source, gone),
            )
        elif row.startswith(MARKS):
            raise UserError(
                f"{NAME}:{number}: Còn dấu xung đột của git ({row[:7]}). "
                "Hãy giữ các địa chỉ của cả hai bên, chỉ xóa những dòng dấu, rồi chạy lại."
            )
        elif row.strip() and not row.startswith("#"):
            raise _unreadable(number, "dòng không bắt đầu bằng “/”")


def _merged(one: Remembered, other: Remembered) -> Remembered:
    """Return what two lines say of an address: one that was let go stays so until it is published again."""
    return Remembered(one.source or other.source, one.gone or other.gone)


def _unreadable(number: int, why: str) -> UserError:
    return UserError(
        f"{NAME}:{number}: Không đọc được, {why}. Hãy lấy lại dòng này từ git (git diff {NAME})."
    )
