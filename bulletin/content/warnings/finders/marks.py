"""Finder of marks that were meant as marks, and that readers would see."""

import html
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice

from bulletin.content.frontmatter.markup_lint import remove_markup
from bulletin.content.markup.inlines.code_spans import mask_code_spans
from bulletin.content.warnings.checked_text import CheckedText, Slip, SourceRow, shorten_text
from bulletin.content.warnings.finders.foreign_marks import FOREIGN_MARK_PATTERNS
from bulletin.content.warnings.finders.mark_patterns import (
    CLOSING,
    MARK_PATTERNS,
    NAMED_PICTURE,
    OPENING,
    PICTURE_STARTS,
    RARE_SIGNS,
    SIGNS,
    WANTED,
    MarkPattern,
)
from bulletin.text.late_patterns import compile_late

_BLOCK_TAG = compile_late(
    r"</?(?:p|li|h[2-6]|td|th|tr|div|dd|dt|blockquote|figcaption|summary|br|ul|ol|table)\b[^>]*>"
)
_CAPTION = compile_late(r"<figcaption>[^\n]*?</figcaption>")
_TAG = compile_late(r"<[^>]*>")
_ESCAPE = compile_late(r"\\[!-/:-@\[-`{-~]")
_MINUTES = compile_late(r"(?<=\d)`([^`\n]*\d)`")
"""Signs of feet or minutes, which are no code."""
_EMPHASIS_TAG = compile_late(r"<(/?)(?:em|strong|del)>")
_EMPHASIS_SIGN = compile_late(f"[{OPENING}{CLOSING}]")
_WANTED_SIGN = compile_late(r"\\([!-/:-@\[-`{-~])|(&(?:\w{1,10}|#\w{1,7});)")
"""A sign that a backslash or an entity makes text of."""
_CODE_BESIDE_WANTED = compile_late(rf"(?<!{WANTED})`[^`\n]+`")
_FIRST_WORD = compile_late(r"[^\W_]*[^\w\s]*_*[^\w\s]*[^\W_]*")
_LAST_WORD = compile_late(r"[^\W_]*(?:[^\w\s]|_)*$")
_QUOTED_START = 4
"""Characters at which a mark begins in its line, if other marks stand between its words."""
_MAX_MARKS = 500
"""Marks of a kind that are looked for in a text. Reason: each one is compared with all lines."""
_MAX_KEYS = 200
"""Marks of one text that are compared with the wanted signs. Each is searched in the whole text."""
_LINK_EXAMPLE, _IMAGE_EXAMPLE = "[chữ](https://…)", "![mô tả](/images/…)"
_HIDDEN_CODE = "\ue003"
"""Sign in place of one in code. No body has it."""
_START_LENGTH = 200
"""Characters of a line by which its source is found. Longer ones would take the square of a long paragraph."""
_KEY_LENGTH = 12
"""Characters of a mark by which its line is found."""


def find_leftover_marks(text: CheckedText) -> Iterable[Slip]:
    """Return marks of Markdown, HTML and other systems that stand on the page."""
    page = text.html
    for sign, marks in SIGNS:
        if sign in page:
            for mark in marks:
                if mark in page:
                    return _find_marks(text)
    if any(start in page for start in PICTURE_STARTS) and re.search(NAMED_PICTURE, page):
        return _find_marks(text)
    for sign, mark in RARE_SIGNS:
        if sign in text.body and mark in text.body:
            return _find_marks(text)
    return ()


def _find_marks(text: CheckedText) -> Iterator[Slip]:
    printed = _CAPTION.sub(_blank_told_caption, text.visible_html)
    tagged = _EMPHASIS_TAG.sub(lambda tag: CLOSING if tag[1] else OPENING, printed)
    emphasized = html.unescape(_TAG.sub("", _BLOCK_TAG.sub("\n", tagged)))
    visible = _EMPHASIS_SIGN.sub("", emphasized)
    is_open = text.body.rfind("<!--") > text.body.rfind("-->")  # an error says that the comment has no end
    rows = _MarkedRows(text)
    known, known_lines = set[tuple[int, str]](), set[int]()
    for mark in (*MARK_PATTERNS, *FOREIGN_MARK_PATTERNS):
        if mark.sign not in visible:
            continue
        has_notes = mark.notes is not None and all(map(mark.notes.search, (visible, text.body)))
        page = emphasized if mark.is_beside_emphasis else visible
        for found in islice(re.finditer(mark.pattern, page, re.MULTILINE), _MAX_MARKS):
            if has_notes or (is_open and found[0].startswith("<!--")):
                continue
            start = page.rfind("\n", 0, found.start()) + 1
            shown, line = (
                _EMPHASIS_SIGN.sub("", part).strip()
                for part in (found[0], page[start : min(found.end(), start + _START_LENGTH)])
            )
            if rows.is_wanted(mark, shown, visible):
                continue
            row = rows.find_row(mark, shown, line)
            if row is None or (row.line, mark.remedy) in known:
                continue
            if not (mark.is_beside_emphasis and row.line in known_lines):
                known.add((row.line, mark.remedy))
                known_lines.add(row.line)
                remedy = (
                    mark.remedy.replace(_LINK_EXAMPLE, _IMAGE_EXAMPLE) if shown[:2] == "![" else mark.remedy
                )
                yield Slip(row.line, (shorten_text(rows.quote(row, shown)), remedy))


class _MarkedRows:
    """The lines of a body, without code and without signs behind a backslash."""

    def __init__(self, text: CheckedText) -> None:
        self._text = text
        self._rows = [SourceRow(row.line, _hide_wanted_signs(row.text)) for row in text.rows]
        self._used: dict[str, int] = {}
        """The last line of each mark that was found, because the next equal mark stands below."""
        self._known_keys = dict[str, bool]()

    def find_row(self, mark: MarkPattern, shown: str, printed: str) -> SourceRow | None:
        """Return the line with a mark, or None if the mark is wanted.

        A backslash or an entity says so. ``printed`` is the line of the page up to the end of the mark.
        """
        key = (
            shown.rsplit("\n", 1)[-1][-_KEY_LENGTH:] if mark.is_end else shown.split("\n", 1)[0][:_KEY_LENGTH]
        )
        rows = [row for row in self._rows if key in row.text] or self._find_printed_row(shown, printed)
        if not rows:
            return None
        used = self._used.get(key, 0)
        if len(rows) > 1:
            likely = self._text.find_row(printed).line
            rows.sort(
                key=lambda row: (
                    row.line <= used,
                    not row.text.lstrip(" >").startswith(printed),
                    row.line != likely,
                    row.line,
                )
            )
        row = rows[0]
        self._used[key] = row.line
        return row if not mark.source or re.search(mark.source, row.text) else None

    def quote(self, row: SourceRow, shown: str) -> str:
        """Return a mark for a message, as it is typed on its line.

        Other marks may stand between the words of ``shown``.
        """
        words = " ".join(shown.split())
        start = row.text.find(words[:_QUOTED_START])
        is_typed = words in row.text or "\n" in shown or start < 0
        return words if is_typed else row.text[start:].strip()

    def is_wanted(self, mark: MarkPattern, shown: str, visible: str) -> bool:
        """Tell if all places of a mark on the page are made of wanted signs.

        ``visible`` is the whole page.
        """
        found = (_LAST_WORD.search if mark.is_end else _FIRST_WORD.match)(shown)
        key = found[0] if found else ""
        if not key or not self._wanted_text:
            return False
        if key not in self._known_keys and len(self._known_keys) < _MAX_KEYS:
            pattern = "".join(sign if sign.isalnum() else f"{WANTED}?{re.escape(sign)}" for sign in key)
            count = sum(WANTED in place for place in re.findall(pattern, self._wanted_text))
            self._known_keys[key] = visible.count(key) <= count
        return self._known_keys.get(key, False)

    @cached_property
    def _wanted_text(self) -> str:
        """The lines with wanted signs, each of which has ``WANTED`` before it."""
        lines = (row.text for row in self._text.rows if "\\" in row.text or "&" in row.text)
        marked = _WANTED_SIGN.sub(lambda sign: WANTED + (sign[1] or html.unescape(sign[2])), "\n".join(lines))
        return _CODE_BESIDE_WANTED.sub("", marked) if WANTED in marked else ""

    def _find_printed_row(self, shown: str, printed: str) -> list[SourceRow]:
        """Return the line that the page was made of, if it has the sign of the mark.

        Other marks may stand between the words of ``shown``.
        """
        sign = next((character for character in shown if not character.isalnum() and character != " "), "")
        line = self._text.find_row(printed).line
        return [
            row
            for row in self._rows
            if row.line == line and sign in row.text and not (sign in "<&" and "&" in row.text)
        ]


def _hide_wanted_signs(text: str) -> str:
    """Return a line with other signs for those that an editor wants on the page."""
    if "\\" in text:
        text = _ESCAPE.sub(WANTED, text)
    return (
        _MINUTES.sub(rf"{_HIDDEN_CODE}\1{_HIDDEN_CODE}", mask_code_spans(text, _HIDDEN_CODE))
        if "`" in text
        else text
    )


def _blank_told_caption(found: re.Match[str]) -> str:
    """Return nothing for a caption whose marks are an error already."""
    caption = html.unescape(_TAG.sub("", found[0]))
    return found[0] if remove_markup(" ".join(caption.split())) == " ".join(caption.split()) else ""
