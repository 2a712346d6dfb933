"""Two working copies of one bulletin, one of them behind, publish to one place."""

import shutil
import subprocess
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.git import has_commit
from bulletin.publishing.rollback import roll_back
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.withdrawal.addresses import load_withdrawn_addresses
from tests.publishing.conftest import CopyPreparedFolder
from tests.publishing.harness import FIRST_PUBLISH_TIME, OLD_ADDRESS, PUBLISH_INTERVAL, PublishHarness
from tests.publishing.small_site import write_dated_article

pytestmark = pytest.mark.slow


class TwoCheckouts:
    """Two offices that publish to one place."""

    def __init__(self, folder: Path) -> None:
        self.one, self.other = (
            PublishHarness(folder / name, PUBLISH_TO="../noi-chung") for name in ("mot", "hai")
        )
        self.target = FolderTarget(folder / "noi-chung")
        self.one.now = self.other.now = FIRST_PUBLISH_TIME + PUBLISH_INTERVAL * len(self.target.release_ids())

    def write_the_same(self) -> None:
        """Let both have the same articles; the first publishes them all."""
        self.one.publish()
        for office in (self.one, self.other):
            write_dated_article(office.site, "cu")
        self.one.publish()
        shutil.copy(self.one.ledger_file, self.other.ledger_file)
        self.other.now = self.one.now

    def expect_refusal(self) -> str:
        """Let the other one publish, which must be refused; return what is said."""
        self.other.now = self.one.now
        before = self.target.current_id()
        with pytest.raises(UserError) as caught:
            self.other.publish()
        assert self.target.current_id() == before
        return str(caught.value)

    def read_current_page(self) -> str:
        return (self.target.current_link / OLD_ADDRESS.strip("/") / "index.html").read_text(encoding="utf-8")


@pytest.fixture
def checkouts(tmp_path: Path, copy_prepared_folder: CopyPreparedFolder) -> TwoCheckouts:
    copy_prepared_folder("pair", tmp_path, lambda folder: TwoCheckouts(folder).write_the_same())
    return TwoCheckouts(tmp_path)


def test_what_another_one_took_down_does_not_come_back(checkouts: TwoCheckouts) -> None:
    checkouts.one.withdraw(OLD_ADDRESS)
    said = checkouts.expect_refusal()
    assert f"Đã có lệnh gỡ {OLD_ADDRESS} (bản do " in said
    assert "git pull" in said
    assert "Bài đã được gỡ" in checkouts.read_current_page()
    shutil.copy(checkouts.one.site.content / "withdrawn.yml", checkouts.other.site.content)
    checkouts.other.publish()
    assert "Bài đã được gỡ" in checkouts.read_current_page()


def test_nor_does_it_where_somebody_went_back_to_a_release_before_the_article(
    checkouts: TwoCheckouts,
) -> None:
    checkouts.one.withdraw(OLD_ADDRESS)
    gone = load_withdrawn_addresses(checkouts.one.site.content, "")
    first = checkouts.target.release_ids()[0]
    roll_back(
        checkouts.target, first, holder="phép thử", now=checkouts.one.now, withdrawn=gone, say=lambda _: None
    )
    assert f"Đã có lệnh gỡ {OLD_ADDRESS}" in checkouts.expect_refusal()


def test_who_knew_of_it_may_take_it_back(checkouts: TwoCheckouts) -> None:
    checkouts.one.withdraw(OLD_ADDRESS)
    (checkouts.one.site.content / "withdrawn.yml").unlink()
    checkouts.one.publish()
    assert "Bài đã được gỡ" not in checkouts.read_current_page()


def test_what_was_taken_back_and_then_rolled_back_may_be_published_again(checkouts: TwoCheckouts) -> None:
    checkouts.one.withdraw(OLD_ADDRESS)
    (checkouts.one.site.content / "withdrawn.yml").unlink()
    assert f"Không còn mục gỡ {OLD_ADDRESS} trong content/withdrawn.yml" in checkouts.one.publish()
    nothing = load_withdrawn_addresses(checkouts.one.site.content, "")
    roll_back(
        checkouts.target, holder="phép thử", now=checkouts.one.now, withdrawn=nothing, say=lambda _: None
    )
    checkouts.one.publish()
    assert "Bài đã được gỡ" not in checkouts.read_current_page()


def run_git_in(office: PublishHarness, *words: str) -> None:
    names = ["-c", "user.name=An", "-c", "user.email=a@b.vn"]
    subprocess.run(["git", "-C", str(office.site.root), *names, *words], check=True, capture_output=True)


def commit_all(office: PublishHarness) -> None:
    run_git_in(office, "add", "content", "addresses.txt")
    run_git_in(office, "commit", "-qm", "x")


@pytest.fixture
def git_checkouts(tmp_path: Path, copy_prepared_folder: CopyPreparedFolder) -> TwoCheckouts:
    """The same pair in git: what the first one wrote and published since, the other has not pulled."""
    copy_prepared_folder("pulled", tmp_path, make_pulled)
    return TwoCheckouts(tmp_path)


def make_pulled(folder: Path) -> None:
    pair = TwoCheckouts(folder)
    pair.write_the_same()
    run_git_in(pair.one, "init", "-qb", "main")
    commit_all(pair.one)
    write_dated_article(pair.one.site, "them")
    commit_all(pair.one)
    pair.one.publish()
    run_git_in(pair.other, "init", "-qb", "main")
    shutil.rmtree(pair.other.site.content)
    pair.other.ledger_file.unlink()
    run_git_in(pair.other, "pull", "-q", str(pair.one.site.root), "main")
    write_dated_article(pair.one.site, "cu", "Lời đã sửa.")
    commit_all(pair.one)
    pair.one.publish()


def test_what_another_one_wrote_is_not_undone(git_checkouts: TwoCheckouts) -> None:
    said = git_checkouts.expect_refusal()
    assert "những gì viết ở đó sẽ trở lại như cũ" in said
    assert "Lời đã sửa." in git_checkouts.read_current_page()
    run_git_in(git_checkouts.other, "pull", "-q", str(git_checkouts.one.site.root), "main")
    git_checkouts.other.publish()
    assert "Lời đã sửa." in git_checkouts.read_current_page()


def test_a_commit_that_was_fetched_and_not_merged_is_not_known(git_checkouts: TwoCheckouts) -> None:
    run_git_in(git_checkouts.other, "remote", "add", "origin", str(git_checkouts.one.site.root))
    run_git_in(git_checkouts.other, "fetch", "-q", "origin")
    assert "những gì viết ở đó sẽ trở lại như cũ" in git_checkouts.expect_refusal()


def test_a_commit_that_was_amended_here_is_known(git_checkouts: TwoCheckouts) -> None:
    run_git_in(git_checkouts.one, "commit", "-q", "--amend", "-m", "lời khác")
    assert "Không có gì thay đổi so với bản đang chạy" in git_checkouts.one.publish()


def test_what_was_rolled_back_may_be_left_behind(git_checkouts: TwoCheckouts) -> None:
    gone = load_withdrawn_addresses(git_checkouts.one.site.content, "")
    roll_back(
        git_checkouts.target, holder="phép thử", now=git_checkouts.one.now, withdrawn=gone, say=lambda _: None
    )
    git_checkouts.other.now = git_checkouts.one.now
    git_checkouts.other.publish()
    assert "Lời đã sửa." not in git_checkouts.read_current_page()


def test_a_history_that_was_begun_anew_says_nothing(git_checkouts: TwoCheckouts) -> None:
    shutil.rmtree(git_checkouts.other.site.root / ".git")
    run_git_in(git_checkouts.other, "init", "-qb", "main")
    commit_all(git_checkouts.other)
    git_checkouts.other.now = git_checkouts.one.now
    git_checkouts.other.publish()
    assert "Lời đã sửa." not in git_checkouts.read_current_page()


def test_a_shallow_clone_and_a_folder_without_git_cannot_tell(
    git_checkouts: TwoCheckouts, tmp_path: Path
) -> None:
    source, shallow = git_checkouts.one.site.root.as_uri(), tmp_path / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth=1", source, str(shallow)], check=True)
    nobodys = "0" * 12
    assert has_commit(shallow, nobodys)
    assert has_commit(tmp_path, nobodys)
    assert not has_commit(git_checkouts.one.site.root, nobodys)
