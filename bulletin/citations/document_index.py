"""Known documents by number and name, and the documents of one text."""

from collections.abc import Iterable
from datetime import date
from itertools import chain

from bulletin.citations.matching import can_be_short_for
from bulletin.citations.models import Citation, Document, Form
from bulletin.citations.numbers import Identity, get_identity, has_same_kind, make_document


class DocumentIndex:
    """Known documents, for the resolution of many texts."""

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        self._by_identity: dict[Identity, list[Document]] = {}
        self._by_day: dict[tuple[Identity, date | None], list[Document]] = {}
        self._by_number: dict[str, list[Document]] = {}
        self._by_name: dict[str, list[Document]] = {}
        for document in documents:
            self._add(document)

    def _add(self, document: Document) -> None:
        identity = get_identity(document)
        self._by_identity.setdefault(identity, []).append(document)
        self._by_day.setdefault((identity, document.day), []).append(document)
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

    def find_of_day(self, citation: Citation, day: date | None) -> list[Document]:
        """Return the documents with the number of a full citation and a day.

        If the day is None, they are the undated ones.
        """
        found = self._by_day.get((get_identity(citation), day), ())
        return [document for document in found if has_same_kind(document, citation)]

    def find_short(self, citation: Citation) -> list[Document]:
        """Return the documents that a short form can mean."""
        return [one for one in self._by_number.get(citation.number, ()) if can_be_short_for(citation, one)]

    def find_named(self, name: str) -> list[Document]:
        """Return the documents with a name."""
        return self._by_name.get(name, [])


def gather_documents(citations: Iterable[Citation]) -> list[Document]:
    """Return the documents of full citations, one for each date.

    An undated document stands only if no dated one has its number.
    """
    found: dict[Identity, dict[date | None, list[Document]]] = {}
    for citation in citations:
        if citation.form is Form.FULL:
            document = make_document(citation)
            same = found.setdefault(get_identity(document), {}).setdefault(document.day, [])
            index = next((place for place, one in enumerate(same) if has_same_kind(one, document)), None)
            if index is None:
                same.append(document)
            else:
                same[index] = _merge(same[index], document)
    return [
        document
        for days in found.values()
        for document in chain.from_iterable(days.values())
        if document.day
        or not any(one.day and has_same_kind(one, document) for one in chain.from_iterable(days.values()))
    ]


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
