"""Shared fixtures, and the summary of injected faults after the tests."""

import gc
import os
import subprocess
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.fork_server import ORIGINAL_POPEN, ForkServer, Popen
from tests.publishing.small_site import set_shared_folder
from tests.sample_site import build_sample_once

# No deadline, because a machine may be busy. CI must give the same result twice.
settings.register_profile(
    "bulletin",
    deadline=None,
    max_examples=80 if "BULLETIN_PLAYS" in os.environ else 40,
    derandomize="CI" in os.environ,
)
settings.load_profile("bulletin")
_FAULT_COUNTS_FILE = "fault-counts.txt"
_COLLECTION_THRESHOLD = 100_000
"""Objects that Python makes before it looks for reference cycles, as in ``./inv``."""

gc.disable()  # until all tests are collected


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Begin the collection of a folder at another place in each test process.

    Reason: pytest compiles each file of tests. A process finds most of them compiled by another.
    """
    report = yield
    process = getattr(collector.config, "workerinput", None)
    if process and isinstance(collector, pytest.Directory):
        number, count = int(process["workerid"].removeprefix("gw")), process["workercount"]
        start = len(report.result) * number // count
        report.result[:] = report.result[start:] + report.result[:start]
    return report


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests of ``BULLETIN_PLAYS``. Start slow tests first.

    Tests of offices and whole sites stand before other slow tests. All others are sorted by file,
    because all test processes must have one order.
    Reason: no test process then waits for a last slow test of another process.
    """
    if "BULLETIN_PLAYS" not in os.environ:
        left_out = [item for item in items if item.get_closest_marker("plays")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("plays")]
    longest = ("product", "site")

    def get_place(item: pytest.Item) -> tuple[bool, int, str]:
        is_fast = item.get_closest_marker("slow") is None
        folders = [number for number, name in enumerate(longest) if name in item.path.parts]
        return is_fast, min(folders, default=len(longest)), str(item.path)

    items.sort(key=get_place)


def pytest_collection_finish() -> None:
    """Leave the collected tests out of the garbage collection, and run it seldom.

    Reason: Python would look through them again and again, in a fifth of the time of the suite.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECTION_THRESHOLD)
    gc.enable()


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Folder that all test processes share."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session", autouse=True)
def _small_sites_share_a_cache(shared_folder: Path) -> None:
    set_shared_folder(shared_folder)


@pytest.fixture(scope="session")
def sample(shared_folder: Path) -> Path:
    """Output of the sample, which all test processes share and no test changes."""
    return build_sample_once(shared_folder)


@pytest.fixture(scope="session", autouse=True)
def _forked_builds() -> Iterator[None]:
    """Fork Pelican, and do not start it, unless ``BULLETIN_PLAYS`` is set."""
    with pytest.MonkeyPatch.context() as patch:
        if "BULLETIN_PLAYS" not in os.environ:
            patch.setattr(subprocess, "Popen", Popen)
        yield
    ForkServer.close_all()


@pytest.fixture(autouse=True)
def _own_processes(request: pytest.FixtureRequest) -> None:
    if "own_process" in request.keywords:
        request.getfixturevalue("monkeypatch").setattr(subprocess, "Popen", ORIGINAL_POPEN)


@pytest.fixture(scope="session")
def record_fault_count(shared_folder: Path) -> Callable[[str], None]:
    """Function that notes a line with faults and their results for the summary."""

    def note(line: str) -> None:
        with (shared_folder / _FAULT_COUNTS_FILE).open("a", encoding="utf-8") as stream:
            stream.write(f"{line}\n")

    return note


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the summary of injected faults, in the main test process."""
    factory = getattr(config, "_tmp_path_factory", None)
    file = factory.getbasetemp() / _FAULT_COUNTS_FILE if factory else None
    if file is not None and file.exists():
        terminalreporter.section("faults injected")
        for line in sorted(file.read_text(encoding="utf-8").splitlines()):
            terminalreporter.write_line(line)
