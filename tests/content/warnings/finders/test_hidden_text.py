"""Tests of the warning about texts that another system hid."""

import pytest

from tests.content.warnings.samples import BODY_LINE, list_warnings_of


@pytest.mark.parametrize(
    "typed",
    [
        '<p style="display:none">Lời dặn</p>', "<p hidden>Lời dặn</p>", '<div class="a" style="color: red; visibility: hidden;">Lời dặn</div>',
        "Một <span style='font-size:0px'>Lời dặn</span>",
    ],
)  # fmt: skip
def test_hidden_text_is_told_at_its_line(typed: str) -> None:
    line, text = list_warnings_of(f"Một.\n\n{typed}")["hidden-text"]
    assert (line, "“Lời dặn”" in text) == (BODY_LINE + 2, True)


@pytest.mark.parametrize(
    "typed",
    [
        '<p style="font-size:0.9em">Một</p>', '<p class="hidden">Một</p>', '`<p hidden>`', "```\n<p hidden>a</p>\n```", "Một hidden <b>none</b>",
        '<p style="display:block">Một</p>', '<a href="/none/">Một</a>',
    ],
)  # fmt: skip
def test_text_that_readers_see_is_not_told(typed: str) -> None:
    assert "hidden-text" not in list_warnings_of(typed)
