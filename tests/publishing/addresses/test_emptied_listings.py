"""Emptied listings are decided together with the articles that emptied them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bulletin.content.site_lists.withdrawals import LISTING_WITHDRAWAL_HEADING
from bulletin.errors import UserError
from bulletin.publishing.addresses.emptied_listings import find_empty_listings
from tests.publishing.conftest import CopyPreparedFolder
from tests.publishing.harness import OLD_ADDRESS, PUBLISH_INTERVAL, PublishHarness
from tests.publishing.small_site import write_dated_article

pytestmark = pytest.mark.slow

TOPIC, TAG, AUTHOR = "/dong-su-kien/chuyen-ngan/", "/chu-de/rieng/", "/tac-gia/le-an/"
EMPTIED = f"    Cùng mất theo, vì không còn bài nào khác: {TAG}, {TOPIC}, {AUTHOR} (chọn cho bài là đủ)."
KEYS = {"topic": "Chuyện ngắn", "tags": "[riêng, chung]", "author": "Lê An"}


@pytest.fixture
def harness_with_listings(tmp_path: Path, copy_prepared_folder: CopyPreparedFolder) -> PublishHarness:
    """A published site with two articles that share a tag.

    One article is the only article of three other listings.
    """

    def publish(folder: Path) -> None:
        harness = PublishHarness(folder)
        write_dated_article(harness.site, "cu", **KEYS)
        write_dated_article(harness.site, "khac", tags="[chung]")
        harness.publish()

    copy_prepared_folder("listings", tmp_path, publish)
    return PublishHarness(tmp_path)


def count_decisions(messages: str) -> int:
    return messages.count(" sẽ mất: ")


def list_emptied_addresses(harness: PublishHarness) -> list[str]:
    return [address for address, (_, reason) in harness.read_ledger().items() if reason == "hết bài"]


def delete_article(harness: PublishHarness) -> None:
    (harness.site.content / "articles/cu.md").unlink()


def make_draft(harness: PublishHarness) -> None:
    write_dated_article(harness.site, "cu", **KEYS, status="draft")


def reschedule_article(harness: PublishHarness) -> None:
    write_dated_article(harness.site, "cu", **KEYS, date="2026-12-29 07:30")


@pytest.mark.parametrize("remove_article", [delete_article, make_draft, reschedule_article])
def test_guard_removed_article_reports_its_emptied_listings(
    harness_with_listings: PublishHarness, remove_article: Callable[[PublishHarness], None]
) -> None:
    remove_article(harness_with_listings)
    messages = harness_with_listings.expect_refusal()
    assert count_decisions(messages) == 1
    assert messages.splitlines()[messages.splitlines().index(EMPTIED) - 1].startswith(
        "content/articles/cu.md"
    )
    assert "4 địa chỉ mà bạn đọc đã có" in messages
    harness_with_listings.withdraw(OLD_ADDRESS)
    assert list_emptied_addresses(harness_with_listings) == [TAG, TOPIC, AUTHOR]


def test_guard_restored_article_keeps_its_listings(harness_with_listings: PublishHarness) -> None:
    make_draft(harness_with_listings)
    harness_with_listings.expect_refusal()
    write_dated_article(harness_with_listings.site, "cu", **KEYS)
    harness_with_listings.publish()
    assert harness_with_listings.is_served(TAG)
    assert not list_emptied_addresses(harness_with_listings)


def test_guard_hidden_article_lets_its_emptied_listings_go(harness_with_listings: PublishHarness) -> None:
    write_dated_article(harness_with_listings.site, "cu", **KEYS, status="hidden")
    harness_with_listings.publish()
    assert harness_with_listings.is_served(OLD_ADDRESS)
    assert list_emptied_addresses(harness_with_listings) == [TAG, TOPIC, AUTHOR]


@pytest.mark.parametrize("has_draft", [True, False])
def test_guard_redirected_article_lets_its_emptied_listings_go(
    harness_with_listings: PublishHarness, *, has_draft: bool
) -> None:
    if has_draft:
        write_dated_article(harness_with_listings.site, "cu", **KEYS | {"slug": "moi"}, status="draft")
    else:
        delete_article(harness_with_listings)
    write_dated_article(harness_with_listings.site, "khac", tags="[chung]", aliases=f"[{OLD_ADDRESS}]")
    harness_with_listings.publish()
    assert harness_with_listings.is_served(OLD_ADDRESS)
    assert list_emptied_addresses(harness_with_listings) == [TAG, TOPIC, AUTHOR]


def test_guard_site_with_base_path_reports_emptied_listings(tmp_path: Path) -> None:
    harness = PublishHarness(tmp_path, SITEURL="https://bantin.example.vn/tin")
    write_dated_article(harness.site, "cu", **KEYS | {"tags": "[riêng]"})
    harness.publish()
    delete_article(harness)
    assert EMPTIED in harness.expect_refusal()


def test_guard_two_removed_articles_report_shared_listing_once(harness_with_listings: PublishHarness) -> None:
    delete_article(harness_with_listings)
    (harness_with_listings.site.content / "articles/khac.md").unlink()
    messages = harness_with_listings.expect_refusal()
    assert count_decisions(messages) == 2
    assert messages.count("/chu-de/chung/") == 1
    write_dated_article(harness_with_listings.site, "khac", tags="[chung]")
    harness_with_listings.withdraw(OLD_ADDRESS)
    assert "/chu-de/chung/" not in list_emptied_addresses(harness_with_listings)


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"slug": "moi"},
        {"slug": "moi", "aliases": f"[{OLD_ADDRESS}]"},
        {"slug": "moi", "aliases": f"[{OLD_ADDRESS}]", "title": "Tên khác", "date": "2026-11-20 07:30"},
        {"status": "draft"},
        {"status": "hidden"},
        {"expires": "2026-11-24 13:30"},
    ],
)
def test_guard_removed_tag_is_reported_as_own_decision(
    harness_with_listings: PublishHarness, keys: dict[str, str]
) -> None:
    write_dated_article(harness_with_listings.site, "cu", **KEYS | {"tags": "[chung]"} | keys)
    messages = harness_with_listings.expect_refusal()
    assert f"\nĐịa chỉ {TAG} sẽ mất: không còn bài nào ghi chủ đề này.\n" in messages
    assert "Giữ nguyên: ghi lại chủ đề cũ (tags) vào ít nhất một bài." in messages
    assert not [line for line in messages.splitlines() if "Cùng mất theo" in line and TAG in line]


def test_guard_removed_tag_in_renamed_file_is_reported(harness_with_listings: PublishHarness) -> None:
    delete_article(harness_with_listings)
    write_dated_article(
        harness_with_listings.site, "moi", **KEYS | {"tags": "[chung]"}, aliases=f"[{OLD_ADDRESS}]"
    )
    assert (
        f"\nĐịa chỉ {TAG} sẽ mất: không còn bài nào ghi chủ đề này.\n"
        in harness_with_listings.expect_refusal()
    )


def test_guard_removed_tag_beside_withdrawn_article_is_reported(
    harness_with_listings: PublishHarness,
) -> None:
    write_dated_article(harness_with_listings.site, "khac", **KEYS)
    harness_with_listings.publish()
    write_dated_article(harness_with_listings.site, "khac", tags="[chung]")
    make_draft(harness_with_listings)
    with pytest.raises(UserError):
        harness_with_listings.withdraw(OLD_ADDRESS)
    assert f"\nĐịa chỉ {TAG} sẽ mất: không còn bài nào ghi chủ đề này.\n" in "\n".join(
        ["", *harness_with_listings.messages]
    )
    assert harness_with_listings.is_served(TAG)


def test_guard_removed_tag_after_expired_article_is_reported(
    harness_with_listings: PublishHarness,
) -> None:
    write_dated_article(
        harness_with_listings.site,
        "khac",
        **KEYS,
        expires=f"{harness_with_listings.now + PUBLISH_INTERVAL * 3 / 2:%Y-%m-%d %H:%M}",
    )
    harness_with_listings.publish()
    harness_with_listings.publish()
    write_dated_article(harness_with_listings.site, "cu", **KEYS | {"tags": "[chung]"})
    assert f"\nĐịa chỉ {TAG} sẽ mất" in harness_with_listings.expect_refusal()


def test_guard_removed_tag_beside_withdrawn_page_is_reported(harness_with_listings: PublishHarness) -> None:
    page = harness_with_listings.site.content / "pages/tam.md"
    page.parent.mkdir(exist_ok=True)
    page.write_text("---\ntitle: Trang tạm\nslug: tam\n---\n\nChữ.\n", encoding="utf-8")
    harness_with_listings.publish()
    page.unlink()
    write_dated_article(harness_with_listings.site, "cu", **KEYS | {"tags": "[chung]"})
    with pytest.raises(UserError):
        harness_with_listings.withdraw("/tam/")
    assert harness_with_listings.is_served(TAG)


def test_guard_removed_tag_on_numbered_page_is_reported(base_harness: PublishHarness) -> None:
    """Check numbered pages too, which have the older articles of a listing."""
    write_dated_article(base_harness.site, "cu", tags="[riêng]", date="2026-11-01 07:30")
    files = [write_dated_article(base_harness.site, f"tin-{number}", tags="[riêng]") for number in range(40)]
    base_harness.publish()
    assert list((base_harness.target.current_link / "chu-de/rieng/trang").iterdir())
    for file in files:
        file.unlink()
    write_dated_article(base_harness.site, "cu", date="2026-11-01 07:30")
    assert "Cùng mất theo" not in base_harness.expect_refusal()


def test_guard_listing_missing_in_current_release_is_reported_alone(
    harness_with_listings: PublishHarness,
) -> None:
    """Restore the old ledger, as if the publish had ended after the activation."""
    before = harness_with_listings.ledger_text
    write_dated_article(harness_with_listings.site, "cu", **KEYS, status="hidden")
    harness_with_listings.publish()
    harness_with_listings.ledger_file.write_text(before, encoding="utf-8")
    messages = harness_with_listings.expect_refusal()
    assert count_decisions(messages) == 3
    assert all(f"Địa chỉ {address} sẽ mất" in messages for address in (TOPIC, TAG, AUTHOR))


@pytest.mark.parametrize("before", ["", "/ban-tin", "https://cu.example/tin", "../..", "../../.."])
@pytest.mark.parametrize("after", ["", "#muc-a", "?x=1"])
def test_find_empty_listings_reads_links_in_any_form(before: str, after: str) -> None:
    menu = (
        '<a href="/luu-tru/2026/10/">x</a><a href="/chuyen-muc/a/">y</a><a href="/files/2026/11/x.pdf">z</a>'
    )
    page = menu + f'<a href="{before}/2026/11/{{}}/{after}">Tin</a>'
    texts = {
        "chu-de/mot/index.html": page.format("mot"),
        "chu-de/hai/index.html": menu,
        "chu-de/hai/trang/1/index.html": page.format("hai"),
        "luu-tru/2026/11/index.html": page.format("mot") + page.format("ba"),
        "tac-gia/x/index.html": f"<h1 class='a'>{menu}</h1><h1 class=\"a\">{LISTING_WITHDRAWAL_HEADING}</h1>",
    }
    assert find_empty_listings(texts, {"/2026/11/mot/"}) == {"/chu-de/mot/"}
    assert find_empty_listings(texts, {"/2026/11/mot/", "/2026/11/hai/"}) == {
        "/chu-de/mot/", "/chu-de/hai/", "/chu-de/hai/trang/1/",
    }  # fmt: skip
