from datetime import date

import pytest

from bulletin.citations.finding import find_citations

FIRST, SECOND = "Thông tư số 10/2020/TT-BTC", "Thông tư số 18/2018/TT-BTC"


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


def test_find_citations_of_amended_document_keeps_its_own_issuer() -> None:
    text = (
        "Thông tư số 29/2014/TT-NHNN sửa đổi Quy chế ban hành kèm theo Quyết định số 03/2011/QĐ-TTg"
        " của Thủ tướng Chính phủ ngày 09/10/2014"
    )
    first, second = find_citations(text)
    assert (first.day, first.issuer, second.day) == (date(2014, 10, 9), None, None)
    assert second.issuer is not None
    assert second.issuer.body == "Thủ tướng Chính phủ"
