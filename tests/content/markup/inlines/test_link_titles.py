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
        "“Bến\ncá”",
        '=300x200 "Bến cá"',
    ],
)
def test_title_behind_an_address_of_a_picture_is_its_caption(title: str) -> None:
    assert parse_to_html(f"![x](/images/ben.jpg {title})") == (
        '<figure class="figure"><img alt="x" src="/images/ben.jpg">\n<figcaption>Bến cá</figcaption></figure>'
    )


@pytest.mark.parametrize("size", ["=300x200", "=300x", "=x200", "=50%x50%"])
def test_size_behind_an_address_of_a_picture_is_left_out(size: str) -> None:
    assert 'src="/images/ben.jpg"' in parse_to_html(f"![x](/images/ben.jpg {size})")


CODES = ["![x](/a.jpg =300x200)", "[x](/a (b))", "[x](/a “b”)"]


@pytest.mark.parametrize("code", CODES)
def test_title_in_code_stays_as_typed(code: str) -> None:
    assert parse_to_html(f"`{code}`") == f"<p><code>{code}</code></p>"


@pytest.mark.parametrize("before", ["Một\n", "\\`", "`mã`"])
@pytest.mark.parametrize("code", CODES)
def test_title_in_code_beside_other_signs_of_code_stays_as_typed(before: str, code: str) -> None:
    assert f"<code>{code}</code>" in parse_to_html(f"{before} `{code}`")


def test_title_in_a_block_of_code_in_html_stays_as_typed() -> None:
    assert "[x](/a (b))" in parse_to_html("<pre>[x](/a (b))</pre>")


@pytest.mark.parametrize("before", ["`` ", "` ``", "H`Mông ", "`mã` ` ", "\\` "])
@pytest.mark.parametrize("title", ["“bến”", "(bến)", '"bến" =30x20'])
def test_title_behind_a_sign_of_code_that_nothing_closes_is_read(before: str, title: str) -> None:
    parsed, _ = _PARSER.parse_body("content/articles/tin.md", f"{before}[x](/a {title})", 1)
    assert '<a href="/a" title="bến">x</a>' in parsed.html


@pytest.mark.parametrize("address", ["/files/a_(1).pdf", "<b c>"])
def test_title_behind_an_address_with_brackets_is_read(address: str) -> None:
    parsed, _ = _PARSER.parse_body("content/articles/tin.md", f"[x]({address} “bến”)", 1)
    assert 'title="bến">x</a>' in parsed.html


@pytest.mark.parametrize(
    "title",
    [
        "Nghị quyết (khóa XII) của Đảng",
        "Ông “Ba” đi",
        "a)b",
        "1) Bến cá",
        "A) Bến",
        "Từ trái: a) Bến; 12) cá",
    ],
)
def test_title_with_brackets_or_marks_in_it_is_read(title: str) -> None:
    assert f'title="{title}">x</a>' in parse_to_html(f"[x](/a “{title}”)")


def test_marks_behind_a_link_are_no_title_of_it() -> None:
    parsed, _ = _PARSER.parse_body("content/articles/tin.md", "[x](/a “Bến cá)\nvà nói “được”) nữa.", 1)
    assert "title=" not in parsed.html


@pytest.mark.parametrize("name", ["anh (1).jpg", "anh = 2.jpg"])
def test_brackets_in_a_name_are_no_title(name: str) -> None:
    assert f'src="/images/{name}"' in parse_to_html(f"![x](/images/{name})")


@pytest.mark.parametrize("title", ['"bến"', "'bến'", "(bến)", "“bến”", "„bến“", '"bến”', "\n“bến”"])
def test_title_of_a_definition_is_read(title: str) -> None:
    parsed = _PARSER.parse_body("content/articles/tin.md", f"Xem [x][a].\n\n[a]: /a {title}", 1)[0]
    assert parsed.html == '<p>Xem <a href="/a" title="bến">x</a>.</p>'


@pytest.mark.parametrize("text", ["[Ảnh]: /a “bến” cá", "[Ảnh]: 'bến”", "[Ảnh]: Hội nghị “bến”"])
def test_words_behind_a_label_that_are_no_title_are_printed(text: str) -> None:
    assert parse_to_html(text) == f"<p>{text}</p>"


@pytest.mark.parametrize(
    "address", ['<font color="red"> ![ảnh](/a.png)', "/b [ảnh](/a.png)", '"c" [ảnh](/a.png)']
)
def test_address_with_another_link_in_it_is_text(address: str) -> None:
    page = _PARSER.parse_body("content/articles/tin.md", f"[x]({address}", 1)[0].html
    assert "[x](" in page
    assert "ảnh" in page
    assert "/a.png" in page
