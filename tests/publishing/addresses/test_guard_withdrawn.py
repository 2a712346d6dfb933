"""Addresses that go on purpose: what a withdrawal excuses, and what it does not."""

import shlex
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.release_creation import current_release
from tests.publishing.harness import OLD, Office
from tests.publishing.small_site import article

pytestmark = pytest.mark.slow


def test_an_article_is_withdrawn_with_the_topic_that_only_it_filled(tmp_path: Path) -> None:
    office = Office(tmp_path)
    file = article(office.site, "cu", topic="Chuyện ngắn")
    office.publish()
    office.withdraw(OLD)
    assert office.ledger()[OLD] == ("articles/cu.md", "gỡ bài")
    assert office.ledger()["/dong-su-kien/chuyen-ngan/"][1] == "hết bài"
    release = current_release(office.target)
    assert release is not None
    assert OLD not in release.articles
    file.unlink()
    office.publish()


def test_a_withdrawal_excuses_no_topic_that_is_renamed_beside_it(tmp_path: Path) -> None:
    office = Office(tmp_path)
    article(office.site, "cu", topic="Chuyện ngắn")
    article(office.site, "khac", topic="Chuyện cũ")
    office.publish()
    article(office.site, "khac", topic="Chuyện mới")
    with pytest.raises(UserError, match="1 địa chỉ"):
        office.withdraw(OLD)
    assert "Địa chỉ /dong-su-kien/chuyen-cu/ sẽ mất" in "\n".join(office.said)
    assert "chuyen-ngan" not in "\n".join(office.said)
    article(office.site, "khac", topic="Chuyện cũ")
    office.publish()
    assert office.ledger()[OLD][1] == "gỡ bài"


def test_what_leaves_every_article_standing_excuses_no_listing(tmp_path: Path) -> None:
    office = Office(tmp_path)
    article(office.site, "cu", topic="Chuyện ngắn", aliases="[/cu.html]")
    article(office.site, "khac", topic="Chuyện cũ")
    office.publish()
    article(office.site, "cu", topic="Chuyện dài")
    article(office.site, "khac", topic="Chuyện mới")
    with pytest.raises(UserError, match="địa chỉ"):
        office.withdraw("/cu.html")
    assert "Địa chỉ /dong-su-kien/chuyen-cu/ sẽ mất" in "\n".join(office.said)


def test_an_article_is_withdrawn_after_its_file_with_what_only_it_filled(tmp_path: Path) -> None:
    office = Office(tmp_path)
    file = article(office.site, "cu", topic="Chuyện ngắn", author="Lê An")
    office.publish()
    file.unlink()
    office.withdraw(OLD)
    assert office.ledger()["/tac-gia/le-an/"][1] == "hết bài"


@pytest.mark.parametrize(
    ("address", "keys"),
    [
        (OLD, {"slug": "moi", "topic": "Chuyện ngắn", "aliases": "[/cu.html]"}),
        ("/cu.html", {"topic": "Chuyện ngắn"}),
        ("/dong-su-kien/chuyen-ngan/", {"aliases": "[/cu.html]"}),
    ],
)
def test_what_is_gone_from_the_content_can_be_withdrawn(
    tmp_path: Path, address: str, keys: dict[str, str]
) -> None:
    office = Office(tmp_path)
    article(office.site, "cu", topic="Chuyện ngắn", aliases="[/cu.html]")
    office.publish()
    article(office.site, "cu", **keys)
    assert f'./inv withdraw {address} --reason "lý do"' in office.refused()
    office.withdraw(address)
    assert office.ledger()[address][1] == "gỡ bài"
    office.publish()


@pytest.mark.parametrize("address", [OLD, "/0.html"])
def test_an_article_whose_file_is_gone_is_withdrawn_by_any_of_its_addresses(
    tmp_path: Path, address: str
) -> None:
    office = Office(tmp_path)
    file = article(office.site, "cu", aliases="[/0.html, /cu.html]")
    article(office.site, "khac")
    office.publish()
    file.unlink()
    article(office.site, "khac", aliases="[/cu.html]")
    office.withdraw(address)
    assert {one for one, (_, why) in office.ledger().items() if why == "gỡ bài"} == {OLD, "/0.html"}


@pytest.mark.parametrize("keys", [None, {"status": "draft"}, {"date": "2026-12-29 07:30"}])
def test_it_is_proposed_to_withdraw_the_article_and_not_an_old_address(
    tmp_path: Path, keys: dict[str, str] | None
) -> None:
    office = Office(tmp_path)
    file = article(office.site, "cu", aliases="[/0.html]")
    office.publish()
    file.unlink()
    own = OLD
    if keys:
        article(office.site, "cu", aliases="[/0.html]", **keys)
        own = "/2026/12/cu/" if "date" in keys else OLD
    first = ": đặt “status: draft” cho bài rồi chạy" if keys and "date" in keys else ""
    assert f"Gỡ có chủ ý{first}: ./inv withdraw {own} --reason" in office.refused()
    if keys:
        article(office.site, "cu", aliases="[/0.html]", **(keys | {"status": "draft"}))
    office.withdraw(own)
    for address in (OLD, "/0.html"):
        assert office.ledger()[address][1] == "gỡ bài"
    office.publish()


def test_an_old_address_of_an_article_that_stands_is_proposed_alone(tmp_path: Path) -> None:
    office = Office(tmp_path)
    article(office.site, "cu", aliases="[/xua/, /xua2/]")
    office.publish()
    article(office.site, "cu")
    assert f"Chỉ gỡ địa chỉ cũ, bài vẫn ở {OLD}: ./inv withdraw /xua/ --reason" in office.refused()
    office.withdraw("/xua/")
    assert office.ledger()[OLD][1] == ""
    assert {office.ledger()[one][1] for one in ("/xua/", "/xua2/")} == {"gỡ bài"}


def test_an_address_that_a_shell_would_change_is_proposed_in_quotes(tmp_path: Path) -> None:
    office, old = Office(tmp_path), "/gia $USER & (c'u).html"
    article(office.site, "cu", aliases=f'["{old}"]')
    office.publish()
    article(office.site, "cu")
    (way,) = (line for line in office.refused().split("\n") if "./inv withdraw" in line)
    assert shlex.split(way.partition("./inv ")[2])[:3] == ["withdraw", old, "--reason"]


def heading(office: Office, address: str) -> str:
    """Return the heading of the page at ``address``, and whether a server of ours is told that it is gone."""
    text = (office.target.link / address.lstrip("/") / "index.html").read_text(encoding="utf-8")
    gone = f'"{address}" "1";' in (office.target.link / ".nginx/gone.map").read_text(encoding="utf-8")
    return text.partition('<h1 class="heading__title">')[2].partition("<")[0] + " (410)" * gone


def test_a_listing_that_is_let_go_has_a_notice_until_an_article_bears_its_name_again(tmp_path: Path) -> None:
    office, tag = Office(tmp_path), "/chu-de/rieng/"
    article(office.site, "cu", tags="[riêng]")
    office.publish()
    article(office.site, "cu")
    assert f"để lại lời báo “Trang này không còn”: ./inv withdraw {tag} --reason" in office.refused()
    office.withdraw(tag)
    assert f"Đã bỏ trang {tag}: chỗ ấy nay là lời báo “Trang này không còn”." in office.said[-1]
    assert heading(office, tag) == "Trang này không còn (410)"
    older = office.target.shelf / office.target.all()[0]
    assert (older / "chu-de/rieng/index.html").read_text("utf-8").count("Tin cu") == 1  # it is no secret
    article(office.site, "cu", tags="[riêng]")
    office.publish()
    assert heading(office, tag) == "riêng"
    article(office.site, "cu")
    office.publish()
    assert heading(office, tag) == "Trang này không còn (410)"


def test_a_section_that_was_removed_can_be_let_go(tmp_path: Path) -> None:
    office, section = Office(tmp_path), "/chuyen-muc/chuyen-muc-cu/"
    file = office.site.content / "sections.yml"
    before = file.read_text(encoding="utf-8")
    file.write_text(f"{before}- name: Chuyên mục cũ\n", encoding="utf-8")
    office.publish()
    file.write_text(before, encoding="utf-8")
    assert f"để lại lời báo “Trang này không còn”: ./inv withdraw {section} --reason" in office.refused()
    office.withdraw(section)
    assert heading(office, section) == "Trang này không còn (410)"


@pytest.mark.parametrize("status", ["draft", "hidden"])
def test_a_listing_that_only_articles_out_of_sight_would_fill_can_be_let_go(
    tmp_path: Path, status: str
) -> None:
    office, tag = Office(tmp_path), "/chu-de/rieng/"
    article(office.site, "cu", tags="[riêng]")
    office.publish()
    article(office.site, "cu")
    article(office.site, "moi", tags="[riêng]", status=status)
    office.refused()
    office.withdraw(tag)
    assert heading(office, tag) == "Trang này không còn (410)"
