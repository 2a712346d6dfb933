from pathlib import Path

from bulletin.urls import BUILT_IN_ADDRESSES, convert_address_to_path
from tools.audit.page_kinds import find_pages

BODY = '<div class="prose">{}</div><div class="article__end">'


def write_page(site: Path, path: str, text: str = "") -> None:
    (site / path).parent.mkdir(parents=True, exist_ok=True)
    (site / path).write_text(text, encoding="utf-8")


def find_addresses(site: Path) -> dict[str, str]:
    return {page.kind: page.address for page in find_pages(site)}


def test_each_built_in_page_has_a_kind(tmp_path: Path) -> None:
    paths = [
        convert_address_to_path(address) for address in BUILT_IN_ADDRESSES if address.endswith(("/", ".html"))
    ]
    for path in paths:
        write_page(tmp_path, path)
    assert sorted(page.file for page in find_pages(tmp_path)) == sorted(tmp_path / path for path in paths)


def test_articles_are_found_by_their_length_and_what_they_hold(tmp_path: Path) -> None:
    write_page(tmp_path, "2026/11/dai/index.html", BODY.format("chữ " * 99 + "<table>"))
    write_page(tmp_path, "2026/11/bang/index.html", BODY.format("<table></table><table></table>"))
    write_page(tmp_path, "2026/10/ngan/index.html", BODY.format("chữ"))
    write_page(tmp_path, "2026/10/chuyen-di/index.html", "no body: a redirect")
    expired = '<meta name="robots" content="noindex">' + BODY.format("")
    write_page(tmp_path, "2025/01/het-han/index.html", expired)
    assert find_addresses(tmp_path) == {
        "long-article": "/2026/11/dai/",
        "short-article": "/2026/10/ngan/",
        "table": "/2026/11/bang/",
    }


def test_listing_is_the_largest_page_of_its_kind(tmp_path: Path) -> None:
    write_page(tmp_path, "chu-de/a/index.html", "1")
    write_page(tmp_path, "chu-de/b/index.html", "12")
    write_page(tmp_path, "luu-tru/2026/11/index.html")
    assert find_addresses(tmp_path) == {"tag": "/chu-de/b/", "month": "/luu-tru/2026/11/"}


def test_page_not_found_is_asked_for_at_an_address_that_no_site_has(tmp_path: Path) -> None:
    write_page(tmp_path, "404.html")
    (page,) = find_pages(tmp_path)
    assert (page.kind, page.file) == ("not-found", tmp_path / "404.html")
    assert not (tmp_path / page.address[1:]).exists()


def test_search_page_is_asked_with_a_query(tmp_path: Path) -> None:
    write_page(tmp_path, "tim-kiem/index.html")
    (page,) = find_pages(tmp_path)
    assert page.address.startswith("/tim-kiem/?q=")
    assert page.file == tmp_path / "tim-kiem/index.html"


def test_page_with_a_refresh_leads_away(tmp_path: Path) -> None:
    write_page(
        tmp_path, "vi-tri/footer/index.html", '<meta http-equiv="refresh" content="0; url=https://a.vn/">'
    )
    write_page(tmp_path, "index.html")
    assert {page.kind: page.leads_away for page in find_pages(tmp_path)} == {
        "front": False,
        "advertisement": True,
    }
