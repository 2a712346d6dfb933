import os
import signal
import subprocess
import sys
import time

import pytest

from bulletin.processes.parallel import is_process_alive
from bulletin.search.pagefind import PagefindProcess
from tests.factories import ROOT

pytestmark = pytest.mark.slow

PAGE = '<html lang="vi"><body data-pagefind-body><h1>{0}</h1><p>{0} của chi bộ.</p></body></html>'


def index_names(names) -> dict[str, bytes]:
    indexing = PagefindProcess((f"2026/11/{name}/index.html", PAGE.format(name)) for name in names)
    try:
        while not indexing.read_response():
            pass
        return indexing.get_index_files()
    finally:
        indexing.kill()


def test_the_same_documents_give_the_same_files() -> None:
    names = [f"tin-{number}" for number in range(300)]
    assert index_names(names) == index_names(names)


def test_more_documents_and_answers_than_a_pipe_holds_pass_through() -> None:
    files = index_names(f"tin-{number}-{'x' * 400}" for number in range(1500))
    assert len([name for name in files if name.startswith("fragment/")]) == 1500


def test_pagefind_ends_with_the_build_that_is_killed() -> None:
    code = (
        "import time\nfrom bulletin.search.pagefind import PagefindProcess\n"
        "indexing = PagefindProcess([])\nprint(indexing._process.pid, flush=True)\ntime.sleep(60)"
    )
    build = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    process = build.stdout.readline().strip()
    assert is_process_alive(process)
    os.kill(build.pid, signal.SIGKILL)
    build.wait()
    due = time.monotonic() + 10
    while is_process_alive(process) and time.monotonic() < due:
        time.sleep(0.01)
    assert not is_process_alive(process)
