"""Lists as CommonMark reads them, with the numbers that the editor typed.

Python-Markdown nests items by four blanks only, wants an empty line above a list, and counts the items itself.
"""

import re
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor

from bulletin.content.markup.blocks.line_breaks import begins_paragraph
from bulletin.content.markup.complexity_limits import MAX_OPEN_BRACKETS, NESTING_PROBLEM, ComplexityError
from bulletin.content.markup.fences import normalize_fences
from bulletin.text.late_patterns import compile_late

_ITEM = compile_late(
    r"(?P<indent>[ ]*)(?:(?P<bullet>[-*+])|(?P<number>0|[1-9]\d{0,8})\.)(?P<blanks>[ ]+)(?=\S)"
)
"""The mark of an item. Browsers count to 2,147,483,647, so a longer number is text (CommonMark, 5.2).

No list prints 01, so it is text too.
"""
_EMPTY_ITEM = compile_late(r"(?P<indent>[ ]*)(?:[-*+]|(?P<number>0|[1-9]\d{0,8})\.)[ ]*$")
"""An item without text. It only continues a list."""
_RULE = compile_late(r"[ ]{0,3}(?:(?:-[ ]{0,2}){3,}|(?:\*[ ]{0,2}){3,}|(?:_[ ]{0,2}){3,})[ ]*$")
_POSSIBLE_ITEM = compile_late(r"(?:^|\n)[ ]*(?:[-*+]|\d{1,9}\.)[ ]+\S")
_OTHER_BLOCK = compile_late(r"[ ]{0,3}(?:#{1,6}[ ]|>(?![\d=])|\x02wzxhzdk:\d+\x03$)")
"""A line that ends a list without an empty line."""
_FENCE = compile_late(r"^ {0,3}(?:```|~~~)", re.MULTILINE)
_LEAST_INDENT = 2
"""Blanks behind the mark of an item from which a line belongs to the item."""


class _Mark(NamedTuple):
    """The mark of an item."""

    indent: int
    width: int
    """Characters up to the text."""
    number: int | None
    """The typed number, or None for a bullet."""
    bullet: str = ""
    """The sign of a bullet with text."""


class _Item:
    """An item of a list, with its lines."""

    def __init__(self, mark: _Mark, text: str) -> None:
        self.mark = mark
        self.lines = [text]


def _read_mark(line: str) -> _Mark | None:
    found = _ITEM.match(line)
    if found is None or _RULE.match(line):
        return None
    number = found["number"]
    indent = len(found["indent"])
    width = len(found[0]) - indent
    if len(found["blanks"]) > 4:  # CommonMark, 5.2
        width -= len(found["blanks"]) - 1
    return _Mark(indent, width, None if number is None else int(number), found["bullet"] or "")


def _read_empty_mark(line: str, above: _Mark) -> _Mark | None:
    """Return the mark of an item without text that follows the item ``above``."""
    found = _EMPTY_ITEM.match(line)
    if found is None:
        return None
    if found["number"] is None:
        return _Mark(len(found["indent"]), 2, None)
    number = int(found["number"])
    is_next = above.number is not None and number == above.number + 1
    return _Mark(len(found["indent"]), len(found["number"]) + 2, number) if is_next else None


class ListProcessor(BlockProcessor):
    """Reads lists of bullets and of numbers."""

    _lines: list[str]
    _start: int | None

    def test(self, parent: Element, block: str) -> bool:
        """Tell if the block has a list."""
        if _POSSIBLE_ITEM.search(block) is None:
            return False
        self._lines = block.split("\n")
        self._start = _find_start(self._lines, self._is_in_item())
        return self._start is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Parse a list, with the text above it and the following blocks that belong to it."""
        if len(self.parser.state) > MAX_OPEN_BRACKETS:
            raise ComplexityError(NESTING_PROBLEM)
        blocks.pop(0)
        rest, start = self._lines, self._start
        is_in_item = self._is_in_item()
        while rest:  # a block that is joined again for each list would take too long
            if start is None:
                blocks.insert(0, "\n".join(rest))
                return
            if start:
                self.parser.parseBlocks(parent, ["\n".join(rest[:start])])
            reader = _ListReader(rest[start], self.parser.md)
            rest = reader.read_lines(rest[start:])
            while not rest and blocks and reader.is_continued_by(blocks[0]):
                rest = reader.read_lines(["", *blocks.pop(0).split("\n")])
            self._write_list(parent, reader.items)
            start = _find_start(rest, is_in_item)

    def _is_in_item(self) -> bool:
        return self.parser.state.isstate("list") or self.parser.state.isstate("looselist")

    def _write_list(self, parent: Element, items: list[_Item]) -> None:
        numbers = [item.mark.number for item in items if item.mark.number is not None]
        element = SubElement(parent, "ol" if numbers else "ul")
        is_loose = any(_is_loose(item, item is items[-1]) for item in items)
        for item in items:
            made = SubElement(element, "li")
            self.parser.state.set("looselist" if is_loose else "list")
            self.parser.parseBlocks(made, self._split_blocks(item.lines))
            self.parser.state.reset()
        if not numbers or set(numbers) == {1}:
            return  # “1.” before each item asks for a count, on GitHub too
        if numbers[0] != 1:
            element.set("start", str(numbers[0]))
        expected = numbers[0]
        for made, number in zip(element, numbers, strict=True):
            if number != expected:
                made.set("value", str(number))
            expected = number + 1

    def _split_blocks(self, lines: list[str]) -> list[str]:
        """Return the blocks of an item, with its fenced code in the stash."""
        if len(lines) == 1:
            return lines
        text = "\n".join(lines).strip("\n")
        if _FENCE.search(text):
            fenced: Any = self.parser.md.preprocessors["fenced_code_block"]
            text = "\n".join(fenced.run(normalize_fences(text.split("\n")))).strip("\n")
        return [block.strip("\n") for block in text.split("\n\n") if block.strip()]


class _ListReader:
    """Collects the items of one list."""

    def __init__(self, first_line: str, md: Markdown) -> None:
        self._md = md
        self._has_further_line = False
        """True if the last item has a line without indentation below its mark."""
        self._has_inner_list = False
        """True if another bullet, without indentation, begins a list in the last item."""
        mark = _read_mark(first_line)
        assert mark is not None  # noqa: S101  # the first line of a list has a mark
        self._is_numbered = mark.number is not None
        self.items: list[_Item] = []

    def read_lines(self, lines: list[str]) -> list[str]:
        """Add lines to the list. Return those that do not belong to it."""
        for number, line in enumerate(lines):
            if not line.strip():
                self.items[-1].lines.append("")
            elif not self._add_line(line):
                return lines[number:]
        return []

    def is_continued_by(self, block: str) -> bool:
        """Tell if the first line of a block belongs to the list."""
        line = block.lstrip("\n").partition("\n")[0]
        return bool(line.strip()) and self._belongs(line)

    def _belongs(self, line: str) -> bool:
        return self._is_inside(line) or self._is_sibling(_read_mark(line))

    def _is_inside(self, line: str) -> bool:
        """Tell if a line is indented into the last item."""
        if not self.items:
            return False
        return _count_indent(line) >= self.items[-1].mark.indent + _LEAST_INDENT

    def _is_sibling(self, mark: _Mark | None) -> bool:
        return mark is not None and (mark.number is not None) == self._is_numbered

    def _is_of_inner_list(self, mark: _Mark) -> bool:
        """Tell if another bullet than that of the list makes an item of an inner list.

        Offices type ``+`` below ``-``. Any other bullet is inner below a colon, or below an inner item.
        """
        if not self.items or mark.bullet in ("", self.items[0].mark.bullet):
            return False
        is_plus_below_dash = self.items[0].mark.bullet == "-" and mark.bullet == "+"
        return (
            self._has_inner_list or is_plus_below_dash or self.items[-1].lines[0].rstrip(" *_").endswith(":")
        )

    def _add_item(self, mark: _Mark, line: str) -> bool:
        """Add a line with the mark of an item. Return False if it begins another list."""
        if not self._is_sibling(mark):
            return False
        self._has_further_line = False
        if self._is_of_inner_list(mark):
            self.items[-1].lines.append(line[mark.indent :])
            self._has_inner_list = True
        else:
            self.items.append(_Item(mark, line[mark.indent + mark.width :]))
            self._has_inner_list = False
        return True

    def _add_line(self, line: str) -> bool:
        if self._is_inside(line):
            item = self.items[-1]
            self._has_further_line = False
            item.lines.append(line[min(_count_indent(line), item.mark.width + item.mark.indent) :])
            return True
        mark = _read_mark(line) or (_read_empty_mark(line, self.items[-1].mark) if self.items else None)
        if mark is not None:
            return self._add_item(mark, line)
        above = self.items[-1].lines[-1]
        if not above or _OTHER_BLOCK.match(line) or _RULE.match(line):
            return False
        if not self._has_further_line and begins_paragraph(above, line, self._md):
            return False
        self._has_further_line = True
        self.items[-1].lines.append(line.lstrip())
        return True


def _count_indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _find_start(lines: list[str], is_in_item: bool) -> int | None:
    """Return the number of the line at which a list begins, or None.

    Inside an item, the indentation shows that a number begins a list.
    """
    for number, line in enumerate(lines):
        mark = _read_mark(line)
        if mark is not None and (number == 0 or is_in_item or _interrupts(lines, number, mark)):
            return number
    return None


def _interrupts(lines: list[str], number: int, mark: _Mark) -> bool:
    """Tell if an item ends the paragraph above it.

    A number other than 1 can be a part of a sentence. It begins a list if a colon or another number tells so.
    """
    above = lines[number - 1]
    if mark.number is None or mark.number == 1 or above.rstrip(" *_").endswith(":"):
        return True
    if number + 1 == len(lines):
        return False
    following = _read_mark(lines[number + 1])
    return following is not None and following.number == mark.number + 1


def _is_loose(item: _Item, is_last: bool) -> bool:
    """Tell if blocks of an item, or the item and the next, stand apart."""
    lines = item.lines
    if not any(lines):
        return len(lines) > 1 and not is_last
    last = len(lines)
    while last > 0 and not lines[last - 1]:
        last -= 1
    if last < len(lines) and not is_last:
        return True
    has_list = False
    for number, line in enumerate(lines[:last]):
        if number > 1 and not lines[number - 1]:
            in_list = has_list and (line.startswith("  ") or _read_mark(line) is not None)
            if line and not in_list:
                return True
        has_list = has_list or (number > 0 and _read_mark(line) is not None)
    return False
