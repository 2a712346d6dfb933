"""Pull into the clone of a timer, and tell of a pull that fails."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bulletin.publishing.alerts.watch import describe_failures
from bulletin.publishing.timer_pull import pull_for_timer
from bulletin.publishing.workspace.folders import Workspace
from bulletin.publishing.workspace.lock import hold_lock_file
from tests.publishing.alerts.alert_receivers import Webhook
from tests.publishing.harness import FIRST_PUBLISH_TIME
from tests.publishing.shared_repository import IDENTITY, commit_all, create_clones, run_git
from tests.publishing.small_site import write_dated_article


class Clones:
    """The clones of an editor and of a timer."""

    def __init__(self, folder: Path, webhook: Webhook) -> None:
        self.editor, self.timer = create_clones(folder, "an", "may")
        with (self.editor.root / "publishconf.py").open("a", encoding="utf-8") as stream:
            stream.write(f"ALERT_TO = {webhook.address!r}\n")
        self.push("Cảnh báo")
        run_git(self.timer.root, "pull", "--quiet", "--ff-only")

    def push(self, subject: str) -> None:
        commit_all(self.editor, subject)
        run_git(self.editor.root, "push", "--quiet")

    def pull(self) -> tuple[bool, str]:
        """Return the answer and the messages."""
        messages: list[str] = []
        return pull_for_timer(self.timer, FIRST_PUBLISH_TIME, messages.append), "\n".join(messages)


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    with Webhook().run() as running:
        yield running


@pytest.fixture
def clones(tmp_path: Path, webhook: Webhook, monkeypatch: pytest.MonkeyPatch) -> Clones:
    for name, value in IDENTITY.items():
        monkeypatch.setenv(name, value)
    return Clones(tmp_path, webhook)


def has_article(workspace: Workspace, slug: str) -> bool:
    return (workspace.content / f"articles/{slug}.md").is_file()


def test_pull_brings_articles_of_others_without_a_word(clones: Clones, webhook: Webhook) -> None:
    write_dated_article(clones.editor, "moi")
    clones.push("Bài")
    assert clones.pull() == (True, "")
    assert has_article(clones.timer, "moi")
    assert webhook.received == []


def test_pull_after_records_that_were_never_pushed_merges(clones: Clones) -> None:
    (clones.timer.root / "addresses.txt").write_text("", encoding="utf-8")
    commit_all(clones.timer, "Địa chỉ")
    write_dated_article(clones.editor, "moi")
    clones.push("Bài")
    assert clones.pull() == (True, "")
    assert has_article(clones.timer, "moi")


def test_pull_that_fails_is_told_once_and_told_when_well_again(
    clones: Clones, webhook: Webhook, tmp_path: Path
) -> None:
    (tmp_path / "kho.git").rename(tmp_path / "mat.git")
    for _ in range(2):
        may_go_on, message = clones.pull()
        assert may_go_on
        assert message.startswith("Chưa lấy được bài mới từ origin/main (fatal: ")
    assert len(webhook.received) == 1
    assert webhook.received[0]["text"].startswith("git pull trên máy ")
    assert next(describe_failures(clones.timer)).startswith("git pull hỏng từ ")
    (tmp_path / "mat.git").rename(tmp_path / "kho.git")
    assert clones.pull() == (True, "")
    assert "đã làm được trở lại" in webhook.received[1]["text"]


def test_pull_that_would_overwrite_an_edit_keeps_it_and_is_told(clones: Clones, webhook: Webhook) -> None:
    write_dated_article(clones.timer, "moi", "Chữ ở máy hẹn giờ.")
    write_dated_article(clones.editor, "moi", "Chữ của người biên tập.")
    clones.push("Bài")
    may_go_on, message = clones.pull()
    assert may_go_on
    assert "Chưa lấy được bài mới" in message
    assert "Chữ ở máy hẹn giờ." in (clones.timer.content / "articles/moi.md").read_text(encoding="utf-8")
    assert len(webhook.received) == 1


def test_pull_of_another_version_of_the_program_ends_the_run(clones: Clones) -> None:
    (clones.editor.root / "bulletin.toml").write_text('version = "0.3.0"\n', encoding="utf-8")
    clones.push("Phiên bản mới")
    assert clones.pull() == (
        False,
        "Vừa lấy về phiên bản khác của phần mềm; lần chạy sau sẽ dùng phiên bản ấy.",
    )
    assert clones.pull() == (True, "")


def test_pull_brings_settings_that_mend_broken_ones(clones: Clones) -> None:
    clones.pull()
    settings = clones.editor.root / "publishconf.py"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f"{text}(", encoding="utf-8")
    clones.push("Hỏng")
    clones.pull()
    settings.write_text(text, encoding="utf-8")
    clones.push("Lành")
    assert clones.pull() == (True, "")
    assert (clones.timer.root / "publishconf.py").read_text(encoding="utf-8") == text


def test_pull_without_publish_commit_or_during_another_command_does_nothing(clones: Clones) -> None:
    write_dated_article(clones.editor, "moi")
    clones.push("Bài")
    with hold_lock_file(clones.timer.lock_file, "publish", FIRST_PUBLISH_TIME):
        assert clones.pull() == (True, "")
    with (clones.timer.root / "publishconf.py").open("a", encoding="utf-8") as stream:
        stream.write("PUBLISH_COMMIT = False\n")
    assert clones.pull() == (True, "")
    assert not has_article(clones.timer, "moi")
