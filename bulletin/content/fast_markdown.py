"""Fast path for Markdown, with cheaper versions of six parts of Python-Markdown.

The output is the same to the byte. ``tests/content/test_fast_markdown.py`` compares it with the library.
The first four parts look for a character without which the part of the library has no effect.
The syntax of extensions that a site adds is always searched.

``FastMarkdown`` replaces the block parser and the inline processor. ``FastProcessors`` replaces
two preprocessors and the processor of abbreviations.

Reason: most articles are plain sentences, and the library tries each pattern on each paragraph.
The library takes 1.35 ms for an article of ``bench/corpus.py``, this module 0.30 ms. The parts save these shares of the time
of the library.

- ``FastInlineProcessor``: 40 %.
- ``FastBlockParser``: 28 %.
- ``_FastWhitespace``: 3.7 %.
- ``_FastFencedCode``: 2.6 %.
- ``serialize_html``: 1.0 %, a hundredth of a cold build.
- ``_FastAbbreviations``: 0.2 %, but the library needs quadratic time for many elements beside each other.
"""

import re
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any, Self
from xml.etree.ElementTree import HTML_EMPTY, Element, ElementTree

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
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrBlockprocessor, AbbrTreeprocessor
from markdown.extensions.def_list import DefListIndentProcessor, DefListProcessor
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.extensions.footnotes import FootnoteBlockProcessor, FootnoteInlineProcessor
from markdown.extensions.md_in_html import MarkdownInHtmlProcessor
from markdown.extensions.sane_lists import SaneOListProcessor, SaneUListProcessor
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import (
    AUTOLINK_RE,
    AUTOMAIL_RE,
    BACKTICK_RE,
    ENTITY_RE,
    ESCAPE_RE,
    HTML_RE,
    IMAGE_LINK_RE,
    IMAGE_REFERENCE_RE,
    LINE_BREAK_RE,
    LINK_RE,
    REFERENCE_RE,
    AutolinkInlineProcessor,
    AutomailInlineProcessor,
    BacktickInlineProcessor,
    DelimiterProcessor,
    EscapeInlineProcessor,
    HtmlInlineProcessor,
    ImageInlineProcessor,
    ImageReferenceInlineProcessor,
    LinkInlineProcessor,
    Pattern,
    ReferenceInlineProcessor,
    ShortImageReferenceInlineProcessor,
    ShortReferenceInlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.preprocessors import NormalizeWhitespace
from markdown.serializers import BOOLEAN_ATTRIBUTES, RE_AMP, to_html_string  # type: ignore[attr-defined]  # newer than the stubs
from markdown.treeprocessors import InlineProcessor
from markdown.util import ETX, INLINE_PLACEHOLDER_PREFIX, STX, AtomicString, Registry

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
"""A text that each block of a processor contains.

None of these processors accepts a block for which ``is_plain_paragraph`` is true. Subclasses are not included, because
they can accept other blocks.
"""
_MARK = r"\s#*+:>=_\[\-"
"""First characters of lines that can be more than plain text, for example of a heading, list or quotation."""
_FIRST = re.compile(rf"[{_MARK}\d{STX}]|\Z")
_FURTHER = re.compile(rf"\n(?:[{_MARK}]|\d{{1,9}}\.[ ]|\Z)")
PATTERN_MARKS: dict[tuple[type[Pattern], str], str] = {
    (AutolinkInlineProcessor, AUTOLINK_RE): "<",
    (AutomailInlineProcessor, AUTOMAIL_RE): "<",
    (BacktickInlineProcessor, BACKTICK_RE): "`",
    (EscapeInlineProcessor, ESCAPE_RE): "\\",
    (FootnoteInlineProcessor, r"\[\^([^\]]*)\]"): "[",
    (HtmlInlineProcessor, ENTITY_RE): "&",
    (HtmlInlineProcessor, HTML_RE): "<",
    (ImageInlineProcessor, IMAGE_LINK_RE): "[",
    (ImageReferenceInlineProcessor, IMAGE_REFERENCE_RE): "[",
    (LinkInlineProcessor, LINK_RE): "[",
    (ReferenceInlineProcessor, REFERENCE_RE): "[",
    (ShortImageReferenceInlineProcessor, IMAGE_REFERENCE_RE): "[",
    (ShortReferenceInlineProcessor, REFERENCE_RE): "[",
    (SubstituteTagInlineProcessor, LINE_BREAK_RE): "  \n",
}
"""A text that each match of a pattern contains, by class and regular expression of the pattern."""


DELIMITER_TYPES: set[type[Pattern]] = {DelimiterProcessor}
"""Processors of emphasis, which match only their tokens."""
_VALUELESS = BOOLEAN_ATTRIBUTES["html"]
_ORDINARY = frozenset("blockquote div em h2 h3 h4 li ol p strong table tbody td th thead tr ul".split())
"""Elements that have an end tag and escaped text."""
_RAW = frozenset({"script", "style"})


class _UnsupportedTreeError(Exception):
    """A tree with comments, processing instructions or qualified names."""


def serialize_html(element: Element) -> str:
    """Return the HTML of ``element``, as the library does."""
    parts: list[str] = []
    try:
        _write_element(element, parts.append)
    except (RecursionError, _UnsupportedTreeError):
        return to_html_string(element)
    return "".join(parts)


def _write_element(node: Element, write: Callable[[str], None]) -> None:
    tag = node.tag
    ordinary = tag in _ORDINARY
    write(f"<{tag}>" if ordinary and not node.items() else f"<{tag}{_format_attributes(node)}>")
    if text := node.text:
        write(_escape_text(text) if ordinary or tag.lower() not in _RAW else text)
    for child in node:
        _write_element(child, write)
    if ordinary or tag.lower() not in HTML_EMPTY:
        write(f"</{tag}>")
    if tail := node.tail:
        write(_escape_text(tail))


def _format_attributes(node: Element) -> str:
    pairs: list[tuple[str, str | None]] = list(node.items())
    names = (node.tag, *(key for key, _ in pairs), *(value for _, value in pairs if value is not None))
    if not all(isinstance(name, str) for name in names):
        raise _UnsupportedTreeError
    made = ""
    for key, value in sorted(pairs):
        if value is None:
            made += f" {key}"
            continue
        escaped = _escape_text(value).replace('"', "&quot;")
        made += f" {escaped}" if key == escaped and key in _VALUELESS else f' {key}="{escaped}"'
    return made


def _escape_text(text: str) -> str:
    """Escape the signs of HTML in ``text``. Entities stay."""
    if "&" in text:
        text = RE_AMP.sub("&amp;", text)
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text


class FastMarkdown(Markdown):
    """Converts with the fast block parser and inline processor.

    Extensions can replace both.
    """

    output_formats = {**Markdown.output_formats, "html": serialize_html}  # noqa: RUF012  # Python-Markdown's form

    def build_parser(self) -> Self:
        """Build the parts of the converter before extensions are loaded."""
        self._block_tags: dict[Any, bool] = {}
        super().build_parser()
        self.parser = FastBlockParser.replace_parser(self.parser)
        self.treeprocessors.register(FastInlineProcessor(self), "inline", 20)
        return self

    def reset(self) -> Self:
        """Prepare the converter for the next text."""
        self._block_tags.clear()
        super().reset()
        return self

    def is_block_level(self, tag: Any) -> bool:
        """Tell if a tag is that of a block. The library searches a list for each element."""
        known = self._block_tags.get(tag)
        if known is None:
            known = self._block_tags[tag] = super().is_block_level(tag)
        return known


class FastProcessors(Extension):
    """Replaces three processors of extensions that are already loaded."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # the name is Python-Markdown's
        """Register the processors with the priorities of Python-Markdown."""
        fenced: Any = md.preprocessors["fenced_code_block"]
        md.preprocessors.register(_FastWhitespace(md), "normalize_whitespace", 30)
        md.preprocessors.register(_FastFencedCode(md, fenced.config), "fenced_code_block", 25)
        abbreviations: Any = md.treeprocessors["abbr"]
        md.treeprocessors.register(_FastAbbreviations(md, abbreviations.abbrs), "abbr", 7)


class FastBlockParser(BlockParser):
    """Asks only the processors that can accept a block.

    For a plain paragraph, these are the paragraph processor and the processors of a site.
    """

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._steps: list[tuple[BlockProcessor, str | None]] = []

    @classmethod
    def replace_parser(cls, parser: BlockParser) -> "FastBlockParser":
        """Return a parser that takes the processors of ``parser``."""
        fast = cls(parser.md)
        fast.blockprocessors = parser.blockprocessors
        for processor in fast.blockprocessors:
            processor.parser = fast
        return fast

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:  # noqa: N802  # the name is Python-Markdown's
        """Parse a document."""
        self._steps = [
            (processor, PROCESSOR_MARKS.get(type(processor))) for processor in self.blockprocessors
        ]
        return super().parseDocument(lines)

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802
        """Parse ``blocks`` into ``parent``."""
        while blocks:
            block, is_plain = blocks[0], is_plain_paragraph(blocks[0])
            for processor, mark in self._steps:
                if mark is not None and (is_plain or mark not in block):
                    continue
                if processor.test(parent, block) and processor.run(parent, blocks) is not False:
                    break
                if blocks[0] is not block:  # a processor of an extension may change the block and refuse it
                    block, is_plain = blocks[0], is_plain_paragraph(blocks[0])


def is_plain_paragraph(block: str) -> bool:
    """Tell if ``block`` is certainly a paragraph without other block syntax."""
    if _FIRST.match(block):
        return False
    return "\n" not in block or not (_FURTHER.search(block) or "|" in block)


class FastInlineProcessor(InlineProcessor):
    """Tries only patterns whose marks are in the text, on paragraphs with marks."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._patterns: list[Pattern] = []
        self._marks: list[tuple[str, ...]] = []
        """The marks of each pattern. They stay the same for all texts."""

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Apply inline patterns to ``tree``."""
        text = "".join(tree.itertext())
        patterns = list(self.md.inlinePatterns)
        if patterns != self._patterns:
            self._patterns, self._marks = patterns, [get_pattern_marks(pattern) for pattern in patterns]
        marks = self._marks
        if ancestors or () in marks or INLINE_PLACEHOLDER_PREFIX in text:
            return super().run(tree, ancestors)
        present = [
            mark
            for mark in dict.fromkeys(chain(*marks))
            if mark[0] in text and (len(mark) == 1 or (mark[-1] in text and mark in text))
        ]  # the search for a single character is much faster
        if "[^" in text:  # settings of an extension can put any markup into the number of a footnote
            return self._run_on_marked(tree, present)
        possible: Registry[Pattern] = Registry()
        for number, pattern in enumerate(patterns):
            if not set(marks[number]).isdisjoint(present):
                possible.register(pattern, str(number), -number)
        self.inlinePatterns = possible  # type: ignore[assignment]  # the stubs mean another class of this name
        try:
            return self._run_on_marked(tree, present)
        finally:
            self.inlinePatterns = self.md.inlinePatterns  # type: ignore[assignment]

    def _run_on_marked(self, tree: Element, marks: list[str]) -> Element:
        if any(_has_mark(child.tail, marks) for child in tree):
            return super().run(tree)  # elements made from a tail become children of the tree
        part = Element(tree.tag)
        for child in tree:
            if _has_mark("".join(child.itertext()) if len(child) else child.text, marks):
                part.append(child)
        super().run(part)
        return tree


def get_pattern_marks(pattern: Pattern) -> tuple[str, ...]:
    """Return the marks of a pattern, or none if the pattern is unknown.

    A text that the pattern matches contains one of the marks.
    """
    if type(pattern) in DELIMITER_TYPES:
        return tuple(pattern.tokens)  # type: ignore[attr-defined]  # all these types have tokens
    mark = PATTERN_MARKS.get((type(pattern), pattern.pattern))
    return (mark,) if mark else ()


def _has_mark(text: str | None, marks: list[str]) -> bool:
    if text:
        for mark in marks:  # a generator would be slower, and this runs for each paragraph
            if mark in text:
                return True
    return False


class _FastWhitespace(NormalizeWhitespace):
    def run(self, lines: list[str]) -> list[str]:
        source = "\n".join(lines)
        rows = source.split("\n")  # an extension may return several lines as one
        if any(map(str.isspace, rows)) or any(mark in source for mark in ("\t", "\r", STX, ETX)):
            return super().run(lines)
        return [*rows, "", ""]


class _FastFencedCode(FencedBlockPreprocessor):
    def run(self, lines: list[str]) -> list[str]:
        source = "\n".join(lines)
        return super().run(lines) if "`" in source or "~" in source else lines


class _FastAbbreviations(AbbrTreeprocessor):
    def iter_element(self, el: Element, parent: Element | None = None) -> None:
        """Mark the abbreviations in ``el`` without a search for each child."""
        children = list[Element]()
        if el.text and not isinstance(el.text, AtomicString):
            el.text, children = self._split_text(el.text)
        for child in el:
            self.iter_element(child, el)
            children.append(child)
            if child.tail and not isinstance(child.tail, AtomicString):
                child.tail, abbreviations = self._split_text(child.tail)
                children += abbreviations
        if len(children) > len(el):
            el[:] = children

    def _split_text(self, text: str) -> tuple[str, list[Element]]:
        """Return the text before the first abbreviation, and the abbreviations."""
        pattern: re.Pattern[str] = self.RE  # type: ignore[assignment]  # the run of the parent sets the pattern
        matches = [match for match in pattern.finditer(text) if self.abbrs[match[0]]]
        ends = [*(match.start() for match in matches), len(text)]
        return text[: ends[0]], [
            self.create_element(self.abbrs[match[0]], match[0], text[match.end() : end])
            for match, end in zip(matches, ends[1:], strict=True)
        ]
