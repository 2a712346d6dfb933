from datetime import date

import pytest

from bulletin.reports.document_output import DOCUMENT_HEADINGS, describe_documents, list_document_cells
from bulletin.urls import UrlBuilder
from tests.factories import SITE_URL
from tests.reports.document_factory import cite_documents

DOCUMENTS = cite_documents(
    "Theo Kết luận số 38-KL/TW và Nghị quyết số 12-NQ/TU của Tỉnh ủy.",
    "Theo Kết luận số 38-KL/TW.",
)


def test_describe_documents_of_a_narrow_terminal_has_titles_and_places_below() -> None:
    assert list(describe_documents(DOCUMENTS[1:], 80, "content")) == [
        "Ngày          Bài  Số        Loại        Cơ quan",
        "chưa rõ         1  12-NQ/TU  Nghị quyết  Tỉnh ủy",
        "                   Mới một bài nói tới, chưa có trang:",
        "                   content/articles/tin-0.md:6",
        "13/11/2018      2  38-KL/TW  Kết luận    Bộ Chính trị",
        "                   Về cơ sở đảng",
    ]


def test_describe_documents_of_a_wide_terminal_has_a_column_of_titles() -> None:
    lines = list(describe_documents(DOCUMENTS[1:], 120, "content"))
    assert lines[0].endswith("Cơ quan       Về việc")
    assert lines[2].strip() == "Mới một bài nói tới, chưa có trang: content/articles/tin-0.md:6"
    assert lines[3] == "13/11/2018      2  38-KL/TW  Kết luận    Bộ Chính trị  Về cơ sở đảng"


@pytest.mark.parametrize("width", [80, 120])
def test_describe_documents_with_long_facts_stays_in_the_width(width: int) -> None:
    text = "Theo Thông tư liên tịch số 12345/2015/TTLT-BLĐTBXH-BKHCN-BNNPTNT của Ủy ban Thường vụ Quốc hội."
    assert max(map(len, describe_documents(cite_documents(text), width, "content"))) <= width


def test_list_document_cells_has_numbers_dates_and_the_address() -> None:
    cells = [list_document_cells(cited, UrlBuilder(SITE_URL), "content") for cited in DOCUMENTS[1:]]
    assert len(cells[0]) == len(DOCUMENT_HEADINGS)
    assert cells == [
        (
            *("38-KL/TW", "Kết luận", "Bộ Chính trị", date(2018, 11, 13), "Về cơ sở đảng", 2),
            *("https://bantin.example.vn/van-ban/38-kl-tw/", "content/documents/38-kl-tw.yml", ""),
        ),
        (
            *("12-NQ/TU", "Nghị quyết", "Tỉnh ủy", "", "", 1, "", ""),
            "Mới một bài nói tới, chưa có trang: content/articles/tin-0.md:6",
        ),
    ]
