"""The addresses that a CDN may hold from before: a text file for whoever tells it to fetch them again.

The list grows from publish to publish until that one, a script of the administrator's, takes it: after ``./inv publish``
it reads the file, tells the CDN, and removes the file once the CDN has answered. While the CDN does not answer, nothing
is lost: the next time the file has those addresses too.
"""

from collections.abc import Iterable
from pathlib import Path

from bulletin.storage.cache_file import replace_cache_file
from bulletin.storage.cache_folder import is_regular_file, read_bytes_if_file, remove_path
from bulletin.urls import convert_path_to_address


class InvalidationList:
    """The list at ``file``, an address a line. What a publish that was cut off had begun is added by the next one."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._open = file.with_suffix(".part")

    @property
    def has_pending(self) -> bool:
        """Whether paths were noted that are not in the list yet."""
        return is_regular_file(self._open)

    def add_pending(self, paths: Iterable[str]) -> None:
        """Note paths that are about to change or to go, before they do."""
        self._write(self._open, self._read(self._open) | {convert_path_to_address(path) for path in paths})

    def merge_pending(self) -> int:
        """Add what was noted to the list; return how many addresses it has."""
        found = self._read(self.file) | self._read(self._open)
        self._write(self.file, found)
        remove_path(self._open)
        return len(found)

    @staticmethod
    def _read(file: Path) -> set[str]:
        rows = (read_bytes_if_file(file) or b"").decode(errors="replace").splitlines()
        return {row for row in rows if row.startswith("/") and row.isprintable()}  # others are damage

    @staticmethod
    def _write(file: Path, addresses: set[str]) -> None:
        replace_cache_file(file, "".join(f"{one}\n" for one in sorted(addresses)).encode())
