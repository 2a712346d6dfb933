"""Captions and titles in quotation marks of Word.

An example is ``![bến](/images/ben.jpg “Bến cá”)``.
"""

import re

from markdown.preprocessors import Preprocessor

_MARKS = "“”„‟"
_TITLE = re.compile(
    rf"""(\]\([ ]*[^\s()<>"]+[ ]+)(?:[{_MARKS}]([^"\n]*?)[{_MARKS}"]|"([^"\n]*?)[{_MARKS}])([ ]*\))"""
)


class LinkTitles(Preprocessor):
    """Replaces quotation marks of Word around the title of a link or an image."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with the quotation marks of Markdown around titles."""
        return [_replace_marks(line) if "](" in line and _has_mark(line) else line for line in lines]


def _has_mark(line: str) -> bool:
    return any(mark in line for mark in _MARKS)


def _replace_marks(line: str) -> str:
    return _TITLE.sub(lambda found: f'{found[1]}"{found[2] or found[3] or ""}"{found[4]}', line)
