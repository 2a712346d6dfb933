"""Tests of Markdown inside blocks of HTML."""

import re

import pytest
from markdown import Markdown

from bulletin.content.markup.body import BodyParser
from bulletin.content.markup.markdown import create_markdown_converter

_PARSER = BodyParser()


def parse_to_html(body: str) -> str:
    return _PARSER.parse_body("content/articles/tin.md", body, 1)[0].html


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (
            '<center>![Ảnh](/images/a.jpg "Chú thích")</center>',
            '<div class="align-center"><figure class="figure"><img alt="Ảnh" src="/images/a.jpg">\n'
            "<figcaption>Chú thích</figcaption></figure></div>",
        ),
        (
            "<p>*Ảnh: An* – xem [bài](/2026/11/x/)</p>",
            '<p><em>Ảnh: An</em> – xem <a href="/2026/11/x/">bài</a></p>',
        ),
        (
            '<p align="center">![Ảnh](/images/a.jpg)</p>',
            '<div class="align-center"><figure class="figure"><img alt="Ảnh" src="/images/a.jpg">\n</figure></div>',
        ),
        (
            "<table><tr><td>**Xã A**</td><td>1. ~~x~~</td></tr></table>",
            "<table><tbody><tr><td><strong>Xã A</strong></td><td>1. <del>x</del></td></tr></tbody></table>",
        ),
        (
            "<div>\n\n**Một** <b>hai</b>\n\n- ba\n\n</div>",
            "<div>\n<p><strong>Một</strong> <b>hai</b></p>\n<ul>\n<li>ba</li>\n</ul>\n</div>",
        ),
        (
            "<details>\n<summary>Một</summary>\n\nHai\n\n</details>",
            "<details>\n<summary>Một</summary>\n<p>Hai</p>\n</details>",
        ),
        ("<div>\n<p>\n\n**Một**\n\n</p>\n</div>", "<div>\n<p>\n\n<strong>Một</strong>\n\n</p>\n</div>"),
    ],
)
def test_markdown_in_a_block_of_html_is_read(typed: str, printed: str) -> None:
    assert parse_to_html(typed) == printed


@pytest.mark.parametrize(
    "typed",
    [
        "<div>\n<p>Một (*) hai (*)</p>\n\n<p>3*4*5</p>\n\n</div>",
        "<pre>\n**Một**\n\nhai\n</pre>",
        "<div><code>**x** [a](b)</code></div>",
        "<p>tên_tệp_mới [1]</p>",
    ],
)
def test_html_without_marks_stays(typed: str) -> None:
    assert parse_to_html(typed) == typed.replace("<pre>\n", "<pre>")


@pytest.mark.parametrize("name", sorted(Markdown().block_level_elements))
def test_markdown_below_each_block_element_ends(name: str) -> None:
    for typed in (
        f"<{name}>\n\n**Một**",
        f"<{name}>**Một**</{name}>",
        f"<div><{name}>\n\n**Một**\n\n</{name}></div>",
    ):
        _, problems = _PARSER.parse_body("content/articles/tin.md", typed, 1)
        assert "quá nhiều cấp" not in "".join(map(str, problems))


@pytest.mark.parametrize("name", ["group", "hgroup", "menu", "output", "progress"])
def test_markdown_in_a_removed_block_element_is_read(name: str) -> None:
    assert "<strong>Một</strong>" in parse_to_html(f"<{name}>\n\n**Một**\n\n</{name}>")


def test_block_element_of_an_extension_stays() -> None:
    converter = create_markdown_converter({})
    converter.block_level_elements.append("khung")
    assert converter.convert("<khung>\n\n**Một**\n\n</khung>") == "<khung>\n\n**Một**\n\n</khung>"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (
            "<div>\n\n[a][1] và [1]\n\n</div>\n\n[1]: https://a.vn",
            '<a href="https://a.vn">a</a> và <a href="https://a.vn">1</a>',
        ),
        ("<p>Xem [báo][b]</p>\n\n[b]: https://a.vn", '<p>Xem <a href="https://a.vn">báo</a></p>'),
        ("<div><div>\n\n[a]\n\n</div></div>\n\n[a]: https://a.vn", '<a href="https://a.vn">a</a>'),
        ("<div>\n\n[a]: https://a.vn\n\n</div>\n\nXem [a].", '<p>Xem <a href="https://a.vn">a</a>.</p>'),
    ],
)
def test_address_is_known_inside_and_outside_of_a_block_of_html(typed: str, printed: str) -> None:
    body, problems = _PARSER.parse_body("content/articles/tin.md", typed, 1)
    assert printed in body.html
    assert problems == ()


@pytest.mark.parametrize(
    "typed",
    [
        "Một[^a].\n\n<div>\n\nHai[^b]\n\n</div>\n\n<p>Ba[^c]</p>\n\n[^a]: Chú một\n\n[^b]: Chú hai\n[^c]: Chú ba",
        "<div>\n\nMột[^a]. Hai[^b]. Ba[^c].\n\n[^a]: Chú một\n[^b]: Chú hai\n[^c]: Chú ba\n\n</div>",
    ],
)
def test_footnotes_in_a_block_of_html_stand_in_one_list(typed: str) -> None:
    body, problems = _PARSER.parse_body("content/articles/tin.md", typed, 1)
    assert problems == ()
    numbers = re.findall(r'href="#fn:([abc])"[^>]*>(\d)</a>', body.html)
    assert numbers == [("a", "1"), ("b", "2"), ("c", "3")]
    assert re.findall(r"<p>Chú (\w+)", body.html) == ["một", "hai", "ba"]


def test_fenced_code_in_a_block_of_html_stays() -> None:
    assert "<pre><code>*x*\n</code></pre>" in parse_to_html("<div>\n\n```\n*x*\n```\n\n**a**\n\n</div>")


def test_table_cell_without_column_in_a_block_of_html_is_an_error() -> None:
    body = "<div>\n\n| a | b |\n| --- | --- |\n| 1 | 2 | ba |\n\n</div>"
    (problem,) = _PARSER.parse_body("content/articles/tin.md", body, 1)[1]
    assert (problem.line, "“ba” sẽ mất" in problem.message) == (5, True)


def test_missing_picture_in_a_block_of_html_is_a_reference() -> None:
    body = _PARSER.parse_body("content/articles/tin.md", "<center>![Ảnh](/images/a.jpg)</center>", 1)[0]
    assert [reference.target for reference in body.references] == ["/images/a.jpg"]


def test_headings_in_blocks_of_html_have_ids_of_their_own() -> None:
    """Reason: each question of a list may have the heading “Trả lời”."""
    block = "<details>\n<summary>Hỏi</summary>\n\n## Trả lời\n\nCó.\n\n</details>\n\n"
    html = parse_to_html(f"{block}## Trả lời\n\n{block}")
    assert re.findall(r' id="([^"]+)', html) == ["muc-tra-loi_1", "muc-tra-loi", "muc-tra-loi_2"]
