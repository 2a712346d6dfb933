import pytest

from bulletin.citations.finding import find_citations
from bulletin.citations.parts.usual_numbers import read_usual_number


@pytest.mark.parametrize(
    "words",
    [
        "Kết luận số 38-KL/TW ngày 13/11/2018",
        "Nghị định số 30/2020/NĐ-CP, ngày 5/3/2020",
        "QUYẾT ĐỊNH SỐ 012-QĐi/TW ngày 01/02/2024",
        "Kế hoạch 7-KH/TƯ ngày 31/02/2024",
    ],
)
def test_find_citations_reads_usual_and_other_blanks_alike(words: str) -> None:
    (usual,) = find_citations(f"Theo {words}.")
    (other,) = find_citations(f"Theo {words}.".replace(" ngày ", "\u00a0ngày\u00a0"))
    assert usual == other


def test_read_usual_number_leaves_words_behind_the_date_to_others() -> None:
    text = "theo Kết luận số 38-KL/TW ngày 13/11/2018 của Bộ Chính trị"
    number = read_usual_number(text, text.index("38"))
    assert number is not None
    assert number.make_citation() is None


@pytest.mark.parametrize(
    "text", ["văn bản số 38-KL/TW", "số 38-KL/TW", "Kết luận số  38 - KL/TW", "Luật số 12/2020/QH14"]
)
def test_read_usual_number_of_another_form_returns_nothing(text: str) -> None:
    assert read_usual_number(text, next(i for i, sign in enumerate(text) if sign.isdigit())) is None
