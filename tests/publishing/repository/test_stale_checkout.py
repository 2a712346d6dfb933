"""Two workspaces publish to one target, and one lacks changes of the other."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.repository.stale_checkout import require_published_commit
from bulletin.publishing.rollback import roll_back
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.withdrawal.addresses import load_withdrawn_addresses
from bulletin.publishing.workspace.git import GitError
from tests.publishing.conftest import CopyPreparedFolder
from tests.publishing.harness import FIRST_PUBLISH_TIME, OLD_ADDRESS, PUBLISH_INTERVAL, PublishHarness
from tests.publishing.small_site import write_dated_article

pytestmark = pytest.mark.slow


class TwoCheckouts:
    """Two workspaces that publish to one folder target."""

    def __init__(self, folder: Path) -> None:
        self.first, self.second = (
            PublishHarness(folder / name, PUBLISH_TO="../noi-chung") for name in ("mot", "hai")
        )
        self.target = FolderTarget(folder / "noi-chung")
        self.first.now = self.second.now = FIRST_PUBLISH_TIME + PUBLISH_INTERVAL * len(
            self.target.release_ids()
        )

    def write_same_articles(self) -> None:
        """Write the same articles into both; publish the first workspace."""
        self.first.publish()
        for harness in (self.first, self.second):
            write_dated_article(harness.site, "cu")
        self.first.publish()
        shutil.copy(self.first.ledger_file, self.second.ledger_file)
        self.second.now = self.first.now

    def expect_refusal(self) -> str:
        """Publish the second workspace, expect a refusal, and return its message."""
        self.second.now = self.first.now
        before = self.target.current_id()
        with pytest.raises(UserError) as caught:
            self.second.publish()
        assert self.target.current_id() == before
        return str(caught.value)

    def read_current_page(self) -> str:
        return (self.target.current_link / OLD_ADDRESS.strip("/") / "index.html").read_text(encoding="utf-8")


@pytest.fixture
def checkouts(tmp_path: Path, copy_prepared_folder: CopyPreparedFolder) -> TwoCheckouts:
    copy_prepared_folder("pair", tmp_path, lambda folder: TwoCheckouts(folder).write_same_articles())
    return TwoCheckouts(tmp_path)


def test_publish_without_withdrawal_of_other_workspace_is_refused(checkouts: TwoCheckouts) -> None:
    checkouts.first.withdraw(OLD_ADDRESS)
    message = checkouts.expect_refusal()
    assert f"Đã có lệnh gỡ {OLD_ADDRESS} (bản do " in message
    assert "git pull" in message
    assert "Bài đã được gỡ" in checkouts.read_current_page()
    shutil.copy(checkouts.first.site.content / "withdrawn.yml", checkouts.second.site.content)
    checkouts.second.publish()
    assert "Bài đã được gỡ" in checkouts.read_current_page()


def test_publish_without_withdrawal_after_rollback_is_refused(
    checkouts: TwoCheckouts,
) -> None:
    checkouts.first.withdraw(OLD_ADDRESS)
    withdrawn = load_withdrawn_addresses(checkouts.first.site.content, "")
    first_release = checkouts.target.release_ids()[0]
    roll_back(
        checkouts.target,
        first_release,
        holder="phép thử",
        now=checkouts.first.now,
        withdrawn=withdrawn,
        say=lambda _: None,
    )
    assert f"Đã có lệnh gỡ {OLD_ADDRESS}" in checkouts.expect_refusal()


def test_publish_removed_withdrawal_shows_article_again(checkouts: TwoCheckouts) -> None:
    checkouts.first.withdraw(OLD_ADDRESS)
    (checkouts.first.site.content / "withdrawn.yml").unlink()
    checkouts.first.publish()
    assert "Bài đã được gỡ" not in checkouts.read_current_page()


def test_publish_removed_withdrawal_after_rollback_shows_article_again(checkouts: TwoCheckouts) -> None:
    checkouts.first.withdraw(OLD_ADDRESS)
    (checkouts.first.site.content / "withdrawn.yml").unlink()
    assert f"Không còn mục gỡ {OLD_ADDRESS} trong content/withdrawn.yml" in checkouts.first.publish()
    withdrawn = load_withdrawn_addresses(checkouts.first.site.content, "")
    roll_back(
        checkouts.target, holder="phép thử", now=checkouts.first.now, withdrawn=withdrawn, say=lambda _: None
    )
    checkouts.first.publish()
    assert "Bài đã được gỡ" not in checkouts.read_current_page()


def run_git_in(harness: PublishHarness, *arguments: str) -> None:
    identity = ["-c", "user.name=An", "-c", "user.email=a@b.vn"]
    subprocess.run(
        ["git", "-C", str(harness.site.root), *identity, *arguments], check=True, capture_output=True
    )


def commit_all(harness: PublishHarness) -> None:
    run_git_in(harness, "add", "content", "addresses.txt")
    run_git_in(harness, "commit", "-qm", "x", "--allow-empty")


@pytest.fixture
def git_checkouts(tmp_path: Path, copy_prepared_folder: CopyPreparedFolder) -> TwoCheckouts:
    """Two clones; the second lacks the last commit, which the first has published."""
    copy_prepared_folder("pulled", tmp_path, create_git_checkouts)
    return TwoCheckouts(tmp_path)


def create_git_checkouts(folder: Path) -> None:
    checkouts = TwoCheckouts(folder)
    checkouts.write_same_articles()
    run_git_in(checkouts.first, "init", "-qb", "main")
    commit_all(checkouts.first)
    write_dated_article(checkouts.first.site, "them")
    commit_all(checkouts.first)
    checkouts.first.publish()
    run_git_in(checkouts.second, "init", "-qb", "main")
    shutil.rmtree(checkouts.second.site.content)
    checkouts.second.ledger_file.unlink()
    run_git_in(checkouts.second, "pull", "-q", str(checkouts.first.site.root), "main")
    write_dated_article(checkouts.first.site, "cu", "Lời đã sửa.")
    commit_all(checkouts.first)
    checkouts.first.publish()


def test_publish_without_published_commit_is_refused(git_checkouts: TwoCheckouts) -> None:
    message = git_checkouts.expect_refusal()
    assert "những gì viết ở đó sẽ trở lại như cũ" in message
    assert "Lời đã sửa." in git_checkouts.read_current_page()
    run_git_in(git_checkouts.second, "pull", "-q", str(git_checkouts.first.site.root), "main")
    git_checkouts.second.publish()
    assert "Lời đã sửa." in git_checkouts.read_current_page()


def test_publish_fetched_and_unmerged_commit_is_refused(git_checkouts: TwoCheckouts) -> None:
    run_git_in(git_checkouts.second, "remote", "add", "origin", str(git_checkouts.first.site.root))
    run_git_in(git_checkouts.second, "fetch", "-q", "origin")
    assert "những gì viết ở đó sẽ trở lại như cũ" in git_checkouts.expect_refusal()


def test_publish_amended_commit_is_accepted(git_checkouts: TwoCheckouts) -> None:
    run_git_in(git_checkouts.first, "commit", "-q", "--amend", "-m", "lời khác")
    assert "Không có gì thay đổi so với bản đang chạy" in git_checkouts.first.publish()


def test_publish_after_rollback_may_lack_newest_commit(git_checkouts: TwoCheckouts) -> None:
    withdrawn = load_withdrawn_addresses(git_checkouts.first.site.content, "")
    roll_back(
        git_checkouts.target,
        holder="phép thử",
        now=git_checkouts.first.now,
        withdrawn=withdrawn,
        say=lambda _: None,
    )
    git_checkouts.second.now = git_checkouts.first.now
    git_checkouts.second.publish()
    assert "Lời đã sửa." not in git_checkouts.read_current_page()


def test_publish_from_new_repository_is_accepted(git_checkouts: TwoCheckouts) -> None:
    shutil.rmtree(git_checkouts.second.site.root / ".git")
    run_git_in(git_checkouts.second, "init", "-qb", "main")
    commit_all(git_checkouts.second)
    git_checkouts.second.now = git_checkouts.first.now
    git_checkouts.second.publish()
    assert "Lời đã sửa." not in git_checkouts.read_current_page()


def test_require_published_commit_in_a_shallow_clone_says_how_to_fetch_the_rest(
    git_checkouts: TwoCheckouts, tmp_path: Path
) -> None:
    first, messages = git_checkouts.first.site.root, list[str]()
    current = git_checkouts.target.read_release(git_checkouts.target.current_id() or "")
    write_dated_article(git_checkouts.first.site, "sau")
    commit_all(git_checkouts.first)
    shallow = tmp_path / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth=1", first.as_uri(), str(shallow)], check=True)
    require_published_commit(first, git_checkouts.target, current, messages.append)
    assert messages == []
    require_published_commit(shallow, git_checkouts.target, current, messages.append)
    (message,) = messages
    assert message.startswith("Bản sao git này chỉ có một phần lịch sử (shallow)")
    command = message.rpartition(": ")[2]
    subprocess.run(["sh", "-c", command], cwd=shallow, check=True, capture_output=True)
    require_published_commit(shallow, git_checkouts.target, current, messages.append)
    assert len(messages) == 1


def test_publish_without_git_folder_after_publish_from_git_is_refused(git_checkouts: TwoCheckouts) -> None:
    shutil.rmtree(git_checkouts.second.site.root / ".git")
    message = git_checkouts.expect_refusal()
    assert "không nằm trong kho git nào (không có .git)" in message
    assert "git clone" in message


def test_publish_without_git_folder_or_published_commit_goes_on(
    checkouts: TwoCheckouts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    checkouts.first.publish()


def test_publish_git_not_installed_is_refused(
    git_checkouts: TwoCheckouts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    message = git_checkouts.expect_refusal()
    assert "máy này không có git" in message
    assert "sudo apt install git" in message


def test_publish_other_owner_is_refused_until_command_of_message_was_typed(
    git_checkouts: TwoCheckouts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    commit_all_and_pull(git_checkouts)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")  # git's own switch for its tests
    monkeypatch.setenv("HOME", str(tmp_path))
    message = git_checkouts.expect_refusal()
    assert "git báo “fatal: detected dubious ownership in repository at " in message
    command = message.splitlines()[-1].strip()
    assert command.startswith("git config --global --add safe.directory ")
    subprocess.run(["sh", "-c", command], check=True)
    git_checkouts.second.publish()


def commit_all_and_pull(checkouts: TwoCheckouts) -> None:
    commit_all(checkouts.first)
    run_git_in(checkouts.second, "pull", "-q", str(checkouts.first.site.root), "main")


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("HEAD", "", "fatal: not a git repository"),
        ("config", "[core\n", "fatal: bad config line 1"),
        ("refs/heads/main", "0123456789012345678901234567890123456789\n", "fatal: bad object HEAD"),
        ("index", "x" * 100, "fatal: "),
    ],
)
def test_publish_broken_git_folder_is_refused(
    git_checkouts: TwoCheckouts, file: str, text: str, expected: str
) -> None:
    folder = git_checkouts.second.site.root / ".git"
    (folder / file).write_text(text, encoding="utf-8")
    message = git_checkouts.expect_refusal()
    assert f"git báo “{expected}" in message
    assert f"Có thể {folder} đã hỏng" in message


def test_publish_broken_git_folder_above_site_is_refused(tmp_path: Path) -> None:
    harness = PublishHarness(tmp_path / "trang")
    harness.publish()
    (tmp_path / ".git").mkdir()
    with pytest.raises(GitError, match=re.escape(f"Có thể {tmp_path / '.git'} đã hỏng")):
        harness.publish()


def test_publish_failing_git_names_its_words(
    git_checkouts: TwoCheckouts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    put_git_first_on_path(tmp_path, monkeypatch, "echo 'fatal: out of \033[31mluck' >&2; exit 3")
    assert r"git báo “fatal: out of \x1b[31mluck”" in git_checkouts.expect_refusal()


def put_git_first_on_path(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program = folder / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")


def test_publish_git_failing_at_history_is_refused(
    git_checkouts: TwoCheckouts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real = shutil.which("git")
    script = f"""case "$*" in *is-shallow*) echo 'fatal: no' >&2; exit 1;; esac; exec {real} "$@" """
    put_git_first_on_path(tmp_path, monkeypatch, script)
    assert "git báo “fatal: no”" in git_checkouts.expect_refusal()


def test_publish_repository_before_first_commit_goes_on(checkouts: TwoCheckouts) -> None:
    run_git_in(checkouts.first, "init", "-qb", "main")
    checkouts.first.publish()
    current = checkouts.target.current_id()
    assert current
    assert checkouts.target.read_release(current).commit == ""


def test_withdraw_without_answer_of_git_writes_nothing(
    git_checkouts: TwoCheckouts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(GitError, match="máy này không có git"):
        git_checkouts.second.withdraw(OLD_ADDRESS)
    assert not (git_checkouts.second.site.content / "withdrawn.yml").exists()


HOOK = """#!/bin/sh
test -n "$GIT_DIR" || exit 9
GIT_INDEX_FILE=/nonexistent/index GIT_WORK_TREE=/nonexistent
export GIT_INDEX_FILE GIT_WORK_TREE
cd "{repository}" && exec "{python}" -c '
from pathlib import Path
from tests.publishing.harness import PublishHarness
harness = PublishHarness(Path("{site}"))
print(harness.publish())
'
"""


def test_publish_in_hook_uses_commit_of_workspace(git_checkouts: TwoCheckouts, tmp_path: Path) -> None:
    bare = tmp_path / "kho.git"
    subprocess.run(["git", "init", "-q", "--bare", str(bare)], check=True)
    hook = bare / "hooks" / "post-receive"
    site, repository = git_checkouts.second.site.root, Path(__file__).parents[3]
    hook.write_text(HOOK.format(repository=repository, python=sys.executable, site=site), encoding="utf-8")
    hook.chmod(0o755)
    answer = push_to(bare, git_checkouts)
    assert "những gì viết ở đó sẽ trở lại như cũ" in answer  # the copy of the hook is behind
    commit_all_and_pull(git_checkouts)
    write_dated_article(git_checkouts.second.site, "nua")
    commit_all(git_checkouts.second)
    assert "Đã xuất bản" in push_to(bare, git_checkouts)
    current = git_checkouts.target.current_id()
    assert current
    head = subprocess.run(
        ["git", "-C", str(site), "rev-parse", "HEAD"], check=True, capture_output=True, text=True
    ).stdout
    commit = git_checkouts.target.read_release(current).commit
    assert commit
    assert head.startswith(commit.removesuffix("+"))  # publishconf.py is not committed


def push_to(bare: Path, checkouts: TwoCheckouts) -> str:
    """Push the second workspace; return what the hook said."""
    command = ["git", "-C", str(checkouts.second.site.root), "push", str(bare), "main"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return done.stderr
