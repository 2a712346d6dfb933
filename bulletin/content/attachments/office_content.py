"""Finder of slips in office documents: revisions, comments, sheets, authors.

The parts of a document are searched with patterns and not parsed.
Reason: a document may be hostile, and an XML parser would expand its entities.
The elements are those of ECMA-376 (docx, xlsx, pptx) and of OpenDocument 1.3 (odt, ods, odp).
No pattern reads beyond the next ``<``. Reason: the time for a part then grows with its length, not with the square.
"""

import errno
import html
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from posixpath import normpath

from bulletin.content.attachments.file_types import MAX_DIRECTORY_BYTES, get_directory_size
from bulletin.content.time_limit import TimeLimit, TimeLimitError
from bulletin.text.late_patterns import compile_late

DocumentSlip = tuple[str, str]
"""Name of a warning, and the words that it tells besides the name of the file."""
_MAX_BYTES = 50_000_000
"""Unpacked bytes that are read of one document. Reason: a bomb of some kilobytes unpacks to gigabytes."""
_TIME_LIMIT = 3.0
"""Seconds of processor time for one document. A usual document takes a hundredth."""
_PACKING_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MAX_NAMES = 3
"""Names of authors or sheets that a warning tells."""
_REVISION = compile_late(rb"<w:(?:ins|del|moveFrom|moveTo)[ >/]")
_COMMENT = compile_late(rb"<(?:\w+:)?(?:comment|threadedComment|cm)[ >]")
_AUTHOR = compile_late(
    rb"<(?:dc:creator|cp:lastModifiedBy|meta:initial-creator)(?: [^<>]*)?>([^<]{1,400})</"
)  # fmt: skip
_SLIDE_TEXT = compile_late(rb"<a:t>([^<]*)</a:t>")
_HIDDEN_SLIDE = compile_late(rb'<p:sld [^<>]*show="(?:0|false)"')
_SHEET = compile_late(rb"<(?:\w+:)?sheet ([^<>]*)>")
_RELATIONSHIP = compile_late(rb"<(?:\w+:)?Relationship ([^<>]*)>")
_ATTRIBUTE = compile_late(rb'(?<![\w:])([\w:]+)="([^"]*)"')
_CELL_VALUE = compile_late(rb"<(?:\w+:)?(?:v|is)>")
_ODF_REVISION = compile_late(rb"<text:changed-region[ >]")
_ODF_COMMENT = compile_late(rb"<office:annotation[ >]")
_ODF_TABLE = compile_late(rb'<table:table [^<>]*table:name="([^"<]*)"')
_ODF_VALUE = compile_late(rb"<text:p[ >]")
_NO_PERSON = compile_late(
    r"\b(?:users?|admin\w*|pc|windows|microsoft|office|hp|dell|asus|acer|lenovo|computer|laptop|desktop|unknown|owner|author"
    r"|guest|home|openpyxl|libreoffice|openoffice|python|apache|poi|ubnd|hđnd|ubmttq|ubkt|văn phòng|ủy ban|(?:tỉnh|huyện"
    r"|thành|đảng|thị) ủy|sở|ban (?:tổ chức|tuyên giáo|dân vận|nội chính|biên tập))\b|\d",
    re.IGNORECASE,
)
"""Parts of names of computers, programs and offices, which Office also writes as the author."""


def find_office_slips(path: Path, suffix: str) -> list[DocumentSlip]:
    """Return the slips of an office document, at most one of each kind.

    A damaged document has none, because the check of its type reports it. A document above the time limit has none.
    Raise OSError.
    """
    find = _FINDERS.get(suffix)
    if find is None or get_directory_size(path) > MAX_DIRECTORY_BYTES:
        return []
    try:
        with TimeLimit(_TIME_LIMIT), zipfile.ZipFile(path) as archive:
            return list(find(_Parts(archive)))
    except TimeLimitError:
        return []
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError):
        return []
    except OSError as error:
        if error.errno != errno.EINVAL:  # a damaged directory names a place before the file
            raise
        return []


def describe_author(names: Iterable[str]) -> Iterator[DocumentSlip]:
    """Yield the slip of a document that names persons."""
    persons = dict.fromkeys(name for name in map(str.strip, names) if name and not _NO_PERSON.search(name))
    if persons:
        yield "author-name", _join_names(persons)


class _Parts:
    """The files in a document, of which at most ``_MAX_BYTES`` are read."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive, self._left = archive, _MAX_BYTES
        self.names = dict.fromkeys(archive.namelist())

    def read(self, name: str) -> bytes:
        """Return a part, as much as the limit allows, or nothing if it is missing.

        A part that is packed by another method than deflate counts as missing. No office suite writes such parts.
        Reason: zipfile unpacks them as a whole.
        """
        if name not in self.names or self._archive.getinfo(name).compress_type not in _PACKING_METHODS:
            return b""
        with self._archive.open(name) as stream:
            data = stream.read(self._left)
        self._left -= len(data)
        return data

    def read_all(self, *patterns: str) -> Iterator[bytes]:
        """Yield the parts whose names match one of the patterns."""
        for name in self.names:
            if any(fnmatchcase(name, pattern) for pattern in patterns):
                yield self.read(name)

    def has(self, wanted: "re.Pattern[bytes]", *patterns: str) -> bool:
        """Tell if one of these parts has a text."""
        return any(wanted.search(part) for part in self.read_all(*patterns))


def _find_in_docx(parts: _Parts) -> Iterator[DocumentSlip]:
    texts = ("word/document.xml", "word/header*.xml", "word/footer*.xml", "word/*notes.xml")
    if parts.has(_REVISION, *texts):
        yield "tracked-changes", ""
    if parts.has(_COMMENT, "word/comments*.xml"):
        yield "comments", "lời bình"
    yield from _find_authors(parts, "docProps/core.xml")


def _find_in_xlsx(parts: _Parts) -> Iterator[DocumentSlip]:
    if any(name.startswith("xl/revisions/") for name in parts.names):
        yield "tracked-changes", ""
    if parts.has(_COMMENT, "xl/comments*.xml", "xl/threadedComments/*.xml"):
        yield "comments", "lời bình"
    yield from _describe_sheets(_list_sheets(parts))
    yield from _find_authors(parts, "docProps/core.xml")


def _find_in_pptx(parts: _Parts) -> Iterator[DocumentSlip]:
    if parts.has(_COMMENT, "ppt/comments/*.xml"):
        yield "comments", "lời bình"
    elif any(
        any(letter.isalpha() for letter in _decode(text))
        for notes in parts.read_all("ppt/notesSlides/*.xml")
        for text in _SLIDE_TEXT.findall(notes)
    ):
        yield "comments", "ghi chú của người trình bày"
    if parts.has(_HIDDEN_SLIDE, "ppt/slides/*.xml"):
        yield "hidden-parts", "trang trình chiếu ẩn"
    yield from _find_authors(parts, "docProps/core.xml")


def _find_in_open_document(parts: _Parts) -> Iterator[DocumentSlip]:
    content = parts.read("content.xml")
    if _ODF_REVISION.search(content):
        yield "tracked-changes", ""
    if _ODF_COMMENT.search(content):
        yield "comments", "lời bình"
    yield from _find_authors(parts, "meta.xml")


def _find_in_ods(parts: _Parts) -> Iterator[DocumentSlip]:
    content = parts.read("content.xml")
    starts = list(_ODF_TABLE.finditer(content))
    ends = [*(found.start() for found in starts[1:]), len(content)]
    yield from _describe_sheets(
        (_decode(found[1]), False)
        for found, end in zip(starts, ends, strict=True)
        if _ODF_VALUE.search(content, found.end(), end)
    )
    yield from _find_in_open_document(parts)


_FINDERS: dict[str, Callable[[_Parts], Iterator[DocumentSlip]]] = {
    "docx": _find_in_docx,
    "xlsx": _find_in_xlsx,
    "pptx": _find_in_pptx,
    "odt": _find_in_open_document,
    "ods": _find_in_ods,
    "odp": _find_in_open_document,
}
OFFICE_SUFFIXES = frozenset(_FINDERS)


def _find_authors(parts: _Parts, name: str) -> Iterator[DocumentSlip]:
    return describe_author(map(_decode, _AUTHOR.findall(parts.read(name))))


def _list_sheets(parts: _Parts) -> Iterator[tuple[str, bool]]:
    """Yield name and invisibility of each sheet that has a value."""
    targets = {
        row.get("Id", ""): normpath(row.get("Target", "").removeprefix("/xl/"))
        for row in map(_read_attributes, _RELATIONSHIP.findall(parts.read("xl/_rels/workbook.xml.rels")))
    }
    for row in map(_read_attributes, _SHEET.findall(parts.read("xl/workbook.xml"))):
        relation = next((value for key, value in row.items() if key.endswith(":id")), "")
        if _CELL_VALUE.search(parts.read(f"xl/{targets.get(relation, '')}")):
            yield row.get("name", ""), row.get("state", "") in ("hidden", "veryHidden")


def _describe_sheets(sheets: Iterable[tuple[str, bool]]) -> Iterator[DocumentSlip]:
    """Yield the slip of hidden sheets, or else of all sheets after the first."""
    rows = list(sheets)
    if hidden := [name for name, is_hidden in rows if is_hidden]:
        yield "hidden-parts", f"trang tính ẩn “{_join_names(hidden)}”"
    elif others := [name for name, _ in rows[1:]]:
        yield "second-sheet", _join_names(others)


def _read_attributes(text: bytes) -> dict[str, str]:
    return {key.decode(): _decode(value) for key, value in _ATTRIBUTE.findall(text)}


def _join_names(names: Iterable[str]) -> str:
    """Return the first names for a message."""
    shown = [name[:60] for name in names]
    return ", ".join(shown[:_MAX_NAMES]) + (", …" if len(shown) > _MAX_NAMES else "")


def _decode(text: bytes) -> str:
    return html.unescape(text.decode("utf-8", "replace"))
