"""Doubts about the dates of one text."""

from collections.abc import Sequence
from datetime import date, timedelta

from bulletin.citations.models import Citation, Doubt
from bulletin.citations.numbers import Identity, get_identity
from bulletin.citations.parts.clauses import has_event_before

_TIME_OF_NEWS = timedelta(days=60)
"""Longest time between a deed and the text about it."""


def find_doubts(
    text: str, citations: Sequence[Citation], written_on: date | None
) -> dict[tuple[Identity, date | None], Doubt]:
    """Return the doubts about the dates of numbers.

    A date that one citation has for sure is not doubtful. Neither is one that is older than news of a deed.

    Args:
        text: The text.
        citations: All citations of the text.
        written_on: The date of the text.
    """
    doubts = [_find_doubt(text, citation, written_on) for citation in citations]
    found: dict[tuple[Identity, date | None], Doubt] = {}
    if not any(doubt or citation.doubt for doubt, citation in zip(doubts, citations, strict=True)):
        return found
    for citation, doubt in zip(citations, doubts, strict=True):
        if day := citation.day:
            key = get_identity(citation), day
            found[key] = doubt if found.get(key, doubt) else Doubt.NONE
    return found


def _find_doubt(text: str, citation: Citation, written_on: date | None) -> Doubt:
    """Return how sure the date of a citation is in a text of a day."""
    day = citation.day
    if day is None or (written_on is not None and abs(written_on - day) > _TIME_OF_NEWS):
        return Doubt.NONE
    if citation.doubt or citation.issuer or written_on is None:
        return citation.doubt
    has_event = has_event_before(text, citation.span.end, citation.full_span.end)
    return Doubt.DEED if has_event else Doubt.NONE
