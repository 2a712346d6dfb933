from dataclasses import replace

import pytest

from bulletin.content.site_lists.withdrawals import Withdrawal, Withdrawals
from bulletin.context.site_context import SiteContext
from bulletin.view_models.feeds import NginxMapView
from bulletin.views.nginx_maps import (
    GONE_MAP_PATH,
    REDIRECT_MAP_PATH,
    REQUEST_MAP_PATH,
    plan_nginx_maps,
    read_requests,
    remove_map_rows,
)
from tests.factories import SITE_URL, create_test_article, create_test_context, shift_time
from tests.theme.rendering import render_view


def build_map_views(context: SiteContext) -> dict[str, NginxMapView]:
    return {page.path: page.view for page in plan_nginx_maps(context)}


def list_map_keys(view: NginxMapView) -> list[str]:
    return [address for address, _ in view.rows]


def create_withdrawals(*addresses: str) -> Withdrawals:
    return Withdrawals((Withdrawal(addresses[0], addresses[1:], "An", shift_time(), "Sai"),))


def test_redirect_map_holds_every_form_of_an_alias() -> None:
    context = create_test_context([create_test_article("tin", aliases=("/tin-tức/cũ.html", "/cu/tin"))])
    target = "/2026/11/tin/"
    assert build_map_views(context)[REDIRECT_MAP_PATH].rows == (
        ("/cu/tin/", target), ("/cu/tin", target), ("/cu/tin/index.html", target), ("/tin-tức/cũ.html", target),
    )  # fmt: skip


def test_redirect_map_holds_addresses_with_the_ending_of_another_system() -> None:
    context = create_test_context([create_test_article("tin", aliases=("/tin-7.aspx", "/1.94.1"))])
    target = "/2026/11/tin/"
    assert build_map_views(context)[REDIRECT_MAP_PATH].rows == (
        ("/1.94.1/", target), ("/1.94.1", target), ("/1.94.1/index.html", target),
        ("/tin-7.aspx/", target), ("/tin-7.aspx", target), ("/tin-7.aspx/index.html", target),
    )  # fmt: skip


@pytest.mark.parametrize("base", ["", "/ban-tin"])
def test_request_map_holds_every_form_of_a_request(base: str) -> None:
    article = create_test_article("tin", request_aliases=("/?p=7", "/index.php?op=a/b&id=7", "/cũ?x=1"))
    context = create_test_context([article], siteurl=f"{SITE_URL}{base}")
    views, target = build_map_views(context), f"{base}/2026/11/tin/"
    assert views[REQUEST_MAP_PATH].rows == tuple(
        (base + form, target)
        for form in ("/?p=7", "/cũ/?x=1", "/cũ?x=1", "/index.php?op=a%2Fb&id=7", "/index.php?op=a/b&id=7")
    )
    assert views[REDIRECT_MAP_PATH].rows == ()
    text = render_view("server_map.txt", views[REQUEST_MAP_PATH])
    assert list(read_requests(text).values()) == ["/index.php?op=a%2Fb&id=7", "/cũ/?x=1", "/?p=7"] or base
    assert len(read_requests(remove_map_rows(text, {"/2026/11/khac/", "/"}, base))) == 3
    assert read_requests(remove_map_rows(text, {"/2026/11/tin/"}, base)) == {}


def test_request_map_leaves_out_a_request_of_two_articles() -> None:
    articles = [
        create_test_article("mot", request_aliases=("/?p=A", "/?p=1")),
        create_test_article("hai", request_aliases=("/?p=a", "/?p=2")),
    ]
    rows = build_map_views(create_test_context(articles))[REQUEST_MAP_PATH].rows
    assert rows == (("/?p=1", "/2026/11/mot/"), ("/?p=2", "/2026/11/hai/"))


def test_request_map_leaves_out_articles_that_readers_do_not_get() -> None:
    articles = [
        create_test_article("nhap", status="draft", request_aliases=("/?p=1",)),
        create_test_article("kin", status="hidden", request_aliases=("/?p=2",)),
    ]
    rows = build_map_views(create_test_context(articles))[REQUEST_MAP_PATH].rows
    assert rows == (("/?p=2", "/2026/11/kin/"),)


def test_redirect_map_of_a_site_with_a_base_path_begins_with_it() -> None:
    context = create_test_context(
        [create_test_article("tin", aliases=("/cu.html",))], siteurl=f"{SITE_URL}/ban-tin"
    )
    assert build_map_views(context)[REDIRECT_MAP_PATH].rows == (
        ("/ban-tin/cu.html", "/ban-tin/2026/11/tin/"),
    )


@pytest.mark.parametrize("alias", ["/2026/11/TIN/", "/Tin-Moi/", "/LUU-TRU/2026/11/"])
def test_redirect_map_leaves_out_an_alias_that_differs_from_a_page_by_case(alias: str) -> None:
    assert (
        build_map_views(create_test_context([create_test_article("tin", aliases=(alias,))]))[
            REDIRECT_MAP_PATH
        ].rows
        == ()
    )


def test_redirect_map_with_aliases_that_differ_by_case_has_one_row() -> None:
    context = create_test_context([create_test_article("tin", aliases=("/Cu.html", "/cu.html", "/CU.html"))])
    assert len(list_map_keys(build_map_views(context)[REDIRECT_MAP_PATH])) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [("/Cu.html", "/cu.html"), ("/Cu/", "/cu/"), ("/a/", "/A/Index.HTML"), ("/A.html", "/a.html/")],
)
def test_redirect_map_leaves_out_equal_forms_with_different_targets(first: str, second: str) -> None:
    articles = [create_test_article("mot", aliases=(first,)), create_test_article("hai", aliases=(second,))]
    folded = [
        key.lower()
        for key in list_map_keys(build_map_views(create_test_context(articles))[REDIRECT_MAP_PATH])
    ]
    shared = {"/cu.html", "/cu/", "/cu", "/cu/index.html", "/a/index.html", "/a.html"}
    assert len(folded) == len(set(folded))
    assert not shared.intersection(folded)


def test_maps_leave_out_a_withdrawn_address_that_differs_from_an_alias_by_case() -> None:
    context = create_test_context([create_test_article("tin", aliases=("/cu/",))])
    views = build_map_views(replace(context, withdrawals=create_withdrawals("/2026/11/hai/", "/Cu/")))
    assert list_map_keys(views[REDIRECT_MAP_PATH]) == []
    assert "/Cu/" not in list_map_keys(views[GONE_MAP_PATH])


@pytest.mark.parametrize("alias", ["/Index.html", "/2026/11/Tin/index.HTML", "/404.HTML", "/Images/a.html"])
def test_redirect_map_leaves_out_an_alias_that_differs_from_a_file_by_case(alias: str) -> None:
    assert (
        list_map_keys(
            build_map_views(create_test_context([create_test_article("tin", aliases=(alias,))]))[
                REDIRECT_MAP_PATH
            ]
        )
        == []
    )


def test_gone_map_holds_a_withdrawn_article_and_its_aliases() -> None:
    context = replace(
        create_test_context([create_test_article("tin")]),
        withdrawals=create_withdrawals("/2026/11/hai/", "/cu/hai.html"),
    )
    assert list_map_keys(build_map_views(context)[GONE_MAP_PATH]) == [
        "/2026/11/hai/", "/2026/11/hai", "/2026/11/hai/index.html", "/cu/hai.html",
    ]  # fmt: skip


def test_gone_map_leaves_out_a_withdrawn_listing_with_new_articles() -> None:
    context = create_test_context([create_test_article("tin", tags=("Một",))])
    context = replace(context, withdrawals=create_withdrawals("/chu-de/mot/", "/chu-de/hai/"))
    assert list_map_keys(build_map_views(context)[GONE_MAP_PATH]) == [
        "/chu-de/hai/",
        "/chu-de/hai",
        "/chu-de/hai/index.html",
    ]


def test_map_file_quotes_addresses_for_nginx() -> None:
    context = create_test_context([create_test_article("tin", aliases=("/a'b&c;$d.html",))])
    assert render_view("server_map.txt", build_map_views(context)[REDIRECT_MAP_PATH]).splitlines() == [
        "# old address, new address", '"/a\'b&c;$d.html" "/2026/11/tin/";',
    ]  # fmt: skip


def test_remove_map_rows_of_a_file_keeps_the_folder_with_a_similar_name() -> None:
    view = build_map_views(
        create_test_context([create_test_article("tin", aliases=("/tin-index.html", "/tin-/"))])
    )[REDIRECT_MAP_PATH]
    remaining = remove_map_rows(render_view("server_map.txt", view), {"/tin-index.html"}, "")
    assert "/tin-index.html" not in remaining
    assert '"/tin-/" ' in remaining


@pytest.mark.parametrize("base", ["", "/ban-tin"])
def test_remove_map_rows_removes_rows_from_and_to_an_address(base: str) -> None:
    articles = [
        create_test_article("tin", aliases=("/tin-tức/cũ/",)),
        create_test_article("tin-2", aliases=("/cu-2/",)),
    ]
    view = build_map_views(create_test_context(articles, siteurl=SITE_URL + base))[REDIRECT_MAP_PATH]
    text = render_view("server_map.txt", view)
    assert remove_map_rows(text, {"/khac/"}, base) == text
    remaining = [row for row in text.splitlines(keepends=True) if "cu-2" in row or row.startswith("#")]
    assert len(remaining) == 4
    for address in ("/2026/11/tin/", "/tin-tức/cũ/"):
        assert remove_map_rows(text, {address}, base) == "".join(remaining)
