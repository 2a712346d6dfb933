"""Name the document of each citation.

The nearest full citation decides, then the known documents and the time of the text.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from bulletin.citations.code_pairs import is_usual_pair
from bulletin.citations.models import Citation, Document, Form, Resolution, System
from bulletin.citations.numbers import Identity, get_identity, has_same_kind, make_document
from bulletin.citations.places import can_be_one_place, is_named_place
from bulletin.citations.tables import (
    find_congress,
    find_issuer_rows,
    find_term,
    get_code_kinds,
    is_single_suffix,
)


class _Time(NamedTuple):
    """The date of a text, and the terms of its province."""

    cited_on: date | None
    province: tuple[date, ...]


_Place = tuple[int, Citation]
"""A citation with its index in the text."""


class DocumentIndex:
    """Known documents, for the resolution of many texts."""

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        self._by_identity: dict[Identity, list[Document]] = {}
        self._by_number: dict[str, list[Document]] = {}
        self._by_name: dict[str, list[Document]] = {}
        for document in documents:
            self._add(document)

    def _add(self, document: Document) -> None:
        self._by_identity.setdefault(get_identity(document), []).append(document)
        self._by_number.setdefault(document.number, []).append(document)
        for name in document.names:
            self._by_name.setdefault(name, []).append(document)

    @property
    def names(self) -> list[str]:
        """The names without a number, for ``find_citations``."""
        return list(self._by_name)

    def find_same(self, citation: Citation | Document) -> list[Document]:
        """Return the documents with the number of a full citation, of any date."""
        found = self._by_identity.get(get_identity(citation), ())
        return [document for document in found if has_same_kind(document, citation)]

    def find_short(self, citation: Citation) -> list[Document]:
        """Return the documents that a short form can mean."""
        return [one for one in self._by_number.get(citation.number, ()) if _can_be_short_for(citation, one)]

    def find_named(self, name: str) -> list[Document]:
        """Return the documents with a name."""
        return self._by_name.get(name, [])


def resolve_citations(
    citations: Sequence[Citation],
    known: DocumentIndex | None = None,
    cited_on: date | None = None,
    province: Sequence[date] = (),
) -> list[Resolution]:
    """Return each citation of one text with the documents that it can mean.

    Args:
        citations: All citations of the text, in their order.
        known: Documents of the register: those with a file, and those that other texts cite.
        cited_on: The date of the text.
        province: Opening days of the congresses of the province, oldest first.
    """
    if known is None and _are_separate(citations):
        return [Resolution(citation, (make_document(citation),)) for citation in citations]
    time = _Time(cited_on, tuple(province))
    documents = known or DocumentIndex()
    own = plain = DocumentIndex(gather_documents(citations))
    if above := _list_above_other_places(citations):
        plain = DocumentIndex(gather_documents(one for one in citations if not _names_place(one)))
    full = _group_full_citations(citations)
    return [
        Resolution(
            citation,
            _find_documents((index, citation), full, (documents, plain if index in above else own), time),
        )
        for index, citation in enumerate(citations)
    ]


def _group_full_citations(citations: Sequence[Citation]) -> dict[str, list[_Place]]:
    """Return the full citations of a text with their places, by number.

    Reason: a text of thousands of short forms is resolved in linear time.
    """
    found: dict[str, list[_Place]] = {}
    for place in enumerate(citations):
        if place[1].form is Form.FULL:
            found.setdefault(place[1].number, []).append(place)
    return found


def _are_separate(citations: Sequence[Citation]) -> bool:
    """Tell if each citation of a text is the full one of another document."""
    numbers = {citation.number for citation in citations}
    return len(numbers) == len(citations) and all(
        citation.form is Form.FULL and citation.issued_year is None for citation in citations
    )


def gather_documents(citations: Iterable[Citation]) -> list[Document]:
    """Return the documents of full citations, one for each date.

    An undated document stands only if no dated one has its number.
    """
    found: dict[Identity, list[Document]] = {}
    for citation in citations:
        if citation.form is Form.FULL:
            document = make_document(citation)
            same = found.setdefault(get_identity(document), [])
            index = next((place for place, one in enumerate(same) if _is_one(one, document)), None)
            if index is None:
                same.append(document)
            else:
                same[index] = _merge(same[index], document)
    return [
        document
        for same in found.values()
        for document in same
        if document.day or not any(one.day and has_same_kind(one, document) for one in same)
    ]


def _is_one(first: Document, second: Document) -> bool:
    return first.day == second.day and has_same_kind(first, second)


def _merge(first: Document, second: Document) -> Document:
    """Return a document with what either mention says of it."""
    return Document(
        number=first.number,
        year=first.year,
        code=get_identity(first).code,
        suffix=first.suffix,
        kind=first.kind or second.kind,
        system=first.system,
        day=first.day,
        congress=first.congress or second.congress,
        names=first.names,
        slug=first.slug,
    )


def _find_documents(
    place: _Place,
    full: Mapping[str, Sequence[_Place]],
    indexes: tuple[DocumentIndex, DocumentIndex],
    time: _Time,
) -> tuple[Document, ...]:
    index, citation = place
    known, own = indexes
    if citation.form is Form.NAMED:
        return tuple(known.find_named(citation.name))
    if citation.form is Form.FULL:
        return _choose(citation, known, own, time)
    rows = full.get(citation.number, ())
    above = (one for other, one in reversed(rows) if other < index and _can_be_short_for(citation, one))
    if nearest := next(above, None):
        return _choose(nearest, known, own, time)
    below = {get_identity(one): one for _, one in rows if _can_be_short_for(citation, one)}
    if len(below) == 1:
        return _choose(next(iter(below.values())), known, own, time)
    return _narrow(citation, known.find_short(citation), time)


def _list_above_other_places(citations: Sequence[Citation]) -> set[int]:
    """Return the indexes of plain numbers above a dated one of another place.

    Reason: a number of the province without a place means that of the text's own province.
    """
    if not any(map(_names_place, citations)):
        return set()
    found, dated = set[int](), dict[Identity, bool]()
    for index, citation in reversed([*enumerate(citations)]):
        identity = get_identity(citation)
        if citation.day:
            dated[identity] = _names_place(citation)
        elif not citation.issuer and dated.get(identity) and is_single_suffix(citation.suffix):
            found.add(index)
    return found


def _names_place(citation: Citation) -> bool:
    return citation.issuer is not None and is_named_place(citation.issuer.place)


def _can_be_short_for(citation: Citation, other: Citation | Document) -> bool:
    """Tell if a short form can mean a document with a full number."""
    if citation.number != other.number or (citation.year and citation.year != other.year):
        return False
    if citation.kind and not _can_have_kind(other, citation.kind):
        return False
    return _has_same_time(citation, other) and _has_same_issuer(citation, other)


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


def _has_same_time(citation: Citation, other: Citation | Document) -> bool:
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


def _choose(
    citation: Citation, known: DocumentIndex, own: DocumentIndex, time: _Time
) -> tuple[Document, ...]:
    """Return the documents of one number that a citation can mean."""
    registered = known.find_same(citation)
    if citation.day is not None:
        exact = [document for document in registered if document.day == citation.day]
        exact = exact or [document for document in registered if document.day is None]
        return tuple(exact or [one for one in own.find_same(citation) if one.day == citation.day])
    written = [one for one in own.find_same(citation) if one.day is not None]
    if len(written) == 1:
        same = [document for document in registered if document.day in (written[0].day, None)]
        return tuple(same or written)
    return _narrow(citation, registered or own.find_same(citation), time)


def _narrow(citation: Citation, documents: Sequence[Document], time: _Time) -> tuple[Document, ...]:
    """Return the documents of the congress or of the time of a citation."""
    if citation.day is not None:
        documents = [one for one in documents if one.day == citation.day] or [
            one for one in documents if one.day is None
        ]
    if citation.issued_year is not None:
        near = [one for one in documents if _has_same_time(citation, one)]
        year = citation.issued_year
        documents = [one for one in near if (one.day.year if one.day else one.year) == year] or near
    if citation.congress is not None:
        documents = [one for one in documents if _is_of_congress(one, citation.congress)] or documents
    if len(documents) > 1 and time.cited_on is not None:
        cited_on = time.cited_on
        earlier = [one for one in documents if one.day is None or one.day <= cited_on] or documents
        documents = [one for one in earlier if one.day is None or _is_of_term(one, cited_on, time)] or earlier
    return tuple(documents)


def _is_of_term(document: Document, cited_on: date, time: _Time) -> bool:
    """Tell if a document is of the term in which a text cites it."""
    terms = [find_term(day, document.suffix, time.province) for day in (document.day or cited_on, cited_on)]
    return terms[0] == terms[1]


def _is_of_congress(document: Document, congress: int) -> bool:
    """Tell if a document can be of a congress. Provinces count their own."""
    if document.congress is None and document.day and document.suffix.endswith("TW"):
        return find_congress(document.day) == congress
    return document.congress in (congress, None)
