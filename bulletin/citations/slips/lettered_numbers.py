"""Find numbers with a letter that looks like a digit: ``Kết luận số 1O-KL/TW``."""

from collections.abc import Iterator

from bulletin.citations.finding import find_citations
from bulletin.citations.knowledge.patterns import CAPITALS, DASH, GAP, quote_words
from bulletin.citations.models import CitationFinding, Form, Rule, Span
from bulletin.citations.numbers import format_number
from bulletin.citations.parts.figures import list_figures
from bulletin.citations.parts.kinds import find_kind_before
from bulletin.text.late_patterns import compile_late

_DIGITS = str.maketrans("OoIl", "0011")
_LETTERS = frozenset("OoIl")
_TOKEN_START = compile_late(r"(?<![^\s*_:.])[\dOoIl/]{1,10}\Z")
_NUMBER = compile_late(rf"[\dOoIl]{{1,5}}(?:/[\dOoIl]{{4}})?(?={GAP}(?:{DASH}|/){GAP}[{CAPITALS}])")
_BEFORE, _BEHIND = 10, 60
"""Characters around a figure in which the rest of its number stands."""


def check_letters(text: str) -> Iterator[CitationFinding]:
    """Yield the numbers behind a kind and “số” in which a letter stands for a digit."""
    end = 0
    for start, behind in list_figures(text):
        is_beside_letter = text[behind : behind + 1] in _LETTERS or text[start - 1 : start] in _LETTERS
        if start >= end and is_beside_letter and (finding := _check_number(text, start, behind)):
            end = finding.span.end
            yield finding


def _check_number(text: str, start: int, end: int) -> CitationFinding | None:
    """Return the finding about a number with a figure at an offset.

    The digits in place of the letters must make it the number of a citation.
    """
    token = _TOKEN_START.search(text, max(0, start - _BEFORE), end)
    found = _NUMBER.match(text, token.start()) if token else None
    if found is None:
        return None
    kind = find_kind_before(text, found.start())
    if not kind.is_written or not kind.has_number_word:
        return None
    mended = text[kind.start : found.start()] + found[0].translate(_DIGITS)
    citation = next(iter(find_citations(f"{mended}{text[found.end() : found.end() + _BEHIND]}")), None)
    if citation is None or citation.form is not Form.FULL or citation.span.end <= len(mended):
        return None
    span = Span(kind.start, kind.start + citation.span.end)
    written = quote_words(text, span)
    return CitationFinding(Rule.LETTER_IN_NUMBER, span, written, format_number(citation), citation=citation)
