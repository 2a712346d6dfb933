"""Addresses that start from the page itself."""

import pytest

from bulletin.render.relative_urls import make_urls_relative


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="/tin-moi/">', '<a href="../../../tin-moi/">'),
        ('<a href="/">', '<a href="../../../">'),
        ('<a href="https://x.vn/a/">', '<a href="https://x.vn/a/">'),
        ('<a href="//x.vn/a/">', '<a href="//x.vn/a/">'),
        ('<a href="#muc-a">', '<a href="#muc-a">'),
        (
            '<img srcset="/a-3.webp 3w, /a-6.webp 6w">',
            '<img srcset="../../../a-3.webp 3w, ../../../a-6.webp 6w">',
        ),
        (
            '<p data-bundles=\'["/p/1/", "/p/2/"]\'>',
            '<p data-bundles=\'["../../../p/1/", "../../../p/2/"]\'>',
        ),
    ],
)
def test_addresses_climb_to_the_root_of_the_site(html: str, expected: str) -> None:
    assert make_urls_relative(html, "2019/12/x/index.html", "") == expected


def test_an_old_address_leads_on_below_any_folder() -> None:
    html = '<meta http-equiv="refresh" content="0; url=/ban-tin/2019/12/x/">'
    assert make_urls_relative(html, "cu/index.html", "/ban-tin") == html.replace("/ban-tin/", "../")
    away = '<meta http-equiv="refresh" content="0; url=https://x.vn/">'
    assert make_urls_relative(away, "qc/a/index.html", "") == away


def test_a_page_at_the_root_starts_from_its_own_folder() -> None:
    assert make_urls_relative('<a href="/tin-moi/">', "index.html", "") == '<a href="./tin-moi/">'


def test_the_base_path_of_the_site_is_left_out() -> None:
    assert (
        make_urls_relative('<a href="/ban-tin/tin-moi/">', "luu-tru/index.html", "/ban-tin")
        == '<a href="../tin-moi/">'
    )
