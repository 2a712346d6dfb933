"""Addresses relative to the page that holds them."""

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
            '<p data-index="/search/summary/index.json">',
            '<p data-index="../../../search/summary/index.json">',
        ),
        ('<body data-worker="/sw.js">', '<body data-worker="../../../sw.js">'),
    ],
)
def test_make_urls_relative_replaces_the_root_by_parent_folders(html: str, expected: str) -> None:
    assert make_urls_relative(html, "2019/12/x/index.html", "") == expected


def test_make_urls_relative_changes_internal_redirects_alone() -> None:
    html = '<meta http-equiv="refresh" content="0; url=/ban-tin/2019/12/x/">'
    assert make_urls_relative(html, "cu/index.html", "/ban-tin") == html.replace("/ban-tin/", "../")
    external = '<meta http-equiv="refresh" content="0; url=https://x.vn/">'
    assert make_urls_relative(external, "qc/a/index.html", "") == external


def test_make_urls_relative_at_the_root_begins_with_a_dot() -> None:
    assert make_urls_relative('<a href="/tin-moi/">', "index.html", "") == '<a href="./tin-moi/">'


def test_make_urls_relative_removes_the_base_path() -> None:
    assert (
        make_urls_relative('<a href="/ban-tin/tin-moi/">', "luu-tru/index.html", "/ban-tin")
        == '<a href="../tin-moi/">'
    )
