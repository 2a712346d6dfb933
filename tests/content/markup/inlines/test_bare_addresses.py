"""Tests of web addresses in a text that become links."""

import pytest

from bulletin.content.markup.body import BodyParser

_PARSER = BodyParser()


def parse_to_html(body: str) -> str:
    return _PARSER.parse_body("content/articles/tin.md", body, 1)[0].html


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://a.vn/bao\\_cao\\_1.html", "https://a.vn/bao_cao_1.html"),
        ("https://a.vn/a\\~b\\-c", "https://a.vn/a~b-c"),
        ("https://a.vn/?a=1\\&b=2", "https://a.vn/?a=1&amp;b=2"),
    ],
)
def test_address_with_escaped_signs_is_one_link(typed: str, address: str) -> None:
    assert parse_to_html(f"Xem {typed}.") == f'<p>Xem <a href="{address}">{address}</a>.</p>'


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("https://a.vn/a\\_", '<a href="https://a.vn/a">https://a.vn/a</a>_'),
        ("https://a.vn/a\\<b>", '<a href="https://a.vn/a">https://a.vn/a</a>&lt;b&gt;'),
        ("https://a.vn/a\\|b", '<a href="https://a.vn/a">https://a.vn/a</a>|b'),
        ("https://a.vn/x\\\\y", '<a href="https://a.vn/x">https://a.vn/x</a>\\\\y'),
        ("https://a.vn/a **b**", '<a href="https://a.vn/a">https://a.vn/a</a> <strong>b</strong>'),
    ],
)
def test_signs_that_no_address_has_stand_behind_the_link(typed: str, printed: str) -> None:
    assert parse_to_html(typed) == f"<p>{printed}</p>"
