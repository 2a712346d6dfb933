"""Official documents of Party and State: the files below content/documents/.

A file says what articles that cite a document do not say: its title, its date, its text as a PDF.
An office may leave the file out.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bulletin.citations.details import read_congress
from bulletin.citations.numbers import get_identity, parse_number
from bulletin.citations.tables import get_code_kinds
from bulletin.content.attachments.references import create_file_reference
from bulletin.content.frontmatter.fields import FrontMatterReader
from bulletin.content.models import FileReference
from bulletin.content.paths import normalize_reference
from bulletin.content.problems import Problem
from bulletin.content.scan import get_display_path
from bulletin.content.warnings.warning import SILENCE_KEY
from bulletin.content.yaml_files import read_yaml_file
from bulletin.text.suggestions import suggest_known_word

DOCUMENT_FOLDER = "documents/"
"""Path from content/."""
DOCUMENT_KEYS = (
    "number", "kind", "title", "issuer", "date", "term", "names", "file", "implements", "replaces", SILENCE_KEY,
)  # fmt: skip

_ROMAN = re.compile("[IVX]{1,5}")


class OfficialDocument(NamedTuple):
    """The facts that a file of content/documents/ gives."""

    source: str
    """Path from content/: ``documents/38-kl-tw.yml``."""
    number: str
    """``38-KL/TW``, or empty for a document without a number."""
    title: str = ""
    kind: str = ""
    """Kind in small letters, if the code of the number stands for two: ``quy định``."""
    issuer: str = ""
    """``Bộ Chính trị``."""
    issued: date | None = None
    """The date of the document."""
    congress: int | None = None
    """Number of the congress in whose term the document was issued (``term: XII``)."""
    names: tuple[str, ...] = ()
    """Other names that articles use: ``Nghị quyết Trung ương 4 khóa XII``."""
    file: str = ""
    """Path from content/ of the text: ``files/38-kl-tw.pdf``."""
    implements: tuple[str, ...] = ()
    """Numbers of the documents that it carries out."""
    replaces: tuple[str, ...] = ()
    """Numbers of the documents that it replaces."""
    silenced_warnings: tuple[str, ...] = ()
    number_line: int = 1
    file_line: int = 1
    issued_line: int = 1
    implements_line: int = 1
    replaces_line: int = 1

    @property
    def file_references(self) -> tuple[FileReference, ...]:
        """The file for download, if there is one."""
        return (create_file_reference(self.file, self.file_line),) if self.file else ()


def read_official_documents(
    root: Path, sources: Iterable[str]
) -> tuple[tuple[OfficialDocument, ...], tuple[Problem, ...]]:
    """Read official documents and their problems.

    ``sources`` are paths from ``root`` (content/). A file with a problem gives no document.
    """
    documents, problems = [], list[Problem]()
    for source in sources:
        if not (source.startswith(DOCUMENT_FOLDER) and source.lower().endswith((".yml", ".yaml"))):
            continue
        document, found = _read_document(root, source)
        problems += found
        if document and not found:
            documents.append(document)
    return tuple(documents), (*problems, *_find_repeats(root, documents))


def _find_repeats(root: Path, documents: Iterable[OfficialDocument]) -> Iterator[Problem]:
    """Yield a problem for each file of a document that another file has already."""
    first: dict[tuple[object, ...], OfficialDocument] = {}
    for document in documents:
        citation = parse_number(document.number) if document.number else None
        if citation:
            key = (get_identity(citation), document.kind, document.issued, document.congress)
            other = first.setdefault(key, document)
            if other is not document:
                yield Problem(
                    get_display_path(root, document.source),
                    document.number_line,
                    f"Trùng văn bản với {get_display_path(root, other.source)}.",
                    "Hãy xóa một trong hai tệp; nếu là hai văn bản, hãy ghi ngày (date) của từng văn bản.",
                )


def _read_document(root: Path, source: str) -> tuple[OfficialDocument | None, tuple[Problem, ...]]:
    table, problems = read_yaml_file(root, source, "văn bản", DOCUMENT_KEYS)
    if table is None:
        return None, problems
    fields = FrontMatterReader(get_display_path(root, source), table, DOCUMENT_KEYS)
    names = fields.read_names("names")
    number = fields.read_string("number") if names else fields.read_required_string("number", "số văn bản")
    implements, replaces = fields.read_names("implements"), fields.read_names("replaces")
    file = fields.read_string("file")
    for key, written in (("number", (number,)), ("implements", implements), ("replaces", replaces)):
        for text in filter(None, written):
            if parse_number(text) is None:
                fields.add_problem(
                    key,
                    f"“{text}” không phải số của một văn bản.",
                    "Hãy viết cả ký hiệu, như 38-KL/TW, 143-KH/TU, 30/2020/NĐ-CP; không ghi loại văn bản.",
                )
    document = OfficialDocument(
        source,
        number,
        title=fields.read_string("title"),
        kind=_read_kind(fields, number),
        issuer=fields.read_string("issuer"),
        issued=fields.read_day("date"),
        congress=_read_congress(fields),
        names=names,
        file=normalize_reference(file) if file else "",
        implements=implements,
        replaces=replaces,
        silenced_warnings=fields.read_names(SILENCE_KEY),
        number_line=fields.find_line("number"),
        file_line=fields.find_line("file"),
        issued_line=fields.find_line("date", "number"),
        implements_line=fields.find_line("implements"),
        replaces_line=fields.find_line("replaces"),
    )
    return document, (*problems, *fields.problems)


def _read_kind(fields: FrontMatterReader, number: str) -> str:
    kind = fields.read_string("kind").lower()
    citation = parse_number(number) if kind and number else None
    if citation:
        kinds = get_code_kinds(citation.system).get(get_identity(citation).code, (kind,))
        if kind not in kinds:
            fields.add_problem(
                "kind", f"“{number}” không phải số của {kind}.", suggest_known_word(kind, kinds)
            )
            return ""
    return kind


def _read_congress(fields: FrontMatterReader) -> int | None:
    text = fields.read_string("term")
    if text and not _ROMAN.fullmatch(text):
        fields.add_problem(
            "term", f"“term: {text}” không phải một khóa.", "Hãy viết bằng số La Mã, như term: XII."
        )
        return None
    return read_congress(text) if text else None
