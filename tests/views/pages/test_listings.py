from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.context.site_context import SiteContext
from bulletin.view_models.pages import ListingView
from bulletin.views.fingerprints import PageFingerprints
from bulletin.views.pages.listings import build_latest_view, list_listing_addresses, plan_listing_pages
from tests.factories import (
    ARCHIVE_TIME,
    SITE_URL,
    create_test_article,
    create_test_articles,
    create_test_context,
    expand_groups,
)

ARTICLES = create_test_articles(95, tags=("Đảng viên",), topic="Đại hội", authors=("Lê An",))


def build_listing_views(context: SiteContext) -> dict[str, ListingView]:
    pages = expand_groups(plan_listing_pages(context, PageFingerprints(context)))
    return dict(zip(list_listing_addresses(context), (page.view for page in pages), strict=True))


def follow_pager(pages: Mapping[str, ListingView], start: str, side: str) -> list[str]:
    """Follow one side of the pagers from ``start``; return the addresses."""
    addresses = [start]
    while link := getattr(pages[addresses[-1]].pager, side):
        assert link.url not in addresses
        addresses.append(link.url)
    return addresses


@given(
    st.integers(0, 95),
    st.sampled_from(
        ["/chuyen-muc/can-bo/", "/chu-de/dang-vien/", "/dong-su-kien/dai-hoi/", "/tac-gia/le-an/"]
    ),
)
@settings(max_examples=25)
def test_pagers_lead_from_the_first_page_through_all_pages_to_page_one(count: int, front: str) -> None:
    pages = build_listing_views(create_test_context(ARTICLES[:count]))
    if front not in pages:
        assert count == 0
        return
    listing_addresses = {address for address in pages if address.startswith(front)}
    addresses = follow_pager(pages, front, "older")
    assert set(addresses) == listing_addresses
    assert follow_pager(pages, addresses[-1], "newer") == addresses[::-1]
    urls = [item.url for address in addresses for item in pages[address].items]
    assert urls == [article.address for article in reversed(ARTICLES[:count])]
    if len(addresses) > 1:
        assert addresses[-1] == f"{front}trang/1/"


@given(st.integers(40, 94))
@settings(max_examples=20)
def test_new_article_leaves_older_listing_pages_unchanged(count: int) -> None:
    before, after = (build_listing_views(create_test_context(ARTICLES[:size])) for size in (count, count + 1))
    newest = max(
        (address for address in before if "/can-bo/trang/" in address),
        key=lambda address: int(address.split("/")[-2]),
    )
    for address, view in before.items():
        if "/trang/" in address and address.split("/")[-2] != newest.split("/")[-2]:
            assert after[address] == view


def test_numbered_page_has_its_number_in_title_and_canonical_address() -> None:
    pages = build_listing_views(create_test_context(ARTICLES))
    assert "trang 2" in pages["/chuyen-muc/can-bo/trang/2/"].head.title
    assert pages["/chuyen-muc/can-bo/trang/2/"].head.canonical == f"{SITE_URL}/chuyen-muc/can-bo/trang/2/"


def test_site_without_articles_has_section_pages_but_no_tag_pages() -> None:
    pages = build_listing_views(create_test_context())
    assert set(pages) == {f"/chuyen-muc/{slug}/" for slug in ("to-chuc", "can-bo", "dang-vien", "dan-van")}
    assert pages["/chuyen-muc/can-bo/"].items == ()
    assert pages["/chuyen-muc/can-bo/"].empty_message


def test_section_page_names_its_parent_and_its_children() -> None:
    pages = build_listing_views(create_test_context())
    assert [link.label for link in pages["/chuyen-muc/can-bo/"].breadcrumb] == ["Trang chủ", "Tổ chức"]
    assert [link.url for link in pages["/chuyen-muc/to-chuc/"].children] == [
        "/chuyen-muc/can-bo/",
        "/chuyen-muc/dang-vien/",
    ]


@pytest.mark.parametrize(
    ("address", "has_section"),
    [("/chuyen-muc/can-bo/", False), ("/chuyen-muc/to-chuc/", True), ("/chu-de/dang-vien/", True)],
)
def test_teaser_names_its_section_unless_the_listing_is_that_section(address: str, has_section: bool) -> None:
    pages = build_listing_views(create_test_context(ARTICLES[:3]))
    assert all((item.section is not None) == has_section for item in pages[address].items)


def test_latest_news_is_one_page_with_a_link_to_the_archive() -> None:
    view = build_latest_view(create_test_context(ARTICLES))
    assert [item.url for item in view.items] == [article.address for article in ARTICLES[:-26:-1]]
    assert view.pager.newer is None
    assert view.pager.older is not None
    assert view.pager.older.url == "/luu-tru/"


def list_years_of(view: ListingView) -> list[tuple[str, str]]:
    return [(link.label, link.url) for link in view.years]


def test_listing_of_several_years_links_to_each_of_them() -> None:
    """Reason: ten articles a year give a numbered page two years."""
    articles = [
        create_test_article(f"tin-{year}-{number}", date=ARCHIVE_TIME.replace(year=year, day=number + 1))
        for year in range(2022, 2027)
        for number in range(10)
    ]
    pages = build_listing_views(create_test_context(articles))
    first, numbered = pages["/chuyen-muc/to-chuc/"], pages["/chuyen-muc/to-chuc/trang/1/"]
    assert list_years_of(first) == [
        *((str(year), f"/chuyen-muc/to-chuc/#nam-{year}") for year in (2026, 2025, 2024)),
        *((str(year), f"/chuyen-muc/to-chuc/trang/1/#nam-{year}") for year in (2023, 2022)),
    ]
    assert [mark for mark in first.year_marks if mark] == ["2026", "2025", "2024"]
    assert (numbered.years, numbered.year_marks[0], numbered.year_marks[10]) == ((), "2023", "2022")


def test_listing_page_of_one_year_has_no_mark_and_no_anchor() -> None:
    articles = [
        create_test_article(f"tin-{year}-{number}", date=ARCHIVE_TIME.replace(year=year, day=number + 1))
        for year, count in ((2025, 20), (2026, 20))
        for number in range(count)
    ]
    pages = build_listing_views(create_test_context(articles))
    first, numbered = pages["/chuyen-muc/to-chuc/"], pages["/chuyen-muc/to-chuc/trang/1/"]
    assert list_years_of(first) == [
        ("2026", "/chuyen-muc/to-chuc/"),
        ("2025", "/chuyen-muc/to-chuc/trang/1/"),
    ]
    assert set(first.year_marks) == set(numbered.year_marks) == {""}
    assert list_years_of(build_listing_views(create_test_context(articles[:9]))["/chuyen-muc/to-chuc/"]) == []


@pytest.mark.parametrize(("count", "page"), [(39, ""), (41, "trang/1/")])
def test_oldest_page_of_a_topic_marks_its_first_article(count: int, page: str) -> None:
    pages = build_listing_views(create_test_context(create_test_articles(count, topic="Đại hội")))
    marked = [address for address, view in pages.items() if view.has_first]
    assert marked == [f"/dong-su-kien/dai-hoi/{page}"]
