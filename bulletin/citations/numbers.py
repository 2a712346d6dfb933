"""Numbers of documents as words: read ``38-KL/TW``, and write it in its usual form."""

from datetime import date

from bulletin.citations.finding import find_citations
from bulletin.citations.models import Citation, Document, Form, System


def parse_number(number: str) -> Citation | None:
    """Return the citation that a number such as ``38-KL/TW`` alone is. None if it is something else."""
    found = find_citations(f"số {number}")
    if len(found) == 1 and found[0].form is Form.FULL and found[0].span.end == len(number) + len("số "):
        return found[0]
    return None


def make_document(
    citation: Citation, *, day: date | None = None, slug: str = "", names: tuple[str, ...] = ()
) -> Document:
    """Return the document that a full citation names."""
    return Document(
        *citation.identity,
        kind=citation.kind,
        system=citation.system,
        day=day or citation.day,
        congress=citation.congress,
        names=names,
        slug=slug,
    )


def format_number(document: Document | Citation) -> str:
    """Return a number in its usual form: ``05-CT/TW``, ``30/2020/NĐ-CP``, ``123/UBND-VX``."""
    digits = document.number if len(document.number) > 1 else f"0{document.number}"
    code, suffix = document.code, document.suffix
    if not code and not suffix:
        return digits if document.year is None else f"{digits}/{document.year}"
    if document.system is System.PARTY and code:
        return f"{digits}-{code}/{suffix}"
    letters = "-".join(filter(None, (code, suffix)))
    return f"{digits}/{letters}" if document.year is None else f"{digits}/{document.year}/{letters}"
