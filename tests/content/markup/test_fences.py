"""Tests of the forms of fenced code."""

import pytest

from bulletin.content.markup.fences import blank_fenced_code, normalize_fences


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("```\na\n```", "```\na\n```"),
        ("```js run\na\n```", "```js\na\n```"),
        ("  ```\n  a\n    b\nc\n  ```", "```\na\n  b\nc\n```"),
        ("~~~\na\n~~~~~", "~~~\na\n~~~"),
        ("````\n```\n````", "````\n```\n````"),
        ('```{.py title="a b"}\na\n```', '```{.py title="a b"}\na\n```'),
        ("```\na", " ```\na"),
        ("``` a ``` b", " ``` a ``` b"),
    ],
)
def test_normalize_fences_returns_plain_fences(typed: str, plain: str) -> None:
    assert "\n".join(normalize_fences(typed.split("\n"))) == plain


def test_blank_fenced_code_keeps_positions() -> None:
    source = "a\n```js x\n# b\n```\nc\n```"
    assert blank_fenced_code(source) == "a\n       \n   \n   \nc\n```"
