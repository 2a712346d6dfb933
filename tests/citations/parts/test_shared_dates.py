from datetime import date
from time import process_time

import pytest

from bulletin.citations.finding import find_citations

FIRST, SECOND = "Thông tư số 10/2020/TT-BTC", "Thông tư số 18/2018/TT-BTC"
DAY = date(2013, 12, 12)


@pytest.mark.parametrize(
    "text",
    [
        f"{FIRST} sửa đổi, bổ sung một số điều của {SECOND} ngày 09/11/2020 của Bộ Tài chính",
        f"{FIRST} thay thế {SECOND} ngày 09/11/2020",
        f"({FIRST} **bãi bỏ** {SECOND} ngày 09/11/2020 của Bộ Tài chính, có hiệu lực từ ngày 25/12/2020)",
    ],
)
def test_find_citations_of_amended_document_gives_its_date_to_the_amending_one(text: str) -> None:
    first, second = find_citations(text)
    assert (first.day, second.day, second.issuer) == (date(2020, 11, 9), None, None)
    assert (first.issuer is not None) == ("Bộ" in text)
    assert second.full_span == second.span


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (f"{FIRST} sửa đổi {SECOND} ngày 15/11/2018", [None, date(2018, 11, 15)]),
        (f"{FIRST} ngày 09/11/2020 sửa đổi {SECOND} ngày 09/11/2020", [date(2020, 11, 9), date(2020, 11, 9)]),
        (f"{FIRST} và {SECOND} ngày 09/11/2020", [None, date(2020, 11, 9)]),
        (f"Sửa đổi {FIRST}. Theo {SECOND} ngày 09/11/2020", [None, date(2020, 11, 9)]),
        (f"{FIRST}; sửa đổi {SECOND} ngày 09/11/2020", [None, date(2020, 11, 9)]),
        (f"{FIRST} sửa đổi {SECOND} ngày 09/11/2019", [None, date(2019, 11, 9)]),
    ],
)
def test_find_citations_of_other_sentence_or_year_leaves_dates(text: str, days: list[date | None]) -> None:
    assert [citation.day for citation in find_citations(text)] == days


def test_find_citations_of_thousands_of_amending_words_takes_no_square_of_time() -> None:
    assert _measure_amending(8_000) < 8 * max(_measure_amending(2_000), 0.005)


def _measure_amending(count: int) -> float:
    """Return the least time of three for a long gap between two numbers of two parts."""
    text = f"{FIRST} {'sửa đổi ' * count}; {SECOND} ngày 09/11/2020"
    times = []
    for _ in range(3):
        start = process_time()
        assert find_citations(text)[0].day is None
        times.append(process_time() - start)
    return min(times)


def test_find_citations_of_amended_document_keeps_its_own_issuer() -> None:
    text = (
        "Thông tư số 29/2014/TT-NHNN sửa đổi Quy chế ban hành kèm theo Quyết định số 03/2011/QĐ-TTg"
        " của Thủ tướng Chính phủ ngày 09/10/2014"
    )
    first, second = find_citations(text)
    assert (first.day, first.issuer, second.day) == (date(2014, 10, 9), None, None)
    assert second.issuer is not None
    assert second.issuer.body == "Thủ tướng Chính phủ"


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định số 217-QĐ/TW và Quyết định số 218-QĐ/TW ngày 12/12/2013 của Bộ Chính trị",
        "Quyết định số 217-QĐ/TW, Quyết định số 218-QĐ/TW ngày 12/12/2013",
        "Quyết định 216-QĐ/TW, Quyết định 217-QĐ/TW và Quyết định **số 218-QĐ/TW** ngày 12/12/2013",
        "Quyết định số 217/QĐ-UBND;\nQuyết định số 218/QĐ-UBND ngày 12/12/2013",
    ],
)
def test_find_citations_in_a_row_shares_the_date_as_a_doubtful_one(text: str) -> None:
    *firsts, last = find_citations(text)
    assert firsts
    assert [(first.day, first.series_day) for first in firsts] == [(None, DAY)] * len(firsts)
    assert (last.day, last.series_day) == (DAY, None)


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định số 216-QĐ/TW và Quyết định số 218-QĐ/TW ngày 12/12/2013",
        "Quyết định số 217-QĐ/TW và Quy định số 218-QĐ/TW ngày 12/12/2013",
        "Quyết định số 217-QĐ/TU và Quyết định số 218-QĐ/TW ngày 12/12/2013",
        "Quyết định số 217-QĐ/TW của Bộ Chính trị và Quyết định số 218-QĐ/TW ngày 12/12/2013",
        "Quyết định số 217-QĐ/TW thay Quyết định số 218-QĐ/TW ngày 12/12/2013",
        "Thông tư số 17/2020/TT-BTC và Thông tư số 18/2021/TT-BTC ngày 12/12/2021",
    ],
)
def test_find_citations_of_other_numbers_shares_no_date(text: str) -> None:
    assert find_citations(text)[0].series_day is None


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        (
            "Quyết định số 216-QĐ/TW, Quyết định số 217-QĐ/TW và Quyết định số 218-QĐ/TW ngày 12/12/2013 của Bộ Chính trị",
            ["Bộ Chính trị"] * 3,
        ),
        (
            "Quyết định số 217-QĐ/TW và Quyết định số 218-QĐ/TW ngày 12/12/2013 của Tỉnh ủy",
            [None, "Tỉnh ủy"],
        ),
        (
            "Quyết định số 216-QĐ/TW và Quyết định số 218-QĐ/TW ngày 12/12/2013 của Bộ Chính trị",
            [None, "Bộ Chính trị"],
        ),
    ],
)
def test_find_citations_in_a_row_shares_the_issuer_of_their_suffix(
    text: str, bodies: list[str | None]
) -> None:
    assert [one.issuer.body if one.issuer else None for one in find_citations(text)] == bodies
