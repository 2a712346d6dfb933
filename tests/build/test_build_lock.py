import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from bulletin.build import build_lock
from bulletin.storage.file_lock import hold_file_lock

pytestmark = pytest.mark.slow

OTHER_BUILD = """
import sys, time
from pathlib import Path
from bulletin.build import build_lock

build_lock.acquire_build_lock(Path(sys.argv[1]))
print("giữ", flush=True)
time.sleep(60)
"""


def test_acquire_build_lock_waits_until_the_other_build_is_killed(tmp_path: Path) -> None:
    file, is_acquired = tmp_path / "cache/build.lock", threading.Event()
    with subprocess.Popen(
        [sys.executable, "-c", OTHER_BUILD, str(file)], stdout=subprocess.PIPE
    ) as other_build:
        assert other_build.stdout is not None
        other_build.stdout.readline()

        def acquire() -> None:
            build_lock.acquire_build_lock(file)
            is_acquired.set()

        waiting = threading.Thread(target=acquire, daemon=True)
        waiting.start()
        time.sleep(0.2)
        assert not is_acquired.is_set()
        other_build.kill()
    waiting.join(30)
    assert is_acquired.is_set()
    build_lock.release_build_lock()


def test_release_lock_on_error_releases_the_lock_of_a_failed_build(tmp_path: Path) -> None:
    file = tmp_path / "build.lock"

    @build_lock.release_lock_on_error
    def fail() -> None:
        raise ValueError("hỏng")

    build_lock.acquire_build_lock(file)
    with pytest.raises(ValueError, match="hỏng"):
        fail()
    assert is_free(file)


def test_acquire_build_lock_twice_in_one_process_holds_the_lock_once(tmp_path: Path) -> None:
    file = tmp_path / "build.lock"
    for _ in range(2):
        build_lock.acquire_build_lock(file)
        assert not is_free(file)
    build_lock.release_build_lock()
    assert is_free(file)


def is_free(file: Path) -> bool:
    """Tell if a build could acquire the lock at once."""

    def refuse(_: int) -> None:
        raise BlockingIOError

    try:
        with hold_file_lock(file, refuse):
            return True
    except BlockingIOError:
        return False
