"""Addresses that go on purpose: what a withdrawal excuses, and what it does not."""

import shlex
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.release_creation import read_current_release
from tests.publishing.harness import OLD_ADDRESS, PublishHarness
from tests.publishing.small_site import write_dated_article

pytestmark = pytest.mark.slow


def test_an_article_is_withdrawn_with_the_topic_that_only_it_filled(tmp_path: Path) -> None:
    office = PublishHarness(tmp_path)
    file = write_dated_article(office.site, "cu", topic="Chuyện ngắn")
    office.publish()
    office.withdraw(OLD_ADDRESS)
    assert office.read_ledger()[OLD_ADDRESS] == ("articles/cu.md", "gỡ bài")
    assert office.read_ledger()["/dong-su-kien/chuyen-ngan/"][1] == "hết bài"
    release = read_current_release(office.target)
    assert release is not None
    assert OLD_ADDRESS not in release.article_digests
    file.unlink()
    office.publish()


def test_a_withdrawal_excuses_no_topic_that_is_renamed_beside_it(tmp_path: Path) -> None:
    office = PublishHarness(tmp_path)
    write_dated_article(office.site, "cu", topic="Chuyện ngắn")
    write_dated_article(office.site, "khac", topic="Chuyện cũ")
    office.publish()
    write_dated_article(office.site, "khac", topic="Chuyện mới")
    with pytest.raises(UserError, match="1 địa chỉ"):
        office.withdraw(OLD_ADDRESS)
    assert "Địa chỉ /dong-su-kien/chuyen-cu/ sẽ mất" in "\n".join(office.messages)
    assert "chuyen-ngan" not in "\n".join(office.messages)
    write_dated_article(office.site, "khac", topic="Chuyện cũ")
    office.publish()
    assert office.read_ledger()[OLD_ADDRESS][1] == "gỡ bài"


def test_what_leaves_every_article_standing_excuses_no_listing(tmp_path: Path) -> None:
    office = PublishHarness(tmp_path)
    write_dated_article(office.site, "cu", topic="Chuyện ngắn", aliases="[/cu.html]")
    write_dated_article(office.site, "khac", topic="Chuyện cũ")
    office.publish()
    write_dated_article(office.site, "cu", topic="Chuyện dài")
    write_dated_article(office.site, "khac", topic="Chuyện mới")
    with pytest.raises(UserError, match="địa chỉ"):
        office.withdraw("/cu.html")
    assert "Địa chỉ /dong-su-kien/chuyen-cu/ sẽ mất" in "\n".join(office.messages)


def test_an_article_is_withdrawn_after_its_file_with_what_only_it_filled(tmp_path: Path) -> None:
    office = PublishHarness(tmp_path)
    file = write_dated_article(office.site, "cu", topic="Chuyện ngắn", author="Lê An")
    office.publish()
    file.unlink()
    office.withdraw(OLD_ADDRESS)
    assert office.read_ledger()["/tac-gia/le-an/"][1] == "hết bài"


@pytest.mark.parametrize(
    ("address", "keys"),
    [
        (OLD_ADDRESS, {"slug": "moi", "topic": "Chuyện ngắn", "aliases": "[/cu.html]"}),
        ("/cu.html", {"topic": "Chuyện ngắn"}),
        ("/dong-su-kien/chuyen-ngan/", {"aliases": "[/cu.html]"}),
    ],
)
def test_what_is_gone_from_the_content_can_be_withdrawn(
    tmp_path: Path, address: str, keys: dict[str, str]
) -> None:
    office = PublishHarness(tmp_path)
    write_dated_article(office.site, "cu", topic="Chuyện ngắn", aliases="[/cu.html]")
    office.publish()
    write_dated_article(office.site, "cu", **keys)
    assert f'./inv withdraw {address} --reason "lý do"' in office.expect_refusal()
    office.withdraw(address)
    assert office.read_ledger()[address][1] == "gỡ bài"
    office.publish()


@pytest.mark.parametrize("address", [OLD_ADDRESS, "/0.html"])
def test_an_article_whose_file_is_gone_is_withdrawn_by_any_of_its_addresses(
    tmp_path: Path, address: str
) -> None:
    office = PublishHarness(tmp_path)
    file = write_dated_article(office.site, "cu", aliases="[/0.html, /cu.html]")
    write_dated_article(office.site, "khac")
    office.publish()
    file.unlink()
    write_dated_article(office.site, "khac", aliases="[/cu.html]")
    office.withdraw(address)
    assert {one for one, (_, why) in office.read_ledger().items() if why == "gỡ bài"} == {
        OLD_ADDRESS,
        "/0.html",
    }


@pytest.mark.parametrize("keys", [None, {"status": "draft"}, {"date": "2026-12-29 07:30"}])
def test_it_is_proposed_to_withdraw_the_article_and_not_an_old_address(
    tmp_path: Path, keys: dict[str, str] | None
) -> None:
    office = PublishHarness(tmp_path)
    file = write_dated_article(office.site, "cu", aliases="[/0.html]")
    office.publish()
    file.unlink()
    own = OLD_ADDRESS
    if keys:
        write_dated_article(office.site, "cu", aliases="[/0.html]", **keys)
        own = "/2026/12/cu/" if "date" in keys else OLD_ADDRESS
    first = ": đặt “status: draft” cho bài rồi chạy" if keys and "date" in keys else ""
    assert f"Gỡ có chủ ý{first}: ./inv withdraw {own} --reason" in office.expect_refusal()
    if keys:
        write_dated_article(office.site, "cu", aliases="[/0.html]", **(keys | {"status": "draft"}))
    office.withdraw(own)
    for address in (OLD_ADDRESS, "/0.html"):
        assert office.read_ledger()[address][1] == "gỡ bài"
    office.publish()


def test_an_old_address_of_an_article_that_stands_is_proposed_alone(tmp_path: Path) -> None:
    office = PublishHarness(tmp_path)
    write_dated_article(office.site, "cu", aliases="[/xua/, /xua2/]")
    office.publish()
    write_dated_article(office.site, "cu")
    assert (
        f"Chỉ gỡ địa chỉ cũ, bài vẫn ở {OLD_ADDRESS}: ./inv withdraw /xua/ --reason"
        in office.expect_refusal()
    )
    office.withdraw("/xua/")
    assert office.read_ledger()[OLD_ADDRESS][1] == ""
    assert {office.read_ledger()[one][1] for one in ("/xua/", "/xua2/")} == {"gỡ bài"}


def test_an_address_that_a_shell_would_change_is_proposed_in_quotes(tmp_path: Path) -> None:
    office, old = PublishHarness(tmp_path), "/gia $USER & (c'u).html"
    write_dated_article(office.site, "cu", aliases=f'["{old}"]')
    office.publish()
    write_dated_article(office.site, "cu")
    (way,) = (line for line in office.expect_refusal().split("\n") if "./inv withdraw" in line)
    assert shlex.split(way.partition("./inv ")[2])[:3] == ["withdraw", old, "--reason"]


def read_heading(office: PublishHarness, address: str) -> str:
    """Return the heading of the page at ``address``, and whether a server of ours is told that it is gone."""
    text = (office.target.current_link / address.lstrip("/") / "index.html").read_text(encoding="utf-8")
    gone = f'"{address}" "1";' in (office.target.current_link / ".nginx/gone.map").read_text(encoding="utf-8")
    return text.partition('<h1 class="heading__title">')[2].partition("<")[0] + " (410)" * gone


def test_a_listing_that_is_let_go_has_a_notice_until_an_article_bears_its_name_again(tmp_path: Path) -> None:
    office, tag = PublishHarness(tmp_path), "/chu-de/rieng/"
    write_dated_article(office.site, "cu", tags="[riêng]")
    office.publish()
    write_dated_article(office.site, "cu")
    assert f"để lại lời báo “Trang này không còn”: ./inv withdraw {tag} --reason" in office.expect_refusal()
    office.withdraw(tag)
    assert f"Đã bỏ trang {tag}: chỗ ấy nay là lời báo “Trang này không còn”." in office.messages[-1]
    assert read_heading(office, tag) == "Trang này không còn (410)"
    older = office.target.releases_folder / office.target.release_ids()[0]
    assert (older / "chu-de/rieng/index.html").read_text("utf-8").count("Tin cu") == 1  # it is no secret
    write_dated_article(office.site, "cu", tags="[riêng]")
    office.publish()
    assert read_heading(office, tag) == "riêng"
    write_dated_article(office.site, "cu")
    office.publish()
    assert read_heading(office, tag) == "Trang này không còn (410)"


def test_a_section_that_was_removed_can_be_let_go(tmp_path: Path) -> None:
    office, section = PublishHarness(tmp_path), "/chuyen-muc/chuyen-muc-cu/"
    file = office.site.content / "sections.yml"
    before = file.read_text(encoding="utf-8")
    file.write_text(f"{before}- name: Chuyên mục cũ\n", encoding="utf-8")
    office.publish()
    file.write_text(before, encoding="utf-8")
    assert (
        f"để lại lời báo “Trang này không còn”: ./inv withdraw {section} --reason" in office.expect_refusal()
    )
    office.withdraw(section)
    assert read_heading(office, section) == "Trang này không còn (410)"


@pytest.mark.parametrize("status", ["draft", "hidden"])
def test_a_listing_that_only_articles_out_of_sight_would_fill_can_be_let_go(
    tmp_path: Path, status: str
) -> None:
    office, tag = PublishHarness(tmp_path), "/chu-de/rieng/"
    write_dated_article(office.site, "cu", tags="[riêng]")
    office.publish()
    write_dated_article(office.site, "cu")
    write_dated_article(office.site, "moi", tags="[riêng]", status=status)
    office.expect_refusal()
    office.withdraw(tag)
    assert read_heading(office, tag) == "Trang này không còn (410)"
