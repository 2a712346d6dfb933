"""The page for readers without a network, and the list of articles."""

import re
from dataclasses import replace
from hashlib import sha256

from bulletin import urls
from bulletin.content.site_lists.withdrawals import Withdrawal, Withdrawals
from bulletin.views.pages.offline import (
    add_withdrawn_digests,
    build_offline_fragment_view,
    build_offline_view,
)
from tests.factories import ARCHIVE_TIME, ROOT, create_test_articles, create_test_context

WORKER = (ROOT / "theme/static/worker/sw.js").read_text(encoding="utf-8")


def test_list_holds_the_twenty_newest_articles_below_the_path_of_the_site() -> None:
    context = create_test_context(create_test_articles(30), siteurl="https://a.vn/tin")
    items = build_offline_fragment_view(context).items
    assert len(items) == 20
    assert items[0].url == f"/tin{context.archive.all_articles.articles[-1].address}"


def test_list_of_a_site_with_few_articles_holds_all() -> None:
    assert len(build_offline_fragment_view(create_test_context(create_test_articles(3))).items) == 3


def test_list_holds_digests_of_withdrawn_addresses_and_not_the_addresses() -> None:
    withdrawal = Withdrawal("/2026/11/go/", ("/cu/",), "Nguyễn Văn A", ARCHIVE_TIME, "")
    context = replace(create_test_context(), withdrawals=Withdrawals((withdrawal,)))
    view = build_offline_fragment_view(context)
    assert set(view.withdrawn) == {
        sha256(address.encode()).hexdigest()[:16] for address in ("/2026/11/go/", "/cu/")
    }
    assert list(view.withdrawn) == sorted(view.withdrawn)


def test_add_withdrawn_digests_joins_those_of_the_list_and_of_the_links() -> None:
    own, added = "f" * 16, sha256(b"/tin/2026/11/go/").hexdigest()[:16]
    former = f'<ol data-withdrawn="{own}">\n<li><a href="/tin/2026/11/go/">x</a></li>\n</ol>\n'
    redacted = f'<ol data-withdrawn="{own}">\n\n</ol>\n'
    expected = f'<ol data-withdrawn="{" ".join(sorted((own, added)))}">'
    assert add_withdrawn_digests(redacted, former, ["/tin/2026/11/go/"]) == f"{expected}\n\n</ol>\n"
    assert add_withdrawn_digests("", former, ["/tin/2026/11/go/"]) == f"{expected}\n</ol>\n"


def test_offline_page_is_not_for_search_engines() -> None:
    assert not build_offline_view(create_test_context()).head.is_indexable


def test_worker_asks_for_the_addresses_of_page_and_list() -> None:
    addresses = {f"/{part}" for part in re.findall(r"`\$\{base\}([^`]+)`", WORKER)}
    assert {urls.OFFLINE_ADDRESS, urls.OFFLINE_FRAGMENT_ADDRESS, urls.FRAGMENT_PREFIX} <= addresses
    assert {urls.AD_PREFIX, urls.FORMER_AD_PREFIX} <= addresses


def test_worker_names_no_file_with_a_digest() -> None:
    """Reason: each publish would make all browsers install it again."""
    assert not re.search(r"\.[0-9a-f]{10}\.", WORKER)
