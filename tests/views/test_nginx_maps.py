from dataclasses import replace

import pytest

from bulletin.content.withdrawals import Withdrawal, Withdrawals
from bulletin.views.nginx_maps import GONE, REDIRECTS, map_pages, rows_without
from tests.factories import HOST, make_article, make_edition, moment
from tests.theme.rendering import render


def maps(edition):
    return {page.file: page.view for page in map_pages(edition)}


def keys(view):
    return [address for address, _ in view.rows]


def withdrawn(*addresses):
    return Withdrawals((Withdrawal(addresses[0], addresses[1:], "An", moment(), "Sai"),))


def test_an_old_address_leads_on_in_every_form_that_a_reader_may_type():
    edition = make_edition([make_article("tin", aliases=("/tin-tức/cũ.html", "/cu/tin"))])
    to = "/2026/11/tin/"
    assert maps(edition)[REDIRECTS].rows == (
        ("/cu/tin/", to), ("/cu/tin", to), ("/cu/tin/index.html", to), ("/tin-tức/cũ.html", to),
    )  # fmt: skip


def test_a_site_in_a_folder_is_mapped_below_it():
    edition = make_edition([make_article("tin", aliases=("/cu.html",))], siteurl=f"{HOST}/ban-tin")
    assert maps(edition)[REDIRECTS].rows == (("/ban-tin/cu.html", "/ban-tin/2026/11/tin/"),)


@pytest.mark.parametrize("alias", ["/2026/11/TIN/", "/Tin-Moi/", "/LUU-TRU/2026/11/"])
def test_an_address_that_nginx_takes_for_a_page_of_the_site_is_left_to_its_own_page(alias):
    assert maps(make_edition([make_article("tin", aliases=(alias,))]))[REDIRECTS].rows == ()


def test_addresses_that_differ_in_capitals_alone_are_mapped_once():
    edition = make_edition([make_article("tin", aliases=("/Cu.html", "/cu.html", "/CU.html"))])
    assert len(keys(maps(edition)[REDIRECTS])) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("/Cu.html", "/cu.html"), ("/Cu/", "/cu/"), ("/a/", "/A/Index.HTML"), ("/A.html", "/a.html/")],
)
def test_redirects_view_with_forms_that_nginx_takes_for_one_leads_none_astray(one, other):
    articles = [make_article("mot", aliases=(one,)), make_article("hai", aliases=(other,))]
    folded = [key.lower() for key in keys(maps(make_edition(articles))[REDIRECTS])]
    shared = {"/cu.html", "/cu/", "/cu", "/cu/index.html", "/a/index.html", "/a.html"}
    assert len(folded) == len(set(folded))
    assert not shared.intersection(folded)


def test_gone_view_with_an_address_like_an_old_one_leaves_both_to_their_pages():
    edition = make_edition([make_article("tin", aliases=("/cu/",))])
    found = maps(replace(edition, withdrawals=withdrawn("/2026/11/hai/", "/Cu/")))
    assert keys(found[REDIRECTS]) == []
    assert "/Cu/" not in keys(found[GONE])


@pytest.mark.parametrize("alias", ["/Index.html", "/2026/11/Tin/index.HTML", "/404.HTML", "/Images/a.html"])
def test_redirects_view_with_an_alias_like_a_file_of_the_site_leaves_it_out(alias):
    assert keys(maps(make_edition([make_article("tin", aliases=(alias,))]))[REDIRECTS]) == []


def test_what_was_taken_down_is_gone_with_its_old_addresses():
    edition = replace(
        make_edition([make_article("tin")]), withdrawals=withdrawn("/2026/11/hai/", "/cu/hai.html")
    )
    assert keys(maps(edition)[GONE]) == [
        "/2026/11/hai/", "/2026/11/hai", "/2026/11/hai/index.html", "/cu/hai.html",
    ]  # fmt: skip


def test_a_listing_that_came_back_is_not_gone():
    edition = make_edition([make_article("tin", tags=("Một",))])
    edition = replace(edition, withdrawals=withdrawn("/chu-de/mot/", "/chu-de/hai/"))
    assert keys(maps(edition)[GONE]) == ["/chu-de/hai/", "/chu-de/hai", "/chu-de/hai/index.html"]


def test_a_map_is_written_as_nginx_reads_it():
    edition = make_edition([make_article("tin", aliases=("/a'b&c;$d.html",))])
    assert render("server_map.txt", maps(edition)[REDIRECTS]).splitlines() == [
        "# old address, new address", '"/a\'b&c;$d.html" "/2026/11/tin/";',
    ]  # fmt: skip


def test_the_row_of_a_file_whose_name_ends_like_that_of_a_folder_goes():
    view = maps(make_edition([make_article("tin", aliases=("/tin-index.html", "/tin-/"))]))[REDIRECTS]
    left = rows_without(render("server_map.txt", view), {"/tin-index.html"}, "")
    assert "/tin-index.html" not in left
    assert '"/tin-/" ' in left


@pytest.mark.parametrize("base", ["", "/ban-tin"])
def test_rows_from_and_to_a_withdrawn_address_go(base):
    articles = [make_article("tin", aliases=("/tin-tức/cũ/",)), make_article("tin-2", aliases=("/cu-2/",))]
    view = maps(make_edition(articles, siteurl=HOST + base))[REDIRECTS]
    text = render("server_map.txt", view)
    assert rows_without(text, {"/khac/"}, base) == text
    left = [row for row in text.splitlines(keepends=True) if "cu-2" in row or row.startswith("#")]
    assert len(left) == 4
    for address in ("/2026/11/tin/", "/tin-tức/cũ/"):
        assert rows_without(text, {address}, base) == "".join(left)
