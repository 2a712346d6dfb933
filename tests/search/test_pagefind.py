import os
import signal
import subprocess
import sys
import time

import pytest

from bulletin.processes.parallel import alive
from bulletin.search.pagefind import Indexing
from tests.factories import ROOT

pytestmark = pytest.mark.slow

PAGE = '<html lang="vi"><body data-pagefind-body><h1>{0}</h1><p>{0} của chi bộ.</p></body></html>'


def made(names) -> dict[str, bytes]:
    indexing = Indexing((f"2026/11/{name}/index.html", PAGE.format(name)) for name in names)
    try:
        while not indexing.take():
            pass
        return indexing.files()
    finally:
        indexing.end()


def test_the_same_documents_give_the_same_files():
    names = [f"tin-{number}" for number in range(300)]
    assert made(names) == made(names)


def test_more_documents_and_answers_than_a_pipe_holds_pass_through():
    files = made(f"tin-{number}-{'x' * 400}" for number in range(1500))
    assert len([name for name in files if name.startswith("fragment/")]) == 1500


def test_pagefind_ends_with_the_build_that_is_killed():
    code = (
        "import time\nfrom bulletin.search.pagefind import Indexing\n"
        "indexing = Indexing([])\nprint(indexing._process.pid, flush=True)\ntime.sleep(60)"
    )
    build = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    process = build.stdout.readline().strip()
    assert alive(process)
    os.kill(build.pid, signal.SIGKILL)
    build.wait()
    due = time.monotonic() + 10
    while alive(process) and time.monotonic() < due:
        time.sleep(0.01)
    assert not alive(process)
