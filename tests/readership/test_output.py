import csv
import io
from datetime import date, timedelta
from xml.etree import ElementTree as ET

from bulletin.readership.access_log import LogCounts
from bulletin.readership.output import describe_report, draw_views_chart, format_csv
from bulletin.readership.report import ArticleCount, DayCount, ReadershipReport
from tests.factories import create_test_article

DAYS = [DayCount(date(2026, 11, 20), 1200, 30), DayCount(date(2026, 11, 21), 600, 20)]


def make_report(*titles: str, other_views: int = 0) -> ReadershipReport:
    articles = [
        ArticleCount(create_test_article(f"tin-{number}", title=title), "Cán bộ", 1800 - number)
        for number, title in enumerate(titles)
    ]
    return ReadershipReport(DAYS, articles, [("Cán bộ", 1800)], other_views)


def test_describe_report_has_sums_articles_sections_and_days() -> None:
    text = "\n".join(describe_report(make_report("Hội nghị", "Kết nạp"), LogCounts(9000, 3, 400), most=1))
    assert text.startswith("Từ 20/11/2026 đến 21/11/2026: 1.800 lượt đọc, 50 lượt người đọc.\n")
    assert "Đã bỏ 400 lượt của máy tìm kiếm" in text
    assert "Có 3 trong 9.000 dòng nhật ký không đọc được." in text
    assert "Bài đọc nhiều (2 bài có người đọc)\n    1.800  " in text
    assert "Hội nghị" in text
    assert "Kết nạp" not in text
    assert text.endswith(f"600       20  {'█' * 20}")


def test_describe_report_of_one_day_names_it_once() -> None:
    report = ReadershipReport(DAYS[:1], [], [], 1200)
    assert next(describe_report(report, LogCounts(), 20)).startswith("Ngày 20/11/2026: 1.200 lượt đọc")
    assert "(trang đầu, danh sách và trang khác)" in "\n".join(describe_report(report, LogCounts(), 20))


def test_format_csv_is_a_table_with_text_in_its_cells() -> None:
    text = format_csv(make_report('Họp "chi bộ", sáng', "=1+1"))
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert text.startswith("\ufeff")
    assert [row[2] for row in rows] == ["Tiêu đề", 'Họp "chi bộ", sáng', "'=1+1"]
    assert rows[1][0] == "1800"


def test_draw_chart_has_a_bar_for_each_day() -> None:
    svg = ET.fromstring(draw_views_chart(DAYS))  # written by ourselves
    bars = [bar for bar in svg.iter("{http://www.w3.org/2000/svg}rect") if len(bar)]
    assert [int(bar.get("height", "0")) for bar in bars] == [220, 110]
    assert [title.text for bar in bars for title in bar] == ["20/11/2026: 1.200", "21/11/2026: 600"]


def test_output_of_many_days_is_by_months() -> None:
    days = [DayCount(date(2026, 6, 1) + timedelta(days=number), 2, 1) for number in range(183)]
    text = "\n".join(describe_report(ReadershipReport(days, [], [], 366), LogCounts(wrong_clock=2), 20))
    assert "Đã bỏ 2 dòng ghi ngày chưa tới" in text
    lines = text.partition("\nTheo tháng (lượt đọc, lượt người đọc)\n")[2].splitlines()
    assert [line.split()[:3] for line in (lines[0], lines[-1])] == [
        ["6/2026", "60", "30"],
        ["11/2026", "60", "30"],
    ]
    svg = ET.fromstring(draw_views_chart(days))  # written by ourselves
    assert next(node.text for node in svg.iter("{http://www.w3.org/2000/svg}title")) == "6/2026: 60"
    assert len(list(svg.iter("{http://www.w3.org/2000/svg}title"))) == 6
