"""Tests of stars and underscores that are text."""

import pytest

from tests.content.markup.dialect_table import convert_like_us


@pytest.mark.parametrize(
    "blanks",
    [
        "___/___/_____", "__/__/____", "___.___.____", "lúc ___giờ___, ngày", "Số:__/QĐ-TU; ngày__/__/2026", "Số __-QĐ, ngày __-__-2026",
        "**/**/2026", "***-***-***", "_/_/2026", "|__|__|__|", "(__)(__)", "__:__ – __:__", "__, __, __",
    ],
)  # fmt: skip
def test_blanks_of_a_form_are_printed(blanks: str) -> None:
    assert convert_like_us(f"Ngày: {blanks}") == f"<p>Ngày: {blanks}</p>"


@pytest.mark.parametrize(
    "text",
    [
        "__“Hội nghị”__",
        "**+**",
        "**- Mục:**",
        "__(a)__",
        "**50%**",
        "**Một**/**Hai**",
        "__Một__/__Hai__",
        "__(a) | (b)__",
        "__|x|__",
    ],
)
def test_emphasis_around_words_and_signs_is_emphasis(text: str) -> None:
    assert "<strong>" in convert_like_us(text)
    assert not {"*", "_"} & {*convert_like_us(text)}


@pytest.mark.parametrize(
    "text",
    [
        "2 *3 *4 m và 5* 6* 7 m",
        "Bấm *100# để tra, cước 500 đồng/lần*.",
        "Bấm *101*5# rồi *102#",
        "Cao 5* 6 m, rộng 7 *8 m",
        "Chép *.*, *.docx và C:\\*.* hay C:\\Ảnh\\*.jpg sang.",
        "Cửa 5` và 6` nữa",
    ],
)
def test_stars_of_figures_and_of_codes_to_dial_are_printed(text: str) -> None:
    assert convert_like_us(text) == f"<p>{text}</p>"


@pytest.mark.parametrize(
    "text",
    [
        "Ông nói: (*...*) nữa",
        "Năm 2026 *tăng 5%*",
        "*100 hộ*",
        "*Đạt 95* điểm",
        "Từ *2025* đến *2026*",
        "(*100*)",
        "5 *hộ* 6",
    ],
)
def test_emphasis_beside_figures_is_emphasis(text: str) -> None:
    assert "*" not in convert_like_us(text)
