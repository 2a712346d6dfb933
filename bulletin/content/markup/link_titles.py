"""Captions and titles in marks of Word or in brackets, and sizes of pictures.

Examples are ``![bến](/images/ben.jpg “Bến cá”)``, ``![bến](/images/ben.jpg (Bến cá))`` and ``![bến](/images/ben.jpg =300x200)``.
"""

import re
from collections.abc import Callable

from markdown.preprocessors import Preprocessor

_MARKS = "“”„‟"
_TITLE = re.compile(
    rf"""(\]\([ ]*[^\s()<>"]+[ ]+)(?:[{_MARKS}]([^"\n]*?)[{_MARKS}"]|"([^"\n]*?)[{_MARKS}])([ ]*\))"""
)


_BRACKETED_TITLE = re.compile(r"""(\]\([ ]*[^\s()<>"]+[ ]+)\(([^()"\n]+)\)([ ]*\))""")
"""A title as CommonMark allows it too."""
_SIZE = re.compile(
    r"""(\]\([ ]*[^\s()<>"]+(?:[ ]+"[^"\n]*")?)[ ]+=(?:\d+%?x(?:\d+%?)?|x\d+%?)(?=[ ]*\)|[ ]+["“(])"""
)
"""A size as other systems have it. It has no effect, because the page decides the size."""


class LinkTitles(Preprocessor):
    """Writes titles of links and images between the quotation marks of Markdown."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with usual titles, and without sizes."""
        return [_replace_titles(line) if "](" in line else line for line in lines]


def _replace_titles(line: str) -> str:
    if "=" in line:
        line = _replace(_SIZE, r"\1", line)
    if any(mark in line for mark in _MARKS):
        line = _replace(_TITLE, lambda found: f'{found[1]}"{found[2] or found[3] or ""}"{found[4]}', line)
    return _replace(_BRACKETED_TITLE, r'\1"\2"\3', line) if " (" in line else line


def _replace(pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str], line: str) -> str:
    """Return a line with each match replaced that stands in no code."""

    def replace_match(found: re.Match[str]) -> str:
        if line.count("`", 0, found.start()) % 2 and "`" in line[found.end() :]:
            return found[0]
        return new(found) if callable(new) else found.expand(new)

    return pattern.sub(replace_match, line)
