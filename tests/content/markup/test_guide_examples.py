"""Tests of the examples in the chapter “Trình bày” of the guide for editors."""

import html
import re

import pytest

from bulletin.content.markup.body import BodyParser
from tests.factories import ROOT

_GUIDE = (ROOT / "docs/huong-dan-bien-tap.md").read_text(encoding="utf-8")
_CHAPTER = _GUIDE.partition("\n## Trình bày\n")[2].partition("\n## ")[0]
_ROW = re.compile(r"^\| (.+) \| (.+) \|$", re.MULTILINE)
_CODE = re.compile(r"`([^`]+)`")
_PARSER = BodyParser()


def parse_to_html(typed: str) -> str:
    parsed, problems = _PARSER.parse_body("content/articles/tin.md", typed, 1)
    assert problems == ()
    return parsed.html


def read_table(head: str) -> list[tuple[str, str]]:
    """Return the rows of the table with a head."""
    return _ROW.findall(_CHAPTER.partition(f"{head}\n| --- | --- |\n")[2].partition("\n\n")[0] + "\n")


def read_page(made: str) -> str:
    """Return the text of HTML with the marks of its lists."""
    count = 0

    def write_mark(found: re.Match[str]) -> str:
        nonlocal count
        if found[1]:
            count = int(found[1]) - 1
            return " "
        count = int(found[2]) if found[2] else count + 1
        return f" {count}. " if "<ol" in made else " • "

    text = re.sub(r'<ol start="(\d+)">|<li(?: value="(\d+)")?>', write_mark, made)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())


@pytest.mark.parametrize(("typed", "seen"), read_table("| Gõ | Bạn đọc thấy |"))
def test_example_of_the_guide_is_what_readers_see(typed: str, seen: str) -> None:
    (source,), (page,) = _CODE.findall(typed), _CODE.findall(seen)
    assert read_page(parse_to_html(source.replace("↵", "\n"))) == page


@pytest.mark.parametrize(
    ("wanted", "tags"),
    [
        ("Tiêu đề trong bài", ("<h2", "<h2")),
        ("Chữ đậm, chữ nghiêng, chữ gạch", ("<strong>", "<em>", "<del>")),
        ("Danh sách gạch đầu dòng", ("<ul>",)),
        ("Danh sách đánh số", ("<ol>", '<ol start="2">')),
        ("Trích dẫn", ("<blockquote>",)),
        ("Đường kẻ ngang", ("<hr>",)),
        ("Địa chỉ bấm được", ("<a href=", "<a href=", '<a href="mailto:')),
    ],
)
def test_mark_of_the_guide_makes_what_is_wanted(wanted: str, tags: tuple[str, ...]) -> None:
    samples = _CODE.findall(dict(read_table("| Muốn có | Gõ |"))[wanted])
    for sample, tag in zip(samples, tags, strict=True):
        assert tag in parse_to_html(
            f"Đoạn trên.\n\n{sample}{'' if sample.strip('-') == '' else ' chữ'}\n\nĐoạn dưới."
        )


@pytest.mark.parametrize("end", ["  ", "\\"])
def test_line_end_of_the_guide_breaks_the_line(end: str) -> None:
    assert "<br>" in parse_to_html(f"Dòng một{end}\nDòng hai")


@pytest.mark.parametrize("indent", [2, 3, 4])
def test_indentation_of_the_guide_makes_an_inner_list(indent: int) -> None:
    assert parse_to_html(f"- Một\n{' ' * indent}- Hai").count("<ul>") == 2


def test_table_of_the_guide_is_a_table() -> None:
    sample = _CHAPTER.partition("**Bảng.**")[2].split("```")[1].strip()
    assert parse_to_html(sample).count("<tr>") == 3


def test_audio_of_the_guide_plays_its_file() -> None:
    sample = _GUIDE.partition("**Âm thanh.**")[2].split("```")[1].strip()
    name = "Nghe lời phát biểu của đồng chí Bí thư"
    link = '<p><a href="/files/2026/loi-phat-bieu.mp3" class="audio">{}</a></p>'
    assert parse_to_html(sample) == link.format(name)
    assert parse_to_html(sample.replace(name, "")) == link.format("Nghe tệp loi-phat-bieu.mp3")
