import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from bulletin.clock import VIETNAM_TZ
from bulletin.publishing.workspace.lock import hold_lock_file

pytestmark = pytest.mark.slow

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=VIETNAM_TZ)
HOLD = """
import sys, time
from datetime import datetime
from pathlib import Path
from bulletin.publishing.workspace.lock import hold_lock_file

with hold_lock_file(Path(sys.argv[1]), "publish", datetime(2026, 11, 23, 7, 30)):
    print("giữ", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def start_lock_holder(file: Path, seconds: float) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", HOLD, str(file), str(seconds)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    return process


def test_hold_lock_file_second_command_waits_and_names_holder(tmp_path: Path) -> None:
    messages: list[str] = []
    with (
        start_lock_holder(tmp_path / "lock", 0.3) as process,
        hold_lock_file(tmp_path / "lock", "build", NOON, messages.append),
    ):
        assert process.wait() == 0
    assert len(messages) == 1
    assert f"(publish, từ 07:30:00, tiến trình {process.pid})" in messages[0]


def test_hold_lock_file_killed_holder_frees_lock(tmp_path: Path) -> None:
    with start_lock_holder(tmp_path / "lock", 60) as process:
        process.kill()
    messages: list[str] = []
    with hold_lock_file(tmp_path / "lock", "build", NOON, messages.append):
        assert messages == []


def test_hold_lock_file_inherited_by_child_is_kept(tmp_path: Path) -> None:
    messages: list[str] = []
    with hold_lock_file(tmp_path / "lock", "publish", NOON) as descriptor:
        child = subprocess.Popen(["sleep", "0.3"], pass_fds=(descriptor,))
    with hold_lock_file(tmp_path / "lock", "publish", NOON, messages.append):
        assert child.wait(timeout=0.2) == 0
    assert messages


def test_hold_lock_file_truncated_note_is_overwritten(tmp_path: Path) -> None:
    for holder in ("publish", "rollback của An (máy-1)"):
        note = f"{holder}, từ 12:00:00, tiến trình 4711".encode()
        for length in range(len(note) + 1):
            (tmp_path / "lock").write_bytes(note[:length])
            with hold_lock_file(tmp_path / "lock", "build", NOON):
                pass
