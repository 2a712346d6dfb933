"""Tests of code in a sentence, as the converter and the finders read it."""

import html
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bulletin.content.markup.body import BodyParser
from bulletin.content.markup.inlines.code_spans import find_code_spans, mask_code_spans

_PARSER = BodyParser()
_TEXTS = st.lists(
    st.sampled_from(["`", "``", "\\", "a", "H", "5", " ", "\nx", "x", ".", "[", "*"]), max_size=20
).map(lambda parts: f"x{''.join(parts)}x")


def list_code(text: str) -> list[str]:
    """Return the code of a text without its signs and outer blanks."""
    return [" ".join(text[start:end].strip("` \n").split()) for start, end in find_code_spans(text)]


@given(_TEXTS)
@example("x H`Mông và `mã`, \\`b` c`x")
@example("x``a`b``c`x")
@example("x5`6 7`x")
def test_code_of_a_text_is_that_of_the_page(text: str) -> None:
    page = _PARSER.parse_body("tin.md", text, 1)[0].html
    printed = [html.unescape(code) for code in re.findall(r"<code>(.*?)</code>", page, re.DOTALL)]
    assert list_code(text) == [" ".join(code.strip("` \n").split()) for code in printed]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Một `hai` ba", ["hai"]), ("H`Mông và M`Nông", []), ("5` và 6` dài", []), ("``a`b`` c", ["a`b"]), ("\\`a` b", []),
        ("\\\\`a` b", ["a"]), ("Một `hai\nba` bốn", ["hai ba"]), ("- Một `hai\n- ba` bốn", []), ("| `a | b |\n| c` | d |", []),
        ("Một `hai\n\nba` bốn", []), ("> `a\n> - b`", []), ("Một `hai\n## ba` bốn", []), ("## Một `hai\nba` bốn", []), ("## `một` hai\n`ba`", ["một", "ba"]), ("Một `hai\n---\nba` bốn", []), ("`` a", []), ("5` 6\n\u200b## a `b", []), ("a `b\n\xa0-\xa0c` d", []),
    ],
)  # fmt: skip
def test_code_ends_in_its_block(text: str, code: list[str]) -> None:
    assert list_code(text) == code


def test_mask_code_spans_keeps_all_places() -> None:
    assert mask_code_spans("Một `hai\nba` {.x}") == "Một     \n    {.x}"
    assert mask_code_spans("H`Mông `mã`", "?") == "H`Mông ????"


@pytest.mark.parametrize(
    "text", ["`" * 20_000, "` `` " * 5_000, "a`b" * 20_000, "\\" * 40_000 + "`", "5`" * 20_000]
)
def test_find_code_spans_of_many_signs_is_fast(text: str) -> None:
    assert sum(1 for _ in find_code_spans(text)) <= len(text)
