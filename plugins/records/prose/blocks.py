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

_PASS_PROSE_BY = frozenset(
    {
        AbbrBlockprocessor,
        BlockQuoteProcessor,
        CodeBlockProcessor,
        DefListIndentProcessor,
        DefListProcessor,
        EmptyBlockProcessor,
        FootnoteBlockProcessor,
        HRProcessor,
        HashHeaderProcessor,
        ListIndentProcessor,
        MarkdownInHtmlProcessor,
        OListProcessor,
        ReferenceProcessor,
        SaneOListProcessor,
        SaneUListProcessor,
        SetextHeaderProcessor,
        TableProcessor,
        UListProcessor,
    }
)
"""Processors that leave alone what ``is_prose`` calls prose. No subclasses: they may do anything."""
_MARK = r"\s#*+:>=_\[\-"
"""How a line begins that may be more than prose: indented, or with a mark of a heading, list, quotation, rule or note."""
_FIRST = re.compile(rf"[{_MARK}\d{STX}]|\Z")
_FURTHER = re.compile(rf"\n(?:[{_MARK}]|\Z)")


def is_prose(block: str) -> bool:
    """Tell whether ``block`` is certainly a paragraph and nothing else; in doubt it is not."""
    if _FIRST.match(block):
        return False
    return "\n" not in block or not (_FURTHER.search(block) or "|" in block)


class ProseParser(BlockParser):
    """Asks only those processors about a block of prose that could claim it."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._asked: list[BlockProcessor] = []

    @classmethod
    def in_place_of(cls, stock: BlockParser) -> "ProseParser":
        """Return a parser with the processors of ``stock``, which they then forget."""
        parser = cls(stock.md)
        parser.blockprocessors = stock.blockprocessors
        for processor in parser.blockprocessors:
            processor.parser = parser
        return parser

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:  # noqa: N802  # Python-Markdown's names
        """Parse a document, as Python-Markdown asks."""
        self._asked = [one for one in self.blockprocessors if type(one) not in _PASS_PROSE_BY]
        return super().parseDocument(lines)

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802
        """Parse ``blocks`` into ``parent``, as Python-Markdown does."""
        while blocks:
            for processor in self._asked if is_prose(blocks[0]) else self.blockprocessors:
                if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                    break
