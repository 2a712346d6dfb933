import pytest

from bulletin.citations.slips.lettered_numbers import check_letters


@pytest.mark.parametrize(
    ("text", "written", "likely"),
    [
        ("theo Kết luận số 1O-KL/TW ngày 5/6/2025", "Kết luận số 1O-KL/TW", "10-KL/TW"),
        ("theo Kết luận số l2-KL/TW.", "Kết luận số l2-KL/TW", "12-KL/TW"),
        ("theo Nghị quyết số: I8-NQ/TW", "Nghị quyết số: I8-NQ/TW", "18-NQ/TW"),
        ("Nghị định số **I6o/2O25/NĐ-CP**", "Nghị định số I6o/2O25/NĐ-CP", "160/2025/NĐ-CP"),
        ("Nghị định số 168/2O25/NĐ-CP", "Nghị định số 168/2O25/NĐ-CP", "168/2025/NĐ-CP"),
        ("Kế hoạch số O5-KH/TU", "Kế hoạch số O5-KH/TU", "05-KH/TU"),
        ("Công văn số 12l/UBND-VX", "Công văn số 12l/UBND-VX", "121/UBND-VX"),
    ],
)
def test_check_letters_names_the_likely_number(text: str, written: str, likely: str) -> None:
    (finding,) = check_letters(text)
    assert (" ".join(finding.written.split()), finding.likely) == (written, likely)


@pytest.mark.parametrize(
    "text",
    [
        "Kết luận số 10-KL/TW, Quyết định số 12a-QĐ/TU",
        "lô số I8-NQ/TW",
        "1O-KL/TW",
        "Kết luận 1O-KL/TW",
        "Kết luận số II-KL/TW",
        "Kết luận số 1O của Bộ Chính trị",
        "mã số 1O-KL/TW, khí CO2, H2O, 5l/100km",
        "Quyết định số 15/QĐ-OI2",
    ],
)
def test_check_letters_of_other_words_finds_none(text: str) -> None:
    assert list(check_letters(text)) == []
