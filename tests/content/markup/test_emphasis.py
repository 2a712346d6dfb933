"""Tests of stars and underscores that are text."""

import pytest

from tests.content.markup.dialect_table import convert_like_us


@pytest.mark.parametrize(
    "blanks",
    [
        "___/___/_____", "__/__/____", "___.___.____", "lúc ___giờ___, ngày", "Số:__/QĐ-TU; ngày__/__/2026", "Số __-QĐ, ngày __-__-2026",
        "**/**/2026", "***-***-***", "_/_/2026",
    ],
)  # fmt: skip
def test_blanks_of_a_form_are_printed(blanks: str) -> None:
    assert convert_like_us(f"Ngày: {blanks}") == f"<p>Ngày: {blanks}</p>"


@pytest.mark.parametrize("text", ["__“Hội nghị”__", "**+**", "**- Mục:**", "__(a)__", "**50%**", "**Một**/**Hai**", "__Một__/__Hai__"])
def test_emphasis_around_words_and_signs_is_emphasis(text: str) -> None:
    assert "<strong>" in convert_like_us(text)
    assert not {"*", "_"} & {*convert_like_us(text)}
