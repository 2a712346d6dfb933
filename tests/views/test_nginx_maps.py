from dataclasses import replace

import pytest

from bulletin.content.withdrawals import Withdrawal, Withdrawals
from bulletin.views.nginx_maps import GONE_MAP_PATH, REDIRECT_MAP_PATH, plan_nginx_maps, remove_map_rows
from tests.factories import SITE_URL, create_test_article, create_test_context, shift_time
from tests.theme.rendering import render_view


def build_map_views(edition):
    return {page.path: page.view for page in plan_nginx_maps(edition)}


def list_map_keys(view):
    return [address for address, _ in view.rows]


def create_withdrawals(*addresses):
    return Withdrawals((Withdrawal(addresses[0], addresses[1:], "An", shift_time(), "Sai"),))


def test_an_old_address_leads_on_in_every_form_that_a_reader_may_type() -> None:
    edition = create_test_context([create_test_article("tin", aliases=("/tin-tức/cũ.html", "/cu/tin"))])
    to = "/2026/11/tin/"
    assert build_map_views(edition)[REDIRECT_MAP_PATH].rows == (
        ("/cu/tin/", to), ("/cu/tin", to), ("/cu/tin/index.html", to), ("/tin-tức/cũ.html", to),
    )  # fmt: skip


def test_a_site_in_a_folder_is_mapped_below_it() -> None:
    edition = create_test_context(
        [create_test_article("tin", aliases=("/cu.html",))], siteurl=f"{SITE_URL}/ban-tin"
    )
    assert build_map_views(edition)[REDIRECT_MAP_PATH].rows == (
        ("/ban-tin/cu.html", "/ban-tin/2026/11/tin/"),
    )


@pytest.mark.parametrize("alias", ["/2026/11/TIN/", "/Tin-Moi/", "/LUU-TRU/2026/11/"])
def test_an_address_that_nginx_takes_for_a_page_of_the_site_is_left_to_its_own_page(alias: str) -> None:
    assert (
        build_map_views(create_test_context([create_test_article("tin", aliases=(alias,))]))[
            REDIRECT_MAP_PATH
        ].rows
        == ()
    )


def test_addresses_that_differ_in_capitals_alone_are_mapped_once() -> None:
    edition = create_test_context([create_test_article("tin", aliases=("/Cu.html", "/cu.html", "/CU.html"))])
    assert len(list_map_keys(build_map_views(edition)[REDIRECT_MAP_PATH])) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("/Cu.html", "/cu.html"), ("/Cu/", "/cu/"), ("/a/", "/A/Index.HTML"), ("/A.html", "/a.html/")],
)
def test_redirects_view_with_forms_that_nginx_takes_for_one_leads_none_astray(one: str, other: str) -> None:
    articles = [create_test_article("mot", aliases=(one,)), create_test_article("hai", aliases=(other,))]
    folded = [
        key.lower()
        for key in list_map_keys(build_map_views(create_test_context(articles))[REDIRECT_MAP_PATH])
    ]
    shared = {"/cu.html", "/cu/", "/cu", "/cu/index.html", "/a/index.html", "/a.html"}
    assert len(folded) == len(set(folded))
    assert not shared.intersection(folded)


def test_gone_view_with_an_address_like_an_old_one_leaves_both_to_their_pages() -> None:
    edition = create_test_context([create_test_article("tin", aliases=("/cu/",))])
    found = build_map_views(replace(edition, withdrawals=create_withdrawals("/2026/11/hai/", "/Cu/")))
    assert list_map_keys(found[REDIRECT_MAP_PATH]) == []
    assert "/Cu/" not in list_map_keys(found[GONE_MAP_PATH])


@pytest.mark.parametrize("alias", ["/Index.html", "/2026/11/Tin/index.HTML", "/404.HTML", "/Images/a.html"])
def test_redirects_view_with_an_alias_like_a_file_of_the_site_leaves_it_out(alias: str) -> None:
    assert (
        list_map_keys(
            build_map_views(create_test_context([create_test_article("tin", aliases=(alias,))]))[
                REDIRECT_MAP_PATH
            ]
        )
        == []
    )


def test_what_was_taken_down_is_gone_with_its_old_addresses() -> None:
    edition = replace(
        create_test_context([create_test_article("tin")]),
        withdrawals=create_withdrawals("/2026/11/hai/", "/cu/hai.html"),
    )
    assert list_map_keys(build_map_views(edition)[GONE_MAP_PATH]) == [
        "/2026/11/hai/", "/2026/11/hai", "/2026/11/hai/index.html", "/cu/hai.html",
    ]  # fmt: skip


def test_a_listing_that_came_back_is_not_gone() -> None:
    edition = create_test_context([create_test_article("tin", tags=("Một",))])
    edition = replace(edition, withdrawals=create_withdrawals("/chu-de/mot/", "/chu-de/hai/"))
    assert list_map_keys(build_map_views(edition)[GONE_MAP_PATH]) == [
        "/chu-de/hai/",
        "/chu-de/hai",
        "/chu-de/hai/index.html",
    ]


def test_a_map_is_written_as_nginx_reads_it() -> None:
    edition = create_test_context([create_test_article("tin", aliases=("/a'b&c;$d.html",))])
    assert render_view("server_map.txt", build_map_views(edition)[REDIRECT_MAP_PATH]).splitlines() == [
        "# old address, new address", '"/a\'b&c;$d.html" "/2026/11/tin/";',
    ]  # fmt: skip


def test_the_row_of_a_file_whose_name_ends_like_that_of_a_folder_goes() -> None:
    view = build_map_views(
        create_test_context([create_test_article("tin", aliases=("/tin-index.html", "/tin-/"))])
    )[REDIRECT_MAP_PATH]
    left = remove_map_rows(render_view("server_map.txt", view), {"/tin-index.html"}, "")
    assert "/tin-index.html" not in left
    assert '"/tin-/" ' in left


@pytest.mark.parametrize("base", ["", "/ban-tin"])
def test_rows_from_and_to_a_withdrawn_address_go(base: str) -> None:
    articles = [
        create_test_article("tin", aliases=("/tin-tức/cũ/",)),
        create_test_article("tin-2", aliases=("/cu-2/",)),
    ]
    view = build_map_views(create_test_context(articles, siteurl=SITE_URL + base))[REDIRECT_MAP_PATH]
    text = render_view("server_map.txt", view)
    assert remove_map_rows(text, {"/khac/"}, base) == text
    left = [row for row in text.splitlines(keepends=True) if "cu-2" in row or row.startswith("#")]
    assert len(left) == 4
    for address in ("/2026/11/tin/", "/tin-tức/cũ/"):
        assert remove_map_rows(text, {address}, base) == "".join(left)
