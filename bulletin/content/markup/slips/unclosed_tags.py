"""Elements and comments without an end, which spoil the text after them."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from bulletin.content.markup.fences import blank_fenced_code
from bulletin.content.markup.inlines.code_spans import mask_code_spans
from bulletin.content.markup.slips.links import SourceLines
from bulletin.content.problems import Problem
from bulletin.text.late_patterns import compile_late

_OPTIONAL_END = frozenset("body caption colgroup dd dt html li p tbody td tfoot th thead tr".split())
"""Blocks that need no end tag (HTML, 13.1.2.4 "Optional tags")."""
_REQUIRED_END = (
    "address|article|aside|blockquote|center|details|div|dl|fieldset|figcaption|figure|footer|h[1-6]|header|hgroup|legend"
    "|main|map|menu|nav|ol|pre|search|section|summary|table|ul"
)
"""Other blocks. ``lint`` reports the elements that the sanitizer removes."""
_NAMES = f"{_REQUIRED_END}|{'|'.join(sorted(_OPTIONAL_END))}"
_UNCONVERTED = compile_late(r"\]\(|\*\*\w")
"""Markdown that was not converted, because it is inside a block of HTML."""
_BLOCK_TAG = compile_late(rf"<(?:/({_NAMES})\s*>|({_NAMES})(?=[\s/>]))", re.IGNORECASE)
_PLAYER_TAGS = {
    name: compile_late(rf"<(?:/({name})\s*>|({name})(?=[\s/>]))", re.IGNORECASE)
    for name in ("iframe", "audio")
}
_LINK_TAG = compile_late(r"<(?:/(a)\s*>|(a)(?=\s[^<>]*?\bhref\s*=))", re.IGNORECASE)
_ANY_TAG = compile_late(r"</?[a-z][^<>]*>", re.IGNORECASE)


class _Tag(NamedTuple):
    name: str
    is_end: bool
    place: int


def find_unclosed_elements(raw: str, rows: SourceLines) -> Iterator[Problem]:
    """Yield elements and comments without an end in unsafe HTML.

    ``raw`` is HTML without comments and code. All text after an open frame or audio belongs to it. A block also ends with
    the block around it.
    """
    if "<" not in rows.body:
        return
    source = mask_code_spans(blank_fenced_code(rows.body))
    if name := next((name for name in _PLAYER_TAGS if any(_find_open_tags(_PLAYER_TAGS[name], raw))), ""):
        for place in list(_find_open_tags(_PLAYER_TAGS[name], source)) or [
            max(source.lower().find(f"<{name}"), 0)
        ]:
            yield _create_problem(
                rows,
                place,
                f"Thẻ <{name} …> chưa được đóng, nên phần bài phía sau sẽ mất.",
                f"Hãy viết thêm </{name}> ngay sau thẻ.",
            )
        return
    for place in islice(
        _find_open_tags(_LINK_TAG, source) if any(_find_open_tags(_LINK_TAG, raw)) else (), 1
    ):
        yield _create_problem(
            rows,
            place,
            "Thẻ <a …> chưa được đóng, nên phần bài phía sau thành một liên kết.",
            "Hãy viết thêm </a> ngay sau chữ của liên kết.",
        )
    text = _ANY_TAG.sub("", raw)
    has_unconverted = _UNCONVERTED.search(text) is not None
    if found := next(
        (tag for tag in _find_open_blocks(raw) if has_unconverted or tag.name not in _OPTIONAL_END), None
    ):
        names = (
            ("div", "center") if found.name == "div" else (found.name,)
        )  # ``foreign_html`` translates the latter
        same = next((tag for tag in _find_open_blocks(source) if tag.name in names), None)
        name = same.name if same else found.name
        yield _create_problem(
            rows,
            same.place if same else max(source.lower().find(f"<{name}"), 0),
            f"Thẻ <{name}> chưa được đóng, nên phần bài phía sau không hiện đúng.",
            f"Hãy viết thêm </{name}> ở chỗ kết thúc, hoặc xóa thẻ ấy.",
        )
    if "<!--" in text or "&lt;!--" in text:
        place = source.find("<!--", source.rfind("-->") + 1)
        if place >= 0 and source[place - 1 : place] != "\\":
            yield _create_problem(
                rows, place, "Ghi chú “<!--” chưa được đóng.", "Hãy viết thêm “-->” vào cuối ghi chú."
            )


def _find_open_tags(pattern: re.Pattern[str], html: str) -> Iterator[int]:
    """Yield each place of a tag that is open at the next one or at the end."""
    place: int | None = None
    for tag in _find_tags(pattern, html):
        if place is not None and not tag.is_end:
            yield place
        place = None if tag.is_end else tag.place
    if place is not None:
        yield place


def _find_open_blocks(html: str) -> Iterator[_Tag]:
    """Yield the blocks that are open at the end, outermost first."""
    stack: list[_Tag] = []
    open_counts: dict[str, int] = {}
    for tag in _find_tags(_BLOCK_TAG, html):
        if not tag.is_end:
            stack.append(tag)
            open_counts[tag.name] = open_counts.get(tag.name, 0) + 1
        elif open_counts.get(tag.name):
            while (last := stack.pop()).name != tag.name:
                open_counts[last.name] -= 1
            open_counts[tag.name] -= 1
    yield from stack


def _find_tags(pattern: re.Pattern[str], html: str) -> Iterator[_Tag]:
    for found in pattern.finditer(html):
        yield _Tag((found[1] or found[2]).lower(), found[1] is not None, found.start())


def _create_problem(rows: SourceLines, place: int, message: str, remedy: str) -> Problem:
    return Problem(rows.file_name, rows.first_line + rows.body.count("\n", 0, place), message, remedy)
