"""Remembers which files were looked at and are what they say: a build does not open each of them again."""

import os
import time
from pathlib import Path

from bulletin.content.attachments.file_types import FileTypeProblem, check_file_type
from bulletin.storage.cache_file import StampCache
from bulletin.storage.file_system import get_stable_stamp

_VERSION = "kinds-2"
"""To be raised when ``file_kinds`` looks at files in another way."""


class FileTypeCache:
    """Sound files on disk, by their stamps. A file with a fault is not remembered."""

    def __init__(self, file: Path) -> None:
        self._endings = StampCache(file, bytes, str, _VERSION)

    def check_file(self, path: Path, ending: str) -> FileTypeProblem | None:
        """Return what ``check_file_type`` returns, from memory where it can be."""
        try:
            seen = get_stable_stamp(path.stat(), time.time_ns())
            if self._endings.get(os.fsencode(path), seen) == ending:
                return None
            found = check_file_type(path, ending)
        except OSError:
            return "không mở được.", "Hãy kiểm tra quyền đọc của tệp."
        if found is None:
            self._endings.put(os.fsencode(path), seen, ending)
        return found

    def save(self) -> None:
        """Write what is new to disk, and forget files that are gone. Raise OSError."""
        self._endings.save(os.path.isfile)
