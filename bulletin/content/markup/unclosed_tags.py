"""Elements and comments that are opened and never closed: what follows them is lost, or printed as it was typed."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bulletin.content.markup.links import SourceLines
from bulletin.content.problems import Problem

_LENIENT = frozenset("body caption colgroup dd dt html li p tbody td tfoot th thead tr".split())
"""Blocks that need no end (HTML, 13.1.2.4 "Optional tags")."""
_STRICT = (
    "address|article|aside|blockquote|center|details|div|dl|fieldset|figcaption|figure|footer|h[1-6]|header|hgroup|legend"
    "|main|map|menu|nav|ol|pre|search|section|summary|table|ul"
)
"""Other blocks. Those that cleaning takes away are told by ``text_slips``."""
_NAMES = f"{_STRICT}|{'|'.join(sorted(_LENIENT))}"
_UNREAD = re.compile(r"\]\(|\*\*\w")
"""Markdown that came out as it was typed: inside a block none is read."""
_BLOCK = re.compile(rf"<(?:/({_NAMES})\s*>|({_NAMES})(?=[\s/>]))", re.IGNORECASE)
_FRAME = re.compile(r"<(?:/(iframe)\s*>|(iframe)(?=[\s/>]))", re.IGNORECASE)
_ANY = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_CODE = re.compile(
    r"^ {0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}(?P=fence)[`~]*[ \t]*$|\Z)|`[^`\n]*`",
    re.MULTILINE | re.DOTALL,
)
_SIGN = re.compile(r"[^\n]")


class _Tag(NamedTuple):
    name: str
    closing: bool
    place: int


def find_unclosed_elements(seen: str, rows: SourceLines) -> Iterator[Problem]:
    """Yield what is never closed in what ``shown`` leaves of HTML that is not clean yet.

    A frame holds all to its end, whatever stands there; a block also ends with the one around it.
    """
    if "<" not in rows.body:
        return
    typed = _CODE.sub(lambda code: _SIGN.sub(" ", code[0]), rows.body)
    if any(_frames(seen)):
        for place in list(_frames(typed)) or [max(typed.lower().find("<iframe"), 0)]:
            yield _problem(
                rows,
                place,
                "Thẻ <iframe …> chưa được đóng, nên phần bài phía sau sẽ mất.",
                "Hãy viết thêm </iframe> ngay sau thẻ.",
            )
        return
    bare = _ANY.sub("", seen)
    unread = _UNREAD.search(bare) is not None
    if found := next((tag for tag in _blocks(seen) if unread or tag.name not in _LENIENT), None):
        same = next((tag for tag in _blocks(typed) if tag.name == found.name), None)
        yield _problem(
            rows,
            same.place if same else max(typed.lower().find(f"<{found.name}"), 0),
            f"Thẻ <{found.name}> chưa được đóng, nên phần bài phía sau không hiện đúng.",
            f"Hãy viết thêm </{found.name}> ở chỗ kết thúc, hoặc xóa thẻ ấy.",
        )
    if "<!--" in bare or "&lt;!--" in bare:
        place = typed.find("<!--", typed.rfind("-->") + 1)
        if place >= 0 and typed[place - 1 : place] != "\\":
            yield _problem(
                rows, place, "Ghi chú “<!--” chưa được đóng.", "Hãy viết thêm “-->” vào cuối ghi chú."
            )


def _frames(html: str) -> Iterator[int]:
    """Yield where a frame begins that another one, or the end, finds open."""
    place: int | None = None
    for tag in _tags(_FRAME, html):
        if place is not None and not tag.closing:
            yield place
        place = None if tag.closing else tag.place
    if place is not None:
        yield place


def _blocks(html: str) -> Iterator[_Tag]:
    """Yield the blocks that are open at the end, the outermost first."""
    stack: list[_Tag] = []
    held: dict[str, int] = {}
    for tag in _tags(_BLOCK, html):
        if not tag.closing:
            stack.append(tag)
            held[tag.name] = held.get(tag.name, 0) + 1
        elif held.get(tag.name):
            while (last := stack.pop()).name != tag.name:
                held[last.name] -= 1
            held[tag.name] -= 1
    yield from stack


def _tags(pattern: re.Pattern[str], html: str) -> Iterator[_Tag]:
    for found in pattern.finditer(html):
        yield _Tag((found[1] or found[2]).lower(), found[1] is not None, found.start())


def _problem(rows: SourceLines, place: int, what: str, remedy: str) -> Problem:
    return Problem(rows.file_name, rows.first_line + rows.body.count("\n", 0, place), what, remedy)
