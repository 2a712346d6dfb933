from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.content.frontmatter.yaml import YamlError, YamlMapping, parse_yaml


def expect_yaml_error(text: str, first_line: int = 1) -> YamlError:
    with pytest.raises(YamlError) as caught:
        parse_yaml(text, first_line)
    return caught.value


def test_parse_yaml_returns_scalars_as_strings() -> None:
    text = "a: 2019-02-30\nb: 7:30\nc: No\nd: 1.0\ne: 0x1F\nf: ~\ng:"
    assert list(parse_yaml(text).values.values()) == ["2019-02-30", "7:30", "No", "1.0", "0x1F", "~", ""]


def test_parse_yaml_returns_line_of_each_key() -> None:
    table = parse_yaml("a: 1\nb:\n  - x: 2\n    y: 3\n", first_line=10)
    assert (table.line, table.lines) == (10, {"a": 10, "b": 11})
    assert table.values["b"][0].lines == {"x": 12, "y": 13}


def test_parse_yaml_of_empty_text_returns_none() -> None:
    assert parse_yaml("") is None
    assert parse_yaml("# chỉ có ghi chú\n") is None


def test_parse_yaml_with_unquoted_colon_proposes_quotes() -> None:
    error = expect_yaml_error("a: b\ntitle: Hội nghị: “tổng” kết", first_line=2)
    assert (error.line, error.remedy) == (3, 'Hãy viết title: "Hội nghị: “tổng” kết"')


def test_parse_yaml_with_tab_reports_it() -> None:
    assert expect_yaml_error("a:\n\tb: c").message == "Dòng bắt đầu bằng phím Tab."


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("a: [b", "]"),
        ("a: [[b, c]\nd: e\nf: g", "]"),
        ("{a: b", "}"),
        ('a: [b, "c]\nd: e', '"'),
    ],
)
def test_parse_yaml_with_unclosed_mark_reports_its_line(text: str, sign: str) -> None:
    error = expect_yaml_error(text, first_line=2)
    assert (error.line, error.remedy) == (2, f"Hãy thêm dấu {sign} vào cuối phần ấy.")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 'b\nc: d", 'a: "b"'),
        ('a: "b\nc: d\ne: f', 'a: "b"'),
        ('tags: [b, "c]\nd: e', "tags: [b, c]"),
        ("tags: [[b, c]\nd: e\nf: g", "tags: [b, c]"),
        ("title: [Ảnh\nd: e", 'title: "[Ảnh"'),
    ],
)
def test_parse_yaml_with_unclosed_mark_of_a_known_value_proposes_the_line(text: str, line: str) -> None:
    error = expect_yaml_error(text, first_line=2)
    assert (error.line, error.remedy) == (2, f"Hãy viết {line}")


@pytest.mark.parametrize("text", ["a: [b] \nc", "- a\nb: c", "a: [b, c] d"])
def test_parse_yaml_with_other_slip_explains_the_form(text: str) -> None:
    assert "cú pháp" in expect_yaml_error(text).message


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("a: @b", "Hãy viết a: '@b'"),
        ("a: %b", "Hãy viết a: '%b'"),
        ("a: *b", "Hãy viết a: '*b'"),
        ("a: **b** c\nd: e", "Hãy viết a: '**b** c'"),
        ("a: - b", "Hãy viết a: '- b'"),
        ("a: > b\nc: d", "Hãy viết a: '> b'"),
        ("a: [Ảnh] b\nc: d", "Hãy viết a: '[Ảnh] b'"),
        ("a:\n  - b: *c\n", "Hãy viết b: '*c'"),
        ('a: "Bài "thử" nghiệm"', """Hãy viết a: 'Bài "thử" nghiệm'"""),
    ],
)
def test_parse_yaml_with_special_first_character_proposes_quotes(text: str, remedy: str) -> None:
    assert expect_yaml_error(text).remedy == remedy


@pytest.mark.parametrize("text", ["a: \x00", "a: \x07", "\x7f: a"])
def test_parse_yaml_with_control_character_raises_error(text: str) -> None:
    assert "điều khiển" in expect_yaml_error(text).message


def test_parse_yaml_with_key_that_is_a_list_raises_error() -> None:
    assert expect_yaml_error("[a, b]: c").message == "Khóa phải là một từ."


@pytest.mark.parametrize("text", ["a: &x [*x]", "&x {a: *x}", "a: &x [b, c]\nd: [*x, *x]"])
def test_parse_yaml_with_alias_raises_error(text: str) -> None:
    assert "&" in expect_yaml_error(text).remedy


@pytest.mark.parametrize(
    "text",
    [
        "a: !!python/object/apply:os.system [ls]",
        "a: !khan cap",
        "a: !!binary aGk=",
        "a: [b, !c d]",
        "!a {b: c}",
    ],
)
def test_parse_yaml_with_tag_raises_error(text: str) -> None:
    assert "dấu chấm than" in expect_yaml_error(text).message


@pytest.mark.parametrize("text", ["a: " + "[" * 5000 + "]" * 5000, "a: " + "{b: " * 5000 + "}" * 5000])
def test_parse_yaml_with_deep_brackets_raises_error(text: str) -> None:
    assert "quá nhiều cấp" in expect_yaml_error(text).message


@given(
    st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.text("aăâđ0 ", min_size=1), max_size=6)
)
def test_parse_yaml_of_quoted_strings_returns_them(values: Any) -> None:
    table = parse_yaml("\n".join(f'{key}: "{value}"' for key, value in values.items()) or "{}")
    assert table == YamlMapping(values, {key: line for line, key in enumerate(values, 1)})


@given(st.text(st.sampled_from("ab:-[]{}&*!|>'\"%@`#, \n\t?é"), max_size=40))
def test_parse_yaml_of_any_text_returns_or_raises_yaml_error(text: Any) -> None:
    with suppress(YamlError):
        parse_yaml(text)


@pytest.mark.parametrize(
    ("text", "line"), [("a: 1\nb: " + "[" * 100_000, 2), ("a: 1\n" + "- " * 100_000, 2), ("? " * 100_000, 1)]
)
def test_parse_yaml_with_deep_nesting_raises_error_without_crash(text: str, line: int) -> None:
    error = expect_yaml_error(text)
    assert "lồng nhau" in error.message or "cú pháp" in error.message
    assert error.line == line


def test_parse_yaml_with_too_many_values_raises_error() -> None:
    error = expect_yaml_error("- a: b\n" * 100_000)
    assert "giá trị" in error.message
    assert error.line > 1


def test_parse_yaml_puts_letters_of_escapes_into_the_normal_form() -> None:
    text = r'{a: "\u00d0\u1ea1i h\u1ed9i", b: "ti\u00adnh", c: C:\u00d0}'
    assert parse_yaml(text).values == {"a": "Đại hội", "b": "tinh", "c": r"C:\u00d0"}
