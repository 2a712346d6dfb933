"""Finder of texts that another system hid, and that readers of this site see."""

import re
from collections.abc import Iterable, Iterator

from bulletin.content.markup.inlines.code_spans import mask_code_spans
from bulletin.content.warnings.checked_text import CheckedText, Slip, shorten_text, strip_tags
from bulletin.text.late_patterns import compile_late

_HIDDEN_TAG = compile_late(
    r"""<[a-z][a-z0-9]*(?=\s)[^<>]*?\s(?:hidden(?=[\s/>])"""
    r"""|style\s*=\s*(["'])[^"']*?(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?=[;"'])))"""
    r"""[^<>]*>(?P<text>[^<\n]*)""",
    re.IGNORECASE,
)
_MARKS = ("hidden", "none", "font-size")


def find_hidden_texts(text: CheckedText) -> Iterable[Slip]:
    """Return tags that hide their text elsewhere, but not on this site."""
    return _find_tags(text) if "<" in text.body and any(mark in text.body for mark in _MARKS) else ()


def _find_tags(text: CheckedText) -> Iterator[Slip]:
    for row in text.rows:
        for found in _HIDDEN_TAG.finditer(mask_code_spans(row.text)):
            yield Slip(row.line, (shorten_text(strip_tags(found["text"]) or found[0]),))
