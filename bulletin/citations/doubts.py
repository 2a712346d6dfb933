"""Doubts about the dates of one text."""

from collections.abc import Sequence
from datetime import date, timedelta

from bulletin.citations.models import Citation, Doubt
from bulletin.citations.numbers import Identity, get_identity

_TIME_OF_NEWS = timedelta(days=60)
"""Longest time between a deed and the text about it."""


def find_doubts(
    citations: Sequence[Citation], written_on: date | None
) -> dict[tuple[Identity, date | None], Doubt]:
    """Return the doubts about the dates of numbers.

    A date that one citation has for sure is not doubtful. Neither is one that is older than news of a deed.

    Args:
        citations: All citations of the text.
        written_on: The date of the text.
    """
    found: dict[tuple[Identity, date | None], Doubt] = {}
    for citation in citations if any(one.doubt for one in citations) else ():
        if day := citation.day:
            is_old = written_on is not None and abs(written_on - day) > _TIME_OF_NEWS
            key = get_identity(citation), day
            doubt = Doubt.NONE if is_old else citation.doubt
            found[key] = doubt if found.get(key, doubt) else Doubt.NONE
    return found
