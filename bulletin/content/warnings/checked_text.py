"""The text of one content file, as the finders of warnings read it."""

import html
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from bulletin.content.markup.fences import find_fences
from bulletin.content.markup.inlines.code_spans import mask_code_spans
from bulletin.content.markup.slips.links import strip_comments_and_code
from bulletin.text.late_patterns import compile_late

_TAIL_LENGTH = 1500
"""Characters of the end of a body. “Nơi nhận” and signatures of one page take less."""
_TAG = compile_late(r"<[^>]*>")
_BLOCK_OF_CODE = compile_late(r"<pre[ >].*?</pre>", re.DOTALL)
_KEY_LENGTHS = (40, 10)
"""Letters and digits by which a line is recognised. A long key is exact, a short one is seldom changed by markup."""
_LINK = compile_late(r"\[([^\]]{0,200})\](?:\([^)]{0,500}\)|\[[^\]]{0,200}\])")
BLOCK_START_PATTERN = compile_late(r"^(?:</?[a-z][^>]*>)+")
"""Tags at the beginning of a line of HTML."""
_BLOCK_END = compile_late(r"</(?:p|li|dd|td|th|div|h[1-6]|blockquote|figcaption)>$")
_INLINE_PARENT = compile_late(
    r"(?m)^[ >]*<(p|h[1-6]|summary|caption|dt|legend)(?=[\s>])|</(p|h[1-6]|summary|caption|dt|legend)\s*>",
    re.IGNORECASE,
)
"""A tag of an element of HTML that contains no other blocks. An empty line parts nothing inside it."""
_NO_WORD = compile_late(r"[\W_]+")


class Slip(NamedTuple):
    """A place of a warning, with the words that its message and remedy name."""

    line: int
    words: tuple[str, ...] = ()
    """Values for ``{0}``, ``{1}``, … in message and remedy."""


class SourceRow(NamedTuple):
    """A line of a body."""

    line: int
    """Number in the file, from 1."""
    text: str


@dataclass
class CheckedText:
    """Title and body of one content file.

    Most bodies have no slip, so each finder first looks for a mark that all its slips have.
    Reason: the search for a character takes 0.1 µs, and that for a word 3 µs.
    """

    title: str
    title_line: int
    body: str
    """The Markdown text."""
    body_line: int
    html: str
    """The clean HTML of the body."""
    has_contents: bool = True
    """True if a page makes contents of many headings by itself, as that of an article does."""

    @cached_property
    def tail(self) -> str:
        """The end of the body, with the closing formulas of a document."""
        return self.body[-_TAIL_LENGTH:]

    @cached_property
    def tail_rows(self) -> tuple[SourceRow, ...]:
        """The lines of ``tail`` that are no fenced code."""
        first = self.body_line + self.body.count("\n", 0, max(len(self.body) - _TAIL_LENGTH, 0))
        return tuple(row for row in self.rows if row.line >= first)

    @cached_property
    def rows(self) -> tuple[SourceRow, ...]:
        """The lines of the body that are no fenced code."""
        rows = [SourceRow(line, text) for line, text in enumerate(self.body.split("\n"), self.body_line)]
        for start, end in reversed([*find_fences(self.body.split("\n"))]):
            del rows[start : end + 1]
        return tuple(rows)

    @cached_property
    def visible_html(self) -> str:
        """The HTML without code."""
        return strip_comments_and_code(self.html)

    @cached_property
    def plain_text(self) -> str:
        """The text of the page, with single spaces."""
        return strip_tags(self.html)

    @cached_property
    def lines_of_html(self) -> list[str]:
        """The lines of the HTML without blocks of code."""
        return (_BLOCK_OF_CODE.sub("", self.html) if "<pre" in self.html else self.html).split("\n")

    @cached_property
    def row_texts(self) -> dict[int, str]:
        """The text of each line."""
        return {row.line: row.text for row in self.rows}

    @cached_property
    def row_keys(self) -> list[tuple[int, str]]:
        """Each line with its letters and digits, those of entities too."""
        return [(row.line, get_key(html.unescape(row.text))) for row in self.rows]

    @cached_property
    def _row_starts(self) -> list[str]:
        """The first letters and digits of each row."""
        return [get_key(_LINK.sub(r"\1", row.text))[: _KEY_LENGTHS[0]] for row in self.rows]

    def find_row(self, fragment: str, first: int = 0) -> SourceRow:
        """Return the row that Markdown made an HTML fragment of.

        Rows before the line ``first`` are not searched. The result is the first row if no row fits.
        """
        shown = strip_tags(fragment)
        start = shown[: _KEY_LENGTHS[0]]
        for row in self.rows if start else ():
            if row.line >= first and row.text.lstrip(" >").startswith(start):
                return row
        key = get_key(shown)
        for length in _KEY_LENGTHS if key else ():
            for row, start in zip(self.rows, self._row_starts, strict=True):
                if row.line >= first and start.startswith(key[:length]):
                    return row
        return SourceRow(self.body_line, "")

    def find_inline_parent(self, line: int) -> str:
        """Return the name of the HTML element around a line, or an empty text.

        Only elements that contain no other blocks count, such as ``p``.
        """
        tags = self._inline_parents
        place = bisect_left(tags, line, key=lambda tag: tag[0])
        if not 0 < place < len(tags):
            return ""
        name = tags[place - 1][1]
        return name if name == tags[place][2] else ""

    @cached_property
    def _inline_parents(self) -> list[tuple[int, str, str]]:
        """Tags of such elements by line, each with the name in a start or an end tag."""
        source = "\n".join(row.text for row in self.rows)
        if "<" not in source:
            return []
        lines = mask_code_spans(source).split("\n")
        return [
            (row.line, start.lower(), end.lower())
            for row, line in zip(self.rows, lines, strict=True)
            for start, end in _INLINE_PARENT.findall(line)
        ]


def split_blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    """Yield the lines of each block of HTML that has text."""
    block: list[str] = []
    for line in lines:
        if BLOCK_START_PATTERN.match(line) and not line.startswith(
            ("<a ", "<strong>", "<em>", "<code>", "<br")
        ):
            if block:
                yield block
            block = []
        block.append(line)
        if _BLOCK_END.search(line):
            yield block
            block = []
    if block:
        yield block


def strip_tags(fragment: str) -> str:
    """Return the plain text of an HTML fragment, with single spaces."""
    return " ".join(html.unescape(_TAG.sub("", fragment)).split())


def shorten_text(text: str, length: int = 40) -> str:
    """Return the beginning of a text for a message."""
    return text if len(text) <= length else f"{text[:length].rstrip()}…"


def get_key(text: str) -> str:
    """Return letters and digits of a text, which Markdown does not change."""
    return _NO_WORD.sub("", text)
