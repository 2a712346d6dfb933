import pytest

from bulletin.publishing.addresses.ledger import REMOVAL_EMPTY, LedgerEntry
from bulletin.publishing.addresses.removals import compare_addresses, find_permanent_addresses


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("index.html", "/"),
        ("2026/11/tin/index.html", "/2026/11/tin/"),
        ("2019/cu.html", "/2019/cu.html"),
        ("cu/old-index.html", "/cu/old-index.html"),
        ("2019/old-index.html", "/2019/old-index.html"),
        ("chuyen-muc/can-bo/index.html", "/chuyen-muc/can-bo/"),
        ("luu-tru/2026/11/index.html", "/luu-tru/2026/11/"),
        ("trang/3/index.html", "/trang/3/"),
    ],
)
def test_find_permanent_addresses_page_has_address(path: str, address: str) -> None:
    assert list(find_permanent_addresses([path])) == [address]


@pytest.mark.parametrize(
    "path",
    [
        "404.html",
        "chuyen-muc/can-bo/trang/3/index.html",
        "2019/x/trang/1/index.html",
        "fragments/latest.html",
        "qc/sidebar/index.html",
        "feeds/tat-ca.atom.xml",
        "images/x.webp",
        "robots.txt",
        "index.html.gz",
    ],
)
def test_find_permanent_addresses_other_file_has_none(path: str) -> None:
    assert list(find_permanent_addresses([path])) == []


def test_compare_addresses_page_of_a_document_may_go_and_that_of_a_tag_may_not() -> None:
    """Reason: the correction of a wrong number removes its page."""
    ledger = {address: LedgerEntry() for address in ("/", "/van-ban/70-qd-tu/", "/chu-de/ban/")}
    changes = compare_addresses(ledger, None, ["index.html"], None)
    assert [removal.addresses for removal in changes.removals] == [("/chu-de/ban/",)]
    assert changes.ledger_updates == {"/van-ban/70-qd-tu/": LedgerEntry("", REMOVAL_EMPTY)}
