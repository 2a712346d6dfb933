import pytest

from bulletin import urls
from bulletin.urls import Urls


@pytest.mark.parametrize(
    ("site", "base"),
    [
        ("https://a.vn", ""),
        ("https://a.vn/", ""),
        ("https://a.vn/b", "/b"),
        ("https://a.vn/b/c/", "/b/c"),
        ("", ""),
    ],
)
def test_links_and_complete_addresses_agree(site, base):
    made = Urls(site)
    assert made.base == base
    assert made.link("/x/") == f"{base}/x/"
    assert made.complete(made.link("/x/")) == made.absolute("/x/") == f"{site.rstrip('/')}/x/"


def test_letters_outside_ascii_are_encoded_once():
    assert Urls("https://a.vn").link("/files/kế hoạch.pdf") == "/files/k%E1%BA%BF%20ho%E1%BA%A1ch.pdf"
    assert Urls("https://a.vn").link("/files/50% #2?.pdf") == "/files/50%25%20%232%3F.pdf"
    assert Urls("https://a.vn").link("/files/a b.pdf", "#page=2") == "/files/a%20b.pdf#page=2"


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/2019/12/x/", "2019/12/x/index.html"),
        ("/404.html", "404.html"),
        ("/tin-index.html", "tin-index.html"),
    ],
)
def test_an_address_has_one_file(address, file):
    assert urls.output_path(address) == file
    assert urls.address_from_path(file) == address


@pytest.mark.parametrize(
    ("address", "front", "number"),
    [
        ("/chu-de/x/trang/2/", "/chu-de/x/", 2),
        ("/chuyen-muc/x/trang/10/", "/chuyen-muc/x/", 10),
        ("/chu-de/x/", "/chu-de/x/", 0),
        ("/chu-de/x/trang/0/", "/chu-de/x/trang/0/", 0),
        ("/luu-tru/trang/2/", "/luu-tru/trang/2/", 0),
        ("/tin/x/trang/2/", "/tin/x/trang/2/", 0),
    ],
)
def test_a_listing_page_has_a_front_and_a_number(address, front, number):
    assert urls.parse_listing_page(address) == (front, number)
    if number:
        assert urls.listing_page(front, number) == address


def test_what_the_system_has_pages_at_is_reserved():
    assert all(urls.is_reserved(address) for address in urls.SYSTEM_PAGES)
    assert all(urls.is_reserved(kind.address_of("x")) for kind in urls.TAXONOMIES)
    assert not urls.is_reserved(urls.page_address("gioi-thieu"))
