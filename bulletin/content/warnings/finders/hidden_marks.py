"""Finders of tags and attributes that a page leaves out."""

import html
import re
from collections.abc import Iterable, Iterator

from bulletin.content.markup.fences import blank_fenced_code
from bulletin.content.markup.inlines.angle_brackets import find_stray_tags
from bulletin.content.markup.inlines.code_spans import mask_code_spans
from bulletin.content.markup.syntax import ATTRIBUTES
from bulletin.content.models import FEWEST_HEADINGS
from bulletin.content.warnings.checked_text import CheckedText, Slip, shorten_text
from bulletin.text.late_patterns import compile_late

_POSSIBLE_TAG = compile_late(r"</|<t|<c", re.IGNORECASE)
_COMMENT = compile_late(r"(?s)<!--.*?-->")
_NOT_BLANK = compile_late(r"\S")
_HEADING = compile_late(r"[ >]*#{1,6}[ ]")
_WITH_EFFECT = compile_late(r"=|\.align-(?:left|center|right)\b")
_ID = compile_late(r"#([^\W\d][\w:.-]*)")
_TAG = compile_late(r"<[^>]*>")
_CONTENTS = "[TOC]"
_OWN_CONTENTS = '<div>\n<ul>\n<li><a href="#'
"""Beginning of contents with headings."""
_EMPTY_CONTENTS = "<ul></ul>"
"""HTML of contents without headings."""


def find_tags_without_effect(text: CheckedText) -> Iterable[Slip]:
    """Return tags of HTML that browsers leave out."""
    return _find_tags(text) if "<" in text.body and _POSSIBLE_TAG.search(text.body) else ()


def _find_tags(text: CheckedText) -> Iterator[Slip]:
    source = _blank_code(text.body)
    for tag in find_stray_tags(source):
        if _is_hidden(text, tag[0]):
            line = text.body_line + source.count("\n", 0, tag.start())
            yield Slip(line, (shorten_text(tag[0]),))


def find_attributes_without_effect(text: CheckedText) -> Iterable[Slip]:
    """Return attributes in braces that change nothing on the page.

    Examples are ``{.lop}`` and ``{#5}``. ``[TOC]`` is another if the text has no headings.
    """
    has_braces = "{" in text.body and "}" in text.body
    return _find_attributes(text) if has_braces or _EMPTY_CONTENTS in text.html else ()


def _find_attributes(text: CheckedText) -> Iterator[Slip]:
    source = _blank_code(text.body)
    if _EMPTY_CONTENTS in text.html:
        yield from _find_contents(source, text)
    for found in re.finditer(ATTRIBUTES, source):
        if not _is_hidden(text, found[0]) or _WITH_EFFECT.search(found[0]):
            continue
        start = source.rfind("\n", 0, found.start()) + 1
        ids = _ID.findall(found[0])
        is_anchor = bool(ids) and (
            _HEADING.match(source, start) is not None or any(f"(#{name})" in source for name in ids)
        )
        if not is_anchor:
            line = text.body_line + source.count("\n", 0, start)
            yield Slip(line, (shorten_text(found[0]),))


def find_second_contents(text: CheckedText) -> Iterable[Slip]:
    """Return contents of an article whose page makes contents by itself."""
    is_double = (
        "[" in text.body
        and _OWN_CONTENTS in text.html
        and text.has_contents
        and text.html.count("<h2 id=") >= FEWEST_HEADINGS
    )
    return _find_contents(_blank_code(text.body), text) if is_double else ()


def _find_contents(source: str, text: CheckedText) -> Iterator[Slip]:
    rows = enumerate(source.split("\n"), text.body_line)
    return (Slip(line, (_CONTENTS,)) for line, row in rows if row.strip() == _CONTENTS)


def _is_hidden(text: CheckedText, written: str) -> bool:
    """Tell if the page shows ``written`` less often than the source has it."""
    visible = html.unescape(_TAG.sub("", text.html))
    return visible.count(written) < _COMMENT.sub("", text.body).count(written)


def _blank_code(body: str) -> str:
    """Return a body with blanks in place of code and comments.

    Its lines keep their numbers.
    """
    return mask_code_spans(_COMMENT.sub(_blank, blank_fenced_code(body)))


def _blank(found: re.Match[str]) -> str:
    return _NOT_BLANK.sub(" ", found[0])
