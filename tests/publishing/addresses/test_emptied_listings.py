"""Listings that vanish with the articles in them: the decision on those is the only one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bulletin.content.withdrawals import LISTING_WITHDRAWAL_HEADING
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
    """An office that published an article, alone in three listings, and another one, which shares a tag with it."""

    def publish(folder: Path) -> None:
        made = PublishHarness(folder)
        write_dated_article(made.site, "cu", **KEYS)
        write_dated_article(made.site, "khac", tags="[chung]")
        made.publish()

    copy_prepared_folder("listings", tmp_path, publish)
    return PublishHarness(tmp_path)


def count_decisions(said: str) -> int:
    return said.count(" sẽ mất: ")


def list_emptied_addresses(office: PublishHarness) -> list[str]:
    return [address for address, (_, why) in office.read_ledger().items() if why == "hết bài"]


def delete_article(office: PublishHarness) -> None:
    (office.site.content / "articles/cu.md").unlink()


def make_draft(office: PublishHarness) -> None:
    write_dated_article(office.site, "cu", **KEYS, status="draft")


def reschedule_article(office: PublishHarness) -> None:
    write_dated_article(office.site, "cu", **KEYS, date="2026-12-29 07:30")


@pytest.mark.parametrize("take_back", [delete_article, make_draft, reschedule_article])
def test_they_are_told_with_the_article_and_go_with_it(
    harness_with_listings: PublishHarness, take_back: Callable[[PublishHarness], None]
) -> None:
    take_back(harness_with_listings)
    said = harness_with_listings.expect_refusal()
    assert count_decisions(said) == 1
    assert said.splitlines()[said.splitlines().index(EMPTIED) - 1].startswith("content/articles/cu.md")
    assert "4 địa chỉ mà bạn đọc đã có" in said
    harness_with_listings.withdraw(OLD_ADDRESS)
    assert list_emptied_addresses(harness_with_listings) == [TAG, TOPIC, AUTHOR]


def test_they_stay_with_an_article_that_is_kept(harness_with_listings: PublishHarness) -> None:
    make_draft(harness_with_listings)
    harness_with_listings.expect_refusal()
    write_dated_article(harness_with_listings.site, "cu", **KEYS)
    harness_with_listings.publish()
    assert harness_with_listings.is_served(TAG)
    assert not list_emptied_addresses(harness_with_listings)


def test_an_article_that_is_hidden_leaves_them_empty(harness_with_listings: PublishHarness) -> None:
    write_dated_article(harness_with_listings.site, "cu", **KEYS, status="hidden")
    harness_with_listings.publish()
    assert harness_with_listings.is_served(OLD_ADDRESS)
    assert list_emptied_addresses(harness_with_listings) == [TAG, TOPIC, AUTHOR]


@pytest.mark.parametrize("drafted", [True, False])
def test_an_article_that_leads_on_to_another_leaves_them_empty(
    harness_with_listings: PublishHarness, *, drafted: bool
) -> None:
    if drafted:
        write_dated_article(harness_with_listings.site, "cu", **KEYS | {"slug": "moi"}, status="draft")
    else:
        delete_article(harness_with_listings)
    write_dated_article(harness_with_listings.site, "khac", tags="[chung]", aliases=f"[{OLD_ADDRESS}]")
    harness_with_listings.publish()
    assert harness_with_listings.is_served(OLD_ADDRESS)
    assert list_emptied_addresses(harness_with_listings) == [TAG, TOPIC, AUTHOR]


def test_a_site_in_a_folder_is_told_the_same(tmp_path: Path) -> None:
    office = PublishHarness(tmp_path, SITEURL="https://bantin.example.vn/tin")
    write_dated_article(office.site, "cu", **KEYS | {"tags": "[riêng]"})
    office.publish()
    delete_article(office)
    assert EMPTIED in office.expect_refusal()


def test_of_several_articles_in_a_listing_one_tells_of_it(harness_with_listings: PublishHarness) -> None:
    delete_article(harness_with_listings)
    (harness_with_listings.site.content / "articles/khac.md").unlink()
    said = harness_with_listings.expect_refusal()
    assert count_decisions(said) == 2
    assert said.count("/chu-de/chung/") == 1
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
def test_a_name_that_an_article_gave_up_is_a_decision_of_its_own(
    harness_with_listings: PublishHarness, keys: dict[str, str]
) -> None:
    write_dated_article(harness_with_listings.site, "cu", **KEYS | {"tags": "[chung]"} | keys)
    said = harness_with_listings.expect_refusal()
    assert f"\nĐịa chỉ {TAG} sẽ mất: không còn bài nào ghi chủ đề này.\n" in said
    assert "Giữ nguyên: ghi lại chủ đề cũ (tags) vào ít nhất một bài." in said
    assert not [line for line in said.splitlines() if "Cùng mất theo" in line and TAG in line]


def test_it_is_one_too_where_the_file_has_another_name_besides(harness_with_listings: PublishHarness) -> None:
    delete_article(harness_with_listings)
    write_dated_article(
        harness_with_listings.site, "moi", **KEYS | {"tags": "[chung]"}, aliases=f"[{OLD_ADDRESS}]"
    )
    assert (
        f"\nĐịa chỉ {TAG} sẽ mất: không còn bài nào ghi chủ đề này.\n"
        in harness_with_listings.expect_refusal()
    )


def test_it_is_one_too_beside_an_article_of_the_listing_that_is_withdrawn(
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


def test_it_is_one_too_where_another_article_of_the_listing_expired_before(
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


def test_it_is_one_too_beside_a_withdrawal_of_something_else(harness_with_listings: PublishHarness) -> None:
    page = harness_with_listings.site.content / "pages/tam.md"
    page.parent.mkdir(exist_ok=True)
    page.write_text("---\ntitle: Trang tạm\nslug: tam\n---\n\nChữ.\n", encoding="utf-8")
    harness_with_listings.publish()
    page.unlink()
    write_dated_article(harness_with_listings.site, "cu", **KEYS | {"tags": "[chung]"})
    with pytest.raises(UserError):
        harness_with_listings.withdraw("/tam/")
    assert harness_with_listings.is_served(TAG)


def test_it_is_one_too_where_a_page_of_the_listing_has_an_article_that_stays(tmp_path: Path) -> None:
    """The front of a listing has the newest articles; older ones are on its numbered pages."""
    office = PublishHarness(tmp_path)
    write_dated_article(office.site, "cu", tags="[riêng]", date="2026-11-01 07:30")
    files = [write_dated_article(office.site, f"tin-{number}", tags="[riêng]") for number in range(40)]
    office.publish()
    assert list((office.target.current_link / "chu-de/rieng/trang").iterdir())
    for file in files:
        file.unlink()
    write_dated_article(office.site, "cu", date="2026-11-01 07:30")
    assert "Cùng mất theo" not in office.expect_refusal()


def test_where_readers_see_no_such_listing_it_is_told_alone(harness_with_listings: PublishHarness) -> None:
    """A publish was cut off after the switch: what was listed is not to be seen any more."""
    before = harness_with_listings.ledger_text
    write_dated_article(harness_with_listings.site, "cu", **KEYS, status="hidden")
    harness_with_listings.publish()
    harness_with_listings.ledger_file.write_text(before, encoding="utf-8")
    said = harness_with_listings.expect_refusal()
    assert count_decisions(said) == 3
    assert all(f"Địa chỉ {address} sẽ mất" in said for address in (TOPIC, TAG, AUTHOR))


@pytest.mark.parametrize("before", ["", "/ban-tin", "https://cu.example/tin", "../..", "../../.."])
@pytest.mark.parametrize("after", ["", "#muc-a", "?x=1"])
def test_empty_listings_finds_articles_however_links_to_them_are_written(before: str, after: str) -> None:
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
