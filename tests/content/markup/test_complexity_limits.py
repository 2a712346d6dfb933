from typing import Any

import pytest
from hypothesis import given
from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from bulletin.content.markup.body import BodyParser
from bulletin.content.markup.complexity_limits import (
    MAX_DEFINITION_LENGTH,
    MAX_DEFINITIONS,
    MAX_FOOTNOTE_REFERENCES,
    MAX_LINES,
    MAX_MARKERS,
    MAX_OPEN_BRACKETS,
    MAX_OPEN_ELEMENTS,
    create_slow_text_problem,
    find_complexity_problem,
)
from tests.content.markup.strategies import MARKUP_TEXTS
from tests.english_words import find_english_words

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("body", "expected", "line"),
    [
        ("[a" * (MAX_OPEN_BRACKETS + 1), "dấu “[”", 3),
        ("[a]\n\n" + "[a](" * (MAX_OPEN_BRACKETS + 1), "dấu “(”", 5),
        ("<b>a</b>\n\n" + "<a " * (MAX_OPEN_BRACKETS + 1), "dấu “<”", 5),
        ("> a\n\n" + "> " * (MAX_OPEN_BRACKETS + 1) + "a", "quá nhiều cấp", 5),
        ("<div>" * (MAX_OPEN_ELEMENTS + 1), "thẻ <div>", 3),
        ("<b id=a>" * 1000 + "<p>" * 1000, "thẻ <b>", 3),
        ("a\n\n" + "# a\n" * (MAX_DEFINITIONS + 1), "đề mục", 5),
        ("*[a]: b\n" * (MAX_DEFINITIONS + 1), "định nghĩa", 3),
        ("\n" * (MAX_LINES + 1), "dòng", 1),
        ("\\" * (MAX_MARKERS["\\"] + 1), "dấu “\\”", 3),
        ("# a\n\n" + "[TOC]\n\n" * 100, "dấu “[TOC]”", 5),
        ("*a " * (MAX_MARKERS["*"] + 1), "dấu “*”", 3),
        ("a\n\n<p " + "".join(f"a{i}=b " for i in range(9_000)) + ">", "hơn 1000 thuộc tính", 5),
        ("a\n\n" + "".join(f"<html a{i}=b>" for i in range(2_000)), "hơn 1000 thuộc tính", 5),
        ("a\n\n" + "<b a='>' " * 2_000, "không có “>”", 5),
        ("a\n\n" + "a  \n" * 40_000, "quá nhiều dấu", 5),
        ("a\n\n" + "https://a.vn/x " * 60_000, "quá nhiều dấu như “[”, “<”, “*”, địa chỉ", 5),
        ("a\n\n" + "www.a.vn " * 60_000, "quá nhiều dấu", 5),
        ("<!-- x --><textarea><!--</textarea>" + "<b id=a>" * 1000 + "<p>" * 1000 + "-->", "thẻ <b>", 3),
        ('<p title="<!--">' + "<b id=a>" * 1000 + "<p>" * 1000 + "-->", "thẻ <b>", 3),
        ("~~~ a b\n" + "# a\n" * (MAX_DEFINITIONS + 1), "đề mục", 4),
        ("[a] " * (MAX_MARKERS["["] + 1), "dấu “[”", 3),
        ("x[^1] " * (MAX_FOOTNOTE_REFERENCES + 1) + "\n\n[^1]: a", "chú thích [^1]", 3),
        ("```\nb\n```\n\n[a]\n\n[a]: /" + "b" * MAX_DEFINITION_LENGTH, "dài hơn 2000", 9),
        ("*[a]: " + "b" * (MAX_DEFINITION_LENGTH + 1), "dài hơn 2000", 3),
    ],
)
def test_parse_body_above_limit_reports_its_line(body: str, expected: str, line: int) -> None:
    text, (problem,) = BodyParser().parse_body("a", f"Một.\n\n{body}", 1)
    assert text.html == ""
    assert expected in problem.message
    assert problem.line == line


@pytest.mark.parametrize(
    "body",
    [
        "[a](/b/) (c) " * 5000,
        "(a\n\n" * 5000,
        "a) 1) :)\n" * 500,
        "<b>a</b> <br>\n" * 5000,
        "3 < 5 > 2 " * 5000,
        "| [a](/b/) | (c) |\n" * 5000,
        "- a\n" * 5000,
    ],
)
def test_find_complexity_problem_of_long_text_returns_none(body: str) -> None:
    assert find_complexity_problem(body) is None


@given(MARKUP_TEXTS)
def test_find_complexity_problem_of_usual_text_returns_none(body: Any) -> None:
    assert find_complexity_problem(body) is None


HIDDEN = "<w:LsdException Locked='false' Name='heading'/>" * 371
WORD = f"<!--[if gte mso 9]><xml>{HIDDEN}</xml><![endif]-->\n\nChữ.\n\n"
ROW = f"<tr>{'<td>ô</td>' * 10}</tr>"
COMMANDS = "# bước\nlenh <a> [b] *c*\n" * 5_000
FORMS = {
    "a form to fill in": f"Họ và tên: {'_' * 60}\n" * 1_000,
    "separators": f"{'*' * 40}\n\nĐoạn văn.\n\n" * 1_000,
    "questions": "**Câu hỏi:** Đồng chí cho biết kết quả thực hiện nhiệm vụ của chi bộ trong năm?\n" * 3_000,
    "a table of HTML": f"<table>{ROW * 3_000}</table>",
    "comments of Word": WORD * 25,
    "commands": f"```\n{COMMANDS}```",
    "breaks": "Đồng chí Bí thư Huyện ủy phát biểu chỉ đạo tại hội nghị<br>\n" * 4_000,
}


@pytest.mark.parametrize("form", FORMS)
def test_parse_body_of_long_office_text_reads_it(form: Any) -> None:
    text, problems = BodyParser().parse_body("a", FORMS[form], 1)
    assert (bool(text.html), problems) == (True, ())


def test_slow_text_without_marks_is_reported_at_longest_paragraph() -> None:
    problem = create_slow_text_problem("Ngắn.\n\n" + "lời " * 5_000 + "\n\nNgắn.")
    assert (problem.position, "một đoạn dài" in problem.message) == (7, True)


class _FailingExtension(Extension):
    """Extension of a site that fails at a word."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # the name is Python-Markdown's
        md.preprocessors.register(_FailingLines(md), "failing", 19)


class _FailingLines(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        if "hỏng" in "".join(lines):
            raise IndexError
        return lines


def test_parse_body_of_text_that_makes_markdown_fail_reports_its_line() -> None:
    reader = BodyParser({"extensions": [_FailingExtension()]})
    _, (problem,) = reader.parse_body("a", "Một.\n\nHai.\n\nChỗ hỏng\nở đây.\n\nBa.", 10)
    assert "không đọc được đoạn này" in problem.message
    assert not find_english_words(problem.message + problem.remedy)
    assert problem.line == 14
    assert reader.parse_body("a", "Một.", 1)[0].html == "<p>Một.</p>"
