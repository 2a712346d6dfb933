"""Remembers which files were looked at and are what they say: a build does not open each of them again."""

import os
import time
from pathlib import Path

from bulletin.storage.cache_file import StampCache
from bulletin.storage.file_system import settled
from bulletin.content.attachments.file_types import Fault, fault_of

_VERSION = "kinds-2"
"""To be raised when ``file_kinds`` looks at files in another way."""


class KindsCache:
    """Sound files on disk, by their stamps. A file with a fault is not remembered."""

    def __init__(self, file: Path) -> None:
        self._endings = StampCache(file, bytes, str, _VERSION)

    def fault(self, path: Path, ending: str) -> Fault | None:
        """Return what ``fault_of`` returns, from memory where it can be."""
        try:
            seen = settled(path.stat(), time.time_ns())
            if self._endings.get(os.fsencode(path), seen) == ending:
                return None
            found = fault_of(path, ending)
        except OSError:
            return "không mở được.", "Hãy kiểm tra quyền đọc của tệp."
        if found is None:
            self._endings.put(os.fsencode(path), seen, ending)
        return found

    def save(self) -> None:
        """Write what is new to disk, and forget files that are gone. Raise OSError."""
        self._endings.save(os.path.isfile)
