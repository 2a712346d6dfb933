from datetime import date

import pytest

from bulletin.citations.finding import find_citations

DAY = date(2013, 12, 12)


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
