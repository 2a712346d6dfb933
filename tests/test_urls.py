import pytest

from bulletin import urls
from bulletin.urls import UrlBuilder


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
def test_url_builder_link_and_absolute_url_agree(site: str, base: str) -> None:
    url_builder = UrlBuilder(site)
    assert url_builder.base_path == base
    assert url_builder.build_link("/x/") == f"{base}/x/"
    assert (
        url_builder.make_link_absolute(url_builder.build_link("/x/"))
        == url_builder.build_absolute_url("/x/")
        == f"{site.rstrip('/')}/x/"
    )


def test_build_link_encodes_characters_once() -> None:
    assert (
        UrlBuilder("https://a.vn").build_link("/files/kế hoạch.pdf")
        == "/files/k%E1%BA%BF%20ho%E1%BA%A1ch.pdf"
    )
    assert UrlBuilder("https://a.vn").build_link("/files/50% #2?.pdf") == "/files/50%25%20%232%3F.pdf"
    assert UrlBuilder("https://a.vn").build_link("/files/a b.pdf", "#page=2") == "/files/a%20b.pdf#page=2"


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/2019/12/x/", "2019/12/x/index.html"),
        ("/404.html", "404.html"),
        ("/tin-index.html", "tin-index.html"),
    ],
)
def test_convert_address_to_path_and_back(address: str, file: str) -> None:
    assert urls.convert_address_to_path(address) == file
    assert urls.convert_path_to_address(file) == address


@pytest.mark.parametrize(
    ("address", "listing", "number"),
    [
        ("/chu-de/x/trang/2/", "/chu-de/x/", 2),
        ("/chuyen-muc/x/trang/10/", "/chuyen-muc/x/", 10),
        ("/chu-de/x/", "/chu-de/x/", 0),
        ("/chu-de/x/trang/0/", "/chu-de/x/trang/0/", 0),
        ("/luu-tru/trang/2/", "/luu-tru/trang/2/", 0),
        ("/tin/x/trang/2/", "/tin/x/trang/2/", 0),
    ],
)
def test_parse_listing_page_returns_listing_and_number(address: str, listing: str, number: int) -> None:
    assert urls.parse_listing_page(address) == (listing, number)
    if number:
        assert urls.get_listing_page_address(listing, number) == address


def test_is_reserved_address_built_in_pages_and_listings() -> None:
    assert all(urls.is_reserved_address(address) for address in urls.BUILT_IN_ADDRESSES)
    assert all(urls.is_reserved_address(kind.get_address("x")) for kind in urls.TAXONOMIES)
    assert not urls.is_reserved_address(urls.get_page_address("gioi-thieu"))
