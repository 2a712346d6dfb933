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
from bulletin.content.sections import read_sections
from bulletin.text.suggestions import MAX_COMPARED_LENGTH, ClosestMatchIndex, find_closest_match


@pytest.mark.parametrize(
    ("sign", "written"),
    [
        ("\n", "\\n"),
        ("\x1b", "\\x1b"),
        ("\u202e", "\\u202e"),
        ("\udcff", "\\xff"),
        ("\xa0", "\\xa0"),
        ("ế", "ế"),
        ("“", "“"),
    ],
)
def test_a_message_is_one_line_of_visible_characters(sign: str, written: str) -> None:
    said = str(Problem(f"content/{sign}.md", 1, f"Sai “{sign}”.", f"Sửa {sign}."))
    assert said == f"content/{written}.md:1: Sai “{written}”. Sửa {written}."


@given(st.sets(st.text("ab/-1", max_size=12), max_size=MAX_COMPARED_LENGTH), st.text("ab/-1", max_size=12))
def test_few_words_are_all_compared(known: Any, word: Any) -> None:
    assert ClosestMatchIndex(known, 0.85).find_match(word) == find_closest_match(word, sorted(known), 0.85)


def test_of_many_words_the_nearest_is_found_by_its_rarest_letters() -> None:
    known = [f"/2019/{number % 12 + 1:02d}/tin-{number}-cua-chi-bo/" for number in range(5000)]
    near = ClosestMatchIndex(known, 0.85)
    assert near.find_match("/2019/03/tin-4898-cua-chj-bo/") == "/2019/03/tin-4898-cua-chi-bo/"
    assert near.find_match("/2019/03/tin-4898-cua-chj-bo/", "/2019/03/tin-4898-cua-chi-bo/") != known[4898]


def test_words_of_any_length_are_compared_at_once() -> None:
    assert find_closest_match("x" * 100_000 + "y", ["x" * 100_000]) is None


def test_after_many_faults_of_a_file_one_says_that_there_are_others() -> None:
    header = YamlMapping({}, {f"khoa{number}": number for number in range(50_000)})
    start = time.process_time()
    fields = FrontMatterReader("a.md", header, ARTICLE_TYPE.front_matter_keys)
    assert time.process_time() - start < 1
    assert len(fields.problems) == MAX_PROBLEMS + 1
    assert "còn lỗi khác" in fields.problems[-1].message


def test_after_many_faults_of_the_sections_one_says_that_there_are_others(tmp_path: Path) -> None:
    (tmp_path / "sections.yml").write_text(
        f"- name: Tin\n{''.join(f'  x{number}: a' + chr(10) for number in range(5_000))}"
    )
    _, problems = read_sections(tmp_path)
    assert len(problems) == MAX_PROBLEMS + 1
    assert "còn lỗi khác" in problems[-1].message
