"""The address guard and withdrawals: the removals that a withdrawal allows."""

import shlex
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.release_creation import read_current_release
from tests.publishing.harness import OLD_ADDRESS, PublishHarness
from tests.publishing.small_site import write_dated_article

pytestmark = pytest.mark.slow


def test_withdraw_article_lets_its_emptied_topic_go(base_harness: PublishHarness) -> None:
    file = write_dated_article(base_harness.site, "cu", topic="Chuyện ngắn")
    base_harness.publish()
    base_harness.withdraw(OLD_ADDRESS)
    assert base_harness.read_ledger()[OLD_ADDRESS] == ("articles/cu.md", "gỡ bài")
    assert base_harness.read_ledger()["/dong-su-kien/chuyen-ngan/"][1] == "hết bài"
    release = read_current_release(base_harness.target)
    assert release is not None
    assert OLD_ADDRESS not in release.article_digests
    file.unlink()
    base_harness.publish()


def test_withdraw_beside_renamed_topic_stops_publish(base_harness: PublishHarness) -> None:
    write_dated_article(base_harness.site, "cu", topic="Chuyện ngắn")
    write_dated_article(base_harness.site, "khac", topic="Chuyện cũ")
    base_harness.publish()
    write_dated_article(base_harness.site, "khac", topic="Chuyện mới")
    with pytest.raises(UserError, match="1 địa chỉ"):
        base_harness.withdraw(OLD_ADDRESS)
    assert "Địa chỉ /dong-su-kien/chuyen-cu/ sẽ mất" in "\n".join(base_harness.messages)
    assert "chuyen-ngan" not in "\n".join(base_harness.messages)
    write_dated_article(base_harness.site, "khac", topic="Chuyện cũ")
    base_harness.publish()
    assert base_harness.read_ledger()[OLD_ADDRESS][1] == "gỡ bài"


def test_withdraw_alias_does_not_allow_removed_listings(base_harness: PublishHarness) -> None:
    write_dated_article(base_harness.site, "cu", topic="Chuyện ngắn", aliases="[/cu.html]")
    write_dated_article(base_harness.site, "khac", topic="Chuyện cũ")
    base_harness.publish()
    write_dated_article(base_harness.site, "cu", topic="Chuyện dài")
    write_dated_article(base_harness.site, "khac", topic="Chuyện mới")
    with pytest.raises(UserError, match="địa chỉ"):
        base_harness.withdraw("/cu.html")
    assert "Địa chỉ /dong-su-kien/chuyen-cu/ sẽ mất" in "\n".join(base_harness.messages)


def test_withdraw_deleted_file_lets_its_emptied_listings_go(base_harness: PublishHarness) -> None:
    file = write_dated_article(base_harness.site, "cu", topic="Chuyện ngắn", author="Lê An")
    base_harness.publish()
    file.unlink()
    base_harness.withdraw(OLD_ADDRESS)
    assert base_harness.read_ledger()["/tac-gia/le-an/"][1] == "hết bài"


@pytest.mark.parametrize(
    ("address", "keys"),
    [
        (OLD_ADDRESS, {"slug": "moi", "topic": "Chuyện ngắn", "aliases": "[/cu.html]"}),
        ("/cu.html", {"topic": "Chuyện ngắn"}),
        ("/dong-su-kien/chuyen-ngan/", {"aliases": "[/cu.html]"}),
    ],
)
def test_withdraw_address_missing_in_content_succeeds(
    base_harness: PublishHarness, address: str, keys: dict[str, str]
) -> None:
    write_dated_article(base_harness.site, "cu", topic="Chuyện ngắn", aliases="[/cu.html]")
    base_harness.publish()
    write_dated_article(base_harness.site, "cu", **keys)
    assert f'./inv withdraw {address} --reason "lý do"' in base_harness.expect_refusal()
    base_harness.withdraw(address)
    assert base_harness.read_ledger()[address][1] == "gỡ bài"
    base_harness.publish()


@pytest.mark.parametrize("address", [OLD_ADDRESS, "/0.html"])
def test_withdraw_deleted_file_by_any_address_covers_all(base_harness: PublishHarness, address: str) -> None:
    file = write_dated_article(base_harness.site, "cu", aliases="[/0.html, /cu.html]")
    write_dated_article(base_harness.site, "khac")
    base_harness.publish()
    file.unlink()
    write_dated_article(base_harness.site, "khac", aliases="[/cu.html]")
    base_harness.withdraw(address)
    assert {address for address, (_, reason) in base_harness.read_ledger().items() if reason == "gỡ bài"} == {
        OLD_ADDRESS,
        "/0.html",
    }


@pytest.mark.parametrize("keys", [None, {"status": "draft"}, {"date": "2026-12-29 07:30"}])
def test_guard_removed_article_suggests_withdrawal_of_present_address(
    base_harness: PublishHarness, keys: dict[str, str] | None
) -> None:
    file = write_dated_article(base_harness.site, "cu", aliases="[/0.html]")
    base_harness.publish()
    file.unlink()
    present_address = OLD_ADDRESS
    if keys:
        write_dated_article(base_harness.site, "cu", aliases="[/0.html]", **keys)
        present_address = "/2026/12/cu/" if "date" in keys else OLD_ADDRESS
    hint = ": đặt “status: draft” cho bài rồi chạy" if keys and "date" in keys else ""
    assert f"Gỡ có chủ ý{hint}: ./inv withdraw {present_address} --reason" in base_harness.expect_refusal()
    if keys:
        write_dated_article(base_harness.site, "cu", aliases="[/0.html]", **(keys | {"status": "draft"}))
    base_harness.withdraw(present_address)
    for address in (OLD_ADDRESS, "/0.html"):
        assert base_harness.read_ledger()[address][1] == "gỡ bài"
    base_harness.publish()


def test_guard_removed_alias_suggests_withdrawal_of_alias_alone(base_harness: PublishHarness) -> None:
    write_dated_article(base_harness.site, "cu", aliases="[/xua/, /xua2/]")
    base_harness.publish()
    write_dated_article(base_harness.site, "cu")
    assert (
        f"Chỉ gỡ địa chỉ cũ, bài vẫn ở {OLD_ADDRESS}: ./inv withdraw /xua/ --reason"
        in base_harness.expect_refusal()
    )
    base_harness.withdraw("/xua/")
    assert base_harness.read_ledger()[OLD_ADDRESS][1] == ""
    assert {base_harness.read_ledger()[address][1] for address in ("/xua/", "/xua2/")} == {"gỡ bài"}


def test_guard_address_with_shell_characters_is_quoted(base_harness: PublishHarness) -> None:
    old = "/gia $USER & (c'u).html"
    write_dated_article(base_harness.site, "cu", aliases=f'["{old}"]')
    base_harness.publish()
    write_dated_article(base_harness.site, "cu")
    (remedy,) = (line for line in base_harness.expect_refusal().split("\n") if "./inv withdraw" in line)
    assert shlex.split(remedy.partition("./inv ")[2])[:3] == ["withdraw", old, "--reason"]


def read_heading(harness: PublishHarness, address: str) -> str:
    """Return the heading of a page, with “(410)” if the nginx map has its address."""
    text = (harness.target.current_link / address.lstrip("/") / "index.html").read_text(encoding="utf-8")
    is_withdrawn = f'"{address}" "1";' in (harness.target.current_link / ".nginx/gone.map").read_text(
        encoding="utf-8"
    )
    return text.partition('<h1 class="heading__title">')[2].partition("<")[0] + " (410)" * is_withdrawn


def test_withdraw_listing_shows_notice_until_name_returns(tmp_path: Path) -> None:
    harness, tag = PublishHarness(tmp_path), "/chu-de/rieng/"
    write_dated_article(harness.site, "cu", tags="[riêng]")
    harness.publish()
    write_dated_article(harness.site, "cu")
    assert f"để lại lời báo “Trang này không còn”: ./inv withdraw {tag} --reason" in harness.expect_refusal()
    harness.withdraw(tag)
    assert f"Đã bỏ trang {tag}: chỗ ấy nay là lời báo “Trang này không còn”." in harness.messages[-1]
    assert read_heading(harness, tag) == "Trang này không còn (410)"
    older = harness.target.releases_folder / harness.target.release_ids()[0]
    assert (older / "chu-de/rieng/index.html").read_text("utf-8").count(
        "Tin cu"
    ) == 1  # older releases are not redacted for a listing
    write_dated_article(harness.site, "cu", tags="[riêng]")
    harness.publish()
    assert read_heading(harness, tag) == "riêng"
    write_dated_article(harness.site, "cu")
    harness.publish()
    assert read_heading(harness, tag) == "Trang này không còn (410)"


def test_withdraw_removed_section_shows_notice(base_harness: PublishHarness) -> None:
    section = "/chuyen-muc/chuyen-muc-cu/"
    file = base_harness.site.content / "sections.yml"
    before = file.read_text(encoding="utf-8")
    file.write_text(f"{before}- name: Chuyên mục cũ\n", encoding="utf-8")
    base_harness.publish()
    file.write_text(before, encoding="utf-8")
    assert (
        f"để lại lời báo “Trang này không còn”: ./inv withdraw {section} --reason"
        in base_harness.expect_refusal()
    )
    base_harness.withdraw(section)
    assert read_heading(base_harness, section) == "Trang này không còn (410)"


@pytest.mark.parametrize("status", ["draft", "hidden"])
def test_withdraw_listing_of_unlisted_articles_shows_notice(
    base_harness: PublishHarness, status: str
) -> None:
    tag = "/chu-de/rieng/"
    write_dated_article(base_harness.site, "cu", tags="[riêng]")
    base_harness.publish()
    write_dated_article(base_harness.site, "cu")
    write_dated_article(base_harness.site, "moi", tags="[riêng]", status=status)
    base_harness.expect_refusal()
    base_harness.withdraw(tag)
    assert read_heading(base_harness, tag) == "Trang này không còn (410)"
