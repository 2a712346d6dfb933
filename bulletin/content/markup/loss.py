"""Words of a body that stand nowhere on its page.

The other modules keep the text of each known form, or report it. This check compares the result with the source.
"""

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

from bulletin.content.markup.angle_brackets import HTML_TAG_PATTERN
from bulletin.content.markup.dialect import ATTRIBUTES_PATTERN, REFERENCE_PATTERN
from bulletin.content.markup.links import UNSAFE_CHARACTERS_PATTERN, SourceLines
from bulletin.content.problems import Problem
from bulletin.text.unicode_forms import normalize_unicode

_COMMENT = re.compile(r"<!--.*?-->|<!doctype[^<>]*>|<!\[(?:end)?if[^<>]*>|<\?xml[^<>]*>", re.DOTALL | re.IGNORECASE)
_REMOVED = re.compile(
    r"<(script|style|svg|math|object|video|audio|iframe|textarea|select|title|form|xmp)\b.*?(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
"""Elements that ``lint`` and ``video_embeds`` report or replace."""
_ABBREVIATION = re.compile(r"^[ ]{0,3}\*\[[^\[\]\n]*\][ ]?:.*$", re.MULTILINE)
_FENCE = re.compile(r"^[ ]*(?:```|~~~).*$", re.MULTILINE)
_ITEM_NUMBER = re.compile(r"^[ >*+-]*\d{1,9}\.(?=\s)", re.MULTILINE)
"""Number of an item, which a browser prints."""
_LINK_TARGET = re.compile(r"(?<=\]\()[^()\n]*(?:\([^()\n]*\)[^()\n]*)*(?=\))")
"""Address and title of a link. ``links`` checks the address."""
_LABEL = re.compile(r"^[ ]{0,3}\[([^\[\]\n]+)\]:", re.MULTILINE)
_LABEL_USE = re.compile(r"(?<=\])[ ]?\[([^\[\]\n]+)\]")
"""Name of an address behind the text of a link."""
_TABLE_OF_CONTENTS = "[TOC]"
_INVISIBLE = (
    _COMMENT, _REMOVED, HTML_TAG_PATTERN, REFERENCE_PATTERN, _ABBREVIATION, ATTRIBUTES_PATTERN, _FENCE, _ITEM_NUMBER,
    _LINK_TARGET,
)  # fmt: skip
"""Parts of a source that no reader is meant to see."""
_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"<[^>]*>")
_MAX_WORDS = 3
"""Lost words that a message names."""


def find_lost_words(clean: str, rows: SourceLines) -> Iterator[Problem]:
    """Yield a problem for each line with words that ``clean`` HTML lacks."""
    source = normalize_unicode("NFC", UNSAFE_CHARACTERS_PATTERN.sub("", rows.body))
    for pattern in _INVISIBLE:
        source = pattern.sub(_keep_lines, source)
    labels = {label.strip().lower() for label in _LABEL.findall(rows.body)}
    source = _LABEL_USE.sub(lambda use: "" if use[1].strip().lower() in labels else use[0], source)
    printed = unquote(html.unescape(clean))
    known = set(_WORD.findall(printed))
    joined = "".join(_WORD.findall(html.unescape(_TAG.sub("", clean))))
    for number, line in enumerate(source.replace(_TABLE_OF_CONTENTS, "").split("\n")):
        lost = [
            word
            for word in _WORD.findall(unquote(html.unescape(line)))
            if word not in known and word not in joined
        ]
        if lost:
            words = " ".join(lost[:_MAX_WORDS])
            yield Problem(
                rows.file_name,
                rows.first_line + number,
                f"Chữ ở dòng này sẽ không hiện trên trang: “{words}”.",
                "Hãy viết lại dòng này; dấu thuộc về chữ thì thêm \\ ở trước.",
            )


def _keep_lines(found: re.Match[str]) -> str:
    return " " + "\n" * found[0].count("\n")
