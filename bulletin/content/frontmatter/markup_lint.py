"""HTML and marks of Markdown in texts of the front matter.

These texts are printed as they are typed.
"""

import html
import re
from html.entities import html5

from bulletin.content.content_types import list_keys
from bulletin.content.markup.inlines.angle_brackets import get_html_tag_pattern
from bulletin.content.markup.inlines.emphasis import BLANK_UNITS
from bulletin.text.late_patterns import compile_late

PLAIN_TEXT_KEYS = list_keys("text", "name", "names").union(
    ("source", "text"), ("name", "short_name", "description"), ("advertiser", "alt")
)
"""Keys of texts that readers see.

Behind the forms of front matter: a source and the text of a correction, keys of sections, keys of campaigns.
"""
_POSSIBLE_MARKUP = compile_late(r"[<&*_`~\[#\\]|==")
_ENTITY = compile_late(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]*);", re.IGNORECASE)
_NOTE_STAR = r"[^\W\d_]\*(?![\w*])"
"""A star behind a word, which points to a note. Two stars point to notes too then."""
_BREAK = compile_late(r"(?i)<(?:br|/?(?:p|div|li|h[1-6]|tr|td))\b")
"""A tag that parts words."""
_MARKS = (
    (r"<((?:https?://|mailto:)[^<>\s]+)>", r"\1"),
    (r"!?\[([^\[\]]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+[\"'][^\"']*[\"'])?\)", r"\1"),
    (r"\[([^\[\]]+)\] \((?:https?://|/)[^()\s]*\)", r"\1"),
    (r"\[\[([^\[\]]+)\]\]", r"\1"),
    (r"\{\{[<%][^{}]*[>%]\}\}", ""),
    (r"\[\^[^\[\]\s]+\]", ""),
    (r"(?:(?<![\w%*()])|(?<=[^\W\d_])(?=..\w))\*\*(?=[^*)]*[^\W\d_])([^*]*)(?<!\()\*\*", r"\1"),
    (r"(?<![\w*%])(\*{1,9})(?=[^\s*)\]])([^*]*[^\s*(\[])\1(?![\w*])", r"\2"),
    (r"(?<![\w_])(_{1,3})(?=[^\s_)\]])([^_]*[^\s_(\[])\1(?![\w_])", r"\2"),
    (r"~~(?=\S)([^~]*\S)~~", r"\1"),
    (r"(?<![=\w])==(?=[^\s=])([^=]*[^\s=])==(?![=\w])", r"\1"),
    (r"`([^`]+)`", r"\1"),
    (r"^#{1,6} +", ""),
    (r"[ ]*\{:?[ ]*[#.][^\W\d][\w-]*[ ]*\}$", ""),
    (rf"(?<![\w*])\*{{2,3}}(?=[^\W\d_])(?!.*{_NOTE_STAR})|(?<![\w_])__(?=[^\W\d_])(?!{BLANK_UNITS})", ""),
    (r"^((?:(?<!\w)\*|[^*])*[^\W\d_][.!?”)]?)\*{2,3}(?![\w*])(?!.*\*)", r"\1"),
    (r"\\([*_`~\[\]#<>.!()+|\"'-])", r"\1"),
)
"""Marks of Markdown, with the text that they stand around."""


def remove_markup(text: str) -> str:
    """Return the text that an editor means, without HTML and marks of Markdown."""
    if not _POSSIBLE_MARKUP.search(text):
        return text
    end = text.rfind("-->") + 3  # later starts of comments would be searched to the end
    plain = re.sub(r"<!--.*?-->", "", text[:end]) + text[end:] if end > 2 else text
    plain = get_html_tag_pattern().sub(lambda tag: " " if _BREAK.match(tag[0]) else "", plain)
    for pattern, meant in _MARKS:
        plain = re.sub(pattern, meant, plain)
    plain = _ENTITY.sub(_decode_entity, plain)
    return " ".join(plain.split())


def _decode_entity(found: re.Match[str]) -> str:
    return html.unescape(found[0]) if found[0][1] == "#" or found[0][1:] in html5 else found[0]
