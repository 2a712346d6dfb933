"""The first paragraph of a body, for lists and feeds without a summary."""

import html
import re

from bulletin.content.markup.page_html.audio_players import AUDIO_LINK_PATTERN
from bulletin.text.late_patterns import compile_late
from bulletin.text.plain_text import collapse_whitespace

_PARAGRAPH = compile_late(r"<p(?: [^>]*)?>")
_FOOTNOTE_MARK = compile_late(
    r'<sup id="fnref[^>]*>.*?</sup>|<sup(?: [^>]*)?>\s*<a [^>]*href="#[^>]*>[^<]*</a>\s*</sup>', re.DOTALL
)
_STRUCK_TEXT = compile_late(r"<(del|s)(?: [^>]*)?>.*?</\1>", re.DOTALL)
_STRUCK_PART = compile_late(rf"[,;]?(?<!\s)\s*+{_STRUCK_TEXT.pattern}(?=\s*[,;.:!?…)])", re.DOTALL)
"""A struck text before a sign, with the comma above it, whose part of the sentence goes too."""
_LINE_BREAK = compile_late(r"<br */?>")
_SUPERSCRIPT = compile_late(r"<sup>([-+0-9]+)</sup>")
_SUPERSCRIPT_SIGNS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_TAG = compile_late(r"<[^>]*>")


def _get_text(inner: str) -> str:
    """Return the text of a paragraph in a list or feed, still with entities.

    Footnote marks, players and struck words are left out, and 10<sup>6</sup> is 10⁶.
    """
    if "</del>" in inner or "</s>" in inner:
        inner = _STRUCK_TEXT.sub("", _STRUCK_PART.sub("", inner))
    kept = AUDIO_LINK_PATTERN.sub("", _FOOTNOTE_MARK.sub("", inner))
    written = _SUPERSCRIPT.sub(lambda found: found[1].translate(_SUPERSCRIPT_SIGNS), kept)
    return _TAG.sub("", _LINE_BREAK.sub(" ", written))


def get_first_paragraph(clean: str) -> str:
    """Return the text of the first paragraph of clean HTML that has words."""
    end = 0
    while opening := _PARAGRAPH.search(clean, end):
        end = clean.find("</p>", opening.end())
        if end < 0:
            break
        inner = clean[opening.end() : end]
        if "<" in inner:
            inner = _get_text(inner)
        if text := collapse_whitespace(html.unescape(inner)):
            return text
    return ""
