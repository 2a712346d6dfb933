"""Texts of tens of thousands of blocks, in time that grows with the text.

Python-Markdown takes each block from the beginning of a list, which moves all blocks behind it.
"""

from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown

_LENGTH = 1_000
"""Blocks that a processor sees at once."""
_FEWEST = 500
"""Blocks below which more are added. No processor looks that far ahead."""


class BlockWindow(list[str]):
    """The next blocks of a text. Those behind them follow as the first ones are taken."""

    def __init__(self, blocks: list[str]) -> None:
        super().__init__(blocks[:_LENGTH])
        self._blocks, self._place = blocks, _LENGTH

    def pop(self, index: Any = -1) -> str:
        """Take a block."""
        block = super().pop(index)
        if len(self) < _FEWEST and self._place < len(self._blocks):
            end = self._place + _LENGTH
            self.extend(self._blocks[self._place : end])
            self._place = end
        return block


def register_long_texts(md: Markdown) -> None:
    """Let ``md`` read the blocks of long texts through windows."""
    parser: Any = md.parser

    def parse_chunk(parent: Element, text: str) -> None:
        blocks = text.split("\n\n")
        parser.parseBlocks(parent, BlockWindow(blocks) if len(blocks) > _LENGTH else blocks)

    parser.parseChunk = parse_chunk
