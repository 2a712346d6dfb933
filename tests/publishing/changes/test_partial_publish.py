"""Publish chosen files of a small site in git, and look at what readers get."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from bulletin.cli.build import clean_workspace
from bulletin.errors import UserError
from bulletin.publishing.pipeline import publish, publish_if_due
from bulletin.publishing.rollback import roll_back
from bulletin.publishing.schedule import find_not_due_reason, hold_scheduled_publish
from bulletin.publishing.settings.settings import load_pelican_settings
from bulletin.publishing.targets.base import Target
from bulletin.publishing.targets.factory import create_target
from bulletin.publishing.withdraw import withdraw
from bulletin.publishing.withdrawal.addresses import WithdrawnAddresses
from bulletin.publishing.workspace.folders import Workspace
from tests.publishing.conftest import CopyPreparedFolder
from tests.publishing.harness import FIRST_PUBLISH_TIME, PUBLISH_INTERVAL
from tests.publishing.shared_repository import IDENTITY, commit_all, create_clones, run_git
from tests.publishing.small_site import create_small_site, write_dated_article

pytestmark = pytest.mark.slow


class Office:
    """Two clones of a site, and one place that both publish to."""

    def __init__(self, an: Workspace, binh: Workspace, now: datetime = FIRST_PUBLISH_TIME) -> None:
        self.an, self.binh, self.now = an, binh, now

    def publish(
        self, *only: str, by: Workspace | None = None, during: Callable[[str], object] = lambda _: None
    ) -> str:
        """Publish, and return the messages. ``during`` gets each message at once."""
        self.now += PUBLISH_INTERVAL
        messages: list[str] = []

        def say(message: str) -> None:
            messages.append(message)
            during(message)

        publish(by or self.an, self.now, say, only=only)
        return "\n".join(messages)

    def expect_refusal(self, *only: str, by: Workspace | None = None) -> str:
        """Publish, expect a refusal that changes nothing, and return all messages."""
        before = self.target.current_id()
        messages: list[str] = []
        with pytest.raises(UserError) as caught:
            self.publish(*only, by=by, during=messages.append)
        assert self.target.current_id() == before
        return "\n".join([*messages, str(caught.value)])

    @property
    def target(self) -> Target:
        table = load_pelican_settings(self.an.root / "publishconf.py")
        return create_target(table["PUBLISH_TO"], self.an.root, self.an.cache, {})

    def read(self, address: str, folder: Path | None = None) -> str:
        """Return the page that readers get; empty if there is none."""
        release = self.target.read_release(self.target.current_id() or "")
        path = f"{address}index.html" if not address or address.endswith("/") else address
        if path not in release.manifest.entries:
            return ""
        folder = folder or self.an.root.parent / "tai-ve"
        self.target.download(release, [path], folder)
        return (folder / path).read_text(encoding="utf-8", errors="replace")


@pytest.fixture
def office(
    tmp_path: Path, copy_prepared_folder: CopyPreparedFolder, monkeypatch: pytest.MonkeyPatch
) -> Office:
    """An office that published the articles ``cu`` and ``khac``, all in git."""
    for name, value in IDENTITY.items():
        monkeypatch.setenv(name, value)

    def publish_articles(folder: Path) -> None:
        an, binh = create_clones(folder, "an", "binh")
        for slug in ("cu", "khac"):
            write_dated_article(an, slug, f"Lời của {slug}.")
        commit_all(an, "Bài")
        run_git(an.root, "push", "--quiet")
        run_git(binh.root, "pull", "--quiet", "--ff-only")
        Office(an, binh).publish()

    copy_prepared_folder("office", tmp_path, publish_articles)
    return Office(
        Workspace(tmp_path / "an"), Workspace(tmp_path / "binh"), FIRST_PUBLISH_TIME + PUBLISH_INTERVAL
    )


def edit(workspace: Workspace, path: str, old: str, new: str) -> None:
    file = workspace.root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_partial_publish_takes_the_chosen_file_alone(office: Office) -> None:
    write_dated_article(office.an, "moi")
    write_dated_article(office.an, "chua-xong", "Xem [bài](/2026/11/khong-co/).")
    edit(office.an, "content/articles/khac.md", "Lời của khac.", "Lời mới của khac.")
    (office.an.content / "articles/cu.md").unlink()
    edit(office.an, "publishconf.py", "SITEURL =", "SITENAME = 'Tên mới'\nSITEURL =")
    (office.an.content / "articles/.tam.md.swp").write_text("Tệp tạm.", encoding="utf-8")
    messages = office.publish("content/articles/moi.md")
    assert "  1 bài mới: content/articles/moi.md" in messages
    assert "bài sửa" not in messages
    assert "phần khác:" not in messages
    assert "Còn 4 tệp khác bản đang chạy, lần này để lại: content/articles/chua-xong.md, " in messages
    assert "Tin moi" in office.read("2026/11/moi/")
    assert "Lời của khac." in office.read("2026/11/khac/")
    assert "Lời của cu." in office.read("2026/11/cu/")
    assert office.read("2026/11/chua-xong/") == ""
    assert "Tên mới" not in office.read("")


def test_plain_publish_after_a_partial_one_publishes_the_rest(office: Office) -> None:
    write_dated_article(office.an, "moi")
    write_dated_article(office.an, "sau")
    edit(office.an, "content/articles/khac.md", "Lời của khac.", "Lời mới của khac.")
    office.publish("content/articles/moi.md")
    messages = office.publish()
    assert "  1 bài mới: content/articles/sau.md\n  1 bài sửa: content/articles/khac.md" in messages
    assert "Lời mới của khac." in office.read("2026/11/khac/")
    assert "Tin moi" in office.read("2026/11/moi/")


def test_partial_publishes_in_a_row_keep_files_that_were_never_committed(office: Office) -> None:
    for slug in ("mot", "hai", "ba"):
        write_dated_article(office.an, slug)
    office.publish("content/articles/mot.md")
    office.publish("articles/hai.md")  # without content/
    assert all(office.read(f"2026/11/{slug}/") for slug in ("mot", "hai", "cu"))
    assert office.read("2026/11/ba/") == ""


def test_partial_publish_of_a_clone_that_has_not_pulled_says_git_pull(office: Office) -> None:
    write_dated_article(office.an, "moi")
    commit_all(office.an, "Bài mới")
    office.publish()
    write_dated_article(office.binh, "cua-binh")
    message = office.expect_refusal("content/articles/cua-binh.md", by=office.binh)
    assert "git pull --no-rebase --no-edit" in message
    assert "chưa lưu vào git" not in message


def test_partial_publish_after_a_killed_one_publishes_the_chosen_file_alone(office: Office) -> None:
    for slug in ("mot", "hai", "bo-lai"):
        write_dated_article(office.an, slug)
    office.publish("content/articles/mot.md")
    folder = office.an.cache / "publishing/only.tree"
    shutil.copy(office.an.content / "articles/bo-lai.md", folder / "content/articles/bo-lai.md")
    (folder / ".index.lock").touch()
    (folder.parent / "site-tree.index.lock").touch()
    office.publish("content/articles/hai.md")
    assert office.read("2026/11/hai/") != ""
    assert office.read("2026/11/bo-lai/") == ""


def test_partial_publish_has_settings_that_git_ignores(office: Office) -> None:
    (office.an.root / "bi_mat.py").write_text("SITENAME = 'Tên kín'\n", encoding="utf-8")
    with (office.an.root / ".gitignore").open("a", encoding="utf-8") as stream:
        stream.write("bi_mat.py\n")
    edit(office.an, "publishconf.py", "SITEURL =", "from bi_mat import SITENAME\nSITEURL =")
    write_dated_article(office.an, "moi")
    office.publish("content/articles/moi.md", "publishconf.py")
    assert "Tên kín" in office.read("2026/11/moi/")


def test_partial_publish_of_several_files_and_of_a_folder(office: Office) -> None:
    folder = office.an.content / "articles/2026"
    folder.mkdir()
    for slug in ("mot", "hai", "ba"):
        write_dated_article(office.an, slug)
    for slug in ("mot", "hai"):
        (office.an.content / f"articles/{slug}.md").rename(folder / f"{slug}.md")
    edit(office.an, "content/articles/cu.md", "Lời của cu.", "Lời mới của cu.")
    messages = office.publish("content/articles/2026/", "content/articles/cu.md")
    assert "  2 bài mới: content/articles/2026/hai.md, content/articles/2026/mot.md" in messages
    assert "  1 bài sửa: content/articles/cu.md" in messages
    assert office.read("2026/11/ba/") == ""


def test_partial_publish_takes_pictures_and_attachments_along(office: Office) -> None:
    for name in ("cua-bai.png", "bai-khac.png"):
        (office.an.content / "images").mkdir(exist_ok=True)
        Image.new("RGB", (400, 300), "red").save(office.an.content / "images" / name)
    (office.an.content / "files").mkdir()
    (office.an.content / "files/ke-hoach.pdf").write_bytes(b"%PDF-1.4 x")
    write_dated_article(
        office.an,
        "moi",
        "![Ảnh](/images/cua-bai.png)",
        attachments="[{file: files/ke-hoach.pdf, title: Kế hoạch}]",
    )
    messages = office.publish("content/articles/moi.md")
    assert "Đi cùng: content/files/ke-hoach.pdf, content/images/cua-bai.png." in messages
    assert "Kế hoạch" in office.read("2026/11/moi/")
    assert "lần này để lại: content/images/bai-khac.png." in messages


def test_partial_publish_of_a_moved_article_keeps_its_address(office: Office) -> None:
    (office.an.content / "articles/cu.md").rename(office.an.content / "articles/ten-moi.md")
    edit(office.an, "content/articles/ten-moi.md", "Lời của cu.", "Lời khác hẳn.")
    messages = office.publish("content/articles/ten-moi.md")
    assert "Đi cùng: content/articles/cu.md." in messages
    assert "Lời khác hẳn." in office.read("2026/11/cu/")


def test_partial_publish_of_a_deleted_article_asks_for_its_address(office: Office) -> None:
    (office.an.content / "articles/cu.md").unlink()
    write_dated_article(office.an, "khong-dang")
    assert "1 địa chỉ mà bạn đọc đã có sẽ không mở được nữa" in office.expect_refusal(
        "content/articles/cu.md"
    )


def test_partial_publish_of_a_scheduled_article_notes_its_hour(office: Office) -> None:
    write_dated_article(office.an, "hen", date="2026-11-25 07:00")
    write_dated_article(office.an, "nhap", status="draft")
    messages = office.publish("content/articles/hen.md", "content/articles/nhap.md")
    assert "content/articles/hen.md: bài hẹn giờ, đến giờ mới hiện, nên bạn đọc chưa thấy." in messages
    assert "content/articles/nhap.md: bài còn là bản nháp (status: draft), nên bạn đọc chưa thấy." in messages
    assert "07:00 Thứ Tư, 25/11/2026 (bài hẹn giờ)" in find_not_due_reason(office.an, office.now)
    office.now = office.now.replace(day=25, hour=8)
    assert find_not_due_reason(office.an, office.now) == ""


def test_due_publish_after_a_partial_one_knows_the_articles_left_out(office: Office) -> None:
    write_dated_article(office.an, "moi")
    write_dated_article(office.an, "hen", date="2026-11-25 07:00")
    edit(office.an, "content/articles/khac.md", "Lời của khac.", "Lời mới của khac.")
    office.publish("content/articles/moi.md")
    assert "07:00 Thứ Tư, 25/11/2026 (bài hẹn giờ)" in find_not_due_reason(office.an, office.now)
    office.now = office.now.replace(day=25, hour=8)
    assert publish_if_due(office.an, office.now, lambda _: None)
    assert office.read("2026/11/hen/")
    assert "Lời mới của khac." in office.read("2026/11/khac/")


def test_due_publish_after_a_partial_one_of_an_edit_is_not_due(office: Office) -> None:
    edit(office.an, "content/articles/khac.md", "Lời của khac.", "Lời mới của khac.")
    edit(office.an, "content/articles/cu.md", "Lời của cu.", "Lời mới của cu.")
    office.publish("content/articles/khac.md")
    assert find_not_due_reason(office.an, office.now).startswith("Chưa có gì đến giờ.")


def test_partial_publish_after_a_rollback_keeps_the_timer_waiting(office: Office) -> None:
    edit(office.an, "content/articles/khac.md", "Lời của khac.", "Lời sai.")
    office.publish()
    no_withdrawals = WithdrawnAddresses(frozenset(), "")
    older = roll_back(
        office.target,
        holder="An",
        now=office.now,
        withdrawn=no_withdrawals,
        say=print,
        activation_context=lambda chosen: hold_scheduled_publish(office.an, chosen, office.now),
    )
    write_dated_article(office.an, "moi")
    office.publish("content/articles/moi.md")
    assert "Tin moi" in office.read("2026/11/moi/")
    assert "Lời của khac." in office.read("2026/11/khac/")
    assert f"Có người đã quay lại bản {older.id}" in find_not_due_reason(office.an, office.now)


def test_partial_publish_of_a_file_that_does_not_exist_proposes_a_changed_one(office: Office) -> None:
    write_dated_article(office.an, "hoi-nghi")
    message = office.expect_refusal("content/articles/hoi-ngi.md")
    assert "Không có tệp “content/articles/hoi-ngi.md”" in message
    assert "Có phải là content/articles/hoi-nghi.md không?" in message


def test_partial_publish_of_files_without_changes_says_so(office: Office) -> None:
    line = "content/articles/cu.md: không có gì khác bản bạn đọc đang xem."
    assert f"{line}\nKhông có gì để xuất bản." in office.expect_refusal("content/articles/cu.md")
    write_dated_article(office.an, "moi")
    assert line in office.publish("content/articles/cu.md", "content/articles/moi.md")


def test_partial_publish_of_a_file_outside_the_site_is_refused(office: Office) -> None:
    assert "“addresses.txt” không phải nội dung" in office.expect_refusal("addresses.txt")
    assert "Không có tệp “../kho.git/HEAD”" in office.expect_refusal("../kho.git/HEAD")


def test_partial_publish_with_a_fault_hints_at_the_other_files(office: Office) -> None:
    write_dated_article(office.an, "moi", "Xem [bài kia](/2026/11/sau/).")
    write_dated_article(office.an, "sau")
    message = office.expect_refusal("content/articles/moi.md")
    assert "content/articles/moi.md:8: Liên kết tới địa chỉ không có: /2026/11/sau/." in message
    assert "hãy thêm tệp ấy vào sau --only" in message
    office.publish("content/articles/moi.md", "content/articles/sau.md")


def test_withdraw_alone_leaves_out_the_faulty_work_of_others(office: Office) -> None:
    write_dated_article(office.an, "hong", "Xem [bài](/2026/11/khong-co/).")
    messages: list[str] = []
    office.now += PUBLISH_INTERVAL
    with pytest.raises(UserError, match="Nội dung có 1 lỗi"):
        withdraw(office.an, "/2026/11/cu/", reason="Sai", by="An", now=office.now, say=messages.append)
    assert messages[-1].endswith("./inv publish --only content/withdrawn.yml")
    assert "Lời của cu." in office.read("2026/11/cu/")
    office.publish(messages[-1].split()[-1])
    assert "Lời của cu." not in office.read("2026/11/cu/")
    office.now += PUBLISH_INTERVAL
    withdraw(
        office.an,
        "/2026/11/khac/",
        reason="Sai",
        by="An",
        now=office.now,
        say=messages.append,
        is_alone=True,
    )
    assert "Lời của khac." not in office.read("2026/11/khac/")
    assert "Đã gỡ /2026/11/khac/: chỗ ấy nay là lời báo, và không còn bản cũ nào có bài." in messages
    for name in office.target.release_ids():
        assert "/2026/11/khac/" not in office.target.read_release(name).article_digests


def test_partial_publish_outside_git_is_refused(tmp_path: Path) -> None:
    site = create_small_site(tmp_path)
    publish(site, FIRST_PUBLISH_TIME, lambda _: None)
    write_dated_article(site, "moi")
    with pytest.raises(UserError, match=r"không có \.git.*Hãy xuất bản tất cả một lần: \./inv publish"):
        publish(site, FIRST_PUBLISH_TIME + PUBLISH_INTERVAL, only=["content/articles/moi.md"])


def test_partial_publish_before_the_first_publish_is_refused(tmp_path: Path) -> None:
    site = create_small_site(tmp_path)
    run_git(tmp_path, "init", "--quiet", "-b", "main")
    with pytest.raises(UserError, match="Bạn đọc chưa xem được bản nào"):
        publish(site, FIRST_PUBLISH_TIME, only=["content/articles/tin-tot.md"])


def test_partial_publish_on_a_commit_of_another_clone(office: Office) -> None:
    """Start from the commit of a release, which has all of it without a ``+``."""
    write_dated_article(office.an, "cua-an")
    commit_all(office.an, "Bài")
    run_git(office.an.root, "pull", "--quiet", "--no-rebase", "--no-edit")
    run_git(office.an.root, "push", "--quiet")
    office.publish()
    run_git(office.binh.root, "pull", "--quiet", "--ff-only")
    write_dated_article(office.binh, "cua-binh")
    write_dated_article(office.binh, "de-lai")
    office.publish("content/articles/cua-binh.md", by=office.binh)
    assert all(office.read(f"2026/11/{slug}/") for slug in ("cua-an", "cua-binh", "cu"))
    assert office.read("2026/11/de-lai/") == ""
    assert office.target.read_release(office.target.current_id() or "").commit.endswith("+")


def test_partial_publish_on_uncommitted_files_of_another_clone_is_refused(office: Office) -> None:
    write_dated_article(office.an, "cua-an")
    office.publish()
    run_git(office.binh.root, "pull", "--quiet", "--ff-only")
    write_dated_article(office.binh, "cua-binh")
    message = office.expect_refusal("content/articles/cua-binh.md", by=office.binh)
    assert "được dựng từ cả những tệp chưa lưu vào git" in message
    assert "xuất bản lúc 14:00 24/11/2026" in message


def test_partial_publish_while_another_clone_publishes_changes_nothing(office: Office) -> None:
    write_dated_article(office.an, "moi")
    run_git(office.binh.root, "pull", "--quiet", "--ff-only")
    write_dated_article(office.binh, "chen-ngang")

    def publish_in_between(message: str) -> None:
        if message.startswith("Chỉ đăng"):
            publish(office.binh, office.now, lambda _: None)

    with pytest.raises(UserError, match="Vừa có bản khác được phát hành"):
        office.publish("content/articles/moi.md", during=publish_in_between)
    assert office.read("2026/11/chen-ngang/")
    assert office.read("2026/11/moi/") == ""


def test_file_saved_during_a_publish_leaves_the_release_unknown(office: Office) -> None:
    write_dated_article(office.an, "chua-luu")

    def save_file(message: str) -> None:
        if message.startswith("Nội dung không có lỗi"):
            write_dated_article(office.an, "chua-luu", "Lời viết trong lúc xuất bản.")

    office.publish(during=save_file)
    assert "được dựng từ cả những tệp chưa lưu vào git" in office.expect_refusal(
        "content/articles/chua-luu.md"
    )


def test_partial_publish_after_clean_and_in_a_folder_of_a_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in IDENTITY.items():
        monkeypatch.setenv(name, value)
    site = create_small_site(tmp_path / "Trang của tỉnh", PUBLISH_TO=str(tmp_path / "public"))
    run_git(tmp_path, "init", "--quiet", "-b", "main")
    (tmp_path / "content").mkdir()
    (tmp_path / "content/la.md").write_text("Không thuộc trang này.", encoding="utf-8")
    run_git(tmp_path, "add", "Trang của tỉnh/content", "Trang của tỉnh/publishconf.py", "content")
    run_git(tmp_path, "commit", "--quiet", "-m", "Trang mới")
    office = Office(site, site)
    office.publish()
    for slug in ("mot", "hai", "ba"):
        write_dated_article(site, slug)
    office.publish("content/articles/mot.md")
    clean_workspace(site)
    assert not (site.cache / "publishing/only.tree").exists()
    assert not (site.root / "tep-la").exists()
    office.publish("content/articles/hai.md")
    assert all(office.read(f"2026/11/{slug}/") for slug in ("mot", "hai"))
    assert office.read("2026/11/ba/") == ""
