"""What is never closed is told on the line where it begins, and nothing else is."""

import html
import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.content.markup.body import BodyParser
from bulletin.content.markup.links import UNSAFE_CHARACTERS_PATTERN
from bulletin.content.markup.markdown import create_markdown_converter
from tests.content.markup.strategies import MARKUP_TEXTS
from tests.content.markup.test_body_sanitized import ELEMENTS

READER, MD = BodyParser(), create_markdown_converter({})
FRAME = '<iframe src="https://www.youtube.com/embed/aaaaaaaaaaa" title="Lễ hội">'
LOST = "Thẻ <iframe …> chưa được đóng, nên phần bài phía sau sẽ mất."
TAGS = [mark.format(name) for name in (*ELEMENTS, "button", "input", "option") for mark in ("<{}>", "</{}>")]
TYPED = st.lists(
    st.sampled_from([*TAGS, "chữ ", "hai\n\n", "\n\n", "**ba**", "![a](/images/x.jpg)", "<!--", "-->"]),
    max_size=10,
).map("".join)


def list_unclosed_tags(body: str) -> list[tuple[int, str]]:
    return [
        (problem.line, problem.message)
        for problem in READER.parse_body("content/articles/tin.md", body, 1)[1]
    ]


def extract_words(raw: str) -> list[str]:
    plain = html.unescape(re.sub(r"<!--.*?-->|<[/a-zA-Z!?][^>]*>", " ", raw, flags=re.DOTALL))
    return re.findall(r"\w+", unicodedata.normalize("NFC", UNSAFE_CHARACTERS_PATTERN.sub("", plain)))


@given(st.one_of(MARKUP_TEXTS, TYPED))
def test_a_text_that_is_not_complained_of_loses_no_word(body: Any) -> None:
    text, problems = READER.parse_body("content/articles/tin.md", body, 1)
    if not problems:
        assert "".join(extract_words(text.html)) == "".join(extract_words(MD.reset().convert(body)))


@pytest.mark.parametrize(
    "typed", [FRAME, FRAME.replace(">", " />"), f"{FRAME}<iframe>", f"{FRAME}</iframe", FRAME.upper()]
)
def test_a_frame_that_swallows_the_rest_is_told(typed: Any) -> None:
    found = list_unclosed_tags(f"Một `<iframe>`.\n\n{typed}\n\nHai.\n\n![a](/images/x.jpg)\n\nBa.")
    assert (3, LOST) in found


def test_of_two_frames_the_open_one_is_told() -> None:
    closed = f"{FRAME}</iframe>"
    assert list_unclosed_tags(f"{closed}\n\nMột.\n\n{FRAME}\n\nHai.\n\n{closed}\n\nBa.") == [(5, LOST)]
    assert list_unclosed_tags(f"{closed}\n\nMột.\n\n{closed}\n\nHai.") == []


@pytest.mark.parametrize("name", ["div", "table", "p", "pre", "ul", "h2", "section", "body"])
def test_a_block_that_keeps_markdown_from_the_rest_is_told(name: str) -> None:
    assert list_unclosed_tags(f"Một.\n\n<{name}>x</{name}>\n\n<{name}>\n\nHai.\n\n![a](/images/x.jpg)") == [
        (5, f"Thẻ <{name}> chưa được đóng, nên phần bài phía sau không hiện đúng.")
    ]


@pytest.mark.parametrize(
    "body",
    [
        "<ul>\n<li>a\n<li>b\n</ul>\n\nHai.",
        "<div>\n<p>a\n<p>b\n</div>\n\nHai.",
        "<table>\n<tr><td>a<td>b\n</table>\n\nHai.",
        "Viết `<div>` để mở khung.",
        "```\n<iframe>\n<!--\n```",
        "Một </div> hai.",
    ],
)
def test_what_ends_with_the_element_around_it_is_not(body: str) -> None:
    assert list_unclosed_tags(body) == []


@pytest.mark.parametrize("typed", ["<!-- ghi chú", "Chữ <!-- ghi chú", "<div>\n<!-- ghi chú\n</div>"])
def test_a_note_without_an_end_is_told(typed: str) -> None:
    line = 5 + typed[: typed.find("<!--")].count("\n")
    assert (line, "Ghi chú “<!--” chưa được đóng.") in list_unclosed_tags(
        f"<!-- a -->\n\nMột.\n\n{typed}\n\nHai."
    )


@pytest.mark.parametrize("typed", ["`<!--`", "&lt;!--", "<!-- a -->", "![a <!-- b](/images/x.jpg)"])
def test_a_note_that_ends_or_is_spoken_of_is_not(typed: str) -> None:
    assert list_unclosed_tags(f"Một {typed} hai.") == []


@pytest.mark.parametrize(
    "body",
    [
        "<ul>\n<li>Một\n<li>Hai\n</ul>\n\n<p>Hết",
        "Chữ<p>Chữ",
        "<p/>\n\nHai.",
        "Một <!-- &lt;!-- --> hai\n\n```\n<!-- a\n```",
    ],
)
def test_what_needs_no_end_may_be_left_open(body: str) -> None:
    assert list_unclosed_tags(body) == []
