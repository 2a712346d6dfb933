from pathlib import Path

import pytest

from bulletin.publishing.pipeline import publish
from bulletin.publishing.repository.record_commit import commit_records
from bulletin.publishing.withdraw import withdraw
from bulletin.publishing.workspace.folders import Workspace
from tests.publishing.conftest import CopyPreparedFolder
from tests.publishing.harness import FIRST_PUBLISH_TIME, PUBLISH_INTERVAL
from tests.publishing.shared_repository import IDENTITY, commit_all, create_clones, run_git
from tests.publishing.small_site import write_dated_article

pytestmark = pytest.mark.usefixtures("git_identity")


@pytest.fixture
def git_identity(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in IDENTITY.items():
        monkeypatch.setenv(name, value)


class Office:
    """The repository and the two clones in a folder, which publish to one place."""

    def __init__(self, folder: Path) -> None:
        self.bare = folder / "kho.git"
        self.an, self.binh = Workspace(folder / "an"), Workspace(folder / "binh")
        self.now = FIRST_PUBLISH_TIME

    def publish(self, workspace: Workspace) -> str:
        self.now += PUBLISH_INTERVAL
        messages: list[str] = []
        publish(workspace, self.now, messages.append)
        return "\n".join(messages)

    def push_article(self, workspace: Workspace, slug: str) -> None:
        write_dated_article(workspace, slug)
        commit_all(workspace, "Bài")
        run_git(workspace.root, "push", "--quiet")

    def is_pushed(self, workspace: Workspace) -> bool:
        run_git(workspace.root, "fetch", "--quiet")
        return run_git(workspace.root, "rev-list", "--count", "@{upstream}..HEAD") == "0"


@pytest.fixture
def office(tmp_path: Path, git_identity: None, copy_prepared_folder: CopyPreparedFolder) -> Office:
    copy_prepared_folder("clones", tmp_path, lambda folder: create_clones(folder, "an", "binh"))
    return Office(tmp_path)


def test_publish_commits_and_pushes_the_ledger(office: Office) -> None:
    messages = office.publish(office.an)
    assert "Hãy lưu vào git" not in messages
    assert run_git(office.an.root, "status", "--porcelain") == ""
    assert run_git(office.an.root, "log", "-1", "--format=%s").startswith("Địa chỉ đã xuất bản (2026")
    assert run_git(office.an.root, "show", "--format=", "--name-only") == "addresses.txt"
    assert office.is_pushed(office.an)


def test_publish_from_both_clones_lets_each_pull_fast_forward(office: Office) -> None:
    for number in range(3):
        for workspace in (office.an, office.binh):
            run_git(workspace.root, "pull", "--quiet", "--ff-only")
            office.push_article(workspace, f"tin-{workspace.root.name}-{number}")
            office.publish(workspace)
            assert run_git(workspace.root, "status", "--porcelain") == ""
            assert office.is_pushed(workspace)


def test_publish_while_another_editor_pushes_puts_the_records_on_top(office: Office) -> None:
    office.publish(office.an)
    run_git(office.binh.root, "pull", "--quiet", "--ff-only")
    write_dated_article(office.an, "cua-an")
    commit_all(office.an, "Bài")
    run_git(office.an.root, "push", "--quiet")
    run_git(office.binh.root, "pull", "--quiet", "--ff-only")
    office.push_article(office.binh, "cua-binh")  # An does not have it yet
    office.publish(office.an)
    assert office.is_pushed(office.an)
    assert (office.an.content / "articles/cua-binh.md").is_file()
    run_git(office.binh.root, "pull", "--quiet", "--ff-only")
    office.publish(office.binh)
    addresses = (office.binh.root / "addresses.txt").read_text(encoding="utf-8")
    assert "/2026/11/cua-an/" in addresses
    assert "/2026/11/cua-binh/" in addresses


def test_publish_leaves_the_edits_of_an_editor_as_they_are(office: Office) -> None:
    write_dated_article(office.an, "dang-viet", status="draft")
    staged = write_dated_article(office.an, "da-chon", status="draft")
    run_git(office.an.root, "add", str(staged))
    before = run_git(office.an.root, "status", "--porcelain")
    office.publish(office.an)
    assert run_git(office.an.root, "status", "--porcelain") == before
    assert office.is_pushed(office.an)


def test_publish_with_articles_that_are_not_pushed_says_so(office: Office) -> None:
    write_dated_article(office.an, "chua-day")
    commit_all(office.an, "Bài")
    assert "Hãy chạy: git pull --no-rebase --no-edit && git push" in office.publish(office.an)
    assert not office.is_pushed(office.an)
    run_git(office.an.root, "pull", "--quiet", "--no-rebase", "--no-edit")
    run_git(office.an.root, "push", "--quiet")
    run_git(office.binh.root, "pull", "--quiet", "--ff-only")
    office.publish(office.binh)  # the commit that An's release names is known here


def test_publish_unreachable_repository_is_said_and_the_next_publish_pushes(office: Office) -> None:
    away = office.bare.rename(office.bare.with_name("di-vang"))
    assert "chưa đẩy được lên origin/main" in office.publish(office.an)
    away.rename(office.bare)
    office.publish(office.an)
    assert office.is_pushed(office.an)


def test_publish_refused_by_a_hook_quotes_the_words_of_the_hook(office: Office) -> None:
    hook = office.bare / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho 'Nhánh main chỉ nhận qua duyệt.' >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    messages = office.publish(office.an)
    assert "chưa đẩy được lên origin/main (Nhánh main chỉ nhận qua duyệt.)" in messages


def test_publish_while_another_editor_pushes_keeps_an_unsaved_edit(office: Office) -> None:
    run_git(office.an.root, "config", "merge.autoStash", "true")
    run_git(office.an.root, "config", "rebase.autoStash", "true")
    office.publish(office.an)
    run_git(office.binh.root, "pull", "--quiet", "--ff-only")
    article = office.an.content / "articles/chung.md"
    office.push_article(office.an, "chung")
    run_git(office.binh.root, "pull", "--quiet", "--ff-only")
    write_dated_article(office.binh, "chung", "Lời của Bình.")
    commit_all(office.binh, "Bài")
    run_git(office.binh.root, "push", "--quiet")
    write_dated_article(office.an, "chung", "Lời đang viết của An.")
    assert "chưa đẩy được lên origin/main" in office.publish(office.an)
    assert "Lời đang viết của An." in article.read_text(encoding="utf-8")
    assert run_git(office.an.root, "stash", "list") == ""


def test_withdraw_takes_the_article_down_before_it_fetches_articles_of_others(office: Office) -> None:
    office.push_article(office.an, "sai")
    office.publish(office.an)
    run_git(office.binh.root, "pull", "--quiet", "--ff-only")
    write_dated_article(office.binh, "loi", "Xem [bài](/2026/11/khong-co/).")
    commit_all(office.binh, "Bài")
    run_git(office.binh.root, "push", "--quiet")
    office.now += PUBLISH_INTERVAL
    withdraw(office.an, "/2026/11/sai/", reason="Sai", by="An", now=office.now, say=lambda _: None)
    page = office.bare.parent / "public/current/2026/11/sai/index.html"
    assert "Tin sai" not in page.read_text(encoding="utf-8")
    assert office.is_pushed(office.an)


def test_withdraw_commits_the_withdrawal_before_its_release(office: Office) -> None:
    office.push_article(office.an, "sai")
    office.publish(office.an)
    office.now += PUBLISH_INTERVAL
    messages: list[str] = []
    withdraw(office.an, "/2026/11/sai/", reason="Sai", by="An", now=office.now, say=messages.append)
    assert not any("Hãy lưu vào git" in message for message in messages)
    assert run_git(office.an.root, "status", "--porcelain") == ""
    assert "Gỡ /2026/11/sai/" in run_git(office.an.root, "log", "--format=%s")
    assert office.is_pushed(office.an)
    run_git(office.binh.root, "pull", "--quiet", "--ff-only")
    office.publish(office.binh)
    assert "Tin sai" not in (office.bare.parent / "public/current/2026/11/sai/index.html").read_text(
        encoding="utf-8"
    )


def test_commit_records_without_an_upstream_commits_alone(office: Office) -> None:
    run_git(office.an.root, "branch", "--unset-upstream")
    (office.an.root / "addresses.txt").write_text("/2026/11/x/\n", encoding="utf-8")
    messages: list[str] = []
    commit_records(office.an.root, "Địa chỉ", messages.append)
    assert messages == []
    assert run_git(office.an.root, "log", "-1", "--format=%s") == "Địa chỉ"


def test_commit_records_without_a_name_says_what_git_said(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "user.useConfigOnly")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "true")
    (office.an.root / "addresses.txt").write_text("/2026/11/x/\n", encoding="utf-8")
    messages: list[str] = []
    commit_records(office.an.root, "Địa chỉ", messages.append)
    (message,) = messages
    assert message.startswith("Chưa lưu được addresses.txt vào git (fatal: ")
