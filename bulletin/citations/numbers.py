"""Numbers of documents: read ``38-KL/TW``, and write it in its usual form."""

from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from bulletin.citations.finding import find_citations
from bulletin.citations.knowledge.tables import get_code_kinds, get_main_codes
from bulletin.citations.models import Citation, Document, Form, System


class Identity(NamedTuple):
    """A number without its date. Party documents of two terms can share it.

    ``01-QĐ/BCĐ`` of the Party and ``01/QĐ-BCĐ`` of the State are two numbers.
    """

    number: str
    year: int | None
    code: str
    """The main code: ``QĐ`` for ``QĐi``."""
    suffix: str
    system: System = System.UNKNOWN


def get_identity(document: Document | Citation) -> Identity:
    """Return the identity of a document or of a full citation."""
    code = get_main_codes().get(document.code, document.code)
    return Identity(document.number, document.year, code, document.suffix, document.system)


def is_ambiguous(document: Document | Citation) -> bool:
    """Tell if the code of a number stands for two kinds, as ``QĐ`` does in the Party."""
    return is_ambiguous_code(document.system, document.code)


@lru_cache(maxsize=1 << 10)
def is_ambiguous_code(system: System, code: str) -> bool:
    """Tell if a code of a system stands for two kinds."""
    return (system, get_main_codes().get(code, code)) in _get_ambiguous_codes()


@cache
def _get_ambiguous_codes() -> frozenset[tuple[System, str]]:
    return frozenset(
        (system, code)
        for system in System
        for code, kinds in get_code_kinds(system).items()
        if len(kinds) > 1
    )


def has_same_kind(first: Document | Citation, second: Document | Citation) -> bool:
    """Tell if two documents of one identity can be one."""
    return not first.kind or not second.kind or first.kind == second.kind or not is_ambiguous(first)


def parse_number(number: str) -> Citation | None:
    """Return the citation that a number such as ``38-KL/TW`` alone is.

    Returns:
        None if the text is something else.
    """
    found = find_citations(f"số {number}")
    if len(found) == 1 and found[0].form is Form.FULL and found[0].span.end == len(number) + len("số "):
        return found[0]
    return None


def make_document(
    citation: Citation, *, day: date | None = None, slug: str = "", names: tuple[str, ...] = ()
) -> Document:
    """Return the document that a full citation names."""
    return Document(
        citation.number,
        citation.year,
        citation.code,
        citation.suffix,
        kind=citation.kind,
        system=citation.system,
        day=day or citation.day,
        congress=citation.congress,
        names=names,
        slug=slug,
    )


def format_number(document: Document | Citation) -> str:
    """Return a number in its usual form: ``05-CT/TW``, ``30/2020/NĐ-CP``."""
    digits = document.number if len(document.number) > 1 else f"0{document.number}"
    code, suffix = document.code, document.suffix
    if not code and not suffix:
        return digits if document.year is None else f"{digits}/{document.year}"
    if document.system is System.PARTY and code:
        return f"{digits}-{code}/{suffix}"
    letters = "-".join(filter(None, (code, suffix)))
    return f"{digits}/{letters}" if document.year is None else f"{digits}/{document.year}/{letters}"
