"""Finder of slips in PDF files: scans without text, comments, authors."""

import errno
import logging
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bulletin.content.attachments.office_content import DocumentSlip, describe_author
from bulletin.content.time_limit import TimeLimit, TimeLimitError

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_MAX_BYTES = 200_000_000
"""Bytes of a file that is read. Larger files are left alone."""
_TIME_LIMIT = 3.0
"""Seconds of processor time for one file. A usual file takes a hundredth."""
_MAX_TEXT_PAGES = 10
"""Pages in which text is looked for."""
_MAX_PAGES = 100
"""Pages in which comments are looked for."""
_MIN_LETTERS = 10
"""Letters of a text. Scanners print page numbers."""
_COMMENT_TYPES = frozenset({"/Text", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Caret"})
"""Annotations that people add when they read (ISO 32000-1, table 169)."""


def find_pdf_slips(path: Path) -> list[DocumentSlip]:
    """Return the slips of a PDF file, at most one of each kind.

    A file that cannot be read has none: readers with other programs may still open it. Raise OSError.
    """
    if path.stat().st_size > _MAX_BYTES:
        return []
    from pypdf import PdfReader  # noqa: PLC0415  # slow to import, and needed for new files only

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of damage that all viewers repair
    try:
        with TimeLimit(_TIME_LIMIT), path.open("rb") as stream:
            return list(_find_slips(PdfReader(stream)))
    except TimeLimitError:
        return []
    except OSError as error:
        if error.errno != errno.EINVAL:  # a damaged table names a place before the file
            raise
        return []
    except Exception:  # a damaged or locked file makes pypdf raise errors of many kinds
        return []


def _find_slips(reader: "PdfReader") -> Iterator[DocumentSlip]:
    if reader.is_encrypted:
        return  # the text may be there and unreadable for pypdf
    if _is_scan(reader):
        yield "scan", ""
    for page in islice(reader.pages, _MAX_PAGES):
        if any(_get_subtype(annotation) in _COMMENT_TYPES for annotation in page.get("/Annots") or ()):
            yield "comments", "lời bình"
            break
    yield from describe_author([str(reader.metadata.author or "")] if reader.metadata else [])


def _is_scan(reader: "PdfReader") -> bool:
    """Tell if the first pages are images without text."""
    letters, has_image = 0, False
    for page in islice(reader.pages, _MAX_TEXT_PAGES):
        letters += sum(map(str.isalpha, page.extract_text()))
        if letters >= _MIN_LETTERS:
            return False
        has_image = has_image or _has_image(page)
    return has_image


def _has_image(page: "PageObject") -> bool:
    """Tell if a page shows an image, perhaps inside of a form."""
    waiting: list[Any] = [page]
    for _ in range(_MAX_PAGES):  # forms of a damaged file can refer to themselves
        if not waiting:
            return False
        resources = waiting.pop().get("/Resources")
        objects = (resources.get_object().get("/XObject") if resources is not None else None) or {}
        for name in objects.get_object() if hasattr(objects, "get_object") else objects:
            item = objects[name].get_object()
            if item.get("/Subtype") == "/Image":
                return True
            waiting.append(item)
    return False


def _get_subtype(annotation: Any) -> str:
    return str(annotation.get_object().get("/Subtype", ""))
