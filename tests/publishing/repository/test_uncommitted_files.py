"""Publish files that are not in git, and publish from a clone that lacks them."""

import subprocess
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.pipeline import publish
from bulletin.publishing.repository.uncommitted_files import describe_uncommitted_files
from bulletin.publishing.rollback import roll_back
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.withdrawal.addresses import WithdrawnAddresses
from bulletin.publishing.workspace.folders import Workspace
from tests.publishing.conftest import CopyPreparedFolder
from tests.publishing.harness import FIRST_PUBLISH_TIME, PUBLISH_INTERVAL
from tests.publishing.shared_repository import IDENTITY, commit_all, create_clones, run_git
from tests.publishing.small_site import write_dated_article

pytestmark = pytest.mark.slow


class Office:
    """Two clones of a site with the article ``cu``, which publish to one place."""

    def __init__(self, folder: Path) -> None:
        """Continue with the clones in ``folder``."""
        self.an, self.binh = Workspace(folder / "an"), Workspace(folder / "binh")
        self.target = FolderTarget(folder / "public")
        self.now = FIRST_PUBLISH_TIME + PUBLISH_INTERVAL * len(self.target.release_ids())

    @classmethod
    def prepare(cls, folder: Path) -> None:
        """Make the clones in ``folder``, and publish the article from the first one."""
        an, _ = create_clones(folder, "an", "binh")
        write_dated_article(an, "cu", "Lời cũ.")
        commit_all(an, "Bài")
        run_git(an.root, "push", "--quiet")
        office = cls(folder)
        office.publish(an)
        office.pull()

    def publish(self, workspace: Workspace, *only: str) -> str:
        self.now += PUBLISH_INTERVAL
        messages: list[str] = []
        publish(workspace, self.now, messages.append, only=only)
        return "\n".join(messages)

    def expect_refusal(self, workspace: Workspace) -> str:
        before = self.target.current_id()
        with pytest.raises(UserError) as caught:
            self.publish(workspace)
        assert self.target.current_id() == before
        return str(caught.value)

    def pull(self) -> None:
        run_git(self.binh.root, "pull", "--quiet", "--ff-only")

    def read(self, slug: str) -> str:
        return (self.target.current_link / f"2026/11/{slug}/index.html").read_text(encoding="utf-8")


@pytest.fixture
def office(
    tmp_path: Path, copy_prepared_folder: CopyPreparedFolder, monkeypatch: pytest.MonkeyPatch
) -> Office:
    for name, value in IDENTITY.items():
        monkeypatch.setenv(name, value)
    copy_prepared_folder("published-clones", tmp_path, Office.prepare)
    return Office(tmp_path)


def test_publish_of_uncommitted_files_says_commands_that_share_them(office: Office) -> None:
    write_dated_article(office.an, "cu", "Lời sửa.")
    write_dated_article(office.an, "moi", "Lời mới.")
    write_dated_article(office.an, "nhap", status="draft")
    last = office.publish(office.an).splitlines()[-1]
    assert last.startswith(
        "Bản này có 2 tệp chưa lưu vào git: content/articles/cu.md, content/articles/moi.md. "
    )
    command = last.partition("Hãy lưu vào git: ")[2]
    subprocess.run(["sh", "-c", command], cwd=office.an.root, check=True, capture_output=True)
    assert run_git(office.an.root, "status", "--porcelain") == "?? content/articles/nhap.md"
    office.pull()
    write_dated_article(office.binh, "cua-binh")
    office.publish(office.binh)
    assert "Lời sửa." in office.read("cu")
    assert "Lời mới." in office.read("moi")


def test_describe_uncommitted_files_of_many_names_folders_in_the_command(tmp_path: Path) -> None:
    run_git(tmp_path, "init", "--quiet")
    sentence = describe_uncommitted_files([f"content/articles/{number}.md" for number in range(5)], tmp_path)
    assert "content/articles/2.md và 2 tệp khác. " in sentence
    assert sentence.endswith(
        "Hãy lưu vào git: git add content && git commit -m 'Nội dung đã xuất bản' -- content"
    )


def test_publish_of_committed_files_names_none(office: Office) -> None:
    write_dated_article(office.an, "nhap", status="draft")
    assert "chưa lưu vào git" not in office.publish(office.an)


def test_publish_without_uncommitted_edit_of_another_clone_is_refused(office: Office) -> None:
    write_dated_article(office.an, "cu", "Lời sửa.")
    office.publish(office.an)
    office.pull()
    write_dated_article(office.binh, "cua-binh")
    message = office.expect_refusal(office.binh)
    assert "xuất bản lúc 14:00 24/11/2026" in message
    assert "có 1 tệp chưa lưu vào git ở máy ấy, ở đây chưa có: content/articles/cu.md." in message
    assert "Hãy nhờ người ấy git add, git commit rồi git push" in message
    assert "Lời sửa." in office.read("cu")
    write_dated_article(office.binh, "cu", "Lời của Bình.")  # an edit of the same article counts
    office.publish(office.binh)
    assert "Lời của Bình." in office.read("cu")


def test_publish_without_uncommitted_article_of_another_clone_is_refused(office: Office) -> None:
    write_dated_article(office.an, "moi")
    office.publish(office.an)
    office.pull()
    assert "content/articles/moi.md" in office.expect_refusal(office.binh)


def test_publish_after_the_other_clone_renamed_and_committed_goes_on(office: Office) -> None:
    file = write_dated_article(office.an, "moi")
    office.publish(office.an)
    file.rename(file.with_name("ten-khac.md"))
    commit_all(office.an, "Bài mới")
    run_git(office.an.root, "push", "--quiet")
    office.pull()
    write_dated_article(office.binh, "cua-binh")
    office.publish(office.binh)
    assert "Tin moi" in office.read("moi")


def test_publish_of_the_clone_that_gave_up_its_own_edit_goes_on(office: Office) -> None:
    write_dated_article(office.an, "cu", "Lời sửa.")
    office.publish(office.an)
    run_git(office.an.root, "checkout", "--", "content")
    office.publish(office.an)
    assert "Lời cũ." in office.read("cu")


def test_publish_after_a_rollback_undoes_uncommitted_edits(office: Office) -> None:
    write_dated_article(office.an, "cu", "Lời sửa.")
    office.publish(office.an)
    office.pull()
    nothing = WithdrawnAddresses(frozenset(), "")
    roll_back(office.target, holder="phép thử", now=office.now, withdrawn=nothing, say=lambda _: None)
    office.publish(office.binh)
    assert "Lời cũ." in office.read("cu")


def test_partial_publish_notes_only_its_own_uncommitted_files(office: Office) -> None:
    write_dated_article(office.an, "mot")
    write_dated_article(office.an, "hai")
    office.publish(office.an, "content/articles/mot.md")
    release = office.target.read_release(office.target.current_id() or "")
    assert dict(release.uncommitted) == {"content/articles/mot.md": "/2026/11/mot/"}
    office.publish(office.an, "content/articles/hai.md")
    release = office.target.read_release(office.target.current_id() or "")
    assert release.uncommitted.keys() == {"content/articles/hai.md", "content/articles/mot.md"}
