import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor, ParagraphProcessor
from markdown.extensions import Extension
from markdown.extensions.toc import TocExtension
from markdown.inlinepatterns import InlineProcessor, SimpleTagInlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from bulletin.content.fast_markdown import PROCESSOR_MARKS, get_pattern_marks, is_plain_paragraph
from bulletin.content.markup.markdown import (
    MARKDOWN_EXTENSION_CONFIGS,
    MARKDOWN_EXTENSIONS,
    BulletinExtension,
    create_markdown_converter,
    slugify_heading,
)
from tests.content.markup.strategies import MARKUP_TEXTS

STATES = ("", "list", "looselist", "detabbed", "blockquote")
PIECES = "Chi bộ¦2019¦٣¦.¦)¦ ¦   ¦    ¦\t¦\n¦\n¦\n¦\u00a0¦\x0b¦\x02wzxhzdk:0\x03¦#¦##¦=¦===¦-¦---¦_¦___¦*¦***¦+¦:¦: ¦>"
MORE = "|¦a|b¦-|-¦[¦]¦]:¦[^1]:¦*[HU]:¦[a]: /b¦\\¦`"
BLOCKS = st.lists(st.sampled_from([*PIECES.split("¦"), *MORE.split("¦")]), max_size=9).map("".join)
MATCHES = (
    r"`a` | \\`a` | \* | [^a] | [a][b] | [a](b) | ![a](b) | ![a][b] | [a] | ![a] | <http://a.vn> | <a@b.vn> | <b> | <!-- a -->"
    " | <?a?> | <![CDATA[a]]> | &amp; | &#8; | &#x8; | *a* | **a** | _a_ | __a__ |   \n"
).split(" | ")


def create_library_converter(settings: Mapping[str, Any]) -> Markdown:
    """Return a converter of the same dialect without ``fast_markdown``."""
    own = (name for name in settings.get("extensions", ()) if name not in MARKDOWN_EXTENSIONS)
    return Markdown(
        extensions=[
            *MARKDOWN_EXTENSIONS,
            *own,
            TocExtension(slugify=slugify_heading, permalink=False),
            BulletinExtension(),
        ],
        extension_configs={**MARKDOWN_EXTENSION_CONFIGS, **settings.get("extension_configs", {})},
        output_format="html",
    )


def convert_text(md: Any, text: str) -> tuple[object, ...]:
    """Return the HTML of a text, and what extensions can read except ``toc``.

    The fast converter makes ``toc`` only for a text that prints it.
    """
    return md.reset().convert(text), md.references.copy(), md.htmlStash.html_counter, md.toc_tokens


class _MarkupPattern(InlineProcessor):
    """Pattern without a known mark, which makes more markup."""

    def handleMatch(  # type: ignore[override]  # noqa: N802  # the stubs have the older form
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        made = Element("em")
        made.text = "*vừa* [a](/b/) \\* `x`"
        return made, m.start(0), m.end(0)


class _PlainBlocks(BlockProcessor):
    """Accepts plain paragraphs, and adds markup in a tail."""

    def test(self, parent: Element, block: str) -> bool:
        return block.startswith("Chi bộ")

    def run(self, parent: Element, blocks: list[str]) -> None:
        made = Element("div")
        made.text, made.tail = blocks.pop(0), "cuối *khối*"
        parent.append(made)


class _ChangedBlocks(BlockProcessor):
    """Changes a block and refuses it."""

    def test(self, parent: Element, block: str) -> bool:
        return "Chi bộ" in block

    def run(self, parent: Element, blocks: list[str]) -> bool:
        blocks[0] = blocks[0].replace("Chi bộ", "# Chi")
        return False


class _Lines(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return [line.replace("đã họp", "*đã* họp\x02") for line in lines]


class _OneLine(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return ["\n".join(lines).replace("HU", "  \n")]


class _Tree(Treeprocessor):
    def run(self, root: Element) -> None:
        for node in root.iter("p"):
            node.text = f"{node.text or ''} **x** {{: #y }}"


class CustomExtension(Extension):
    """Extension of a site that changes one part of the converter."""

    def __init__(self, part: str) -> None:
        self.part = part

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        match self.part:
            case "pattern":
                md.inlinePatterns.register(_MarkupPattern("ngày", md), "markup", 165)
            case "simple pattern":
                md.inlinePatterns.register(SimpleTagInlineProcessor(r"(~~)(.*?)~~", "del"), "del", 55)
            case "delimiter":
                assert md.delimiters
                md.delimiters.add("~", "del", double=True)
            case "no delimiter":
                assert md.delimiters
                md.delimiters.remove("_")
            case "block":
                md.parser.blockprocessors.register(_PlainBlocks(md.parser), "plain blocks", 71)
                md.block_level_elements.append("em")
            case "no block":
                md.parser.blockprocessors.deregister("olist")
                md.block_level_elements.remove("p")
            case "change of a block":
                md.parser.blockprocessors.register(_ChangedBlocks(md.parser), "changed blocks", 72)
            case "lines":
                md.preprocessors.register(_Lines(md), "lines", 22)
            case "lines as one":
                md.preprocessors.register(_OneLine(md), "one line", 35)
                md.preprocessors.register(_OneLine(md), "one line again", 22)
            case "tree":
                md.treeprocessors.register(_Tree(md), "tree", 21)
                md.treeprocessors.register(_Tree(md), "tree again", 9)
            case "no pattern":
                md.inlinePatterns.deregister("link")
                md.treeprocessors.deregister("prettify")


PARTS = (
    "pattern", "simple pattern", "no pattern", "delimiter", "no delimiter", "block", "no block", "change of a block",
    "lines", "lines as one", "tree",
)  # fmt: skip
NO_SETTINGS: dict[str, Any] = {}
NUMBERED = {"extension_configs": {"footnotes": {"SUPERSCRIPT_TEXT": "*{}* `x`"}}}
OTHER_EXTENSIONS = {
    "extensions": "smarty nl2br admonition wikilinks legacy_attrs meta markdown.extensions.extra codehilite".split(),
    "extension_configs": {"footnotes": {"SUPERSCRIPT_TEXT": "*{}* `x`", "USE_DEFINITION_ORDER": False}},
}  # fmt: skip
FAST, LIBRARY = create_markdown_converter(NO_SETTINGS), create_library_converter(NO_SETTINGS)
FAST_OTHER_EXTENSIONS, LIBRARY_OTHER_EXTENSIONS = (
    create_markdown_converter(OTHER_EXTENSIONS),
    create_library_converter(OTHER_EXTENSIONS),
)
FAST_NUMBERED, LIBRARY_NUMBERED = create_markdown_converter(NUMBERED), create_library_converter(NUMBERED)


def create_parents() -> list[Element]:
    """Return elements with and without children, to which a block can be added."""
    after_list = Element("div")
    SubElement(SubElement(after_list, "ul"), "li").text = "một"
    after_text = Element("div")
    SubElement(after_text, "p").text = "một"
    return [Element("div"), after_list, after_text, Element("li"), Element("dd"), Element("ul")]


@pytest.fixture(scope="module")
def parser() -> BlockParser:
    md = create_markdown_converter({})
    md.convert("một")
    return md.parser


@given(block=BLOCKS, state=st.sampled_from(STATES))
def test_processor_marks_of_skipped_block_hide_no_processor(
    parser: BlockParser, block: str, state: str
) -> None:
    parser.state.set(state)
    for parent in create_parents():
        for processor in parser.blockprocessors:
            mark, blocks = PROCESSOR_MARKS.get(type(processor)), [block, "hai"]
            if mark is None or not (is_plain_paragraph(block) or mark not in block):
                continue
            if processor.test(parent, block):
                assert processor.run(parent, blocks) is False
                assert blocks == [block, "hai"]
    parser.state.reset()


@pytest.mark.parametrize(
    "block", ["Chi bộ đã họp.", "Chi bộ: 12/12 = 100%\nvà 3 - 2 > 0", "“Dân biết, dân bàn”", "a|b"]
)
def test_is_plain_paragraph_of_sentences_returns_true(block: str) -> None:
    assert is_plain_paragraph(block)


def test_processor_marks_have_all_processors_but_the_paragraph(parser: BlockParser) -> None:
    types = [type(processor) for processor in parser.blockprocessors]
    assert [kind for kind in types if kind not in PROCESSOR_MARKS] == [ParagraphProcessor]


def test_get_pattern_marks_of_each_pattern_returns_marks() -> None:
    assert all(get_pattern_marks(pattern) for pattern in create_markdown_converter({}).inlinePatterns)


@pytest.mark.parametrize("text", MATCHES)
def test_pattern_matches_only_text_with_its_mark(text: str) -> None:
    for pattern in create_markdown_converter({}).inlinePatterns:
        if pattern.getCompiledRegExp().search(text):
            assert any(mark in text for mark in get_pattern_marks(pattern))


@pytest.mark.slow
@given(MARKUP_TEXTS)
@example("Một\n\n[TOC]\n\nhai")
@example("# Một\n\n[TOC]\n\n## hai")
@example("x" + "\n- a" * 3 + "\n\n    [^1]\n\n[^1]: b")
def test_converter_of_any_text_returns_html_of_library(text: str) -> None:
    assert convert_text(FAST, text) == convert_text(LIBRARY, text)


@pytest.mark.slow
@given(MARKUP_TEXTS)
def test_converter_with_library_extensions_returns_html_of_library(text: str) -> None:
    assert convert_text(FAST_OTHER_EXTENSIONS, text) == convert_text(LIBRARY_OTHER_EXTENSIONS, text)


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_converter_with_site_extension_returns_html_of_library(part: str) -> None:
    fast, library = (
        create_markdown_converter({"extensions": [CustomExtension(part)]}),
        create_library_converter({"extensions": [CustomExtension(part)]}),
    )

    @given(MARKUP_TEXTS)
    def check(text: str) -> None:
        assert convert_text(fast, text) == convert_text(library, text)

    check()


@pytest.mark.slow
@given(MARKUP_TEXTS)
@example("Một[^1] hai.\n\n[^1]: Nguồn.")
def test_converter_with_markup_in_settings_returns_html_of_library(text: str) -> None:
    assert convert_text(FAST_NUMBERED, text) == convert_text(LIBRARY_NUMBERED, text)


def test_converter_with_new_block_element_returns_html_of_library() -> None:
    made = []
    for md in (create_markdown_converter(NO_SETTINGS), create_library_converter(NO_SETTINGS)):
        md.convert("<x-note>*a*</x-note>")
        md.block_level_elements.append("x-note")
        made.append(md.reset().convert("<x-note>a &lt;</x-note>"))
    assert made == ["<x-note>a &lt;</x-note>"] * 2


@pytest.mark.slow
@given(MARKUP_TEXTS)
def test_converter_after_any_text_keeps_no_state(text: str) -> None:
    FAST.reset().convert(text)
    assert convert_text(FAST, "Một *hai* [^1]\n\n[^1]: ba") == convert_text(
        LIBRARY, "Một *hai* [^1]\n\n[^1]: ba"
    )
