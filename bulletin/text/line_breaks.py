"""Keep document numbers and dates on one line, without a change of the letters.

A browser breaks “143-KH/TU” after the hyphen, and “số 143” at the blank.
Letters such as the hard blank would change what readers copy and search.
"""

import re

_NUMBER = r"(?:[Ss]ố |[Đđ]iều )?\d{1,6}(?:/(?:19|20)\d\d)?[-/][A-ZĐƯ][A-ZĐƯ0-9]*(?:[-/][A-ZĐƯ0-9]+)*"
_DATE = r"(?:[Nn]gày )?\d{1,2}/\d{1,2}/\d{4}|(?:[Tt]háng )\d{1,2}/\d{4}"
_TOGETHER = re.compile(
    rf"""<(?:[^<>"]|"[^"]*")*>|(?P<words>(?<![\w/-])(?:{_NUMBER}|{_DATE})(?![\w/-])[.,;:!?)”]*)"""
)
"""A tag, or a number or date in the text between tags, with the signs that follow."""
_SIGNS = re.compile(r"\d[-/]")


def keep_together(html: str) -> str:
    """Return HTML in which document numbers and dates stand in elements of their own."""
    if not _SIGNS.search(html):
        return html
    return _TOGETHER.sub(
        lambda found: f'<span class="keep">{found[0]}</span>' if found["words"] else found[0], html
    )
