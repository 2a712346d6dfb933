import pytest

from bulletin.content.frontmatter.date_proposals import propose_date
from bulletin.content.frontmatter.dates import parse_datetime


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("20 tháng 11 năm 2026", "2026-11-20"),
        ("Thứ Sáu, ngày 20 tháng 11 năm 2026, lúc 7 giờ 30", "2026-11-20 07:30"),
        ("7:30 20/11/2026", "2026-11-20 07:30"),
        ("20/11/2026 (7:30 PM)", "2026-11-20 19:30"),
        ("20/11/2026, 7h30 tối", "2026-11-20 19:30"),
        ("11/20/2026", "2026-11-20"),
        ("November 20, 2026", "2026-11-20"),
        ("20 Nov 2026 07:30", "2026-11-20 07:30"),
        ("Fri, 20-Nov-2026", "2026-11-20"),
        ("2026 11 20", "2026-11-20"),
        ("20 / 11 / 2026", "2026-11-20"),
        ("2026.11.20 12:05 AM", "2026-11-20 00:05"),
    ],
)
def test_propose_date_of_another_form_returns_the_date(text: str, meant: str) -> None:
    assert propose_date(text) == meant
    parse_datetime(meant)


@pytest.mark.parametrize(
    "text",
    [
        "hôm qua",
        "30/02/2026",
        "31 tháng 12 năm 9999",
        "20/11/26",
        "trước 20/11/2026",
        "11/2026",
        "20/11/2026 25:00",
        "x" * 500,
        "",
    ],
)
def test_propose_date_of_no_certain_date_returns_nothing(text: str) -> None:
    assert propose_date(text) == ""
