import html
import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bulletin.content.markup.body import BodyParser
from bulletin.content.markup.markdown import create_markdown_converter
from bulletin.content.markup.slips.links import UNSAFE_CHARACTERS_PATTERN
from bulletin.text.letters import normalize_letters
from tests.content.markup.strategies import MARKUP_TEXTS
from tests.content.markup.test_body_sanitized import ELEMENTS

READER, MD = BodyParser(), create_markdown_converter({})
FRAME = '<iframe src="https://www.youtube.com/embed/aaaaaaaaaaa" title="Lễ hội">'
FRAME_MESSAGE = "Thẻ <iframe …> chưa được đóng, nên phần bài phía sau sẽ mất."
TAGS = [mark.format(name) for name in (*ELEMENTS, "button", "input", "option") for mark in ("<{}>", "</{}>")]
TAG_TEXTS = st.lists(
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
    return re.findall(r"\w+", normalize_letters(UNSAFE_CHARACTERS_PATTERN.sub("", plain)))


@given(st.one_of(MARKUP_TEXTS, TAG_TEXTS))
@example("&\u00d0")
def test_parse_body_without_problem_loses_no_word(body: Any) -> None:
    text, problems = READER.parse_body("content/articles/tin.md", body, 1)
    if not problems:
        assert "".join(extract_words(text.html)) == "".join(extract_words(MD.reset().convert(body)))


@pytest.mark.parametrize(
    "markup", [FRAME, FRAME.replace(">", " />"), f"{FRAME}<iframe>", f"{FRAME}</iframe", FRAME.upper()]
)
def test_parse_body_with_unclosed_frame_reports_it(markup: Any) -> None:
    found = list_unclosed_tags(f"Một `<iframe>`.\n\n{markup}\n\nHai.\n\n![a](/images/x.jpg)\n\nBa.")
    assert (3, FRAME_MESSAGE) in found


def test_parse_body_with_two_frames_reports_the_open_one() -> None:
    closed = f"{FRAME}</iframe>"
    assert list_unclosed_tags(f"{closed}\n\nMột.\n\n{FRAME}\n\nHai.\n\n{closed}\n\nBa.") == [
        (5, FRAME_MESSAGE)
    ]
    assert list_unclosed_tags(f"{closed}\n\nMột.\n\n{closed}\n\nHai.") == []


@pytest.mark.parametrize("name", ["div", "table", "pre", "ul", "h2", "section"])
def test_parse_body_with_unclosed_block_reports_it(name: str) -> None:
    assert list_unclosed_tags(f"Một.\n\n<{name}>x</{name}>\n\n<{name}>\n\nHai.\n\n![a](/images/x.jpg)") == [
        (5, f"Thẻ <{name}> chưa được đóng, nên phần bài phía sau không hiện đúng.")
    ]


@pytest.mark.parametrize("typed", ["<center>Giữa", "<CENTER>\n\nGiữa", "<center style='x'>Giữa\n\nHết"])
def test_parse_body_with_unclosed_centre_reports_it_as_typed(typed: str) -> None:
    assert list_unclosed_tags(f"Một.\n\n<div>Hai</div>\n\n{typed}") == [
        (5, "Thẻ <center> chưa được đóng, nên phần bài phía sau không hiện đúng.")
    ]


@pytest.mark.parametrize("name", ["p", "body"])
def test_parse_body_with_block_that_needs_no_end_reads_what_follows(name: str) -> None:
    text, problems = READER.parse_body(
        "content/articles/tin.md", f"<{name}>\n\nHai.\n\n![a](/images/x.jpg)", 1
    )
    assert problems == ()
    assert '<img alt="a" src="/images/x.jpg">' in text.html


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
def test_parse_body_with_block_closed_by_parent_reports_nothing(body: str) -> None:
    assert list_unclosed_tags(body) == []


@pytest.mark.parametrize("markup", ["<!-- ghi chú", "Chữ <!-- ghi chú", "<div>\n<!-- ghi chú\n</div>"])
def test_parse_body_with_unclosed_comment_reports_it(markup: str) -> None:
    line = 5 + markup[: markup.find("<!--")].count("\n")
    assert (line, "Ghi chú “<!--” chưa được đóng.") in list_unclosed_tags(
        f"<!-- a -->\n\nMột.\n\n{markup}\n\nHai."
    )


@pytest.mark.parametrize("markup", ["`<!--`", "&lt;!--", "<!-- a -->", "![a <!-- b](/images/x.jpg)"])
def test_parse_body_with_closed_or_quoted_comment_reports_nothing(markup: str) -> None:
    assert list_unclosed_tags(f"Một {markup} hai.") == []


@pytest.mark.parametrize(
    "body",
    [
        "<ul>\n<li>Một\n<li>Hai\n</ul>\n\n<p>Hết",
        "Chữ<p>Chữ",
        "<p/>\n\nHai.",
        "Một <!-- &lt;!-- --> hai\n\n```\n<!-- a\n```",
    ],
)
def test_parse_body_with_optional_end_tag_missing_reports_nothing(body: str) -> None:
    assert list_unclosed_tags(body) == []


def test_link_without_an_end_is_told_at_its_line() -> None:
    body = 'Một.\n\nXem <a href="https://a.vn">báo\n\nHai [ba](/x/).'
    (problem,) = BodyParser().parse_body("a.md", body, 1)[1]
    assert (problem.line, problem.remedy) == (3, "Hãy viết thêm </a> ngay sau chữ của liên kết.")


def test_links_with_an_end_and_anchors_are_not_told() -> None:
    body = (
        '<a name="x"></a><a href="https://a.vn">Một</a> `<a href="/x/">` <A HREF="/x/">Hai</A>\n\n[ba](/x/)'
    )
    assert BodyParser().parse_body("a.md", body, 1)[1] == ()
