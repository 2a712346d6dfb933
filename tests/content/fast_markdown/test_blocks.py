from typing import Any
from xml.etree.ElementTree import Element, SubElement

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown.blockprocessors import ParagraphProcessor

from bulletin.content.fast_markdown.blocks import PROCESSOR_MARKS, is_plain_paragraph
from bulletin.content.markup.markdown import create_markdown_converter

STATES = ("", "list", "looselist", "detabbed", "blockquote")
PIECES = "Chi bộ¦2019¦٣¦.¦)¦ ¦   ¦    ¦\t¦\n¦\n¦\n¦\u00a0¦\x0b¦\x02wzxhzdk:0\x03¦#¦##¦=¦===¦-¦---¦_¦___¦*¦***¦+¦:¦: ¦>"
MORE = "|¦a|b¦-|-¦[¦]¦]:¦[^1]:¦*[HU]:¦[a]: /b¦\\¦`"
BLOCKS = st.lists(st.sampled_from([*PIECES.split("¦"), *MORE.split("¦")]), max_size=9).map("".join)


def create_parents() -> list[Element]:
    """The places that a block may come to: after nothing, a paragraph or a list, in an item."""
    after_list = Element("div")
    SubElement(SubElement(after_list, "ul"), "li").text = "một"
    after_text = Element("div")
    SubElement(after_text, "p").text = "một"
    return [Element("div"), after_list, after_text, Element("li"), Element("dd"), Element("ul")]


@pytest.fixture(scope="module")
def parser():
    md = create_markdown_converter({})
    md.convert("một")
    return md.parser


@given(block=BLOCKS, state=st.sampled_from(STATES))
def test_processors_claim_no_prose_and_nothing_without_their_marks(
    parser: Any, block: Any, state: Any
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
def test_sentences_are_prose(block: str) -> None:
    assert is_plain_paragraph(block)


def test_only_the_paragraph_of_the_house_is_asked_about_prose(parser: Any) -> None:
    assert [type(one) for one in parser.blockprocessors if type(one) not in PROCESSOR_MARKS] == [
        ParagraphProcessor
    ]
