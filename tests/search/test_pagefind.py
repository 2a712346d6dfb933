import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable

import pytest

from bulletin.processes.parallel import is_process_alive
from bulletin.search.pagefind import PagefindProcess
from tests.factories import ROOT
from tests.search.child_processes import list_child_processes

pytestmark = pytest.mark.slow

PAGE = '<html lang="vi"><body data-pagefind-body><h1>{0}</h1><p>{0} của chi bộ.</p></body></html>'


def index_names(names: Iterable[str]) -> dict[str, bytes]:
    process = PagefindProcess((f"2026/11/{name}/index.html", PAGE.format(name)) for name in names)
    try:
        while not process.read_response():
            pass
        return process.get_index_files()
    finally:
        process.kill()


def test_pagefind_of_equal_documents_returns_equal_files() -> None:
    names = [f"tin-{number}" for number in range(300)]
    assert index_names(names) == index_names(names)


def test_pagefind_with_more_data_than_a_pipe_holds_returns_all_documents() -> None:
    files = index_names(f"tin-{number}-{'x' * 400}" for number in range(1500))
    assert len([name for name in files if name.startswith("fragment/")]) == 1500


def test_pagefind_process_ends_when_its_build_is_killed() -> None:
    code = (
        "import time\nfrom bulletin.search.pagefind import PagefindProcess\n"
        "process = PagefindProcess([])\nprint('ready', flush=True)\ntime.sleep(60)"
    )
    build = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert build.stdout is not None
    build.stdout.readline()
    (process_id,) = list_child_processes(build.pid)
    assert is_process_alive(process_id)
    os.kill(build.pid, signal.SIGKILL)
    build.wait()
    deadline = time.monotonic() + 10
    while is_process_alive(process_id) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not is_process_alive(process_id)
