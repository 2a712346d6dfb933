import pytest

from bulletin.content.frontmatter.lint import lint_front_matter
from bulletin.content.frontmatter.yaml import YamlError


@pytest.mark.parametrize(
    ("rows", "remedy"),
    [
        ("tags:\n- #a\n- b", 'Hãy đặt trong ngoặc kép: - "#a"'),
        ("tags:\n  - a #b", 'Hãy đặt trong ngoặc kép: - "a #b"'),
        ("attachments:\n- file: a.pdf # 1\n  title: A", 'Hãy đặt trong ngoặc kép: - file: "a.pdf # 1"'),
        ("summary:\n  a # b", 'Hãy đặt cả câu trong ngoặc kép: summary: "…"'),
    ],
)
def test_lint_front_matter_refuses_words_behind_a_number_sign_in_further_lines(
    rows: str, remedy: str
) -> None:
    with pytest.raises(YamlError) as caught:
        lint_front_matter(f"title: Tin\n{rows}", 2)
    assert caught.value.line == 4
    assert caught.value.remedy == remedy


@pytest.mark.parametrize(
    "rows",
    [
        'tags:\n- "a #b"\n# ghi chú\n- c',
        "summary: |\n  a # b",
        'summary: "a\n  b #c\n  d"',
        "date:\n  2026-11-20 # ghi",
    ],
)
def test_lint_front_matter_with_a_number_sign_that_loses_nothing_passes(rows: str) -> None:
    lint_front_matter(f"title: Tin\n{rows}", 2)


@pytest.mark.parametrize("rows", ["tags:\n-kỷ luật", "tags:\n  -kỷ luật\n  - quy hoạch"])
def test_lint_front_matter_refuses_an_item_without_a_blank(rows: str) -> None:
    with pytest.raises(YamlError, match="Thiếu dấu cách sau dấu - ở “-kỷ luật”") as caught:
        lint_front_matter(f"title: Tin\n{rows}", 2)
    assert (caught.value.line, caught.value.remedy) == (4, "Hãy viết “- kỷ luật”.")


@pytest.mark.parametrize(
    "rows", ["tags:\n- kỷ luật", "summary:\n  -5 độ", "tags: [a,\n  -b]", "summary: |\n  -5 độ"]
)
def test_lint_front_matter_of_a_sign_that_is_no_item_passes(rows: str) -> None:
    lint_front_matter(f"title: Tin\n{rows}", 2)


@pytest.mark.parametrize(
    ("rows", "remedy"),
    [
        ("tags: #a #b", "Hãy viết tags: [a, b]"),
        ("tags: [#a, #b]", "Hãy viết tags: [a, b]"),
        ("tags:\n  nông thôn\n  đô thị\nslug: a", "Hãy viết tags: [nông thôn, đô thị]"),
    ],
)
def test_lint_front_matter_refuses_names_that_are_no_list(rows: str, remedy: str) -> None:
    with pytest.raises(YamlError) as caught:
        lint_front_matter(f"title: Tin\n{rows}", 2)
    assert (caught.value.line, caught.value.remedy) == (3, remedy)


@pytest.mark.parametrize(
    "rows", ["tags: [a, b] # ghi chú", "tags: [C#, a]", "tags:\n  a,\n  b", "tags:\n  một\n  - hai"]
)
def test_lint_front_matter_of_names_that_are_a_list_passes(rows: str) -> None:
    lint_front_matter(f"title: Tin\n{rows}", 2)
