"""Official documents of Party and State: the files below content/documents/.

A file says what articles that cite a document do not say: its title, its date, its text as a PDF.
An office may leave the file out.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bulletin.citations.knowledge.patterns import fold_words
from bulletin.citations.knowledge.places import can_be_one_place
from bulletin.citations.knowledge.tables import find_congress, get_code_kinds
from bulletin.citations.models import Issuer, Rule
from bulletin.citations.numbers import Identity, format_number, get_identity, parse_number
from bulletin.citations.parts.details import read_congress, read_details
from bulletin.citations.terms import has_one_time
from bulletin.content.attachments.references import create_file_reference
from bulletin.content.files.paths import normalize_reference
from bulletin.content.files.scan import get_display_path
from bulletin.content.frontmatter.fields import FrontMatterReader
from bulletin.content.models import FileReference
from bulletin.content.problems import Problem
from bulletin.content.warnings.warning import SILENCE_KEY
from bulletin.content.yaml_files import read_yaml_file
from bulletin.text.formatting import format_date
from bulletin.text.late_patterns import compile_late
from bulletin.text.suggestions import suggest_known_word

DOCUMENT_FOLDER = "documents/"
"""Path from content/."""
DOCUMENT_KEYS = (
    "number", "kind", "title", "issuer", "date", "term", "names", "file", "implements", "replaces", SILENCE_KEY,
)  # fmt: skip

_ROMAN = compile_late("[IVX]{1,5}")
_NUMBER_REMEDY = "Hãy viết cả ký hiệu, như 38-KL/TW, 143-KH/TU, 30/2020/NĐ-CP; không ghi loại văn bản."
_NAME_REMEDY = "Văn bản không có số thì ghi đúng một tên ở dòng names của tệp văn bản ấy."


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
    """Numbers or names of the documents that it carries out."""
    replaces: tuple[str, ...] = ()
    """Numbers or names of the documents that it replaces."""
    silenced_warnings: tuple[str, ...] = ()
    number_line: int = 1
    file_line: int = 1
    issued_line: int = 1
    names_line: int = 1
    implements_line: int = 1
    replaces_line: int = 1

    @property
    def file_references(self) -> tuple[FileReference, ...]:
        """The file for download, if there is one."""
        return (create_file_reference(self.file, self.file_line),) if self.file else ()


def read_document_issuer(document: OfficialDocument) -> Issuer | None:
    """Return the issuer of a file with its place, or None if no table has it."""
    citation = parse_number(document.number) if document.number else None
    if citation is None or not document.issuer:
        return None
    return read_details(f" của {document.issuer}", 0, citation.system).issuer


def read_official_documents(
    root: Path, sources: Iterable[str]
) -> tuple[tuple[OfficialDocument, ...], tuple[Problem, ...]]:
    """Read official documents and their problems.

    ``sources`` are paths from ``root`` (content/). A file with a problem gives no document.
    """
    rows = [
        _read_document(root, source)
        for source in sources
        if source.startswith(DOCUMENT_FOLDER) and source.lower().endswith((".yml", ".yaml"))
    ]
    names = {fold_words(name) for document, _ in rows if document for name in document.names}
    documents, problems = [], list[Problem]()
    for document, found in rows:
        unknown = [*_find_unknown_names(root, document, names)] if document else []
        problems += (*found, *unknown)
        if document and not found and not unknown:
            documents.append(document)
    return tuple(documents), (*problems, *_find_repeats(root, documents))


def _find_unknown_names(root: Path, document: OfficialDocument, names: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each relation that is neither a number nor a name of a file.

    Args:
        root: The content folder.
        document: The file with the relations.
        names: The names of all files, in small letters.
    """
    path = get_display_path(root, document.source)
    for line, relations in (
        (document.implements_line, document.implements),
        (document.replaces_line, document.replaces),
    ):
        for text in relations:
            if parse_number(text) is None and fold_words(text) not in names:
                yield Problem(
                    path, line, f"“{text}” không phải số của một văn bản.", f"{_NUMBER_REMEDY} {_NAME_REMEDY}"
                )


def _find_repeats(root: Path, documents: Iterable[OfficialDocument]) -> Iterator[Problem]:
    """Yield a problem for each document or name that another file has already."""
    by_number: dict[Identity, list[OfficialDocument]] = defaultdict(list)
    by_name: dict[str, OfficialDocument] = {}
    for document in documents:
        path = get_display_path(root, document.source)
        for name in document.names:
            if (first := by_name.setdefault(name, document)) is not document:
                yield Problem(
                    path, document.names_line, f"Tên “{name}” đã là của {get_display_path(root, first.source)}.",
                    "Hãy xóa tên ấy ở một trong hai tệp.",
                )  # fmt: skip
        citation = parse_number(document.number) if document.number else None
        if citation is None:
            continue
        same = by_number[get_identity(citation)]
        other = next((one for one in same if _can_be_one(one, document)), None)
        same.append(document)
        if other:
            remedy = "nếu là hai văn bản, hãy ghi ngày (date) của từng văn bản."
            if other.issued and document.issued:
                hint = f"{SILENCE_KEY}: [{Rule.TWO_FORMS.value}]"
                remedy = f"nếu là hai văn bản, hãy sửa số (number), ngày (date), hoặc ghi {hint} vào tệp này."
            yield Problem(
                path,
                document.number_line,
                f"Trùng văn bản với {get_display_path(root, other.source)}.",
                f"Hãy xóa một trong hai tệp; {remedy}",
            )


def _can_be_one(first: OfficialDocument, second: OfficialDocument) -> bool:
    """Tell if two files with one number can be those of one document."""
    if first.kind and second.kind and first.kind != second.kind:
        return False
    if Rule.TWO_FORMS.value in (*first.silenced_warnings, *second.silenced_warnings):
        return False
    if first.issued != second.issued and not _has_one_place(first, second):
        return False
    citation = parse_number(second.number)
    if citation and first.issued and second.issued:
        return has_one_time(get_identity(citation), first.issued, second.issued)
    return not (first.congress and second.congress and first.congress != second.congress)


def _has_one_place(first: OfficialDocument, second: OfficialDocument) -> bool:
    """Tell if two files name one place behind the body, or neither names one.

    ``Tỉnh ủy`` alone is that of the archive, and ``Tỉnh ủy Lâm Đồng`` can be another one.
    """
    issuers = read_document_issuer(first), read_document_issuer(second)
    one, other = (issuer.place if issuer else "" for issuer in issuers)
    return one == other or (one != "" and other != "" and can_be_one_place(one, other))


def _read_document(root: Path, source: str) -> tuple[OfficialDocument | None, tuple[Problem, ...]]:
    table, problems = read_yaml_file(root, source, "văn bản", DOCUMENT_KEYS)
    if table is None:
        return None, problems
    fields = FrontMatterReader(get_display_path(root, source), table, DOCUMENT_KEYS)
    names = fields.read_names("names")
    number = fields.read_string("number") if names else fields.read_required_string("number", "số văn bản")
    implements, replaces = fields.read_names("implements"), fields.read_names("replaces")
    file, issued = fields.read_string("file"), fields.read_day("date")
    for key, written in (("number", (number,)), ("implements", implements), ("replaces", replaces)):
        for text in filter(None, written):
            citation = parse_number(text)
            remedy = _NUMBER_REMEDY if citation is None and key == "number" else ""
            if citation and not text[0].isdigit():
                remedy = f"Hãy bỏ loại văn bản, chỉ ghi: {format_number(citation)}"
            if remedy:
                fields.add_problem(key, f"“{text}” không phải số của một văn bản.", remedy)
    document = OfficialDocument(
        source,
        number,
        title=fields.read_string("title"),
        kind=_read_kind(fields, number),
        issuer=fields.read_string("issuer"),
        issued=issued,
        congress=_read_congress(fields, number, issued),
        names=names,
        file=normalize_reference(file) if file else "",
        implements=implements,
        replaces=replaces,
        silenced_warnings=fields.read_names(SILENCE_KEY),
        number_line=fields.find_line("number"),
        file_line=fields.find_line("file"),
        issued_line=fields.find_line("date", "number"),
        names_line=fields.find_line("names"),
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


def _read_congress(fields: FrontMatterReader, number: str, issued: date | None) -> int | None:
    text = fields.read_string("term")
    if text and not _ROMAN.fullmatch(text):
        fields.add_problem(
            "term", f"“term: {text}” không phải một khóa.", "Hãy viết bằng số La Mã, như term: XII"
        )
        return None
    if not text:
        return None
    congress = read_congress(text)
    citation = parse_number(number) if number else None
    if issued and citation and citation.suffix.endswith("TW") and find_congress(issued) != congress:
        message = f"“term: {text}” không phải khóa của ngày {format_date(issued)}."
        fields.add_problem(
            "term", message, "Hãy sửa ngày (date), hoặc xóa dòng term: có ngày thì không cần khóa."
        )
    return congress
