"""Warnings of files for download, with a cache of what was found in them."""

import os
import time
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from stat import S_ISREG

from bulletin.content.attachments.office_content import OFFICE_SUFFIXES, DocumentSlip, find_office_slips
from bulletin.content.attachments.pdf_content import find_pdf_slips
from bulletin.content.files.paths import PathError, resolve_reference
from bulletin.content.models import FileReference
from bulletin.content.warnings.kinds import WARNING_KINDS
from bulletin.content.warnings.warning import ContentWarning
from bulletin.storage.cache_file import StampCache
from bulletin.storage.file_system import get_stable_stamp

_CACHE_VERSION = "documents-1"
"""To be raised if ``inspect_document`` gives other results."""


def inspect_document(path: Path) -> list[DocumentSlip]:
    """Return the slips of a file for download. Raise OSError."""
    suffix = path.suffix[1:].lower()
    if suffix in OFFICE_SUFFIXES:
        return find_office_slips(path, suffix)
    return find_pdf_slips(path) if suffix == "pdf" else []


class DocumentInspector:
    """Finds the slips of files below ``root`` (content/), with a cache."""

    def __init__(self, root: Path, cache_file: Path) -> None:
        self._root = root
        self._cache: StampCache[bytes, list[DocumentSlip]] = StampCache(
            cache_file, bytes, list[DocumentSlip], _CACHE_VERSION
        )

    def find_warnings(
        self, name: str, references: Iterable[FileReference], silenced: Collection[str]
    ) -> Iterator[ContentWarning]:
        """Yield the warnings of the files that ``name`` names, each file once."""
        first_lines: dict[str, int] = {}
        for reference in references:
            if reference.kind == "file":
                first_lines.setdefault(reference.path.lstrip("/"), reference.line)
        for file, line in first_lines.items():
            for kind, words in self._inspect(file):
                if kind not in silenced:
                    yield WARNING_KINDS[kind].create_warning(name, line, file, words)

    def save(self) -> None:
        """Write the cache, without files that do not exist any more. Raise OSError."""
        self._cache.save(os.path.isfile)

    def _inspect(self, file: str) -> list[DocumentSlip]:
        """Return the slips of ``file``. A file with a problem has none."""
        try:
            path = resolve_reference(self._root, file)
            status = path.stat()
            if not S_ISREG(status.st_mode):
                return []
            key, stamp = os.fsencode(path), get_stable_stamp(status, time.time_ns())
            if (known := self._cache.get(key, stamp)) is not None:
                return known
            slips = inspect_document(path)
        except (PathError, OSError):  # the check of references reports it
            return []
        self._cache.put(key, stamp, slips)
        return slips
