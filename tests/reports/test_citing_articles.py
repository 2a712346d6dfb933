from datetime import date
from typing import Any

from bulletin.reports.citing_articles import (
    CITING_HEADINGS,
    CitingRow,
    create_citing_row,
    describe_document,
    list_citing_cells,
)
from bulletin.reports.document_choice import count_articles
from bulletin.urls import UrlBuilder
from tests.factories import ARCHIVE_TIME, SITE_URL, create_citing_article
from tests.reports.document_factory import OFFICIALS, cite_documents

URLS = UrlBuilder(SITE_URL)


def create_rows(*texts: str) -> list[CitingRow]:
    """Return the rows of a hidden article and of listed ones that cite 38-KL/TW."""
    hidden = create_citing_article("an", "Theo Kết luận số 38-KL/TW.", status="hidden")
    (cited,) = cite_documents(*texts, officials=OFFICIALS[:1], others=[hidden])
    return [
        create_citing_row(found, ARCHIVE_TIME, URLS, "content", lambda body: body.html)
        for found in cited.mentions
    ]


def test_citing_row_has_the_sentence_the_place_and_the_state() -> None:
    rows = create_rows("Câu đầu. Nay *thực hiện* Kết luận số **38-KL/TW** ở xã. Câu cuối.")
    assert rows == [
        CitingRow(
            date(2026, 11, 22), "Tin an", "https://bantin.example.vn/2026/11/an/", "content/articles/an.md", 6,
            "Theo Kết luận số 38-KL/TW.", "Bài ẩn",
        ),
        CitingRow(
            date(2026, 11, 22), "Tin tin-0", "https://bantin.example.vn/2026/11/tin-0/", "content/articles/tin-0.md", 6,
            "Nay thực hiện Kết luận số 38-KL/TW ở xã.", "",
        ),
    ]  # fmt: skip


def test_citing_row_without_a_mention_in_the_body_has_the_title_or_the_lede() -> None:
    def find_sentence(**changes: Any) -> str:
        article = create_citing_article("a", "Chữ.", **changes)
        (cited,) = cite_documents(officials=OFFICIALS[:1], others=[article])
        return create_citing_row(
            cited.mentions[0], ARCHIVE_TIME, URLS, "content", lambda body: body.html
        ).sentence

    assert find_sentence(title="Học Kết luận số 38-KL/TW") == "Học Kết luận số 38-KL/TW"
    assert find_sentence(lede="Nói về Kết luận số 38-KL/TW.") == "Nói về Kết luận số 38-KL/TW."


def test_citing_row_that_can_mean_two_documents_says_so() -> None:
    terms = ("Nghị quyết số 12-NQ/TU ngày 10/06/2012.", "Nghị quyết số 12-NQ/TU ngày 05/03/2017.")
    documents = cite_documents(*terms, "Theo Nghị quyết số 12-NQ/TU.", officials=())
    for cited in documents:
        remarks = [
            create_citing_row(found, ARCHIVE_TIME, URLS, "content", lambda body: body.html).remark
            for found in cited.mentions
        ]
        assert remarks == ["", "Không rõ văn bản nào trong các văn bản cùng số"]
        assert count_articles(cited) == 1


def test_describe_document_prints_its_facts_and_its_articles() -> None:
    rows = create_rows("Nay thực hiện Kết luận số 38-KL/TW ở xã.")
    (cited,) = cite_documents("Kết luận số 38-KL/TW.", officials=OFFICIALS[:1])
    lines = "\n".join(describe_document(cited, rows, {}, urls=URLS, content="content", width=60)).split("\n")
    assert lines == [
        "Kết luận số 38-KL/TW",
        "Về cơ sở đảng",
        "  Số:                   38-KL/TW",
        "  Loại:                 Kết luận",
        "  Cơ quan ban hành:     Bộ Chính trị",
        "  Ngày ban hành:        13/11/2018",
        "  Tệp văn bản:          content/documents/38-kl-tw.yml",
        "  Trang:                https://bantin.example.vn/van-ban/38-kl-tw/",
        "",
        "2 tin, bài nói tới, mới nhất trước.",
        "",
        "22/11/2026  Tin an",
        "            https://bantin.example.vn/2026/11/an/",
        "            content/articles/an.md:6",
        "            Bài ẩn.",
        "            “Theo Kết luận số 38-KL/TW.”",
        "",
        "22/11/2026  Tin tin-0",
        "            https://bantin.example.vn/2026/11/tin-0/",
        "            content/articles/tin-0.md:6",
        "            “Nay thực hiện Kết luận số 38-KL/TW ở xã.”",
    ]


def test_list_citing_cells_has_a_cell_for_each_heading() -> None:
    (cited,) = cite_documents("Kết luận số 38-KL/TW.", officials=OFFICIALS[:1])
    cells = list_citing_cells(cited, create_rows()[0])
    assert len(cells) == len(CITING_HEADINGS)
    assert cells[:3] == ("38-KL/TW", date(2018, 11, 13), date(2026, 11, 22))
