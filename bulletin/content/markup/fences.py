"""Fenced code in the forms that GitHub knows and Python-Markdown does not.

A fence may be indented by three blanks, and more words may follow the language. The closing fence may be longer.
"""

import re
from collections.abc import Iterator

from markdown.preprocessors import Preprocessor

from bulletin.text.late_patterns import compile_late

_OPENING = compile_late(r"(?P<indent> {0,3})(?P<fence>`{3,}(?=[^`]*$)|~{3,})[ ]*(?P<info>.*)")
_LANGUAGE = compile_late(r"\.?[\w#.+-]*")


class Fences(Preprocessor):
    """Writes fences as Python-Markdown wants them."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with plain fences."""
        source = "\n".join(lines)
        return normalize_fences(source.split("\n")) if "`" in source or "~" in source else lines


def normalize_fences(lines: list[str]) -> list[str]:
    """Return ``lines`` with plain fences. A fence without an end stays text."""
    made, place = list[str](), 0
    for start, end in find_fences(lines):
        made += map(_indent_open_fence, lines[place:start])
        opening = _OPENING.fullmatch(lines[start])
        assert opening is not None  # noqa: S101  # find_fences has matched it
        info, indent = opening["info"], len(opening["indent"])
        if not info.startswith("{") and "hl_lines=" not in info:
            found = _LANGUAGE.match(info)
            info = found[0] if found else ""
        code = (line[min(indent, len(line) - len(line.lstrip(" "))) :] for line in lines[start + 1 : end])
        made += (f"{opening['fence']}{info}", *code, opening["fence"])
        place = end + 1
    return [*made, *map(_indent_open_fence, lines[place:])]


def blank_fenced_code(source: str) -> str:
    """Return ``source`` with blanks in place of fenced code."""
    lines = source.split("\n")
    for start, end in find_fences(lines):
        lines[start : end + 1] = [" " * len(line) for line in lines[start : end + 1]]
    return "\n".join(lines)


def _indent_open_fence(line: str) -> str:
    """Return a line that the library takes for no fence.

    Reason: it searches the end of each fence.
    """
    return f" {line}" if line.startswith(("```", "~~~")) else line


def find_fences(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of the first and the last line of each fenced code."""
    number, open_fences = 0, set[str]()
    while number < len(lines):
        opening = _OPENING.fullmatch(lines[number])
        end = None
        if opening and opening["fence"] not in open_fences:  # each search goes to the end
            end = _find_end(lines, number, opening["fence"])
            open_fences |= set() if end else {opening["fence"]}
        if end is not None:
            yield number, end
        number = number + 1 if end is None else end + 1


def _find_end(lines: list[str], start: int, fence: str) -> int | None:
    """Return the number of the line that closes a fence, or None."""
    closing = re.compile(rf" {{0,3}}{re.escape(fence)}{re.escape(fence[0])}*[ ]*")
    return next((number for number in range(start + 1, len(lines)) if closing.fullmatch(lines[number])), None)
