"""Name the document of each citation: nearest full citation, known documents, the time of the text."""

from collections.abc import Iterable, Sequence
from datetime import date

from bulletin.citations.models import Citation, Document, Form, Resolution, System
from bulletin.citations.numbers import make_document
from bulletin.citations.tables import find_congress, get_code_kinds, list_issuers


def resolve_citations(
    citations: Sequence[Citation], known: Iterable[Document] = (), cited_on: date | None = None
) -> list[Resolution]:
    """Return each citation of one text with the documents that it can mean.

    Args:
        citations: All citations of the text, in their order.
        known: Documents of the register: those with a file, and those that other texts cite.
        cited_on: The date of the text.
    """
    by_identity: dict[tuple[str, int | None, str, str], list[Document]] = {}
    for document in known:
        by_identity.setdefault(document.identity, []).append(document)
    own = gather_documents(citations)
    for document in own:
        if not any(_is_same(document, other) for other in by_identity.get(document.identity, ())):
            by_identity.setdefault(document.identity, []).append(document)
    return [
        Resolution(citation, _find_documents(citations, index, by_identity, cited_on))
        for index, citation in enumerate(citations)
    ]


def gather_documents(citations: Iterable[Citation]) -> list[Document]:
    """Return the documents of full citations, one for each date. An undated one stands only alone."""
    found: dict[tuple[str, int | None, str, str], dict[date | None, Document]] = {}
    for citation in citations:
        if citation.form is Form.FULL:
            document = make_document(citation)
            found.setdefault(document.identity, {}).setdefault(document.day, document)
    return [
        document
        for days in found.values()
        for day, document in days.items()
        if day is not None or len(days) == 1
    ]


def _is_same(document: Document, other: Document) -> bool:
    """Tell if a document of a text is one of the register with the same number."""
    return document.day is None or other.day is None or document.day == other.day


def _find_documents(
    citations: Sequence[Citation],
    index: int,
    by_identity: dict[tuple[str, int | None, str, str], list[Document]],
    cited_on: date | None,
) -> tuple[Document, ...]:
    citation = citations[index]
    everything = [document for documents in by_identity.values() for document in documents]
    if citation.form is Form.NAMED:
        return tuple(document for document in everything if citation.name in document.names)
    if citation.form is Form.FULL:
        return _choose(citation, by_identity.get(citation.identity, []), cited_on)
    above = [other for other in citations[:index] if _can_be_short_for(citation, other)]
    if above:
        return _choose(above[-1], by_identity.get(above[-1].identity, []), cited_on)
    below = {other.identity: other for other in citations[index:] if _can_be_short_for(citation, other)}
    if len(below) == 1:
        other = next(iter(below.values()))
        return _choose(other, by_identity.get(other.identity, []), cited_on)
    return _choose(citation, [one for one in everything if _can_be_short_for(citation, one)], cited_on)


def _can_be_short_for(citation: Citation, other: Citation | Document) -> bool:
    """Tell if a short form can mean a document with a full number."""
    if isinstance(other, Citation) and other.form is not Form.FULL:
        return False
    if citation.number != other.number or (citation.year and citation.year != other.year):
        return False
    kinds = get_code_kinds(other.system).get(other.code, (other.kind,)) if not other.kind else (other.kind,)
    if citation.kind and citation.kind not in kinds:
        return False
    if citation.issuer is None or other.system is System.UNKNOWN:
        return True
    suffixes = {row.suffix for row in list_issuers() if row.body == citation.issuer.body}
    return other.suffix in suffixes or not suffixes


def _choose(citation: Citation, documents: Sequence[Document], cited_on: date | None) -> tuple[Document, ...]:
    """Return the documents of one number that a citation can mean, by its date and its time."""
    if citation.day is not None:
        exact = [document for document in documents if document.day == citation.day]
        return tuple(exact or [document for document in documents if document.day is None])
    if citation.congress is not None:
        documents = [
            document for document in documents if _is_of_congress(document, citation.congress)
        ] or documents
    if len(documents) > 1 and cited_on is not None:
        earlier = [
            document for document in documents if document.day is None or document.day <= cited_on
        ] or documents
        term = find_congress(cited_on)
        documents = [one for one in earlier if one.day is None or find_congress(one.day) == term] or earlier
    return tuple(documents)


def _is_of_congress(document: Document, congress: int) -> bool:
    return congress == (document.congress or (find_congress(document.day) if document.day else congress))
