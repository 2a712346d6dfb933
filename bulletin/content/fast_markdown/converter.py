"""The converter: Python-Markdown with the parser, the inline processor and the serializer of this package."""

from typing import Self

from markdown import Markdown

from bulletin.content.fast_markdown.blocks import FastBlockParser
from bulletin.content.fast_markdown.inline import FastInlineProcessor
from bulletin.content.fast_markdown.serializer import serialize_html


class FastMarkdown(Markdown):
    """Converts as its parent does. Extensions find every part under its name and may replace it."""

    output_formats = {**Markdown.output_formats, "html": serialize_html}  # noqa: RUF012  # Python-Markdown's form

    def build_parser(self) -> Self:
        """Build the parts of the converter, before any extension is loaded."""
        self._levels: dict[str, bool] = {}
        super().build_parser()
        self.parser = FastBlockParser.replace_parser(self.parser)
        self.treeprocessors.register(FastInlineProcessor(self), "inline", 20)
        return self

    def convert(self, source: str) -> str:
        """Return the HTML of ``source``, which stays in ``source`` until the next one."""
        self.source = source
        return super().convert(source)

    def reset(self) -> Self:
        """Forget the last text."""
        self._levels = {}
        return super().reset()

    def is_block_level(self, tag: object) -> bool:
        """Tell whether ``tag`` is a block's; asked many times of few tags."""
        if not isinstance(tag, str):
            return False
        level = self._levels.get(tag)
        if level is None:
            level = self._levels[tag] = super().is_block_level(tag)
        return level
