"""Keep document numbers and dates on one line, without a change of the letters.

A browser breaks “143-KH/TU” after the hyphen, and “số 143” at the blank.
Letters such as the hard blank would change what readers copy and search.
"""

import re

_NUMBER = r"\d{0,5}(?:/(?:19|20)\d\d)?[-/][A-ZĐƯ][A-ZĐƯ0-9]*(?:[-/][A-ZĐƯ0-9]+)*"
_REST_OF_TAG = r"""(?<=<)[^<>"]*(?:"[^"]*"[^<>"]*)*>"""
_REST_OF_KEPT = (
    rf"(?<!<)(?<![\w/-]\d)(?:(?P<number>{_NUMBER})|(?P<date>\d?/\d{{1,2}}/\d{{4}})|(?P<month>\d?/\d{{4}}))"
    r"(?![\w/-])[.,;:!?)”]*"
)
_TAG_OR_KEPT = re.compile(rf"[<\d](?:{_REST_OF_TAG}|{_REST_OF_KEPT})")
"""A tag, or a number or date with the signs that follow.

Reason: one search takes two thirds of the time of a split at the tags.
"""
_WORD_BEFORE = {
    "number": re.compile(r"(?<![\w/-])(?:[Ss]ố|[Đđ]iều) \Z"),
    "date": re.compile(r"(?<![\w/-])[Nn]gày \Z"),
    "month": re.compile(r"(?<![\w/-])[Tt]háng \Z"),
}
"""The word before a number or date, which stays with it. A month needs one."""
_LONGEST_WORD = len("tháng ")
_SIGNS = re.compile(r"\d[-/]")


def keep_together(html: str) -> str:
    """Return HTML in which document numbers and dates stand in elements of their own."""
    if not _SIGNS.search(html):
        return html
    parts, end = list[str](), 0
    for found in _TAG_OR_KEPT.finditer(html):
        kind, start = found.lastgroup, found.start()
        if kind is None:  # a tag
            continue
        if word := _WORD_BEFORE[kind].search(html, max(start - _LONGEST_WORD, 0), start):
            start = word.start()
        elif kind == "month":
            continue
        parts += (html[end:start], f'<span class="keep">{html[start : found.end()]}</span>')
        end = found.end()
    return "".join((*parts, html[end:])) if parts else html
