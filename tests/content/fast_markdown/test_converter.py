from typing import Any
from xml.etree.ElementTree import Element

import pytest
from hypothesis import example, given
from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.toc import TocExtension
from markdown.inlinepatterns import InlineProcessor, SimpleTagInlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from bulletin.content.markup.markdown import (
    MARKDOWN_EXTENSION_CONFIGS,
    MARKDOWN_EXTENSIONS,
    BulletinExtension,
    create_markdown_converter,
    slugify_heading,
)
from tests.content.markup.strategies import MARKUP_TEXTS

pytestmark = pytest.mark.slow


def create_stock_markdown(settings: dict) -> Markdown:
    """The same dialect without anything of the package."""
    own = (one for one in settings.get("extensions", ()) if one not in MARKDOWN_EXTENSIONS)
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


def convert_text(md: Markdown, text: str) -> tuple[object, ...]:
    """What comes of a text."""
    return md.reset().convert(text), md.references.copy(), md.htmlStash.html_counter


def convert_text_with_toc(md: Markdown, text: str) -> tuple[object, ...]:
    """What comes of a text, and what extensions can ask the converter for."""
    return *convert_text(md, text), md.toc, md.toc_tokens


class _Shout(InlineProcessor):
    """A pattern of no known mark that makes text of its own."""

    def handleMatch(self, m, data):  # noqa: N802
        made = Element("em")
        made.text = "*vừa* [a](/b/) \\* `x`"
        return made, m.start(0), m.end(0)


class _Claims(BlockProcessor):
    """Claims blocks of plain prose, and keeps what it says in a tail."""

    def test(self, parent, block):
        return block.startswith("Chi bộ")

    def run(self, parent, blocks):
        made = Element("div")
        made.text, made.tail = blocks.pop(0), "cuối *khối*"
        parent.append(made)


class _Changes(BlockProcessor):
    """Changes a block and passes it on."""

    def test(self, parent, block):
        return "Chi bộ" in block

    def run(self, parent, blocks):
        blocks[0] = blocks[0].replace("Chi bộ", "# Chi")
        return False


class _Lines(Preprocessor):
    def run(self, lines):
        return [line.replace("đã họp", "*đã* họp\x02") for line in lines]


class _OneLine(Preprocessor):
    def run(self, lines):
        return ["\n".join(lines).replace("HU", "  \n")]


class _Tree(Treeprocessor):
    def run(self, root):
        for node in root.iter("p"):
            node.text = f"{node.text or ''} **x** {{: #y }}"


class CustomExtension(Extension):
    """What an extension of the site's own may do, one thing at a time."""

    def __init__(self, part: str) -> None:
        self.part = part

    def extendMarkdown(self, md):  # noqa: N802
        match self.part:
            case "pattern":
                md.inlinePatterns.register(_Shout("ngày", md), "shout", 165)
            case "simple pattern":
                md.inlinePatterns.register(SimpleTagInlineProcessor(r"(~~)(.*?)~~", "del"), "del", 55)
            case "delimiter":
                md.delimiters.add("~", "del", double=True)
            case "no delimiter":
                md.delimiters.remove("_")
            case "block":
                md.parser.blockprocessors.register(_Claims(md.parser), "claims", 71)
                md.block_level_elements.append("em")
            case "no block":
                md.parser.blockprocessors.deregister("olist")
                md.block_level_elements.remove("p")
            case "change of a block":
                md.parser.blockprocessors.register(_Changes(md.parser), "changes", 72)
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
HOUSE = {}
NUMBERED = {"extension_configs": {"footnotes": {"SUPERSCRIPT_TEXT": "*{}* `x`"}}}
FOREIGN = {
    "extensions": "smarty nl2br admonition wikilinks legacy_attrs meta markdown.extensions.extra codehilite".split(),
    "extension_configs": {"footnotes": {"SUPERSCRIPT_TEXT": "*{}* `x`", "USE_DEFINITION_ORDER": False}},
}  # fmt: skip


@given(MARKUP_TEXTS)
@example("Một\n\n[TOC]\n\nhai")
@example("# Một\n\n[TOC]\n\n## hai")
@example("x" + "\n- a" * 3 + "\n\n    [^1]\n\n[^1]: b")
def test_a_text_of_any_form_is_converted_as_by_python_markdown(text: Any) -> None:
    assert convert_text(OURS, text) == convert_text(STOCK, text)


@given(MARKUP_TEXTS)
def test_so_is_it_with_extensions_that_markdown_brings(text: Any) -> None:
    assert convert_text_with_toc(OURS_FOREIGN, text) == convert_text_with_toc(STOCK_FOREIGN, text)


@pytest.mark.parametrize("part", PARTS)
def test_so_is_it_with_an_extension_of_the_sites_own(part: Any) -> None:
    ours, theirs = (
        create_markdown_converter({"extensions": [CustomExtension(part)]}),
        create_stock_markdown({"extensions": [CustomExtension(part)]}),
    )

    @given(MARKUP_TEXTS)
    def check(text):
        assert convert_text_with_toc(ours, text) == convert_text_with_toc(theirs, text)

    check()


@given(MARKUP_TEXTS)
@example("Một[^1] hai.\n\n[^1]: Nguồn.")
def test_the_settings_of_an_extension_may_make_markup_of_their_own(text: Any) -> None:
    assert convert_text(OURS_NUMBERED, text) == convert_text(STOCK_NUMBERED, text)


def test_a_tag_may_become_a_blocks_between_two_texts() -> None:
    made = []
    for md in (create_markdown_converter(HOUSE), create_stock_markdown(HOUSE)):
        md.convert("<x-note>*a*</x-note>")
        md.block_level_elements.append("x-note")
        made.append(md.reset().convert("<x-note>*a*</x-note>"))
    assert made == ["<x-note>*a*</x-note>"] * 2


@given(MARKUP_TEXTS)
def test_one_text_leaves_nothing_behind_for_the_next(text: Any) -> None:
    OURS.reset().convert(text)
    assert convert_text(OURS, "Một *hai* [^1]\n\n[^1]: ba") == convert_text(
        STOCK, "Một *hai* [^1]\n\n[^1]: ba"
    )


OURS, STOCK = create_markdown_converter(HOUSE), create_stock_markdown(HOUSE)
OURS_FOREIGN, STOCK_FOREIGN = create_markdown_converter(FOREIGN), create_stock_markdown(FOREIGN)
OURS_NUMBERED, STOCK_NUMBERED = create_markdown_converter(NUMBERED), create_stock_markdown(NUMBERED)
