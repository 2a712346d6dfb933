import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench.process_metrics import Cost, ProcessTree, add_costs, measure_command
from bulletin.errors import UserError

pytestmark = pytest.mark.slow

HOLD_MEMORY = "import time; data = b'x' * {size}; time.sleep(0.4)"


def measure_code(code: str, folder: Path) -> Cost:
    return measure_command(
        (sys.executable, "-c", code), folder=folder, variables=os.environ, log=folder / "log"
    )


def test_measure_command_tells_elapsed_time_from_processor_time(tmp_path: Path) -> None:
    asleep = measure_code("import time; time.sleep(0.3)", tmp_path)
    assert 0.3 <= asleep.seconds < 5
    assert asleep.cpu < asleep.seconds
    busy = measure_code("import time\nwhile time.process_time() < 0.3: pass", tmp_path)
    assert busy.cpu >= 0.3


def test_measure_command_counts_memory_of_children(tmp_path: Path) -> None:
    alone = measure_code(HOLD_MEMORY.format(size=1), tmp_path)
    child = HOLD_MEMORY.format(size=60_000_000)
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    both = measure_code(code, tmp_path)
    assert both.rss > alone.rss + 60_000_000
    assert both.pss > 60_000_000


def test_measure_command_counts_processor_time_of_children(tmp_path: Path) -> None:
    child = "import time\nwhile time.process_time() < 0.3: pass"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    assert measure_code(code, tmp_path).cpu >= 0.3


def test_measure_command_that_fails_shows_the_last_output(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"ended with 3:\nno such theme"):
        measure_code("print('no such theme'); raise SystemExit(3)", tmp_path)


def test_process_tree_has_grandchildren_and_no_other_processes() -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(30)'])"
    child = subprocess.Popen([sys.executable, "-c", code])
    try:
        tree, deadline = ProcessTree(child.pid), time.monotonic() + 20
        while len(members := tree.list_process_ids()) < 2 and time.monotonic() < deadline:
            time.sleep(0.02)
        assert child.pid in members
        assert len(members) == 2
        assert os.getpid() not in members
    finally:
        for pid in sorted(members, reverse=True):
            os.kill(pid, 9)
        child.wait()


def test_add_costs_adds_times_and_takes_the_highest_memory() -> None:
    total = add_costs((Cost(1.0, 2.0, 30, 20), Cost(2.0, 2.5, 10, 40)))
    assert total == Cost(3.0, 4.5, 30, 40)
