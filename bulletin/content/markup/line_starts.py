"""Invisible characters at the beginning of lines, which hide marks behind them.

Word, Zalo and web pages leave no-break blanks, zero-width signs and byte order marks there.
"""

import re

from markdown.preprocessors import Preprocessor

_BLANKS = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_SIGNS = "\u200b-\u200d\u2060\ufeff\xad"
_START = rf"(?m)^[ \t{_BLANKS}{_SIGNS}]*[{_BLANKS}{_SIGNS}][ \t{_BLANKS}{_SIGNS}]*"
_SIGN = rf"[{_SIGNS}]"
_MARKER = rf"(?m)^([ ]*(?:[-*+]|\d{{1,9}}\.|#{{1,6}}|>))[{_BLANKS}{_SIGNS}]+"
_EMPTY_LINE = r"(?m)^ +$"
_UNUSUAL = tuple(
    map(chr, (0xA0, 0xAD, 0x1680, *range(0x2000, 0x200E), 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF))
)
"""All these characters. The search for a single one is much faster than a pattern."""


class LineStarts(Preprocessor):
    """Replaces unusual blanks before and behind the mark of a line."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with usual blanks at their beginning."""
        source = "\n".join(lines)
        return normalize_line_starts(source).split("\n") if any(sign in source for sign in _UNUSUAL) else lines


def normalize_line_starts(source: str) -> str:
    """Return ``source`` with usual blanks before and behind the mark of each line."""
    plain = re.sub(_START, _replace_blanks, source)
    return re.sub(_EMPTY_LINE, "", re.sub(_MARKER, r"\1 ", plain))


def _replace_blanks(found: re.Match[str]) -> str:
    return " " * len(re.sub(_SIGN, "", found[0].replace("\t", "    ")))
