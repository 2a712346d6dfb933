"""Remembers which files were looked at and are what they say: a build does not open each of them again."""

import time
from pathlib import Path

from plugins.ledger import UNSURE, read_ledger, settled, write_ledger
from plugins.records.file_kinds import Fault, fault_of

_VERSION = "kinds-1"
"""To be raised when ``file_kinds`` looks at files in another way."""


class KindsCache:
    """Sound files on disk, by their stamps. A file with a fault is not remembered."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._rows = read_ledger(file, _VERSION)
        self._changed = False

    def fault(self, path: Path, ending: str) -> Fault | None:
        """Return what ``fault_of`` returns, from memory where it can be."""
        try:
            seen = settled(path.stat(), time.time_ns())
            if self._rows.get(str(path)) == [ending, *seen] and seen != UNSURE:
                return None
            found = fault_of(path, ending)
        except OSError:
            return "không mở được.", "Hãy kiểm tra quyền đọc của tệp."
        if found is None:
            self._rows[str(path)] = [ending, *seen]
            self._changed = True
        return found

    def save(self) -> None:
        """Write what is new to disk, and forget files that are gone. Raise OSError."""
        if self._changed:
            self._rows = {path: row for path, row in self._rows.items() if Path(path).is_file()}
            write_ledger(self._file, _VERSION, self._rows)
            self._changed = False
