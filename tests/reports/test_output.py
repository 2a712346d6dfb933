import csv
import io
from dataclasses import replace

from bulletin.reports.output import ROW_HEADINGS, SHARED_REMARK, describe_publication, format_publication_csv
from tests.factories import create_citing_article, create_sections
from tests.reports.report_factory import NOVEMBER, make_report

ARTICLE = create_citing_article(
    "tin",
    "chữ " * 1200,
    title="Hội nghị về 38-KL/TW",
    authors=("Minh Đăng", "An Khê"),
    status="hidden",
)


def test_describe_publication_has_rows_totals_and_the_time() -> None:
    lines = "\n".join(describe_publication(make_report([ARTICLE]))).split("\n")
    assert lines[:2] == ["Thống kê tin, bài đã đăng", "Từ 01/11/2026 đến 30/11/2026"]
    assert lines[3] == " STT  Ngày đăng     Số từ  Số ảnh  Tiêu đề"
    assert lines[4] == "   1  22/11/2026    1.204       0  Hội nghị về 38-KL/TW"
    assert lines[5].strip() == "Cán bộ; Minh Đăng, An Khê; 38-KL/TW; Bài ẩn"
    assert lines[6].strip() == "https://bantin.example.vn/2026/11/tin/"
    assert "Cộng: 1 tin, bài; 1.204 từ; 0 ảnh." in lines
    assert "        1      1.204        0  An Khê" in lines
    assert lines[-3:] == [SHARED_REMARK, "", "Lập lúc 07:30 23/11/2026."]


def test_describe_publication_without_articles_says_what_was_asked_and_nothing_more() -> None:
    section = create_sections().by_slug["dan-van"]
    choice = replace(NOVEMBER, last=NOVEMBER.first, section=section, author="Lan Anh")
    assert list(describe_publication(make_report([], choice)))[1:-1] == [
        "Ngày 01/11/2026",
        "Chuyên mục: Dân vận",
        "Tác giả: Lan Anh",
        "\nCộng: 0 tin, bài; 0 từ; 0 ảnh.",
    ]


def test_format_publication_csv_has_a_row_for_each_article() -> None:
    text = format_publication_csv(make_report([ARTICLE]))
    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff")))) == [
        list(ROW_HEADINGS),
        [
            *("1", "2026-11-22", "Hội nghị về 38-KL/TW", "Minh Đăng, An Khê", "Cán bộ"),
            *("https://bantin.example.vn/2026/11/tin/", "38-KL/TW", "1204", "0", "Bài ẩn"),
        ],
    ]
