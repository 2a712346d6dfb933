from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bulletin.clock import VIETNAM_TZ
from bulletin.content.models import Article
from bulletin.context.site_context import SiteContext
from bulletin.view_models.components import Link
from bulletin.views.pages.archive import build_archive_view, build_month_view, build_search_view
from bulletin.views.plan import plan_output_files
from tests.factories import create_test_article, create_test_context, expand_groups


def create_article_of(day: str, slug: str = "") -> Article:
    date = datetime.fromisoformat(f"{day} 07:30").replace(tzinfo=VIETNAM_TZ)
    return create_test_article(slug or f"tin-{day}", date=date)


def create_dated_context(*days: str) -> SiteContext:
    return create_test_context([create_article_of(day) for day in days])


def test_year_of_the_archive_has_twelve_months_with_links_to_those_with_articles() -> None:
    (year,) = build_archive_view(create_dated_context("2026-02-03", "2026-02-04", "2026-10-05")).years
    assert [month.label for month in year.months] == [f"Tháng {number}" for number in range(1, 13)]
    assert {month.label: (month.url, month.count) for month in year.months if month.url} == {
        "Tháng 2": ("/luu-tru/2026/02/", 2),
        "Tháng 10": ("/luu-tru/2026/10/", 1),
    }
    assert year.count == 3


def test_days_of_a_month_lead_to_the_days_before_and_after_also_in_other_months() -> None:
    context = create_dated_context("2026-02-03", "2026-10-05", "2026-10-05", "2026-10-09", "2026-11-01")
    newer, older = build_month_view((2026, 10), context).days
    assert (newer.newer, newer.older) == (
        Link("/luu-tru/2026/11/#ngay-01", "01/11"),
        Link("#ngay-05", "05/10"),
    )
    assert (older.newer, older.older) == (
        Link("#ngay-09", "09/10"),
        Link("/luu-tru/2026/02/#ngay-03", "03/02"),
    )


def test_first_and_last_day_of_the_archive_have_no_day_beyond() -> None:
    (day,) = build_month_view((2026, 10), create_dated_context("2026-10-05")).days
    assert (day.newer, day.older) == (None, None)


def test_fingerprint_of_a_month_changes_with_the_nearest_day_of_another_month() -> None:
    def fingerprint_month(*days: str) -> object:
        context = create_dated_context("2026-10-05", *days)
        files = {file.path: file for file in expand_groups(plan_output_files(context, {}, Path()))}
        return files["luu-tru/2026/10/index.html"].fingerprints

    base = fingerprint_month("2026-11-04")
    assert fingerprint_month("2026-11-03", "2026-11-04") != base
    assert fingerprint_month("2026-11-04", "2026-11-09") == base


def test_search_page_names_the_head_of_the_index_only_if_the_build_makes_one() -> None:
    context = create_dated_context("2026-10-05")
    assert build_search_view(context).index_url == "/search/summary/index.json"
    assert build_search_view(replace(context, has_search_index=False)).index_url == ""
    assert build_search_view(create_dated_context()).index_url == ""
