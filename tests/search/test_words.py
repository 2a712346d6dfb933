import pytest

from bulletin.search.words import get_keys, get_spelling, is_document_number, split_words


def spell(text: str) -> list[str]:
    return [get_spelling(word) for word in split_words(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kết nạp “đảng viên”, đợt 2.", ["kết", "nạp", "đảng", "viên", "đợt", "2"]),
        ("Kết luận số 38-KL/TW.", ["kết", "luận", "số", "38-kl/tw"]),
        ("Số 38 - KL/TW và 38 KL/TW", ["số", "38-kl/tw", "và", "38-kl/tw"]),
        ("38 – KL, hàng đầu", ["38", "kl", "hàng", "đầu"]),
        ("tháng 11/2019, 86,5% và 1.200", ["tháng", "11/2019", "86,5", "và", "1.200"]),
        ("gọi 0252.382.7777, 091 234 5678", ["gọi", "0252.382.7777", "091 234 5678"]),
        ("từ 01/2020-12/2021 và 03-02-2020", ["từ", "01/2020-12/2021", "và", "03-02-2020"]),
        ("2025 - 2027, 2019 - 38 và 2025-2027/x", ["2025 - 2027", "2019", "38", "và", "2025-2027/x"]),
        ("1 250 000 đồng, 3 200 hộ", ["1 250 000", "đồng", "3", "200", "hộ"]),
        ("hết năm 2025.Trong đó", ["hết", "năm", "2025", "trong", "đó"]),
        ("R'lấp K’Ho snake_case", ["r", "lấp", "k", "ho", "snake", "case"]),
        ("", []),
    ],
)
def test_split_words_keeps_numbers_of_documents_together(text: str, words: list[str]) -> None:
    assert split_words(text) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("thuỷ", "thủy"),
        ("kỹ", "kĩ"),
        ("lý", "lí"),
        ("03/02", "3-2"),
        ("38-KL/TW", "38-kl-tw"),
        ("92-KH/BTCTU", "92–kh–btctu"),
        ("237/2026/NĐ-CP", "237/2026/nd-cp"),
        ("02523827777", "0252 382 7777"),
        ("02523827777", "(0252) 3827.777"),
        ("0912345678", "0912.34.56.78"),
        ("1250000", "1.250.000"),
        ("1 250 000", "1.250.000"),
        ("0918 221 345", "0918\u00a0221\u202f345"),
        ("2025-2027", "2025 \u2013 2027"),
        ("1930-1975", "1930\u20141975"),
    ],
)
def test_get_spelling_of_two_forms_of_a_word_is_equal(one: str, other: str) -> None:
    assert spell(one) == spell(other)


@pytest.mark.parametrize(
    ("one", "other"), [("tết", "tét"), ("đảo", "đạo"), ("quý", "quí"), ("38", "380"), ("3.5", "35")]
)
def test_get_spelling_of_two_words_differs(one: str, other: str) -> None:
    assert spell(one) != spell(other)


@pytest.mark.parametrize(
    ("word", "keys"),
    [
        ("đảng", ["dang"]),
        ("thuỷ", ["thuy"]),
        ("38-kl/tw", ["38"]),
        ("11/2019", ["11", "2019"]),
        ("2025-2030", ["2025", "2030"]),
    ],
)
def test_get_keys_returns_the_word_without_marks_and_years(word: str, keys: list[str]) -> None:
    assert get_keys(get_spelling(word)) == keys


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("38-kl/tw", True),
        ("237/2026/nđ-cp", True),
        ("38-kl", True),
        ("72/2025/qh15", True),
        ("24/24h", False),
        ("38", False),
        ("11/2019", False),
        ("3/2", False),
    ],
)
def test_is_document_number_needs_a_figure_and_letters(word: str, expected: bool) -> None:
    assert is_document_number(get_spelling(word)) is expected
