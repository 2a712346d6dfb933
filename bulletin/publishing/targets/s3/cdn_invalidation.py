"""A text file with the addresses that a CDN has to fetch again.

A script of the administrator reads the file after ``./inv publish`` and sends the addresses to the CDN.
The script removes the file when the CDN has answered. Until then, each publish adds its addresses to the file.
So no address is lost if the CDN does not answer.
"""

from collections.abc import Iterable
from pathlib import Path

from bulletin.storage.cache_file import replace_cache_file
from bulletin.storage.cache_folder import is_regular_file, read_bytes_if_file, remove_path
from bulletin.urls import convert_path_to_address


class InvalidationList:
    """The list in ``file``, one address a line.

    The next publish adds the pending addresses of an interrupted publish.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._pending_file = file.with_suffix(".part")

    @property
    def has_pending(self) -> bool:
        """True if noted addresses are not in the list yet."""
        return is_regular_file(self._pending_file)

    def add_pending(self, paths: Iterable[str]) -> None:
        """Note paths before they are changed or deleted."""
        addresses = {convert_path_to_address(path) for path in paths}
        self._write(self._pending_file, self._read(self._pending_file) | addresses)

    def merge_pending(self) -> int:
        """Add the noted addresses to the list, and return the length of the list."""
        addresses = self._read(self.file) | self._read(self._pending_file)
        self._write(self.file, addresses)
        remove_path(self._pending_file)
        return len(addresses)

    @staticmethod
    def _read(file: Path) -> set[str]:
        rows = (read_bytes_if_file(file) or b"").decode(errors="replace").splitlines()
        return {row for row in rows if row.startswith("/") and row.isprintable()}  # other lines are damaged

    @staticmethod
    def _write(file: Path, addresses: set[str]) -> None:
        replace_cache_file(file, "".join(f"{address}\n" for address in sorted(addresses)).encode())
