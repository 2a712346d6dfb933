"""Lines below an item, a quotation or a note that begin a new paragraph.

CommonMark joins each line that has no mark to the text above it. Word writes a line for each paragraph, so an editor who
pastes a text does not mean that.
"""

import re
from itertools import takewhile
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockQuoteProcessor
from markdown.extensions.footnotes import FootnoteBlockProcessor, FootnoteExtension
from markdown.util import HTML_PLACEHOLDER_RE

from bulletin.content.markup.syntax import ABBREVIATION_PATTERN, REFERENCE_PATTERN
from bulletin.text.late_patterns import compile_late

MAX_WRAPPED_LENGTH = 120
"""Characters of the longest line that a program for editing wraps."""
SHORT_LINE = 60
"""Characters from which a line may be wrapped. The editor himself ends a shorter one."""
_OPENING_SIGNS = "*_“\"'‘(["
_TYPED_MARK = compile_late(r"(?:\(?[a-zđ]\)|\(?\d{1,2}\)|[•▪●►✓√])[ \t\xa0]")
"""A mark of an item that Markdown does not know."""
_FIRST_WORD = compile_late(r"(?:!?\[[^\[\]]*\]\([^()]*\)|`[^`]*`|\S)\S*")
"""A word, or a link that no program breaks."""
_WORD = compile_late(r"\w")
_UNFINISHED = ",:(–—-/&“[+\\"
"""Signs at the end of a line whose sentence goes on."""
_SENTENCE_ENDS = ".;!?…”"
_PAIRS = (("[", "]"), ("(", ")"), ("“", "”"))


def begins_paragraph(above: str, line: str, md: Markdown) -> bool:
    """Tell if a line below ``above`` begins a new paragraph.

    It begins like a sentence, and nothing shows that a program wrapped the lines. ``above`` has the mark of an item, of a
    quotation or of a note: behind further lines, a text is a wrapped one.
    """
    end = above.rstrip(" *_")
    first = line.lstrip(_OPENING_SIGNS)[:1]
    is_marked = _TYPED_MARK.match(line) is not None
    if not end or end[-1] in _UNFINISHED or above.endswith("  ") or not (first.isupper() or is_marked):
        return False
    if any(end.count(opening) > end.count(closing) for opening, closing in _PAIRS) or end.count("`") % 2:
        return False
    if is_deliberate_break(above, line):
        return True
    return (is_marked or end[-1] in _SENTENCE_ENDS) and not _is_wrapped(md)


def is_deliberate_break(above: str, line: str) -> bool:
    """Tell if the first word of ``line`` has room behind ``above``."""
    word = _FIRST_WORD.match(line)
    return len(above) + 1 + (len(word[0]) if word else 0) <= SHORT_LINE


def _is_wrapped(md: Markdown) -> bool:
    """Tell if all lines of the text that ``md`` converts are short."""
    converter: Any = md
    known = getattr(converter, "known_length", None)
    if known is None or known[0] is not converter.lines:
        is_wrapped = all(len(line) <= MAX_WRAPPED_LENGTH for line in converter.lines)
        known = converter.known_length = (converter.lines, is_wrapped)
    result: bool = known[1]
    return result


def _part_block(blocks: list[str], mark: re.Pattern[str], md: Markdown) -> None:
    """Part the first block at a new paragraph below a line with a ``mark``."""
    lines = blocks[0].split("\n")
    for number in range(1, len(lines)):
        above = lines[number - 1]
        if mark.match(above) and begins_paragraph(above, lines[number], md):
            blocks[:1] = ["\n".join(lines[:number]), "\n".join(lines[number:])]
            return


class QuotationProcessor(BlockQuoteProcessor):
    """Reads quotations up to a line that begins a new paragraph."""

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Parse a quotation, and leave the lines below it."""
        _part_block(blocks, self.RE, self.parser.md)
        super().run(parent, blocks)


class NoteProcessor(FootnoteBlockProcessor):
    """Reads footnotes up to a line that begins a new paragraph.

    Among the notes at the end of a text, such a line belongs to the note above it.
    """

    def __init__(self, footnotes: FootnoteExtension) -> None:
        super().__init__(footnotes)
        self._counted: tuple[list[str], int] = [], 0
        """Blocks, and the number of notes and blocks without words at their end, counted once."""

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Keep a footnote, and leave the lines below it."""
        if self._has_text_behind(blocks):
            _part_block(blocks, self.RE, self.parser.md)
        return bool(super().run(parent, blocks))

    def _has_text_behind(self, blocks: list[str]) -> bool:
        """Tell if a block behind the first one has text of its own.

        Blocks are taken from the front of the list, so the number at its end stays.
        """
        if self._counted[0] is not blocks:
            notes = takewhile(self._belongs_to_notes, reversed(blocks))
            self._counted = blocks, sum(1 for _ in notes)
        return self._counted[1] < len(blocks) - 1

    def _belongs_to_notes(self, block: str) -> bool:
        """Tell if a block is a note, or has no words for readers.

        Definitions, abbreviations and comments stand among the notes too.
        """
        text = block.lstrip("\n")
        if text.startswith("    ") or self.RE.match(text):
            return True
        for pattern in (REFERENCE_PATTERN, ABBREVIATION_PATTERN):
            text = pattern.sub("", text)
        return _WORD.search(HTML_PLACEHOLDER_RE.sub(self._read_html, text)) is None

    def _read_html(self, placeholder: re.Match[str]) -> str:
        """Return a piece of HTML, or an empty text for a comment."""
        written = str(self.parser.md.htmlStash.rawHtmlBlocks[int(placeholder[1])])
        return "" if written.startswith("<!--") else written
