import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from bulletin.build import build_lock
from bulletin.storage.file_lock import hold_file_lock

pytestmark = pytest.mark.slow

OTHER = """
import sys, time
from pathlib import Path
from bulletin.build import build_lock as turn

turn.acquire_build_lock(Path(sys.argv[1]))
print("giữ", flush=True)
time.sleep(60)
"""


def test_a_second_build_waits_until_the_first_ends_however_it_ends(tmp_path: Path) -> None:
    file, taken = tmp_path / "cache/x.turn", threading.Event()
    with subprocess.Popen([sys.executable, "-c", OTHER, str(file)], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        waiting = threading.Thread(
            target=lambda: (build_lock.acquire_build_lock(file), taken.set()), daemon=True
        )
        waiting.start()
        time.sleep(0.2)
        assert not taken.is_set()
        other.kill()
    waiting.join(30)
    assert taken.is_set()
    build_lock.release_build_lock()


def test_a_build_that_failed_leaves_its_turn(tmp_path: Path) -> None:
    file = tmp_path / "x.turn"

    @build_lock.release_lock_on_error
    def fail() -> None:
        raise ValueError("hỏng")

    build_lock.acquire_build_lock(file)
    with pytest.raises(ValueError, match="hỏng"):
        fail()
    assert is_free(file)


def test_a_process_takes_its_turn_again(tmp_path: Path) -> None:
    file = tmp_path / "x.turn"
    for _ in range(2):
        build_lock.acquire_build_lock(file)
        assert not is_free(file)
    build_lock.release_build_lock()
    assert is_free(file)


def is_free(file: Path) -> bool:
    """Tell whether a process could take its turn at once."""

    def refuse(_: int) -> None:
        raise BlockingIOError

    try:
        with hold_file_lock(file, refuse):
            return True
    except BlockingIOError:
        return False
