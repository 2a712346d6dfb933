"""Texts that are so knotted that a reader of Markdown or HTML would sit over them for minutes.

Python-Markdown looks for the end of each bracket as far as its paragraph goes, the HTML parsers for the end of each tag
and element as far as the text goes: a slip that repeats a mark ten thousand times costs the square of that. No text that
people read comes near these limits. What is counted is cheap, and nearly every text is let through by its first question.
"""

import re

BRACKETS = 100
"""Round or square brackets that may stand open at once in a paragraph, and tags that may stand open in a text."""
ELEMENTS = 4_000
"""HTML elements that may stand open at once: some, as ``<p>`` and ``<li>``, are rarely closed."""
ROWS = 2_000
"""Headings and definitions that a text may hold: each is held against all the others."""
MARKS = 20_000
"""How often a text may hold one of the marks that Python-Markdown puts aside or pairs with others."""
LINES = 100_000
"""Lines that a text may have, empty ones among them."""
Fault = tuple[str, str, str]
"""A place in the text, what is wrong there, and what to do."""

_BRACKET = re.compile(r"[\[\]()]|\n[ \t]*\n")
_TAG_END = re.compile(r"<(?=[a-zA-Z/!?])|>")
_ELEMENT = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_ROW = re.compile(r"^(?: {0,3}(?::[ \t]|\*?\[[^\]\n]{1,200}\]:)|#|=+[ ]*$|-+[ ]*$)", re.MULTILINE)
"""The first characters of a definition, footnote, abbreviation, address or heading."""


def knot(body: str) -> Fault | None:
    """Return what is wrong with a body that would take too long to read, or None."""
    return _open_too_often(body) or _too_many(body)


def _open_too_often(body: str) -> Fault | None:
    remedy = "Hãy xóa các dấu thừa."
    if max(body.count("["), body.count("(")) > BRACKETS and (mark := _open_bracket(body)):
        return mark, f"Có hơn {BRACKETS} dấu “{mark}” mở ra mà chưa đóng trong một đoạn.", remedy
    if body.count("<") > BRACKETS and _open_tag(body):
        return "<", f"Có hơn {BRACKETS} dấu “<” mở ra mà chưa đóng.", remedy
    if body.count("<") > ELEMENTS and (mark := _open_element(body)):
        return mark, f"Có hơn {ELEMENTS} thẻ HTML mở ra mà chưa đóng.", "Hãy xóa các thẻ thừa."
    return None


def _too_many(body: str) -> Fault | None:
    for mark in "\\&*_`~":
        if body.count(mark) > MARKS:
            return mark, f"Bài có hơn {MARKS} dấu “{mark}”.", "Hãy xóa các dấu thừa."
    lines = body.count("\n")
    if lines > LINES:
        return "", f"Bài có hơn {LINES} dòng.", "Hãy xóa các dòng trống thừa, hoặc tách thành nhiều bài."
    if lines > ROWS and len(_ROW.findall(body)) > ROWS:
        return "", f"Bài có hơn {ROWS} đề mục, chú thích và định nghĩa.", "Hãy tách thành nhiều bài."
    return None


def _open_bracket(body: str) -> str:
    """Return the bracket of which too many stand open in one paragraph, or nothing."""
    open_ones = {"[": 0, "(": 0}
    for found in _BRACKET.finditer(body):
        sign = found[0]
        if sign in open_ones:
            open_ones[sign] += 1
            if open_ones[sign] > BRACKETS:
                return sign
        elif sign in ")]":
            opening = "(" if sign == ")" else "["
            open_ones[opening] = max(0, open_ones[opening] - 1)
        else:
            open_ones = {"[": 0, "(": 0}
    return ""


def _open_tag(body: str) -> bool:
    """Tell whether too many signs that open a tag have no end."""
    count = 0
    for found in _TAG_END.finditer(body):
        count = count + 1 if found[0] == "<" else 0
        if count > BRACKETS:
            return True
    return False


def _open_element(body: str) -> str:
    """Return the beginning of an element that is one too many inside others, or nothing."""
    depth = 0
    for found in _ELEMENT.finditer(body):
        if found[2].lower() not in _VOID:
            depth = max(0, depth - 1) if found[1] else depth + 1
        if depth > ELEMENTS:
            return found[0]
    return ""
