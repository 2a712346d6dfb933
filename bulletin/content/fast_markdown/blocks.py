"""Blocks: a paragraph of prose is known by how its lines begin."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, ElementTree

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import (
    BlockProcessor,
    BlockQuoteProcessor,
    CodeBlockProcessor,
    EmptyBlockProcessor,
    HashHeaderProcessor,
    HRProcessor,
    ListIndentProcessor,
    OListProcessor,
    ReferenceProcessor,
    SetextHeaderProcessor,
    UListProcessor,
)
from markdown.extensions.abbr import AbbrBlockprocessor
from markdown.extensions.def_list import DefListIndentProcessor, DefListProcessor
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.extensions.md_in_html import MarkdownInHtmlProcessor
from markdown.extensions.sane_lists import SaneOListProcessor, SaneUListProcessor
from markdown.extensions.tables import TableProcessor
from markdown.util import STX

PROCESSOR_MARKS: dict[type[BlockProcessor], str] = {
    AbbrBlockprocessor: "*[",
    BlockQuoteProcessor: ">",
    CodeBlockProcessor: " ",
    DefListIndentProcessor: " ",
    DefListProcessor: ":",
    EmptyBlockProcessor: "",
    FootnoteBlockProcessor: "[^",
    HRProcessor: "",
    HashHeaderProcessor: "#",
    ListIndentProcessor: " ",
    MarkdownInHtmlProcessor: STX,
    OListProcessor: ".",
    ReferenceProcessor: "]:",
    SaneOListProcessor: ".",
    SaneUListProcessor: "",
    SetextHeaderProcessor: "\n",
    TableProcessor: "|",
    UListProcessor: "",
}
"""What a block holds wherever a processor claims it; none of these claims what ``is_plain_paragraph`` calls prose.

Subclasses are not meant: they may do anything.
"""
_MARK = r"\s#*+:>=_\[\-"
"""How a line begins that may be more than prose: indented, or with a mark of a heading, list, quotation, rule or note."""
_FIRST = re.compile(rf"[{_MARK}\d{STX}]|\Z")
_FURTHER = re.compile(rf"\n(?:[{_MARK}]|\Z)")


def is_plain_paragraph(block: str) -> bool:
    """Tell whether ``block`` is certainly a paragraph and nothing else; in doubt it is not."""
    if _FIRST.match(block):
        return False
    return "\n" not in block or not (_FURTHER.search(block) or "|" in block)


class FastBlockParser(BlockParser):
    """Asks only those processors about a block of prose that could claim it."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._steps: list[tuple[BlockProcessor, str | None]] = []

    @classmethod
    def replace_parser(cls, stock: BlockParser) -> "FastBlockParser":
        """Return a parser with the processors of ``stock``, which they then forget."""
        parser = cls(stock.md)
        parser.blockprocessors = stock.blockprocessors
        for processor in parser.blockprocessors:
            processor.parser = parser
        return parser

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:  # noqa: N802  # Python-Markdown's names
        """Parse a document, as Python-Markdown asks."""
        self._steps = [(one, PROCESSOR_MARKS.get(type(one))) for one in self.blockprocessors]
        return super().parseDocument(lines)

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802
        """Parse ``blocks`` into ``parent``, as Python-Markdown does."""
        while blocks:
            block, prose = blocks[0], is_plain_paragraph(blocks[0])
            for processor, mark in self._steps:
                if mark is not None and (prose or mark not in block):
                    continue
                if processor.test(parent, block) and processor.run(parent, blocks) is not False:
                    break
                if blocks[0] is not block:  # an extension's processor may change it and pass it on
                    block, prose = blocks[0], is_plain_paragraph(blocks[0])
