"""Find English words in messages for editors."""

import re

_WORDS = re.compile(
    r"\b(the|(?-i:an)|is|are|was|not|too|many|such|file|files|directory|cannot|can't|couldn't|symbolic|levels|permission|denied"
    r"|database|disk|image|malformed|read-?only|unable|open|traceback|\w*error|\w*exception|\w*warning|maximum|recursion"
    r"|decode|encode|codec|invalid|unexpected|expected|found|missing|failed|during|handling|most recent|argument"
    r"|object|NoneType|bytes|operation|resource|device|argument|unknown|value|mapping|values|token|scanning|parsing)\b",
    re.IGNORECASE,
)
_NAMES = re.compile(
    r"\(symbolic link\)|“[^”]*”|(?:\./|/|[\w.-]+/)[\w./@…-]*|--\w+|\b[\w-]+\.(?:md|yml|py|json|txt)\b"
)
"""Quotations, paths, options, names of files, and one technical term in brackets."""


def find_english_words(text: str) -> list[str]:
    """Return the English words of ``text``, without those in names."""
    return [found[0] for found in _WORDS.finditer(_NAMES.sub(" ", text))]
