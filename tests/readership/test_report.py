from datetime import date, datetime, timedelta

from bulletin.clock import VIETNAM_TZ
from bulletin.readership.access_log import LoggedView
from bulletin.readership.report import DayCount, count_views
from tests.factories import create_sections, create_test_article

MORNING = datetime(2026, 11, 20, 7, 30, tzinfo=VIETNAM_TZ)


def make_view(address: str, *, days: int = 0, reader: int = 1) -> LoggedView:
    return LoggedView(address, MORNING + timedelta(days=days), bytes([reader]))


def test_count_views_has_articles_sections_and_every_day() -> None:
    old, new, unread = (
        create_test_article(slug, slug=slug, date=MORNING - timedelta(days=age), section=section)
        for slug, age, section in (("cu", 9, "can-bo"), ("moi", 1, "dan-van"), ("khong", 2, "dan-van"))
    )
    views = [
        make_view(old.address),
        make_view(old.address, reader=2),
        make_view(new.address),
        make_view(new.address, days=2),
        make_view("/", days=2),
    ]
    report = count_views(views, [old, unread, new], create_sections())
    assert [(count.article, count.section, count.views) for count in report.articles] == [
        (new, "Dân vận", 2),
        (old, "Cán bộ", 2),
    ]
    assert dict(report.sections) == {"Dân vận": 2, "Cán bộ": 2}
    assert report.other_views == 1
    assert report.days == [
        DayCount(date(2026, 11, 20), 3, 2),
        DayCount(date(2026, 11, 21), 0, 0),
        DayCount(date(2026, 11, 22), 2, 1),
    ]
    assert (report.views, report.visits) == (5, 3)
