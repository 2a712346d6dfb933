from datetime import date

from bulletin.content.models import Correction
from bulletin.views.pages.corrections import build_corrections_view
from tests.factories import create_test_article, create_test_context, shift_time


def test_corrections_view_lists_all_corrections_newest_first() -> None:
    articles = [
        create_test_article(
            "cu",
            date=shift_time(-24 * 400),
            corrections=(Correction(date(2025, 3, 1), "Số 38."), Correction(date(2026, 11, 2), "Số 39.")),
        ),
        create_test_article("moi", corrections=(Correction(date(2026, 11, 20), "Tên đúng là Lê Nam."),)),
        create_test_article("dung"),
        create_test_article(
            "nhap", status="draft", corrections=(Correction(date(2026, 1, 1), "Chưa ai thấy."),)
        ),
    ]
    view = build_corrections_view(create_test_context(articles, siteurl="https://a.vn/tin"))
    assert [
        (
            year.year,
            [(entry.note.date.text, entry.note.text, entry.article.label) for entry in year.corrections],
        )
        for year in view.years
    ] == [
        (2026, [("20/11/2026", "Tên đúng là Lê Nam.", "Tin moi"), ("02/11/2026", "Số 39.", "Tin cu")]),
        (2025, [("01/03/2025", "Số 38.", "Tin cu")]),
    ]
    assert view.years[0].corrections[0].article.url.startswith("/tin/20")
    assert view.site.corrections == "/tin/dinh-chinh/"


def test_corrections_view_without_corrections_has_no_year() -> None:
    assert build_corrections_view(create_test_context([create_test_article()])).years == ()
