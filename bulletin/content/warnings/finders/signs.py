"""Finder of signs at the beginning of a line, or below it, that became marks."""

import re
from collections.abc import Iterable, Iterator, Sequence

from bulletin.content.warnings.checked_text import CheckedText, Slip, SourceRow, shorten_text
from bulletin.text.late_patterns import compile_late

_MINUS = compile_late(
    r"[ >]*(?P<line>(?P<sign>[-+])[ ]+\d[\d.,]*[ ]?(?:°|độ [CF]\b|[%‰][ ]?[.;,]?[ ]*$|[=×][ ]*\d).*)"
)
"""A figure with its sign, as a temperature or a result has one. A percentage of something is an item."""
_CHANGE = compile_late(
    r"[ >]*(?P<line>(?P<sign>[-+])[ ]+\d[\d.,]*[ ]?(?:(?:[%‰]|(?:điểm )?(?:phần trăm|%))(?:[ ]*[.;]?[ ]*$|[ ]so với\b)"
    r"|(?:điểm|lần) so với\b).*)"
)
"""A figure of a change. Several items of a list may begin like it."""
_PLUS = compile_late(r"[ >]*(?P<line>(?P<sign>\+)[ ]+\d[\d.,]*[ ]?(?:[%‰]|(?:điểm )?(?:phần trăm|%)).*)")
"""A plus before a percentage, if no list goes on with it or is announced above it."""
_TELEPHONE = compile_late(r"[ >]*(?P<line>(?P<sign>\+)[ ]+84(?:[ .-]?\d){8,10}\b.*)")
_BULLET = compile_late(r"[ >]*([-+*])[ ]+\S")
_ANY_ITEM = compile_late(r"[ >]*(?:[-*+•–]|\(?\w{1,3}[.)/])[ ]")
_DEFINITION = compile_late(r"[ >]*(?P<line>:[ ]{1,3}\S.*)")
_DEFINED_TERM = compile_late(r"[ >]*[`*_\[<:]")
"""A word with a mark, which authors explain on purpose, or another definition of it."""
_STAR_ITEM = compile_late(r"[ >]*(?P<line>\*[ ]+\S.*)")
_POSSIBLE_SIGN = compile_late(r"\n[ >]*(?:[-+][ ]+\d|\*[ ])")
"""A part that each line with such a sign has. Behind a line end, since the search for that is fast."""
_NOTE_WORD = compile_late(r"\*[ ]+(?:\*|_)*(?:Ghi chú|Lưu ý|Chú thích|Chú giải|Nguồn)\b", re.IGNORECASE)
_NOTED_WORD = compile_late(r"[^\W_][%)”]?\*{1,3}(?![*\w])")
_TAG = compile_late(r"<[^>]*>")
_UNDERLINE = compile_late(r"[ ]{0,3}(?:={2,}|-{2,})[ ]*$")
_RULE = compile_late(r"-{3,}|\*{3,}|_{3,}")
_SENTENCE_END = compile_late(r"[.;,:…][*_”\"]*\s*$")
_OTHER_BLOCKS = ("#", "|", ">", "- ", "* ", "<", "```", "---")
_LONGEST_HEADING = 120
"""Characters of a heading. A longer line is a paragraph."""


def find_signs_as_bullets(text: CheckedText) -> Iterable[Slip]:
    """Return lines whose minus, plus or star of a note became a bullet."""
    return _find_bullets(text) if "<ul>" in text.html and _POSSIBLE_SIGN.search(f"\n{text.body}") else ()


def _find_bullets(text: CheckedText) -> Iterator[Slip]:
    stars = sum(1 for row in text.rows if _STAR_ITEM.match(row.text))
    has_note = stars == 1 and _NOTED_WORD.search(_TAG.sub("", text.visible_html)) is not None
    for place, row in enumerate(text.rows):
        found = _MINUS.match(row.text) or _TELEPHONE.match(row.text)
        if found is None and (plus := _PLUS.match(row.text)) and not _is_below_list(text.rows, place):
            found = plus if not _has_equal_item(text.rows, place) else None
        if found is None and (change := _CHANGE.match(row.text)) and not _has_equal_item(text.rows, place):
            found = change
        if found:
            meaning = "dấu trừ" if found["sign"] == "-" else "dấu cộng"
            yield _create_slip(row, found["line"], meaning)
        elif (
            stars == 1
            and (found := _STAR_ITEM.match(row.text))
            and (has_note or _NOTE_WORD.match(found["line"]))
        ):
            yield _create_slip(row, found["line"], "dấu chú thích")


def _is_below_list(rows: Sequence[SourceRow], place: int) -> bool:
    """Tell if the line above one is an item, or ends with a colon."""
    above = next((row.text for row in rows[max(place - 2, 0) : place][::-1] if row.text.strip()), "")
    return _ANY_ITEM.match(above) is not None or above.rstrip(" *_").endswith(":")


def _has_equal_item(rows: Sequence[SourceRow], place: int) -> bool:
    """Tell if an item above or below a line has the same bullet."""
    mark = _BULLET.match(rows[place].text)
    near = (rows[max(place - 2, 0) : place][::-1], rows[place + 1 : place + 3])
    nearest = (next((row.text for row in side if row.text.strip()), "") for side in near)
    items = map(_BULLET.match, nearest)
    return any(item and mark and item[1] == mark[1] for item in items)


def _create_slip(row: SourceRow, line: str, meaning: str) -> Slip:
    return Slip(row.line, (line[0], shorten_text(line.strip()), meaning, shorten_text(line.strip(), 30)))


def find_lines_as_headings(text: CheckedText) -> Iterable[Slip]:
    """Return lines that a row of signs below them made a heading."""
    return _find_headings(text) if "<h2" in text.html and ("\n--" in text.body or "\n==" in text.body) else ()


def _find_headings(text: CheckedText) -> Iterator[Slip]:
    rows = {row.line: row.text.strip() for row in text.rows}
    for row in text.rows:
        if not _UNDERLINE.match(row.text):
            continue
        above, heading, below = (rows.get(row.line + step, "") for step in (-2, -1, 1))
        is_paragraph = (
            bool(_SENTENCE_END.search(heading))
            or len(heading) > _LONGEST_HEADING
            or bool(below and "-" in row.text)
        )
        if is_rule := _RULE.fullmatch(above) is not None:
            above = rows.get(row.line - 3, "")
        if heading and not above and (is_paragraph or is_rule) and not heading.startswith(_OTHER_BLOCKS):
            yield Slip(row.line, (row.text.strip()[:10], shorten_text(heading)))


def find_definitions(text: CheckedText) -> Iterable[Slip]:
    """Return lines whose colon made them the definition of the line above."""
    return _find_definitions(text) if "<dl>" in text.html else ()


def _find_definitions(text: CheckedText) -> Iterator[Slip]:
    above = ""
    for row in text.rows:
        if (found := _DEFINITION.match(row.text)) and above and not _DEFINED_TERM.match(above):
            line = found["line"].strip()
            yield Slip(row.line, (shorten_text(line), shorten_text(line, 30)))
        above = row.text if row.text.strip() else above
