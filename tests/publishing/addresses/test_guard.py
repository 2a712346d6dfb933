"""The address guard in real publishes of a small site."""

import shutil
import subprocess
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.addresses.removals import find_permanent_addresses
from bulletin.publishing.release_creation import read_current_release
from tests.gate import mark_later_rows
from tests.publishing.harness import (
    FIRST_PUBLISH_TIME,
    NEW_ADDRESS,
    OLD_ADDRESS,
    PUBLISH_INTERVAL,
    PublishHarness,
    apply_alias_advice,
    read_article,
)
from tests.publishing.shared_repository import IDENTITY, run_git
from tests.publishing.small_site import write_dated_article

pytestmark = pytest.mark.slow


def test_publish_records_each_released_page_in_ledger(harness: PublishHarness) -> None:
    known, release = harness.read_ledger(), read_current_release(harness.target)
    assert release is not None
    assert set(known) == set(find_permanent_addresses(release.manifest.entries))
    assert known[OLD_ADDRESS] == ("articles/cu.md", "")
    assert {"/", "/chuyen-muc/tin-trong-tinh/", "/luu-tru/2026/11/", "/2026/11/tin-tot/"} <= known.keys()
    assert not [
        address for address in known if address.startswith(("/vi-tri/", "/qc/", "/fragments/", "/404"))
    ]


def test_publish_reports_new_addresses_once(tmp_path: Path) -> None:
    harness = PublishHarness(tmp_path)
    messages = harness.publish()
    assert f"Đã ghi addresses.txt: {len(harness.read_ledger())} địa chỉ mới" in messages
    assert "git commit" not in messages  # there is no repository
    assert "addresses.txt" not in harness.publish()


def test_publish_in_git_repository_shows_commit_command(tmp_path: Path) -> None:
    harness, git = PublishHarness(tmp_path), ["git", "-C", str(tmp_path)]
    for words in (["init", "-q"], ["config", "user.name", "An"], ["config", "user.email", "a@b.vn"]):
        subprocess.run([*git, *words], check=True)
    for words in (["add", "content"], ["commit", "-qm", "x"]):
        subprocess.run([*git, *words], check=True)
    (command,) = (
        line.split(": ", 1)[1] for line in harness.publish().split("\n") if "git add addresses.txt" in line
    )
    subprocess.run(["sh", "-c", command], cwd=tmp_path, check=True)  # as an editor pastes it
    committed = subprocess.run(
        [*git, "show", "--name-only", "--format="], capture_output=True, text=True, check=True
    )
    assert committed.stdout.split() == ["addresses.txt"]


def test_guard_changed_slug_suggests_working_alias(harness: PublishHarness) -> None:
    write_dated_article(harness.site, "cu", slug="moi")
    messages = harness.expect_refusal()
    assert f"content/articles/cu.md:5: Địa chỉ {OLD_ADDRESS} sẽ mất: nay là {NEW_ADDRESS}." in messages
    assert "Giữ nguyên: ghi lại “slug: cu”." in messages
    assert f"Chuyển hướng: content/articles/cu.md:5: thêm dòng “aliases: [{OLD_ADDRESS}]”." in messages
    assert f"./inv withdraw {OLD_ADDRESS} --reason" in messages
    apply_alias_advice(messages, harness.site.root)
    harness.publish()
    assert harness.is_served(OLD_ADDRESS)
    assert harness.is_served(NEW_ADDRESS)


@pytest.mark.parametrize(
    "lines",
    mark_later_rows(
        [
            "aliases: [/a/, /b/]   # hai địa chỉ cũ",
            "aliases:\n  - /a/\n  - /b/",
            "aliases: [/a/]",
            "aliases: /a/",
            "aliases:\n- /a/",
            "aliases: []",
        ],
        2,
    ),
)
def test_guard_existing_aliases_suggests_extended_line(base_harness: PublishHarness, lines: str) -> None:
    file = write_dated_article(base_harness.site, "cu")
    file.write_text(read_article(file).replace("slug: cu\n", f"slug: cu\n{lines}\n"), encoding="utf-8")
    base_harness.publish()
    file.write_text(read_article(file).replace("slug: cu\n", "slug: moi\n"), encoding="utf-8")
    apply_alias_advice(base_harness.expect_refusal(), base_harness.site.root)
    base_harness.publish()
    assert base_harness.is_served(OLD_ADDRESS)
    assert base_harness.is_served("/a/") == ("/a/" in lines)


def test_guard_plain_front_matter_suggests_plain_line(base_harness: PublishHarness) -> None:
    file = base_harness.site.content / "articles/cu.md"
    plain = (
        "Title: Tin\nDate: 2026-11-21 07:30\nCategory: Tin trong tỉnh\nSlug: {}\nAliases: /a/\n\nNội dung.\n"
    )
    file.write_text(plain.format("cu"), encoding="utf-8")
    base_harness.publish()
    file.write_text(plain.format("moi"), encoding="utf-8")
    messages = base_harness.expect_refusal()
    assert f"content/articles/cu.md:5: sửa dòng này thành “aliases: /a/, {OLD_ADDRESS}”" in messages
    apply_alias_advice(messages, base_harness.site.root)
    base_harness.publish()
    assert base_harness.is_served(OLD_ADDRESS)


def test_guard_changed_section_folder_or_title_keeps_address(harness: PublishHarness) -> None:
    file = write_dated_article(harness.site, "cu", title="Tin khác", category="Đảng viên")
    (file.parent / "2026").mkdir()
    file.rename(file.parent / "2026/ten-khac.md")
    messages = harness.publish()
    assert (
        "Đã ghi addresses.txt: có bài đổi tên tệp, thôi đăng hoặc đăng lại, "
        f"cả thảy {len(harness.read_ledger())} địa chỉ."
    ) in messages
    assert harness.read_ledger()[OLD_ADDRESS] == ("articles/2026/ten-khac.md", "")


@pytest.mark.parametrize("text", ["Nội dung của tin.", "Nội dung được viết lại."])
def test_guard_renamed_file_and_slug_finds_article_by_content(harness: PublishHarness, text: str) -> None:
    (harness.site.content / "articles/cu.md").unlink()
    write_dated_article(harness.site, "moi", text, title="Tin cu")
    messages = harness.expect_refusal()
    assert f"content/articles/moi.md:5: Địa chỉ {OLD_ADDRESS} sẽ mất: nay là {NEW_ADDRESS}." in messages
    apply_alias_advice(messages, harness.site.root)
    harness.publish()
    assert harness.is_served(OLD_ADDRESS)


def test_guard_deleted_article_stops_publish_and_names_file(harness: PublishHarness) -> None:
    (harness.site.content / "articles/cu.md").unlink()
    messages = harness.expect_refusal()
    assert f"content/articles/cu.md: Địa chỉ {OLD_ADDRESS} sẽ mất: tệp này không còn." in messages
    assert (
        "Giữ nguyên: git checkout HEAD -- content/articles/cu.md; nếu đã commit việc xóa: git checkout HEAD~1"
        in messages
    )
    assert harness.is_served(OLD_ADDRESS)


def test_guard_article_that_git_does_not_know_is_asked_of_its_publisher(
    harness: PublishHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in IDENTITY.items():
        monkeypatch.setenv(name, value)
    (harness.site.content / "articles/cu.md").unlink()
    run_git(harness.site.root, "init", "--quiet")
    run_git(harness.site.root, "add", "content")
    run_git(harness.site.root, "commit", "--quiet", "-m", "Trang")
    messages = harness.expect_refusal()
    assert "git ở đây chưa từng có tệp này" in messages
    assert "git add, git commit rồi git push tệp ấy" in messages
    assert "git checkout" not in messages


@pytest.mark.parametrize(
    ("keys", "reason", "remedy"),
    [
        ({"status": "draft"}, "bài đã trở về bản nháp", "đặt lại “status: published”"),
        ({"status": "review"}, "bài đã trở về chờ duyệt", "đặt lại “status: published”"),
        ({"date": "2026-12-29 07:30"}, "bài nay hẹn đến giờ khác mới đăng", "ghi lại ngày đăng cũ, trong tháng 11/2026 (date)"),
        ({"date": "2026-10-29 07:30"}, "nay là /2026/10/cu/", "ghi lại ngày đăng cũ, trong tháng 11/2026 (date)"),
        ({"date": "2026-10-29 07:30", "slug": "moi"}, "nay là /2026/10/moi/", "ghi lại “slug: cu” và ngày đăng cũ, trong tháng"),
    ],
)  # fmt: skip
def test_guard_changed_status_or_date_names_line(
    harness: PublishHarness, keys: dict[str, str], reason: str, remedy: str
) -> None:
    file = write_dated_article(harness.site, "cu", **keys)
    messages, key = harness.expect_refusal(), list(keys)[-1]
    rows = read_article(file).split("\n")
    line = next(number for number, row in enumerate(rows, 1) if row.startswith(f"{key}:"))
    assert f"content/articles/cu.md:{line}: Địa chỉ {OLD_ADDRESS} sẽ mất: {reason}" in messages
    assert f"Giữ nguyên: {remedy}" in messages


def test_guard_hidden_article_keeps_address(harness: PublishHarness) -> None:
    write_dated_article(harness.site, "cu", status="hidden")
    harness.publish()
    assert harness.is_served(OLD_ADDRESS)


def test_guard_expired_article_lets_its_emptied_listings_go(tmp_path: Path) -> None:
    harness = PublishHarness(tmp_path)
    end = f"{FIRST_PUBLISH_TIME + 3 * PUBLISH_INTERVAL / 2:%Y-%m-%d %H:%M}"
    file = write_dated_article(
        harness.site, "cu", date="2026-10-02 07:30", expires=end, tags="[riêng]", author="Lê An",
        topic="Chuyện ngắn", aliases="[/cu.html]",
    )  # fmt: skip
    harness.publish()
    removed = {
        "/2026/10/cu/": "hết hạn", "/cu.html": "hết hạn", "/luu-tru/2026/10/": "hết bài",
        "/chu-de/rieng/": "hết bài", "/tac-gia/le-an/": "hết bài", "/dong-su-kien/chuyen-ngan/": "hết bài",
    }  # fmt: skip
    assert all(harness.read_ledger()[address][1] == "" for address in removed)
    harness.publish()
    assert {address: reason for address, (_, reason) in harness.read_ledger().items() if reason} == removed
    file.unlink()  # the file of an expired article may be deleted
    harness.publish()
    assert not harness.is_served("/2026/10/cu/")
    write_dated_article(harness.site, "cu", date="2026-10-02 07:30")
    harness.publish()
    assert harness.read_ledger()["/2026/10/cu/"] == (
        "articles/cu.md",
        "",
    )  # the address is guarded again
    file.unlink()
    harness.expect_refusal()


def test_guard_renamed_topic_stops_publish(base_harness: PublishHarness) -> None:
    write_dated_article(base_harness.site, "cu", topic="Chuyện cũ")
    base_harness.publish()
    write_dated_article(base_harness.site, "cu", topic="Chuyện mới")
    messages = base_harness.expect_refusal()
    assert "Địa chỉ /dong-su-kien/chuyen-cu/ sẽ mất: không còn bài nào ghi dòng sự kiện này." in messages
    assert "Giữ nguyên: ghi lại dòng sự kiện cũ (topic) vào ít nhất một bài." in messages
    assert "aliases" not in messages  # no article may have that address


def test_guard_removed_alias_stops_publish(base_harness: PublishHarness) -> None:
    write_dated_article(base_harness.site, "cu", aliases="[/xua/, /cu.html]")
    base_harness.publish()
    write_dated_article(base_harness.site, "cu", aliases="[/xua/]")
    messages = base_harness.expect_refusal()
    assert f"Địa chỉ /cu.html sẽ mất: nay là {OLD_ADDRESS}." in messages
    apply_alias_advice(messages, base_harness.site.root)
    base_harness.publish()


def test_guard_published_present_address_suggests_alias_not_slug(base_harness: PublishHarness) -> None:
    write_dated_article(base_harness.site, "cu", slug="moi", aliases=f"[{OLD_ADDRESS}]")
    base_harness.publish()
    write_dated_article(base_harness.site, "cu", slug="moi")
    messages = base_harness.expect_refusal()
    assert "slug" not in messages
    assert (
        f"Giữ nguyên: ghi lại vào aliases, content/articles/cu.md:5: thêm dòng “aliases: [{OLD_ADDRESS}]”."
        in messages
    )
    rows = [
        row for row in base_harness.ledger_text.splitlines(keepends=True) if not row.startswith(NEW_ADDRESS)
    ]
    base_harness.ledger_file.write_text(
        "".join(rows), encoding="utf-8"
    )  # only the current release has the address now
    messages = base_harness.expect_refusal()
    assert "slug" not in messages
    apply_alias_advice(messages, base_harness.site.root)
    base_harness.publish()
    assert base_harness.is_served(OLD_ADDRESS)
    assert base_harness.is_served(NEW_ADDRESS)


def test_guard_removed_page_stops_publish(harness: PublishHarness) -> None:
    page = harness.site.content / "pages/lien-he.md"
    page.parent.mkdir(exist_ok=True)
    page.write_text("---\ntitle: Liên hệ\n---\n\nĐiện thoại.\n", encoding="utf-8")
    harness.publish()
    page.unlink()
    assert (
        "content/pages/lien-he.md: Địa chỉ /lien-he/ sẽ mất: tệp này không còn." in harness.expect_refusal()
    )


def test_guard_article_of_other_workspace_suggests_git_pull(tmp_path: Path) -> None:
    public = str(tmp_path / "web")
    first, second = (
        PublishHarness(tmp_path / "a", PUBLISH_TO=public),
        PublishHarness(tmp_path / "b", PUBLISH_TO=public),
    )
    write_dated_article(first.site, "cu")
    first.publish()
    with pytest.raises(UserError, match="1 địa chỉ"):
        second.publish()
    messages = "\n".join(second.messages)
    assert f"Địa chỉ {OLD_ADDRESS} sẽ mất" in messages
    assert "xuất bản lúc 13:00 24/11/2026 có bài này" in messages
    assert "git pull" in messages
    for name in ("content/articles/cu.md", "addresses.txt"):
        shutil.copy(first.site.root / name, second.site.root / name)
    second.publish()


def test_guard_ledger_of_the_sample_before_the_first_release_suggests_to_remove_it(tmp_path: Path) -> None:
    harness = PublishHarness(tmp_path)
    ledger = harness.site.root / "addresses.txt"
    ledger.write_text("/2019/06/tin-mau/\tarticles/2019/06/tin-mau.md\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"chỉ cần xóa tệp addresses.txt rồi chạy lại\.$"):
        harness.publish()
    ledger.unlink()
    harness.publish()
    file = write_dated_article(harness.site, "cu")
    harness.publish()
    file.unlink()
    assert "xóa tệp" not in harness.expect_refusal()


def test_guard_many_removals_shows_twenty_addresses(harness: PublishHarness) -> None:
    files = [write_dated_article(harness.site, f"tin-{number}") for number in range(25)]
    harness.publish()
    for file in files:
        file.unlink()
    messages = harness.expect_refusal()
    assert messages.count("sẽ mất") == 20
    assert "… và 5 địa chỉ khác." in messages
    assert "25 địa chỉ mà bạn đọc đã có" in messages
