"""Compare the processor of abbreviations with that of Python-Markdown."""

from typing import Any

from hypothesis import given
from markdown.extensions.abbr import AbbrTreeprocessor

from bulletin.content.markup.markdown import create_markdown_converter
from tests.content.markup.strategies import MARKUP_TEXTS

HOUSE, LIBRARY = create_markdown_converter({}), create_markdown_converter({})
_PROCESSOR: Any = LIBRARY.treeprocessors["abbr"]
LIBRARY.treeprocessors.register(AbbrTreeprocessor(LIBRARY, _PROCESSOR.abbrs), "abbr", 7)


@given(MARKUP_TEXTS)
def test_abbreviations_of_any_text_are_those_of_the_library(text: str) -> None:
    source = f"{text}\n\nHU *HU* và x HU\n\n*[HU]: Huyện ủy\n\n*[x]: y"
    assert HOUSE.reset().convert(source) == LIBRARY.reset().convert(source)


def test_abbreviations_mark_each_use() -> None:
    html = HOUSE.reset().convert("HU **HU** HU\n\n*[HU]: Huyện ủy")
    assert html.count('<abbr title="Huyện ủy">HU</abbr>') == 3
