import os
import queue
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bulletin.cli.livereload.builder import Builder
from bulletin.cli.livereload.command import Change, SearchRequest, wait_for_change
from bulletin.cli.livereload.watcher import CODE_FOLDERS
from bulletin.publishing.workspace.folders import BUILD_SETTINGS_FILE, Workspace
from tests.cli.livereload.livereload_site import create_livereload_site
from tests.gate import mark_later_rows


class RecordingBuilder(Builder):
    """Builder that counts how often it is closed."""

    closed = 0

    def close(self) -> None:
        """Count."""
        self.closed += 1


@pytest.fixture
def builder(tmp_path: Path) -> RecordingBuilder:
    """A builder without a server."""
    return RecordingBuilder(Workspace(tmp_path), print)


def create_queue(*changes: Change) -> "queue.SimpleQueue[Change]":
    changed: queue.SimpleQueue[Change] = queue.SimpleQueue()
    for change in changes:
        changed.put(change)
    return changed


def test_wait_for_change_takes_all_changes_at_once(builder: RecordingBuilder) -> None:
    changes = create_queue({"/site/content/a.md"}, {"/site/content/b.md"})
    assert not wait_for_change(changes, builder, None)
    assert changes.empty()
    assert builder.closed == 0


def test_wait_for_change_with_a_search_request_needs_the_search_index(builder: RecordingBuilder) -> None:
    assert wait_for_change(create_queue({"/site/content/a.md"}, SearchRequest()), builder, None)


def test_wait_for_change_of_code_ends_the_build_server(builder: RecordingBuilder) -> None:
    wait_for_change(create_queue({f"{CODE_FOLDERS[0]}/clock.py"}), builder, None)
    assert builder.closed == 1


def test_wait_for_change_ends_when_a_scheduled_change_is_due(
    builder: RecordingBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BULLETIN_NOW", raising=False)
    started = time.monotonic()
    assert not wait_for_change(create_queue(), builder, time.time() + 0.5)
    assert 1 < time.monotonic() - started < 10


@pytest.mark.slow
def test_run_livereload_ends_quietly_on_ctrl_c_during_a_build(tmp_path: Path) -> None:
    site = create_livereload_site(tmp_path)
    (site.root / BUILD_SETTINGS_FILE).write_text(
        "import time\nfrom pathlib import Path\nPath('started').touch()\ntime.sleep(60)\n", encoding="utf-8"
    )
    command = [sys.executable, "tasks.py", "livereload", "--port", "0"]
    with subprocess.Popen(
        command, cwd=site.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    ) as process:
        try:
            while not (site.root / "started").exists():
                assert process.poll() is None
                time.sleep(0.05)
            os.killpg(process.pid, signal.SIGINT)  # as a terminal does
            output, _ = process.communicate(timeout=20)
        finally:
            process.kill()
    assert (process.returncode, output) == (0, b"")


@pytest.mark.slow
@pytest.mark.parametrize(("bind", "is_told"), mark_later_rows([("0.0.0.0", True), ("127.0.0.1", False)], 1))  # noqa: S104  # the tested address
def test_run_livereload_for_the_network_says_that_others_see_drafts(
    tmp_path: Path, bind: str, is_told: bool
) -> None:
    site = create_livereload_site(tmp_path)
    command = [sys.executable, "tasks.py", "livereload", "--port", "0", "--bind", bind]
    with subprocess.Popen(
        command,
        cwd=site.root,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        try:
            while not process.stdout.readline().startswith("Đang theo dõi"):
                assert process.poll() is None
            time.sleep(0.5)
            os.killpg(process.pid, signal.SIGINT)
            rest = process.stdout.read()
        finally:
            process.kill()
    assert rest.startswith("Chú ý: máy khác trong mạng") is is_told


@pytest.mark.slow
@pytest.mark.parametrize("delay", mark_later_rows([0.05, 0, 0.3], 1))
def test_run_livereload_ends_quietly_on_ctrl_c_while_the_build_server_starts(
    tmp_path: Path, delay: float
) -> None:
    site = create_livereload_site(tmp_path)
    command = [sys.executable, "tasks.py", "livereload", "--port", "0"]
    with subprocess.Popen(
        command, cwd=site.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    ) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        try:
            while not children.read_text(encoding="ascii"):
                assert process.poll() is None
                time.sleep(0.002)
            time.sleep(delay)
            os.killpg(process.pid, signal.SIGINT)
            output, _ = process.communicate(timeout=20)
        finally:
            process.kill()
    assert (process.returncode, output) == (0, b"")
