"""Code in a sentence, and backticks that are apostrophes of names or measures.

Names of peoples and persons are typed with them: ``H`Mông``, ``Y`Bion``. So are feet and minutes, behind a digit.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import BACKTICK_RE, BacktickInlineProcessor

from bulletin.text.late_patterns import compile_late
from bulletin.text.letters import ODD_BLANKS, ZERO_WIDTH_SIGNS

_SIGNS = compile_late(r"`+")
_BLANK = rf" \t{ODD_BLANKS}{ZERO_WIDTH_SIGNS}"
_BLOCK_END = compile_late(
    rf"\n(?=[{_BLANK}>]*(?:(?:[-*+]|\d{{1,9}}\.|#{{1,6}})[{_BLANK}]|\||(?:[-*_=][ ]*){{3,}}(?:\n|\Z)|\n|\Z))"
    rf"|(?m:^[{_BLANK}>]*#{{1,6}}[{_BLANK}][^\n]*(?=\n))"
)
"""The end of a line above another block, item or row, or a heading. No code goes on there."""


def find_code_spans(source: str) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each code in a text without fenced code.

    Reason: signs that are apostrophes, and those that nothing closes, cannot be told from others by a pattern.
    """
    if "`" not in source:
        return
    start = 0
    for end in (*_list_block_ends(source), len(source)):
        if source.find("`", start, end) >= 0:
            yield from _find_spans(source, [found.span() for found in _SIGNS.finditer(source, start, end)])
        start = end


def _list_block_ends(source: str) -> Iterator[int]:
    """Yield the offsets at which blocks of a text end."""
    for found in _BLOCK_END.finditer(source):
        yield found.start()
        if found[0] != "\n":
            yield found.end()


def mask_code_spans(source: str, sign: str = " ") -> str:
    """Return a text with ``sign`` in place of each character of code.

    Ends of lines stay.
    """
    parts, place = list[str](), 0
    for start, end in find_code_spans(source):
        parts += source[place:start], re.sub(r"[^\n]", sign, source[start:end])
        place = end
    return "".join((*parts, source[place:])) if parts else source


def _find_spans(source: str, runs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the code of one block, in which ``runs`` of signs stand."""
    places = dict[int, list[int]]()
    for start, end in runs:
        places.setdefault(end - start, []).append(start)
    longest = [0, *accumulate((end - start for start, end in reversed(runs)), max)][-2::-1]
    """The longest run behind each."""
    done = 0
    for number, (start, end) in enumerate(runs):
        place = start + _is_escaped(source, start)
        while start >= done and (closing := _find_closing(places, place, end, longest[number])):
            if not _is_apostrophe(source, place, closing):
                yield place, closing
                done = closing
            place += 1


def _find_closing(places: dict[int, list[int]], start: int, end: int, longest: int) -> int:
    """Return the end of the code that a run of signs opens, or 0.

    If no run behind it has the same length, the longest one closes it, unless that is longer.
    """
    for length in (end - start, longest):
        same = places.get(length, [])
        number = bisect_right(same, end - 1)
        if 0 < length <= end - start and number < len(same):
            return same[number] + length
    return 0


def _is_escaped(source: str, place: int) -> bool:
    """Tell if an odd number of backslashes stands before a sign."""
    start = place
    while source[start - 1 : start] == "\\":
        start -= 1
    return (place - start) % 2 == 1


def _is_apostrophe(text: str, place: int, end: int) -> bool:
    """Tell if the sign that opens code, from ``place`` to ``end``, is an apostrophe."""
    before, behind = text[place - 1 : place], text[end : end + 1]
    if before.isalpha() and text[place + 1].isalpha() and behind.isalpha():
        return True
    return before.isdigit() and text[end - 2].isdigit()


def register_code_spans(md: Markdown) -> None:
    """Replace the pattern of ``md`` that reads code."""
    md.inlinePatterns.register(CodeSpans(BACKTICK_RE), "backtick", 190)


class CodeSpans(BacktickInlineProcessor):
    """Makes code of the text between two signs that are no apostrophes.

    Apostrophes stand between letters, or behind digits.
    """

    def handleMatch(  # type: ignore[override]  # noqa: N802  # the stubs have the older form
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        """Return the code that begins at a match, with its range.

        A sign that is text has a range alone. Signs that nothing closes end with the last of them: the library passes over as
        many characters behind it.
        """
        code, start, end = super().handleMatch(m, data)
        place = m.start(0)
        if code is None and (signs := _SIGNS.match(data, place)):
            return None, place, signs.end()
        if isinstance(code, Element) and end is not None and _is_apostrophe(data, place, end):
            return None, place, place + 1
        return code, start, end
