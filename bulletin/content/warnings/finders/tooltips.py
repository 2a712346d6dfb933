"""Finder of words that show only under a mouse, as titles of links do."""

import html
import re
from collections.abc import Iterable, Iterator

from bulletin.content.markup.inlines.code_spans import mask_code_spans
from bulletin.content.warnings.checked_text import CheckedText, Slip, get_key, shorten_text, strip_tags
from bulletin.text.late_patterns import compile_late

_SHOWN_TITLE = compile_late(
    r'<(?P<tag>a|abbr|img)\b(?! class="footnote-backref")(?P<before>[^<>]*)'
    r' title="(?P<text>[^"]*[^"\s][^"]*)"(?P<after>[^<>]*)>(?=(?P<rest>.{0,400}))',
    re.DOTALL,
)
"""A title. Links from notes back to the text have one that says what the arrow does."""
_DROPPED_TITLE = compile_late(
    r"""<(?!(?:a|abbr|img|iframe)\b)[a-z][a-z0-9]*\b[^<>]*?\stitle\s*=\s*(["'])(?P<text>[^"'<>]*\w[^"'<>]*)\1[^<>]*>"""
    r"(?P<rest>[^<]{0,80})",
    re.IGNORECASE,
)
_PICTURE = compile_late(r"""<img\b[^<>]*\salt\s*=\s*["'][^"'<>]*\w""", re.IGNORECASE)
"""A picture of HTML with a description."""
_ALT = compile_late(r' alt="([^"]*)"')
_SOURCE = compile_late(r' src="([^"]*)"')
_LENGTH = 80
"""Characters of a text in a proposal."""


def find_tooltips(text: CheckedText) -> Iterable[Slip]:
    """Return titles whose words stand nowhere else on the page."""
    body = text.body
    is_shown = ("[" in body or "<" in body) and ' title="' in text.html
    return _find_titles(text) if is_shown or ("<" in body and "title" in body) else ()


def _find_titles(text: CheckedText) -> Iterator[Slip]:
    page = get_key(strip_tags(text.html)).casefold()
    told, has_pictures = set[str](), _PICTURE.search(text.body) is not None
    for found in _SHOWN_TITLE.finditer(text.html):
        title = " ".join(html.unescape(found["text"]).split())
        if found["tag"] == "img" and not has_pictures:
            continue  # other findings tell captions in a sentence, and pictures without a description
        if "}}" in title:
            continue  # a command of another system, which an error tells
        if title not in told and get_key(title).casefold() not in page:
            told.add(title)
            yield Slip(_find_line(text, title), (shorten_text(title), _write_remedy(found, title)))
    for row in text.rows if "<" in text.body else ():
        for found in _DROPPED_TITLE.finditer(mask_code_spans(row.text)):
            title = " ".join(html.unescape(found["text"]).split())
            if get_key(title).casefold() not in page:
                label = strip_tags(found["rest"])
                yield Slip(
                    row.line, (shorten_text(title), f"{_write_words(label, title)}, rồi xóa phần title.")
                )


def _write_remedy(found: re.Match[str], title: str) -> str:
    """Return what to write instead of a title that the page has."""
    if found["tag"] == "img":
        values = found["before"] + found["after"]
        alt, source = (
            html.unescape(match[1]) if (match := pattern.search(values)) else ""
            for pattern in (_ALT, _SOURCE)
        )
        caption = title.replace('"', "”")
        return f'Là chú thích của ảnh thì hãy viết ở một dòng riêng: ![{alt or "mô tả ảnh"}]({source} "{caption}")'
    label = strip_tags(found["rest"].partition(f"</{found['tag']}>")[0])
    if found["tag"] == "abbr":
        return f"Hãy viết đủ ở chỗ đầu tiên, như “{shorten_text(title, _LENGTH)} ({label})”, rồi xóa lời giải ấy."
    return f"{_write_words(label, title)}, rồi xóa phần ấy sau địa chỉ."


def _write_words(label: str, title: str) -> str:
    words = f"{shorten_text(label)} ({shorten_text(title, _LENGTH)})".strip()
    return f"Hãy viết chữ ấy trong bài, như “{words}”"


def _find_line(text: CheckedText, title: str) -> int:
    """Return the line with a title, which may have entities there."""
    if (place := text.body.find(title)) >= 0:
        return text.body_line + text.body.count("\n", 0, place)
    key = get_key(title)
    return next((line for line, row in text.row_keys if key in row), text.body_line)
