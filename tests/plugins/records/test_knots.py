import pytest
from hypothesis import given

from plugins.records.knots import BRACKETS, ELEMENTS, LINES, LONGEST_DEFINITION, MARKS, REFERENCES, ROWS, knot
from plugins.records.text import TextReader
from tests.plugins.records.markup import TEXTS


@pytest.mark.parametrize(
    ("body", "said", "line"),
    [
        ("[a" * (BRACKETS + 1), "dấu “[”", 3),
        ("[a]\n\n" + "[a](" * (BRACKETS + 1), "dấu “(”", 5),
        ("<b>a</b>\n\n" + "<a " * (BRACKETS + 1), "dấu “<”", 5),
        ("> a\n\n" + "> " * (BRACKETS + 1) + "a", "quá nhiều cấp", 5),
        ("<div>" * (ELEMENTS + 1), "thẻ <div>", 3),
        ("<b>" * 1000 + "<p>" * 1000, "thẻ <b>", 3),
        ("a\n\n" + "# a\n" * (ROWS + 1), "đề mục", 5),
        ("*[a]: b\n" * (ROWS + 1), "định nghĩa", 3),
        ("\n" * (LINES + 1), "dòng", 1),
        ("\\" * (MARKS["\\"] + 1), "dấu “\\”", 3),
        ("[a] " * (MARKS["["] + 1), "dấu “[”", 3),
        ("x[^1] " * (REFERENCES + 1) + "\n\n[^1]: a", "chú thích [^1]", 3),
        ("```\nb\n```\n\n[a]\n\n[a]: /" + "b" * LONGEST_DEFINITION, "dài hơn 2000", 9),
        ("*[a]: " + "b" * (LONGEST_DEFINITION + 1), "dài hơn 2000", 3),
    ],
)
def test_a_knot_is_said_in_its_place_and_nothing_is_made_of_the_text(body, said, line):
    text, (problem,) = TextReader().read("a", f"Một.\n\n{body}", 1)
    assert text.html == ""
    assert said in problem.what
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
def test_long_texts_are_no_knots(body):
    assert knot(body) is None


@given(TEXTS)
def test_what_people_write_is_no_knot(body):
    assert knot(body) is None


def test_what_makes_markdown_itself_fail_is_said_in_its_place():
    """A list behind a list of HTML within Markdown within HTML: Python-Markdown looks for the last item of an empty list."""
    reader = TextReader()
    _, (problem,) = reader.read(
        "a", 'Một.\n\nHai.\n\n<div markdown="1">\n<ul>\n</ul>\n\n- a\n</div>\n\nBa.', 10
    )
    assert "không đọc được đoạn này" in problem.what
    assert problem.line in (14, 18)
    assert reader.read("a", "Một.", 1)[0].html == "<p>Một.</p>"
