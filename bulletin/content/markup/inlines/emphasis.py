"""Emphasis: which stars, underscores and tildes are marks, and which are text."""

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import DelimiterProcessor

from bulletin.text.late_patterns import compile_late

_DATE_SIGN = "[/.:–—-]"
"""Sign between the parts of a date or of a number, whose blanks may be stars or underscores."""
_OPENS = rf"(?![\s*,;:)\]}}])(?!$)(?!{_DATE_SIGN}{{1,2}}\*{{2}})(?<!{_DATE_SIGN}\*\*(?={_DATE_SIGN}))"
_CLOSES = r"(?<!^)(?<![\s*(\[{])"
_NO_WORD_BEFORE = r"(?<![^\W_])(?<![^\W_]_)"
"""No letter and no digit stands before a star, nor before an underscore there, which is a mark."""
_FACTOR_AFTER = r"(?<!\d )\*(?!\*)|(?<=\d )\*(?![\d*])"
"""A star that is no sign of multiplication with a blank on one side, as in ``2 *3``."""
_TELEPHONE_CODE = r"\*\d+(?:\*\d+)*#"
_WILDCARD = r"(?<![)\]\x03])\*(?:[.?]\*(?!\*)|\.[a-z\d]{1,5}(?![\w*]))"
"""Names of all files, and of those of one type: ``*.*``, ``*.docx``."""
_STAR_START = (
    rf"(?:(?!{_TELEPHONE_CODE}|{_WILDCARD}){_NO_WORD_BEFORE}(?<![%*)\]])(?:{_FACTOR_AFTER})"
    rf"|{_NO_WORD_BEFORE}(?<![%*])\*{{2,3}}(?!\*)|(?<=[^\W\d_])\*{{2,3}}(?![*\d])){_OPENS}"
)
_STAR_END = rf"{_CLOSES}(?:(?!(?<=\d)\* \d)\*(?![^\W_]|_+[^\W_]|\*)|\*{{2,3}}(?![\d*]))"
BLANK_UNITS = "giờ|phút|ngày|tháng|năm|tuổi|người|hộ|đồng"
"""Words that stand behind blanks of a form."""
_BLANKS_AROUND_SIGNS = r"_{1,3}[ |/.,:;()\[\]–—-]{1,10}_"
"""Blanks of a form with signs between them, as boxes have: ``|__|__|``."""
_UNDERSCORE_START = (
    rf"(?<![\w_])(?!{_BLANKS_AROUND_SIGNS})_{{1,3}}(?![\s_,;:)\]}}/])(?!$)(?!{_DATE_SIGN}{{1,2}}_|[a-zđ%]_{{2}})"
    rf"(?<!__(?=[.–—-]\S))(?<!__(?={BLANK_UNITS}))"
)
_UNDERSCORE_END = r"(?<!^)(?<![\s_(\[{/])_{1,3}(?![\w_])"
_TILDE_START = r"(?<![\d~])~~(?!~)(?![*_]*(?:[\s,;:)\]}]|$))"
_TILDE_END = r"(?<!^)(?<![\s(\[{~])~~(?![\d~])"


def _create_boundary(start: str, end: str) -> re.Pattern[str]:
    return compile_late(f"(?P<ambiguous>(?={end}){start})|(?P<end>{end})|(?P<start>{start})")


_BOUNDARIES = {
    "*": _create_boundary(_STAR_START, _STAR_END),
    "_": _create_boundary(_UNDERSCORE_START, _UNDERSCORE_END),
    "~": _create_boundary(_TILDE_START, _TILDE_END),
}
"""Signs that open or close an emphasis.

A sign between a digit and the words outside is one of multiplication. A single star inside a word is no emphasis.
``*100#`` is a code to dial. ``(*)`` is the mark of a note. Four stars or underscores are blanks of a form.
One tilde means “about”.
Underscores around a slash, a point or a unit are blanks of a form too: ``ngày __/__/2026``, ``lúc ___h___``.
"""


def register_emphasis(md: Markdown) -> None:
    """Replace the processor of emphasis of ``md``."""
    old: Any = md.delimiters
    old.add("~", "del", double=True)
    for token, boundary in _BOUNDARIES.items():
        if token in old.delimiters:  # an extension of a site may take it away
            old.delimiters[token].boundary = boundary
    md.inlinePatterns.register(EmphasisProcessor(md, old), "em_strong", 60)


class EmphasisProcessor(DelimiterProcessor):
    """Makes emphasis, also beside signs that are text.

    The library pairs all signs of a text at once, and then takes each further match for the next pair.
    """

    def __init__(self, md: Markdown, old: Any) -> None:
        first, *others = old.tokens
        super().__init__(first, "strong,em", md)
        for token in others:
            self.add(token, "strong,em")
        self.delimiters = old.delimiters
        self._paired_length = 0

    def handleMatch(  # type: ignore[override]  # noqa: N802  # the stubs have the older form
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """Return the emphasis that begins at a match, with its range.

        A sign that is text has a range alone.
        """
        if not self.regions:
            self._paired_length = len(data)
            made: tuple[Element | None, int | None, int | None] = super().handleMatch(m, data)
            return made
        expected = self.cache_pos + len(data) - self._paired_length
        if m.start(0) >= expected:
            return super().handleMatch(m, data)
        end = m.start(0)
        while end < expected and data[end] == m[0]:
            end += 1
        return None, m.start(0), end
