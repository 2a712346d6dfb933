import pytest

from plugins.records.problems import Problem


@pytest.mark.parametrize(
    ("sign", "written"),
    [
        ("\n", "\\n"),
        ("\x1b", "\\x1b"),
        ("\u202e", "\\u202e"),
        ("\udcff", "\\udcff"),
        ("\xa0", "\\xa0"),
        ("ế", "ế"),
        ("“", "“"),
    ],
)
def test_a_message_is_one_line_of_visible_characters(sign, written):
    said = str(Problem(f"content/{sign}.md", 1, f"Sai “{sign}”.", f"Sửa {sign}."))
    assert said == f"content/{written}.md:1: Sai “{written}”. Sửa {written}."
