"""Invisible characters at the beginning of lines, which hide marks behind them.

Word, Zalo and web pages leave no-break blanks, zero-width signs and byte order marks there.
"""

import re

from markdown.preprocessors import Preprocessor

from bulletin.text.letters import ODD_BLANKS, ZERO_WIDTH_SIGNS

_START = rf"(?m)^[ \t{ODD_BLANKS}{ZERO_WIDTH_SIGNS}]*[{ODD_BLANKS}{ZERO_WIDTH_SIGNS}][ \t{ODD_BLANKS}{ZERO_WIDTH_SIGNS}]*"
_SIGN = rf"[{ZERO_WIDTH_SIGNS}]"
_MARKER = rf"(?m)^([ ]*(?:[-*+]|\d{{1,9}}\.|#{{1,6}}|>))[{ODD_BLANKS}{ZERO_WIDTH_SIGNS}]+"
_MARK_LENGTH = 12
"""Characters of the longest mark, ``123456789.``, and one behind it."""
_EMPTY_LINE = r"(?m)^ +$"


class LineStarts(Preprocessor):
    """Replaces unusual blanks before and behind the mark of a line."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with usual blanks at their beginning."""
        return normalize_lines(lines)


def normalize_lines(lines: list[str]) -> list[str]:
    """Return ``lines`` with usual blanks before and behind their marks.

    Reason: most texts have no unusual blank, and a pattern takes longer than a look at each line.
    """
    if all(map(_begins_usually, lines)) and not lines[0].isspace():
        return lines
    if all(map(str.isprintable, lines)):
        return lines
    return normalize_line_starts("\n".join(lines)).split("\n")


def read_lines(body: str) -> list[str]:
    """Return the lines of a body as the converter reads their beginnings."""
    return normalize_lines(body.expandtabs(4).split("\n"))


def _begins_usually(line: str) -> bool:
    """Tell if a line has no unusual blank or sign before or behind its mark.

    None of them is printable.
    """
    return line.lstrip(" ")[:_MARK_LENGTH].isprintable()


def normalize_line_starts(source: str) -> str:
    """Return ``source`` with usual blanks before and behind the mark of each line."""
    plain = re.sub(_START, _replace_blanks, source)
    return re.sub(_EMPTY_LINE, "", re.sub(_MARKER, r"\1 ", plain))


def _replace_blanks(found: re.Match[str]) -> str:
    return " " * len(re.sub(_SIGN, "", found[0].replace("\t", "    ")))
