import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.content.content_types import ARTICLE_TYPE
from bulletin.content.frontmatter.fields import FrontMatterReader
from bulletin.content.frontmatter.yaml import YamlMapping
from bulletin.content.problems import MAX_PROBLEMS, Problem
from bulletin.content.site_lists.sections import read_sections
from bulletin.content.warnings.warning import ContentWarning
from bulletin.text.suggestions import MAX_COMPARED_WORDS, ClosestMatchIndex, find_closest_match


@pytest.mark.parametrize(
    ("character", "written"),
    [
        ("\n", "\\n"),
        ("\x1b", "\\x1b"),
        ("\u202e", "\\u202e"),
        ("\udcff", "\\xff"),
        ("ế", "ế"),
        ("“", "“"),
    ],
)
def test_problem_with_unprintable_character_escapes_it(character: str, written: str) -> None:
    text = str(Problem(f"content/{character}.md", 1, f"Sai “{character}”.", f"Sửa {character}."))
    assert text == f"content/{written}.md:1: Sai “{written}”. Sửa {written}."


@pytest.mark.parametrize("blank", ["\xa0", "\u202f", "\u3000"])
def test_messages_with_unusual_blanks_print_blanks(blank: str) -> None:
    quoted = f"Sai “0918{blank}221”."
    assert str(Problem("content/a.md", 1, quoted, "Sửa.")) == "content/a.md:1: Sai “0918 221”. Sửa."
    warning = ContentWarning("content/a.md", 1, "capitals", quoted)
    assert str(warning) == "content/a.md:1: cảnh báo [capitals]: Sai “0918 221”."


@given(st.sets(st.text("ab/-1", max_size=12), max_size=MAX_COMPARED_WORDS), st.text("ab/-1", max_size=12))
def test_find_closest_match_agrees_with_difflib(known: Any, word: Any) -> None:
    assert ClosestMatchIndex(known, 0.85).find_match(word) == find_closest_match(word, sorted(known), 0.85)


def test_find_closest_match_of_many_words_returns_nearest() -> None:
    known = [f"/2019/{number % 12 + 1:02d}/tin-{number}-cua-chi-bo/" for number in range(5000)]
    near = ClosestMatchIndex(known, 0.85)
    assert near.find_match("/2019/03/tin-4898-cua-chj-bo/") == "/2019/03/tin-4898-cua-chi-bo/"
    assert near.find_match("/2019/03/tin-4898-cua-chj-bo/", "/2019/03/tin-4898-cua-chi-bo/") != known[4898]


def test_find_closest_match_of_long_words_is_fast() -> None:
    assert find_closest_match("x" * 100_000 + "y", ["x" * 100_000]) is None


def test_front_matter_with_too_many_problems_reports_that_there_are_more() -> None:
    front_matter = YamlMapping({}, {f"khoa{number}": number for number in range(50_000)})
    start = time.process_time()
    fields = FrontMatterReader("a.md", front_matter, ARTICLE_TYPE.front_matter_keys)
    assert time.process_time() - start < 1
    assert len(fields.problems) == MAX_PROBLEMS + 1
    assert "còn lỗi khác" in fields.problems[-1].message


def test_sections_with_too_many_problems_report_that_there_are_more(tmp_path: Path) -> None:
    (tmp_path / "sections.yml").write_text(
        f"- name: Tin\n{''.join(f'  x{number}: a' + chr(10) for number in range(5_000))}"
    )
    _, problems = read_sections(tmp_path)
    assert len(problems) == MAX_PROBLEMS + 1
    assert "còn lỗi khác" in problems[-1].message
