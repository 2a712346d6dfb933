import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from bulletin.clock import VIETNAM_TZ
from bulletin.publishing.workspace_lock import hold_lock_file

pytestmark = pytest.mark.slow

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=VIETNAM_TZ)
HOLD = """
import sys, time
from datetime import datetime
from pathlib import Path
from bulletin.publishing.workspace_lock import hold_lock_file

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


def test_the_second_waits_and_is_told_for_whom(tmp_path: Path) -> None:
    said: list[str] = []
    with (
        start_lock_holder(tmp_path / "lock", 0.3) as process,
        hold_lock_file(tmp_path / "lock", "build", NOON, said.append),
    ):
        assert process.wait() == 0
    assert len(said) == 1
    assert f"(publish, từ 07:30:00, tiến trình {process.pid})" in said[0]


def test_a_killed_holder_holds_nobody_off(tmp_path: Path) -> None:
    with start_lock_holder(tmp_path / "lock", 60) as process:
        process.kill()
    said: list[str] = []
    with hold_lock_file(tmp_path / "lock", "build", NOON, said.append):
        assert said == []


def test_a_child_that_inherits_the_lock_keeps_it(tmp_path: Path) -> None:
    said: list[str] = []
    with hold_lock_file(tmp_path / "lock", "publish", NOON) as descriptor:
        child = subprocess.Popen(["sleep", "0.3"], pass_fds=(descriptor,))
    with hold_lock_file(tmp_path / "lock", "publish", NOON, said.append):
        assert child.wait(timeout=0.2) == 0
    assert said


def test_a_note_that_a_full_disk_cut_short_keeps_nobody_off(tmp_path: Path) -> None:
    for holder in ("publish", "rollback của An (máy-1)"):
        note = f"{holder}, từ 12:00:00, tiến trình 4711".encode()
        for length in range(len(note) + 1):
            (tmp_path / "lock").write_bytes(note[:length])
            with hold_lock_file(tmp_path / "lock", "build", NOON):
                pass
