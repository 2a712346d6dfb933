"""Finder of signs at the beginning of a line, or below it, that became marks."""

import re
from collections.abc import Iterable, Iterator

from bulletin.content.warnings.checked_text import CheckedText, Slip, SourceRow, shorten_text

_MINUS = re.compile(
    r"[ >]*(?P<line>(?P<sign>[-+])[ ]+\d[\d.,]*[ ]?(?:°|độ [CF]\b|[%‰][ ]?[.;,]?[ ]*$|[=×][ ]*\d).*)"
)
"""A figure with its sign, as a temperature or a result has one. A percentage of something is an item."""
_STAR_ITEM = re.compile(r"[ >]*(?P<line>\*[ ]+\S.*)")
_POSSIBLE_SIGN = re.compile(r"\n[ >]*(?:[-+][ ]+\d|\*[ ])")
"""A part that each line with such a sign has. Behind a line end, since the search for that is fast."""
_NOTE_WORD = re.compile(r"\*[ ]+(?:\*|_)*(?:Ghi chú|Lưu ý|Chú thích|Chú giải|Nguồn)\b", re.IGNORECASE)
_NOTED_WORD = re.compile(r"[^\W_][%)”]?\*{1,3}(?![*\w])")
_TAG = re.compile(r"<[^>]*>")
_UNDERLINE = re.compile(r"[ ]{0,3}(?:={2,}|-{2,})[ ]*$")
_SENTENCE_END = re.compile(r"[.;,:…][*_”\"]*\s*$")
_OTHER_BLOCKS = ("#", "|", ">", "- ", "* ", "<", "```", "---")
_LONGEST_HEADING = 120
"""Characters of a heading. A longer line is a paragraph."""


def find_signs_as_bullets(text: CheckedText) -> Iterable[Slip]:
    """Return lines whose minus, plus or star of a note became a bullet."""
    return _find_bullets(text) if "<ul>" in text.html and _POSSIBLE_SIGN.search(f"\n{text.body}") else ()


def _find_bullets(text: CheckedText) -> Iterator[Slip]:
    stars = sum(1 for row in text.rows if _STAR_ITEM.match(row.text))
    has_note = stars == 1 and _NOTED_WORD.search(_TAG.sub("", text.visible_html)) is not None
    for row in text.rows:
        if found := _MINUS.match(row.text):
            meaning = "dấu trừ" if found["sign"] == "-" else "dấu cộng"
            yield _create_slip(row, found["line"], meaning)
        elif (
            stars == 1
            and (found := _STAR_ITEM.match(row.text))
            and (has_note or _NOTE_WORD.match(found["line"]))
        ):
            yield _create_slip(row, found["line"], "dấu chú thích")


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
        if heading and not above and is_paragraph and not heading.startswith(_OTHER_BLOCKS):
            yield Slip(row.line, (row.text.strip()[:10], shorten_text(heading)))
