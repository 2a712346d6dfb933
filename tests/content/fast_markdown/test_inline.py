from typing import Any

import pytest

from bulletin.content.fast_markdown.inline import _marks
from bulletin.content.markup.markdown import create_markdown_converter

MATCHES = (
    r"`a` | \\`a` | \* | [^a] | [a][b] | [a](b) | ![a](b) | ![a][b] | [a] | ![a] | <http://a.vn> | <a@b.vn> | <b> | <!-- a -->"
    " | <?a?> | <![CDATA[a]]> | &amp; | &#8; | &#x8; | *a* | **a** | _a_ | __a__ |   \n"
).split(" | ")


def test_every_pattern_of_the_house_has_its_mark() -> None:
    assert all(_marks(pattern) for pattern in create_markdown_converter({}).inlinePatterns)


@pytest.mark.parametrize("text", MATCHES)
def test_a_pattern_matches_only_where_its_mark_is(text: Any) -> None:
    for pattern in create_markdown_converter({}).inlinePatterns:
        if pattern.getCompiledRegExp().search(text):
            assert any(mark in text for mark in _marks(pattern))
