"""Tell if a short form of a text can mean a document with a full number."""

from bulletin.citations.knowledge.code_pairs import is_usual_pair
from bulletin.citations.knowledge.places import can_be_one_place
from bulletin.citations.knowledge.tables import find_issuer_rows, get_code_kinds
from bulletin.citations.models import Citation, Document, System


def can_be_short_for(citation: Citation, other: Citation | Document) -> bool:
    """Tell if a short form can mean a document with a full number."""
    if citation.number != other.number or (citation.year and citation.year != other.year):
        return False
    if citation.kind and not _can_have_kind(other, citation.kind):
        return False
    return has_same_time(citation, other) and _has_same_issuer(citation, other)


def _can_have_kind(document: Citation | Document, kind: str) -> bool:
    """Tell if texts can call a document by a kind.

    ``Đề án 06`` and ``Quyết định 06`` are both ``06/QĐ-TTg``.
    """
    kinds = get_code_kinds(document.system).get(document.code, ())
    if document.kind in ("", kind):
        return kind in (document.kind, *kinds)
    names = {document.kind, kind}
    return any(
        is_usual_pair(name, document.code, document.suffix) and names - {name} <= {*kinds} for name in names
    )


def has_same_time(citation: Citation, other: Citation | Document) -> bool:
    """Tell if the day and the year of a short form can be those of a document.

    A plan “năm 2026” can be of December 2025, so one year may lie between.
    """
    if citation.day and other.day:
        return citation.day == other.day
    year = other.day.year if other.day else other.year
    return citation.issued_year is None or year is None or abs(citation.issued_year - year) <= 1


def _has_same_issuer(citation: Citation, other: Citation | Document) -> bool:
    """Tell if the issuer of a short form can have issued a document.

    An unknown body has issued none.
    """
    if citation.issuer is None:
        return True
    suffixes = {row.suffix for row in find_issuer_rows(citation.issuer.body) if row.suffix}
    if isinstance(other, Citation) and other.issuer:
        if not can_be_one_place(citation.issuer.place, other.issuer.place):
            return False
        if citation.issuer.body == other.issuer.body:
            return True
    if other.system is System.UNKNOWN:
        return bool(suffixes)
    return other.suffix in suffixes or other.suffix.rstrip("0123456789") in suffixes
