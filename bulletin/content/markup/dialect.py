"""Rules in which the dialect differs from Python-Markdown.

``docs/markdown.md`` has the table of the rules, with what GitHub and Pandoc do.
Most rules replace one pattern of the library. Lists and tables have block processors of their own.
"""

import re
from typing import Any

from markdown import Markdown

from bulletin.content.markup.blocks.line_breaks import NoteProcessor, QuotationProcessor
from bulletin.content.markup.blocks.lists import ListProcessor
from bulletin.content.markup.blocks.long_texts import register_long_texts
from bulletin.content.markup.blocks.raw_html import WholeTailHtml
from bulletin.content.markup.blocks.tables import WholeTableProcessor
from bulletin.content.markup.fences import Fences
from bulletin.content.markup.inlines.angle_brackets import TEXT_BRACKET, AngleBrackets, TextBrackets
from bulletin.content.markup.inlines.backslashes import register_backslashes
from bulletin.content.markup.inlines.bare_addresses import register_bare_addresses
from bulletin.content.markup.inlines.code_spans import register_code_spans
from bulletin.content.markup.inlines.emphasis import register_emphasis
from bulletin.content.markup.inlines.link_titles import register_link_titles
from bulletin.content.markup.line_starts import LineStarts
from bulletin.content.markup.syntax import ABBREVIATION, ATTRIBUTES, REFERENCE_PATTERN
from bulletin.text.late_patterns import compile_late

_ESCAPED = "\"$%&',:;<=@^|~"
"""Further signs that a backslash makes text of. Slashes are not among them, because links with them are refused."""
_HEADING = compile_late(
    r"(?:^|\n)[ ]{0,3}(?P<level>#{1,6})[ \t]+(?P<header>(?=\S)[^\n]*?)(?:[ \t]+#+)?[ \t]*(?:\n|$)"
)
"""A heading: a blank stands behind ``#``, and before ``#`` at the end (CommonMark, 4.2)."""
_QUOTATION = compile_late(r"(^|\n)[ ]{0,3}>(?![\d=])[ ]?(.*)")
"""A line of a quotation. Right before a figure, the sign means “more than”."""
_UNDERLINED_HEADING = compile_late(r"^.*?\n(?:={2,}|-{2,})[ ]*(\n|$)", re.MULTILINE)
"""A heading with a line of signs below. One sign is an empty item, or text."""
_ABBREVIATION_BLOCK = compile_late(rf"^{ABBREVIATION}", re.MULTILINE)
"""An abbreviation. A label with a blank, or a further star, makes text of the line."""


def apply_dialect(md: Markdown) -> None:
    """Change the parts of ``md``."""
    md.ESCAPED_CHARS = list(dict.fromkeys((*md.ESCAPED_CHARS, *_ESCAPED, TEXT_BRACKET)))
    blocks = md.parser.blockprocessors
    heading: Any = blocks["hashheader"]
    heading.RE = _HEADING
    underlined: Any = blocks["setextheader"]
    underlined.RE = _UNDERLINED_HEADING
    quotation: Any = QuotationProcessor(md.parser)
    quotation.RE = _QUOTATION
    blocks.register(quotation, "quote", 20)
    note: Any = blocks["footnote"]
    blocks.register(NoteProcessor(note.footnotes), "footnote", 17)
    reference: Any = blocks["reference"]
    reference.RE = REFERENCE_PATTERN
    abbreviation: Any = blocks["abbr"]
    abbreviation.RE = _ABBREVIATION_BLOCK
    register_long_texts(md)
    register_emphasis(md)
    register_code_spans(md)
    register_link_titles(md)
    attributes: Any = md.treeprocessors["attr_list"]
    attributes.HEADER_RE = re.compile(rf"[ ]+{ATTRIBUTES}[ ]*$")
    attributes.BLOCK_RE = re.compile(rf"\n[ ]*{ATTRIBUTES}[ ]*$")
    attributes.INLINE_RE = re.compile(f"^{ATTRIBUTES}")
    register_backslashes(md)
    register_bare_addresses(md)
    md.preprocessors.register(WholeTailHtml(md), "html_block", 20)
    # Fenced code (25) keeps its text, and raw HTML (20) is read behind these:
    md.preprocessors.register(Fences(md), "bulletin_fences", 26)
    md.preprocessors.register(LineStarts(md), "bulletin_line_starts", 24)
    md.preprocessors.register(AngleBrackets(md), "bulletin_angle_brackets", 22)
    md.postprocessors.register(TextBrackets(md), "bulletin_text_brackets", 5)
    for name in ("indent", "olist", "ulist"):
        blocks.deregister(name, strict=False)
    blocks.register(ListProcessor(md.parser), "bulletin_lists", 73)
    table: Any = blocks["table"]
    blocks.register(WholeTableProcessor(md.parser, table.config), "table", 75)
