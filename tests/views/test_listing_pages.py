from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.views.fingerprints import PageFingerprints
from bulletin.views.listing_pages import build_latest_view, plan_listing_pages
from tests.factories import SITE_URL, create_test_articles, create_test_context

ARTICLES = create_test_articles(95, tags=("Đảng viên",), topic="Đại hội", authors=("Lê An",))


def build_listing_views(edition):
    return {address: page.view for address, page in plan_listing_pages(edition, PageFingerprints(edition))}


def follow_pager(pages, start: str, side: str) -> list[str]:
    """Follow one side of the pagers from ``start``; return the addresses on the way."""
    way = [start]
    while link := getattr(pages[way[-1]].pager, side):
        assert link.url not in way
        way.append(link.url)
    return way


@given(
    st.integers(0, 95),
    st.sampled_from(
        ["/chuyen-muc/can-bo/", "/chu-de/dang-vien/", "/dong-su-kien/dai-hoi/", "/tac-gia/le-an/"]
    ),
)
@settings(max_examples=25)
def test_pagers_make_one_unbroken_chain_from_the_front_to_page_one(count: Any, front: Any) -> None:
    pages = build_listing_views(create_test_context(ARTICLES[:count]))
    if front not in pages:
        assert count == 0
        return
    own = {address for address in pages if address.startswith(front)}
    way = follow_pager(pages, front, "older")
    assert set(way) == own
    assert follow_pager(pages, way[-1], "newer") == way[::-1]
    shown = [item.url for address in way for item in pages[address].items]
    assert shown == [one.address for one in reversed(ARTICLES[:count])]
    if len(way) > 1:
        assert way[-1] == f"{front}trang/1/"


@given(st.integers(40, 94))
@settings(max_examples=20)
def test_old_pages_stay_as_they_are_when_news_comes(count: Any) -> None:
    before, after = (build_listing_views(create_test_context(ARTICLES[:size])) for size in (count, count + 1))
    newest = max((one for one in before if "/can-bo/trang/" in one), key=lambda one: int(one.split("/")[-2]))
    for address, view in before.items():
        if "/trang/" in address and address.split("/")[-2] != newest.split("/")[-2]:
            assert after[address] == view


def test_a_numbered_page_says_its_number_in_its_title() -> None:
    pages = build_listing_views(create_test_context(ARTICLES))
    assert "trang 2" in pages["/chuyen-muc/can-bo/trang/2/"].head.title
    assert pages["/chuyen-muc/can-bo/trang/2/"].head.canonical == f"{SITE_URL}/chuyen-muc/can-bo/trang/2/"


def test_an_empty_section_has_a_page_and_an_empty_tag_has_none() -> None:
    pages = build_listing_views(create_test_context())
    assert set(pages) == {f"/chuyen-muc/{slug}/" for slug in ("to-chuc", "can-bo", "dang-vien", "dan-van")}
    assert pages["/chuyen-muc/can-bo/"].items == ()
    assert pages["/chuyen-muc/can-bo/"].empty_message


def test_a_section_names_what_it_stands_in_and_what_it_holds() -> None:
    pages = build_listing_views(create_test_context())
    assert [link.label for link in pages["/chuyen-muc/can-bo/"].breadcrumb] == ["Trang chủ", "Tổ chức"]
    assert [link.url for link in pages["/chuyen-muc/to-chuc/"].children] == [
        "/chuyen-muc/can-bo/",
        "/chuyen-muc/dang-vien/",
    ]


@pytest.mark.parametrize(
    ("address", "named"),
    [("/chuyen-muc/can-bo/", False), ("/chuyen-muc/to-chuc/", True), ("/chu-de/dang-vien/", True)],
)
def test_a_teaser_names_its_section_where_the_listing_is_another(address: str, named: bool) -> None:
    pages = build_listing_views(create_test_context(ARTICLES[:3]))
    assert all((item.section is not None) == named for item in pages[address].items)


def test_the_latest_news_is_one_page_that_leads_on_to_the_archive() -> None:
    view = build_latest_view(create_test_context(ARTICLES))
    assert [item.url for item in view.items] == [one.address for one in ARTICLES[:-41:-1]]
    assert (view.pager.newer, view.pager.older.url) == (None, "/luu-tru/")
