"""Offsets of numbers that may belong to a citation, by signs that are cheap."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from bulletin.citations.knowledge.tables import get_kind_spellings
from bulletin.citations.parts.figures import Figure, list_figures
from bulletin.text.late_patterns import compile_late

_BETWEEN = " \n\t*_:>"
_BEFORE_NUMBER = frozenset((*_BETWEEN, *"QĐT"))
"""Signs between a kind and its number, and last letters of a code that touches its number: ``NQ18``."""
_CODE_SLASH = compile_late("/(?=[ *_\n]{0,3}[A-Za-zĐđ])")
_NUMBER_BACKWARDS = compile_late(
    r"[\s*_]{0,3}(?:[A-Za-zĐđ&]{1,12}[\W_]{0,6}|[0-9]{4}[\s*_]{0,2}/[\s*_]{0,2})?"
    r"[a-eA-E]?[0-9]{1,5}(?:\.[0-9]{1,3})?(?![0-9])"
)
"""Number and code before a slash, read to the left: ``LK-83``, ``0202/03``."""


def list_number_starts(text: str) -> list[int]:
    """Return the offsets of numbers behind a kind or before a slash with letters."""
    figures = list_figures(text)
    if not figures:
        return []
    found = {start for start, _ in figures if start > 1 and _is_behind_kind(text, start)}
    found.update([*_list_before_slashes(text, figures, found)])
    return sorted(found)


def _is_behind_kind(text: str, start: int) -> bool:
    """Tell if a number stands behind letters with which a kind or “số” ends."""
    sign = text[start - 1]
    if sign not in _BEFORE_NUMBER:
        return False
    endings = _get_endings()
    if text[start - 3 : start - 1] in endings:
        return True
    if sign in _BETWEEN and text[start - 2] not in _BETWEEN:
        return False
    return text[max(0, start - 12) : start].rstrip(_BETWEEN)[-2:] in endings


def _list_before_slashes(text: str, figures: Sequence[Figure], known: Collection[int]) -> Iterator[int]:
    """Yield the offsets of numbers before slashes, without those that are known."""
    for found in _CODE_SLASH.finditer(text):
        slash = found.start()
        nearest = figures[bisect_left(figures, (slash, 0)) - 1][0]
        if nearest not in known:
            number = _NUMBER_BACKWARDS.match(text[max(0, slash - 32) : slash][::-1])
            if number:
                yield slash - number.end()


@cache
def _get_endings() -> frozenset[str]:
    """Return the last two letters of all words that can stand before a number."""
    small = {name[-2:] for name in get_kind_spellings()} | {"số"}
    return frozenset({*small, *(ending.upper() for ending in small), "NQ", "QĐ", "NĐ", "TT"})
