"""Tests of titles and sizes behind the addresses of links and pictures."""

import pytest

from bulletin.content.markup.body import BodyParser

_PARSER = BodyParser()


def parse_to_html(body: str) -> str:
    parsed, problems = _PARSER.parse_body("content/articles/tin.md", body, 1)
    assert problems == ()
    return parsed.html


@pytest.mark.parametrize(
    "title",
    [
        '"Bến cá"',
        "“Bến cá”",
        "(Bến cá)",
        '"Bến cá" =300x200',
        "=300x200 “Bến cá”",
        "=50%x (Bến cá)",
        '"Bến cá”',
    ],
)
def test_title_behind_an_address_of_a_picture_is_its_caption(title: str) -> None:
    assert parse_to_html(f"![x](/images/ben.jpg {title})") == (
        '<figure class="figure"><img alt="x" src="/images/ben.jpg">\n<figcaption>Bến cá</figcaption></figure>'
    )


@pytest.mark.parametrize("size", ["=300x200", "=300x", "=x200", "=50%x50%"])
def test_size_behind_an_address_of_a_picture_is_left_out(size: str) -> None:
    assert 'src="/images/ben.jpg"' in parse_to_html(f"![x](/images/ben.jpg {size})")


@pytest.mark.parametrize("code", ["![x](/a.jpg =300x200)", "[x](/a (b))", "[x](/a “b”)"])
def test_title_in_code_stays_as_typed(code: str) -> None:
    assert parse_to_html(f"`{code}`") == f"<p><code>{code}</code></p>"


@pytest.mark.parametrize("name", ["anh (1).jpg", "anh = 2.jpg"])
def test_brackets_in_a_name_are_no_title(name: str) -> None:
    assert f'src="/images/{name}"' in parse_to_html(f"![x](/images/{name})")
