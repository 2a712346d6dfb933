"""Tests of lists that the table of decisions has no room for."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bulletin.content.markup.body import BodyParser

_PARSER = BodyParser()
_COMMONMARK = MarkdownIt("commonmark")
_WORDS = st.sampled_from(["Một", "hai ba", "Tổng kết.", "xã Bốn"])


def parse_to_html(body: str) -> str:
    parsed, problems = _PARSER.parse_body("content/articles/tin.md", body, 1)
    assert problems == ()
    return parsed.html


def read_tree(made: str) -> list[str]:
    """Return the tags and words of HTML, without blanks."""
    made = re.sub(r' (?:start|value)="\d+"', "", made)
    return [part.strip() for part in re.split(r"(<[^>]*>)", made) if part.strip()]


@st.composite
def draw_list(draw: st.DrawFn, depth: int = 0) -> list[str]:
    """Return the lines of a list, with the indentation that CommonMark wants."""
    is_numbered = draw(st.booleans())
    is_loose = draw(st.booleans())
    lines: list[str] = []
    for number in range(draw(st.integers(1, 3))):
        mark = f"{number + 1}. " if is_numbered else "- "
        if lines and is_loose:
            lines.append("")
        lines.append(mark + draw(_WORDS))
        if is_loose and draw(st.booleans()):
            lines += ["", " " * len(mark) + draw(_WORDS)]
        elif draw(st.booleans()):
            lines.append(" " * len(mark) + draw(_WORDS))
        if depth < 2 and draw(st.booleans()):
            lines += [" " * len(mark) + line if line else "" for line in draw(draw_list(depth + 1))]
    return lines


@given(draw_list())
def test_list_of_any_form_is_that_of_commonmark(lines: list[str]) -> None:
    body = "\n".join(lines)
    assert read_tree(parse_to_html(body)) == read_tree(_COMMONMARK.render(body))


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("1. a\n2. b", []),
        ("1. a\n1. b\n1. c", []),
        ("0. a\n1. b", ['start="0"']),
        ("2. a\n5. b\n6. c", ['start="2"', 'value="5"']),
        ("3. a\n3. b", ['start="3"', 'value="3"']),
        ("1. a\n    4. b\n2. c", ['start="4"']),
        ("999999999. a", ['start="999999999"']),
    ],
)
def test_list_has_the_typed_numbers(typed: str, numbers: list[str]) -> None:
    assert re.findall(r'(?:start|value)="\d+"', parse_to_html(typed)) == numbers


@pytest.mark.parametrize(
    "typed",
    [
        "- a\n## b\n- c",
        "- a\n> b",
        "- a\n***\n- b",
        "1. a\n- b",
        "- a\n\nb\n\n- c",
        "a\n- b\n\nc",
        "> a\n> - b",
        "- a\n\n\n- b",
    ],
)
def test_list_ends_as_in_commonmark(typed: str) -> None:
    made = re.sub(' id="[^"]*"', "", parse_to_html(typed))
    assert read_tree(made) == read_tree(_COMMONMARK.render(typed).replace("<hr />", "<hr>"))


@pytest.mark.parametrize(
    "typed", ["x\n\n- - -", "x\n\n* * *", "1.Một", "-Một", "1234567890. Một", "*[HU]: Huyện ủy\n\nHU"]
)
def test_text_with_a_mark_is_no_list(typed: str) -> None:
    assert "<li>" not in parse_to_html(typed)


def test_list_with_fenced_code_keeps_it() -> None:
    made = parse_to_html("- a\n\n  ```\n  *x*\n\n  y\n  ```\n\n- b")
    assert "<pre><code>*x*\n\ny\n</code></pre>" in made
    assert made.count("<li>") == 2


@pytest.mark.parametrize("indent", [2, 3, 4])
def test_item_of_a_number_holds_what_is_indented(indent: int) -> None:
    made = parse_to_html(f"1. a\n\n{' ' * indent}b\n\n2. c")
    assert made.count("<ol") == 1
    assert "<p>b</p>" in made


@pytest.mark.parametrize(
    ("body", "tree"),
    [
        ("- a\n-\n- b", "<ul><li>a</li><li></li><li>b</li></ul>"),
        ("- a\n-\n  b\n- c", "<ul><li>a</li><li>b</li><li>c</li></ul>"),
        ("- a\n  - b\n  -\n- c", "<ul><li>a<ul><li>b</li><li></li></ul></li><li>c</li></ul>"),
        ("1. a\n2.\n3. b", "<ol><li>a</li><li></li><li>b</li></ol>"),
        ("> - a\n> -\n> - b", "<blockquote><ul><li>a</li><li></li><li>b</li></ul></blockquote>"),
        ("- a\n-\nb", "<ul><li>a</li><li></li></ul><p>b</p>"),
    ],
)
def test_item_without_text_stays_an_item(body: str, tree: str) -> None:
    assert "".join(read_tree(parse_to_html(body))) == tree


@pytest.mark.parametrize(
    "body", ["a\n-\nb", "a\n=", "-\n\na", "1. năm\n2026.", "01. Một", "Gồm:\n02. Hai", "- a\n\n-\n\n- b"]
)
def test_mark_that_makes_no_item_is_printed(body: str) -> None:
    made = re.sub(r"<[^>]*>", "", parse_to_html(body))
    assert all(sign in made for sign in re.findall(r"(?m)^(?:[-=]|\d+\.)(?=$| M| H)", body))
    assert "<h2" not in parse_to_html(body)
