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
def test_links_and_complete_addresses_agree(site: str, base: str) -> None:
    made = UrlBuilder(site)
    assert made.base_path == base
    assert made.build_link("/x/") == f"{base}/x/"
    assert (
        made.make_link_absolute(made.build_link("/x/"))
        == made.build_absolute_url("/x/")
        == f"{site.rstrip('/')}/x/"
    )


def test_letters_outside_ascii_are_encoded_once() -> None:
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
def test_an_address_has_one_file(address: str, file: str) -> None:
    assert urls.convert_address_to_path(address) == file
    assert urls.convert_path_to_address(file) == address


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
def test_a_listing_page_has_a_front_and_a_number(address: str, front: str, number: int) -> None:
    assert urls.parse_listing_page(address) == (front, number)
    if number:
        assert urls.get_listing_page_address(front, number) == address


def test_what_the_system_has_pages_at_is_reserved() -> None:
    assert all(urls.is_reserved_address(address) for address in urls.BUILT_IN_ADDRESSES)
    assert all(urls.is_reserved_address(kind.get_address("x")) for kind in urls.TAXONOMIES)
    assert not urls.is_reserved_address(urls.get_page_address("gioi-thieu"))
