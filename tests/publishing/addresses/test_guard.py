"""Addresses through real publishes of a small bulletin: none vanishes unless somebody meant it to."""

import shutil
import subprocess
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.addresses.removals import find_permanent_addresses
from bulletin.publishing.release_creation import read_current_release
from tests.publishing.harness import (
    FIRST_PUBLISH_TIME,
    NEW_ADDRESS,
    OLD_ADDRESS,
    PUBLISH_INTERVAL,
    PublishHarness,
    apply_alias_advice,
    read_article,
)
from tests.publishing.small_site import write_dated_article

pytestmark = pytest.mark.slow


def test_a_publish_remembers_every_page_that_it_released(harness: PublishHarness) -> None:
    known = harness.read_ledger()
    assert set(known) == set(find_permanent_addresses(read_current_release(harness.target).manifest.entries))  # type: ignore[union-attr]
    assert known[OLD_ADDRESS] == ("articles/cu.md", "")
    assert {"/", "/chuyen-muc/tin-trong-tinh/", "/luu-tru/2026/11/", "/2026/11/tin-tot/"} <= known.keys()
    assert not [address for address in known if address.startswith(("/qc/", "/fragments/", "/404"))]


def test_it_says_once_that_there_are_new_ones(tmp_path: Path) -> None:
    office = PublishHarness(tmp_path)
    said = office.publish()
    assert f"Đã ghi addresses.txt: {len(office.read_ledger())} địa chỉ mới" in said
    assert "git commit" not in said  # there is no repository
    assert "addresses.txt" not in office.publish()


def test_in_a_repository_it_says_the_command_that_commits_them(tmp_path: Path) -> None:
    office, git = PublishHarness(tmp_path), ["git", "-C", str(tmp_path)]
    for words in (["init", "-q"], ["config", "user.name", "An"], ["config", "user.email", "a@b.vn"]):
        subprocess.run([*git, *words], check=True)
    for words in (["add", "content"], ["commit", "-qm", "x"]):
        subprocess.run([*git, *words], check=True)
    (command,) = (line.split(": ", 1)[1] for line in office.publish().split("\n") if "vào git" in line)
    subprocess.run(["sh", "-c", command], cwd=tmp_path, check=True)  # as it is pasted
    shown = subprocess.run(
        [*git, "show", "--name-only", "--format="], capture_output=True, text=True, check=True
    )
    assert shown.stdout.split() == ["addresses.txt"]


def test_a_new_slug_is_recognised_and_the_line_to_add_is_right(harness: PublishHarness) -> None:
    write_dated_article(harness.site, "cu", slug="moi")
    said = harness.expect_refusal()
    assert f"content/articles/cu.md:5: Địa chỉ {OLD_ADDRESS} sẽ mất: nay là {NEW_ADDRESS}." in said
    assert "Giữ nguyên: ghi lại “slug: cu”." in said
    assert f"Chuyển hướng: content/articles/cu.md:5: thêm dòng “aliases: [{OLD_ADDRESS}]”." in said
    assert f"./inv withdraw {OLD_ADDRESS} --reason" in said
    apply_alias_advice(said, harness.site.root)
    harness.publish()
    assert harness.is_served(OLD_ADDRESS)
    assert harness.is_served(NEW_ADDRESS)


@pytest.mark.parametrize(
    "lines",
    [
        "aliases: [/a/]",
        "aliases: /a/",
        "aliases:\n  - /a/\n  - /b/",
        "aliases:\n- /a/",
        "aliases: [/a/, /b/]   # hai địa chỉ cũ",
        "aliases: []",
    ],
)
def test_aliases_that_are_there_are_lengthened(tmp_path: Path, lines: str) -> None:
    office = PublishHarness(tmp_path)
    file = write_dated_article(office.site, "cu")
    file.write_text(read_article(file).replace("slug: cu\n", f"slug: cu\n{lines}\n"), encoding="utf-8")
    office.publish()
    file.write_text(read_article(file).replace("slug: cu\n", "slug: moi\n"), encoding="utf-8")
    apply_alias_advice(office.expect_refusal(), office.site.root)
    office.publish()
    assert office.is_served(OLD_ADDRESS)
    assert office.is_served("/a/") == ("/a/" in lines)


def test_a_plain_header_gets_a_plain_line(tmp_path: Path) -> None:
    office = PublishHarness(tmp_path)
    file = office.site.content / "articles/cu.md"
    plain = (
        "Title: Tin\nDate: 2026-11-21 07:30\nCategory: Tin trong tỉnh\nSlug: {}\nAliases: /a/\n\nNội dung.\n"
    )
    file.write_text(plain.format("cu"), encoding="utf-8")
    office.publish()
    file.write_text(plain.format("moi"), encoding="utf-8")
    said = office.expect_refusal()
    assert f"content/articles/cu.md:5: sửa dòng này thành “aliases: /a/, {OLD_ADDRESS}”" in said
    apply_alias_advice(said, office.site.root)
    office.publish()
    assert office.is_served(OLD_ADDRESS)


def test_another_section_folder_or_title_changes_no_address(harness: PublishHarness) -> None:
    file = write_dated_article(harness.site, "cu", title="Tin khác", category="Đảng viên")
    (file.parent / "2026").mkdir()
    file.rename(file.parent / "2026/ten-khac.md")
    said = harness.publish()
    assert (
        "Đã ghi addresses.txt: có bài đổi tên tệp, thôi đăng hoặc đăng lại, "
        f"cả thảy {len(harness.read_ledger())} địa chỉ."
    ) in said
    assert harness.read_ledger()[OLD_ADDRESS] == ("articles/2026/ten-khac.md", "")


@pytest.mark.parametrize("text", ["Nội dung của tin.", "Nội dung được viết lại."])
def test_an_article_that_moved_file_and_slug_is_recognised_by_what_it_says(
    harness: PublishHarness, text: str
) -> None:
    (harness.site.content / "articles/cu.md").unlink()
    write_dated_article(harness.site, "moi", text, title="Tin cu")
    said = harness.expect_refusal()
    assert f"content/articles/moi.md:5: Địa chỉ {OLD_ADDRESS} sẽ mất: nay là {NEW_ADDRESS}." in said
    apply_alias_advice(said, harness.site.root)
    harness.publish()
    assert harness.is_served(OLD_ADDRESS)


def test_a_deleted_article_stops_and_its_file_is_named(harness: PublishHarness) -> None:
    (harness.site.content / "articles/cu.md").unlink()
    said = harness.expect_refusal()
    assert f"content/articles/cu.md: Địa chỉ {OLD_ADDRESS} sẽ mất: tệp này không còn." in said
    assert (
        "Giữ nguyên: git checkout HEAD -- content/articles/cu.md; nếu đã commit việc xóa: git checkout HEAD~1"
        in said
    )
    assert harness.is_served(OLD_ADDRESS)


@pytest.mark.parametrize(
    ("keys", "why", "way"),
    [
        ({"status": "draft"}, "bài đã trở về bản nháp", "đặt lại “status: published”"),
        ({"status": "review"}, "bài đã trở về chờ duyệt", "đặt lại “status: published”"),
        ({"date": "2026-12-29 07:30"}, "bài nay hẹn đến giờ khác mới đăng", "ghi lại ngày đăng cũ, trong tháng 11/2026 (date)"),
        ({"date": "2026-10-29 07:30"}, "nay là /2026/10/cu/", "ghi lại ngày đăng cũ, trong tháng 11/2026 (date)"),
        ({"date": "2026-10-29 07:30", "slug": "moi"}, "nay là /2026/10/moi/", "ghi lại “slug: cu” và ngày đăng cũ, trong tháng"),
    ],
)  # fmt: skip
def test_an_article_that_is_taken_back_or_has_another_date_stops_at_that_line(
    harness: PublishHarness, keys: dict[str, str], why: str, way: str
) -> None:
    file = write_dated_article(harness.site, "cu", **keys)
    said, key = harness.expect_refusal(), list(keys)[-1]
    rows = read_article(file).split("\n")
    line = next(number for number, row in enumerate(rows, 1) if row.startswith(f"{key}:"))
    assert f"content/articles/cu.md:{line}: Địa chỉ {OLD_ADDRESS} sẽ mất: {why}" in said
    assert f"Giữ nguyên: {way}" in said


def test_a_hidden_article_still_answers(harness: PublishHarness) -> None:
    write_dated_article(harness.site, "cu", status="hidden")
    harness.publish()
    assert harness.is_served(OLD_ADDRESS)


def test_an_article_that_expires_goes_with_all_that_only_it_filled(tmp_path: Path) -> None:
    office = PublishHarness(tmp_path)
    end = f"{FIRST_PUBLISH_TIME + 3 * PUBLISH_INTERVAL / 2:%Y-%m-%d %H:%M}"
    file = write_dated_article(
        office.site, "cu", date="2026-10-02 07:30", expires=end, tags="[riêng]", author="Lê An",
        topic="Chuyện ngắn", aliases="[/cu.html]",
    )  # fmt: skip
    office.publish()
    gone = {
        "/2026/10/cu/": "hết hạn", "/cu.html": "hết hạn", "/luu-tru/2026/10/": "hết bài",
        "/chu-de/rieng/": "hết bài", "/tac-gia/le-an/": "hết bài", "/dong-su-kien/chuyen-ngan/": "hết bài",
    }  # fmt: skip
    assert all(office.read_ledger()[address][1] == "" for address in gone)
    office.publish()
    assert {address: why for address, (_, why) in office.read_ledger().items() if why} == gone
    file.unlink()  # what is long gone can be cleared away
    office.publish()
    assert not office.is_served("/2026/10/cu/")
    write_dated_article(office.site, "cu", date="2026-10-02 07:30")
    office.publish()
    assert office.read_ledger()["/2026/10/cu/"] == (
        "articles/cu.md",
        "",
    )  # and is guarded again once it is back
    file.unlink()
    office.expect_refusal()


def test_a_topic_that_is_renamed_stops_for_its_page(tmp_path: Path) -> None:
    office = PublishHarness(tmp_path)
    write_dated_article(office.site, "cu", topic="Chuyện cũ")
    office.publish()
    write_dated_article(office.site, "cu", topic="Chuyện mới")
    said = office.expect_refusal()
    assert "Địa chỉ /dong-su-kien/chuyen-cu/ sẽ mất: không còn bài nào ghi dòng sự kiện này." in said
    assert "Giữ nguyên: ghi lại dòng sự kiện cũ (topic) vào ít nhất một bài." in said
    assert "aliases" not in said  # no article may stand there


def test_an_alias_that_is_removed_stops(tmp_path: Path) -> None:
    office = PublishHarness(tmp_path)
    write_dated_article(office.site, "cu", aliases="[/xua/, /cu.html]")
    office.publish()
    write_dated_article(office.site, "cu", aliases="[/xua/]")
    said = office.expect_refusal()
    assert f"Địa chỉ /cu.html sẽ mất: nay là {OLD_ADDRESS}." in said
    apply_alias_advice(said, office.site.root)
    office.publish()


def test_no_slug_is_proposed_that_would_lose_the_present_address(tmp_path: Path) -> None:
    office = PublishHarness(tmp_path)
    write_dated_article(office.site, "cu", slug="moi", aliases=f"[{OLD_ADDRESS}]")
    office.publish()
    write_dated_article(office.site, "cu", slug="moi")
    said = office.expect_refusal()
    assert "slug" not in said
    assert (
        f"Giữ nguyên: ghi lại vào aliases, content/articles/cu.md:5: thêm dòng “aliases: [{OLD_ADDRESS}]”."
        in said
    )
    rows = [row for row in office.ledger_text.splitlines(keepends=True) if not row.startswith(NEW_ADDRESS)]
    office.ledger_file.write_text(
        "".join(rows), encoding="utf-8"
    )  # then the release that readers see knows it
    said = office.expect_refusal()
    assert "slug" not in said
    apply_alias_advice(said, office.site.root)
    office.publish()
    assert office.is_served(OLD_ADDRESS)
    assert office.is_served(NEW_ADDRESS)


def test_a_page_that_is_removed_stops(harness: PublishHarness) -> None:
    page = harness.site.content / "pages/lien-he.md"
    page.parent.mkdir(exist_ok=True)
    page.write_text("---\ntitle: Liên hệ\n---\n\nĐiện thoại.\n", encoding="utf-8")
    harness.publish()
    page.unlink()
    assert (
        "content/pages/lien-he.md: Địa chỉ /lien-he/ sẽ mất: tệp này không còn." in harness.expect_refusal()
    )


def test_another_working_copy_is_told_to_fetch_what_it_has_not(tmp_path: Path) -> None:
    public = str(tmp_path / "web")
    one, other = (
        PublishHarness(tmp_path / "a", PUBLISH_TO=public),
        PublishHarness(tmp_path / "b", PUBLISH_TO=public),
    )
    write_dated_article(one.site, "cu")
    one.publish()
    with pytest.raises(UserError, match="1 địa chỉ"):
        other.publish()
    said = "\n".join(other.messages)
    assert f"Địa chỉ {OLD_ADDRESS} sẽ mất" in said
    assert "xuất bản lúc 13:00 24/11/2026 có bài này" in said
    assert "git pull" in said
    for name in ("content/articles/cu.md", "addresses.txt"):
        shutil.copy(one.site.root / name, other.site.root / name)
    other.publish()


def test_a_long_list_is_cut(harness: PublishHarness) -> None:
    files = [write_dated_article(harness.site, f"tin-{number}") for number in range(25)]
    harness.publish()
    for file in files:
        file.unlink()
    said = harness.expect_refusal()
    assert said.count("sẽ mất") == 20
    assert "… và 5 địa chỉ khác." in said
    assert "25 địa chỉ mà bạn đọc đã có" in said
