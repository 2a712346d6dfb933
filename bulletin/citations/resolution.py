"""Name the document of each citation.

The nearest full citation decides, then the known documents and the time of the text.
"""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from bulletin.citations.document_index import DocumentIndex, gather_documents
from bulletin.citations.knowledge.places import is_named_place
from bulletin.citations.knowledge.tables import find_congress, find_term, is_single_suffix
from bulletin.citations.matching import can_be_short_for, has_same_time
from bulletin.citations.models import Citation, Document, Form, Resolution
from bulletin.citations.numbers import Identity, get_identity, make_document


class _Time(NamedTuple):
    """The date of a text, and the terms of its province."""

    cited_on: date | None
    province: tuple[date, ...]


class _Candidates(NamedTuple):
    """The full citations of a text that a short form can mean, in their order."""

    indexes: list[int]
    """Indexes among the citations of the text."""
    citations: list[Citation]
    identities: frozenset[Identity]


_Place = tuple[int, Citation]
"""A citation with its index in the text."""


class _FullCitations:
    """The full citations of a text, for its short forms.

    Reason: a text of thousands of citations is resolved in linear time, because it repeats its short forms.
    """

    def __init__(self, citations: Sequence[Citation]) -> None:
        self._by_number: dict[str, list[_Place]] = {}
        self._candidates: dict[tuple[object, ...], _Candidates] = {}
        for place in enumerate(citations):
            if place[1].form is Form.FULL:
                self._by_number.setdefault(place[1].number, []).append(place)

    def find_candidates(self, citation: Citation) -> _Candidates:
        """Return the full citations that a short form can mean."""
        issuer = citation.issuer
        key = (
            *(citation.number, citation.kind, citation.year, citation.day, citation.issued_year),
            *((issuer.body, issuer.place) if issuer else ()),
        )
        found = self._candidates.get(key)
        if found is None:
            rows = self._by_number.get(citation.number, ())
            places = [place for place in rows if can_be_short_for(citation, place[1])]
            found = self._candidates[key] = _Candidates(
                [index for index, _ in places],
                [one for _, one in places],
                frozenset(get_identity(one) for _, one in places),
            )
        return found


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
    full = _FullCitations(citations)
    return [
        Resolution(
            citation,
            _find_documents((index, citation), full, (documents, plain if index in above else own), time),
        )
        for index, citation in enumerate(citations)
    ]


def _are_separate(citations: Sequence[Citation]) -> bool:
    """Tell if each citation of a text is the full one of another document."""
    numbers = {citation.number for citation in citations}
    return len(numbers) == len(citations) and all(
        citation.form is Form.FULL and citation.issued_year is None for citation in citations
    )


def _find_documents(
    place: _Place,
    full: _FullCitations,
    indexes: tuple[DocumentIndex, DocumentIndex],
    time: _Time,
) -> tuple[Document, ...]:
    index, citation = place
    known, own = indexes
    if citation.form is Form.NAMED:
        return tuple(known.find_named(citation.name))
    if citation.form is Form.FULL:
        return _choose(citation, known, own, time)
    candidates = full.find_candidates(citation)
    above = bisect_left(candidates.indexes, index)
    if above or len(candidates.identities) == 1:
        return _choose(candidates.citations[above - 1], known, own, time)
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


def _choose(
    citation: Citation, known: DocumentIndex, own: DocumentIndex, time: _Time
) -> tuple[Document, ...]:
    """Return the documents of one number that a citation can mean."""
    day = citation.day
    if day is not None:
        exact = known.find_of_day(citation, day) or known.find_of_day(citation, None)
        return tuple(exact or own.find_of_day(citation, day))
    registered = known.find_same(citation)
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
        near = [one for one in documents if has_same_time(citation, one)]
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
