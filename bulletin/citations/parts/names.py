"""Names of documents without a number, in the spellings that texts have.

``Nghị quyết Trung ương 4 khóa XII`` is ``Nghị quyết Trung ương 4 (khóa XII)`` in most newspapers.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from bulletin.citations.knowledge.patterns import fold_words, write_pattern

_BLANKS = r"[\s*_>]"
_SIGNS = re.compile(r"[(),\u2010-\u2015-]")
_TERM = re.compile(r"(?P<head>.+?)[\s,(\u2013-]+(?P<term>kh(?:óa|oá)\s+[IVX]+)\)?", re.IGNORECASE)
"""A name that ends with a congress, with or without brackets."""


def find_names(text: str, names: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the offsets of known names with the name of each.

    Args:
        text: The text, plain or with Markdown's marks of emphasis.
        names: The known names.
    """
    pattern, known = _compile_names(tuple(names))
    for found in pattern.finditer(text):
        yield *found.span(), known[_fold_name(found[0])]


@lru_cache(maxsize=8)
def _compile_names(names: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the pattern of some names, and the names by their folded spelling."""
    choices = "|".join(map(_write_name, sorted(names, key=len, reverse=True)))
    known = {_fold_name(name): name for name in names}
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)", re.IGNORECASE), known


def _write_name(name: str) -> str:
    """Return the pattern of a name.

    Brackets, a comma or a dash can stand before its congress.
    """
    found = _TERM.fullmatch(name)
    if not found:
        return write_pattern(name)
    term = write_pattern(found["term"])
    bracket = rf"{_BLANKS}*\({_BLANKS}*{term}{_BLANKS}*\)"
    return rf"{write_pattern(found['head'])}(?:{bracket}|{_BLANKS}*[,\u2013-]?{_BLANKS}+{term})"


def _fold_name(name: str) -> str:
    return fold_words(_SIGNS.sub(" ", name))
