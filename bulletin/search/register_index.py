"""The official documents in the search index: a volume of their names and titles."""

from collections.abc import Sequence
from typing import Any

from msgspec.json import encode

from bulletin.archive.document_register import RegisteredDocument
from bulletin.search.summary_index import ROWS_PER_FILE
from bulletin.search.volume import collect_postings, count_pairs, name_file, write_volume
from bulletin.text.formatting import format_date

REGISTER_FOLDER = "documents"


def index_register(documents: Sequence[RegisteredDocument]) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return the volume of the documents for the head of the index, and its files.

    The first field has the name with the number, other names and the issuer.
    The second one has the date and the title.
    Reason: titles name other bodies too, and a query for a body means its own documents first.
    """
    fields = [
        ((document.name, *document.names, document.issuer), (_format_day(document), document.title))
        for document in documents
    ]
    postings, lengths = collect_postings(fields)
    volume, files = write_volume(REGISTER_FOLDER, postings, lengths, count_pairs(fields))
    rows = []
    for start in range(0, len(documents), ROWS_PER_FILE):
        part = documents[start : start + ROWS_PER_FILE]
        data = encode([[document.name, _describe(document), document.slug] for document in part])
        name = name_file(f"rows-{start // ROWS_PER_FILE:02d}", data)
        files[name] = data
        rows.append(f"{REGISTER_FOLDER}/{name}")
    return {**volume, "rows": rows}, files


def _describe(document: RegisteredDocument) -> str:
    """Return issuer, date and title. Reason: several documents can share a number."""
    facts = ", ".join(filter(None, (document.issuer, _format_day(document))))
    return ". ".join(filter(None, (facts[:1].upper() + facts[1:], document.title)))


def _format_day(document: RegisteredDocument) -> str:
    return f"ngày {format_date(document.issued)}" if document.issued else ""
