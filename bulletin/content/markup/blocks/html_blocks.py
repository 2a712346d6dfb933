"""Markdown inside blocks of HTML.

Text behind an empty line is read as CommonMark reads it. Other text keeps its lines, and only its inline marks are read.
Blocks without marks stay as they are, so that pages of other systems do not change.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.toc import unique
from markdown.treeprocessors import Treeprocessor
from markdown.util import Registry

from bulletin.content.markup.lost_text import report_lost_text, take_lost_texts
from bulletin.text.late_patterns import compile_late

_RAW_ELEMENTS = frozenset("pre script style textarea iframe svg math object video audio title xmp".split())
_INLINE_PARENTS = frozenset("p h1 h2 h3 h4 h5 h6 summary caption dt legend".split())
"""Elements that may contain no other blocks."""
_BLOCKS = (
    "address article aside blockquote body canvas caption center col colgroup dd details dialog div dl dt fieldset figcaption"
    " figure footer form group h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main map menu nav noscript ol option"
    " output p progress section summary table tbody td tfoot th thead tr ul"
)
_TAG = (
    r"(?is)"
    rf"<!--.*?-->|\x02wzxhzdk:\d+\x03|<(?P<end>/?)(?P<name>{'|'.join((*_BLOCKS.split(), *_RAW_ELEMENTS))})"
    r"""(?=[\s/>])(?:[^<>"']|"[^"]*"|'[^']*')*+>"""
)
_INLINE_MARK = compile_late(
    r"\[[^\[\]\n]*\]\(|\*\*[^\s*]|(?<![\w*])\*[^\s*)][^*\n]*\*|(?<![\w_])_[^\s_)][^_\n]*_(?!\w)|~~\S|(?<!\\)\\\n(?=[^\n])"
)
_EMPTY_LINE = compile_late(r"\n[ \t]*\n")
_CODE = compile_late(r"<(?:code|kbd|samp|tt|var)\b", re.IGNORECASE)
_LABEL = compile_late(r"\[([^\[\]\n]+)\]")
_HEADING_ID = compile_late(r'(<h[1-6] id=")(muc-[^"]*)')
_PARAGRAPH = compile_late(r"<p>(.*)</p>", re.DOTALL)


class HtmlBlocks(Treeprocessor):
    """Converts the Markdown in blocks of HTML, which stand in the stash.

    The tree exists then, so that definitions of addresses and footnotes outside of the blocks are known.
    """

    def __init__(self, md: Markdown, create_converter: Callable[[], Markdown]) -> None:
        super().__init__(md)
        self._create_converter = create_converter
        self._converters: dict[bool, Markdown] = {}

    def run(self, _root: Element) -> None:
        """Convert the blocks in the stash."""
        stash = self.md.htmlStash.rawHtmlBlocks
        for number, block in enumerate(stash):
            if isinstance(block, str) and (self._has_mark(block) or _EMPTY_LINE.search(block)):
                stash[number] = "".join(self._convert_block(block))

    def _has_mark(self, text: str) -> bool:
        """Tell if a text has inline marks, or names of definitions."""
        if _INLINE_MARK.search(text):
            return True
        notes = _get_footnotes(self.md).footnotes
        if not notes and not self.md.references:
            return False
        return any(
            label.strip().lower() in self.md.references or (label[0] == "^" and label[1:] in notes)
            for label in _LABEL.findall(text)
        )

    def _convert_block(self, block: str) -> Iterator[str]:
        place, parent, is_raw, pending = 0, "", "", ""
        if re.search(_TAG, block) is None:
            # An element of an extension. Its text would never get shorter:
            yield block
            return
        for found in re.finditer(_TAG, block):
            text, tag = block[place : found.start()], found[0]
            place = found.end()
            name = (found["name"] or "").lower()
            converted = text if is_raw else self._convert_text(text, parent)
            if parent == "p" and pending and converted.lstrip().startswith("<figure"):
                # A paragraph may not contain a figure:
                pending = f"<div{pending[2:]}"
                tag = "</div>" if found["end"] and name == "p" else tag
            yield pending
            yield converted
            pending = tag
            if is_raw:
                is_raw = "" if found["end"] and name == is_raw else is_raw
            elif name in _RAW_ELEMENTS and not found["end"]:
                is_raw = name
            if name:
                parent = "" if found["end"] else name
        yield pending
        yield block[place:] if is_raw else self._convert_text(block[place:], parent)

    def _convert_text(self, text: str, parent: str) -> str:
        """Return the HTML of a text between two tags of blocks."""
        if not text.strip() or _CODE.search(text) or "\x02" in text:
            return text
        has_blocks = parent not in _INLINE_PARENTS and _EMPTY_LINE.search(text) is not None
        if not has_blocks and not self._has_mark(text):
            return text
        converter = self._get_converter(has_blocks)
        converter.reset()
        converter.references.update(self.md.references)
        made = converter.convert(text.strip("\n"))
        for label, definition in converter.references.items():
            self.md.references.setdefault(label, definition)
        for lost in take_lost_texts(converter):
            report_lost_text(self.md, *lost)
        if has_blocks:
            return f"\n{made}\n"
        found = _PARAGRAPH.fullmatch(made)
        inner = found[1] if found and "<p>" not in found[1] else made
        start = text[: len(text) - len(text.lstrip())]
        return f"{start}{inner}{text[len(text.rstrip()) :]}"

    def _get_converter(self, has_blocks: bool) -> Markdown:
        """Return a converter of blocks, or of inline marks alone."""
        if has_blocks not in self._converters:
            converter = self._create_converter()
            patterns: Any = converter.inlinePatterns
            blocks: Any = converter.parser.blockprocessors
            patterns["footnote"].footnotes = blocks["footnote"].footnotes = _get_footnotes(self.md)
            if not has_blocks:
                processors, paragraphs = converter.parser.blockprocessors, Registry[BlockProcessor]()
                paragraphs.register(processors["empty"], "empty", 100)
                paragraphs.register(processors["paragraph"], "paragraph", 10)
                converter.parser.blockprocessors = paragraphs
            self._converters[has_blocks] = converter
        return self._converters[has_blocks]


class HeadingIds(Treeprocessor):
    """Gives headings in blocks of HTML ids that no other heading has.

    Each text in a block is converted by itself, so “Trả lời” may stand in many of them.
    """

    def run(self, root: Element) -> None:
        """Rename ids in the stash. The tree has the ids of all other headings."""
        stash = self.md.htmlStash.rawHtmlBlocks
        if not any(isinstance(block, str) and _HEADING_ID.search(block) for block in stash):
            return
        used = {element.attrib["id"] for element in root.iter() if "id" in element.attrib}
        counts = dict[str, int]()

        def rename(found: re.Match[str]) -> str:
            return found[1] + unique(found[2], used, counts)

        stash[:] = [_HEADING_ID.sub(rename, block) if isinstance(block, str) else block for block in stash]


def _get_footnotes(md: Markdown) -> Any:
    """Return the extension of footnotes, which the inner converters share."""
    pattern: Any = md.inlinePatterns["footnote"]
    return pattern.footnotes
