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
_LINK_TARGET = compile_late(rf"\({_ID.pattern}\)")
_TAG = compile_late(r"<[^>]*>")
_MAX_MARKS = 200
"""Different marks of one text that are compared with the page. Each is searched in the whole text."""
_CONTENTS = "[TOC]"
_OWN_CONTENTS = '<div>\n<ul>\n<li><a href="#'
"""Beginning of contents with headings."""
_EMPTY_CONTENTS = "<ul></ul>"
"""HTML of contents without headings."""


def find_tags_without_effect(text: CheckedText) -> Iterable[Slip]:
    """Return tags of HTML that browsers leave out."""
    return _find_tags(text) if "<" in text.body and _POSSIBLE_TAG.search(text.body) else ()


def _find_tags(text: CheckedText) -> Iterator[Slip]:
    source, hidden = _blank_code(text.body), _HiddenMarks(text)
    for tag in find_stray_tags(source):
        if hidden.has(tag[0]):
            line = text.body_line + source.count("\n", 0, tag.start())
            yield Slip(line, (shorten_text(tag[0]),))


def find_attributes_without_effect(text: CheckedText) -> Iterable[Slip]:
    """Return attributes in braces that change nothing on the page.

    Examples are ``{.lop}`` and ``{#5}``. ``[TOC]`` is another if the text has no headings.
    """
    has_braces = "{" in text.body and "}" in text.body
    return _find_attributes(text) if has_braces or _EMPTY_CONTENTS in text.html else ()


def _find_attributes(text: CheckedText) -> Iterator[Slip]:
    source, hidden = _blank_code(text.body), _HiddenMarks(text)
    if _EMPTY_CONTENTS in text.html:
        yield from _find_contents(source, text)
    targets = {*_LINK_TARGET.findall(source)}
    for found in re.finditer(ATTRIBUTES, source):
        if _WITH_EFFECT.search(found[0]) or not hidden.has(found[0]):
            continue
        start = source.rfind("\n", 0, found.start()) + 1
        ids = _ID.findall(found[0])
        is_anchor = bool(ids) and (_HEADING.match(source, start) is not None or not targets.isdisjoint(ids))
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


class _HiddenMarks:
    """The marks of a text that its page does not show."""

    def __init__(self, text: CheckedText) -> None:
        self._visible = html.unescape(_TAG.sub("", text.html))
        self._source = _COMMENT.sub("", text.body)
        self._known = dict[str, bool]()

    def has(self, written: str) -> bool:
        """Tell if the page shows ``written`` less often than the source has it.

        If a text has many different marks, the last ones are not looked for.
        """
        if written not in self._known and len(self._known) < _MAX_MARKS:
            self._known[written] = self._visible.count(written) < self._source.count(written)
        return self._known.get(written, True)


def _blank_code(body: str) -> str:
    """Return a body with blanks in place of code and comments.

    Its lines keep their numbers.
    """
    return mask_code_spans(_COMMENT.sub(_blank, blank_fenced_code(body)))


def _blank(found: re.Match[str]) -> str:
    return _NOT_BLANK.sub(" ", found[0])
