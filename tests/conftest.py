"""Fixtures that several rooms share, and the tally of faults that the suite prints at its end."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.fork_server import ForkServer, Popen
from tests.sample_site import build_sample_once

# A machine may be busy: speed is the bench's to measure. The gate gives the same answer twice.
settings.register_profile("bulletin", deadline=None, max_examples=80, derandomize="CI" in os.environ)
settings.load_profile("bulletin")
_TALLY = "tally.txt"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let long tests begin first, those of whole sites before all: then no process waits for a last long one."""
    items.sort(key=lambda item: (item.get_closest_marker("slow") is None, "site" not in item.path.parts))


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all test processes share."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def sample(shared_folder: Path) -> Path:
    """The built sample bulletin. All test processes share one; nobody writes to it."""
    return build_sample_once(shared_folder)


@pytest.fixture(scope="session")
def fork_server() -> Iterator[None]:
    """End the servers that forked builds for this test process."""
    yield
    ForkServer.close_all()


@pytest.fixture
def fork_pelican_builds(fork_server: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fork Pelican instead of starting it, but with BULLETIN_PLAYS."""
    if "BULLETIN_PLAYS" not in os.environ:
        monkeypatch.setattr(subprocess, "Popen", Popen)


@pytest.fixture(scope="session")
def record_fault_count(shared_folder: Path) -> Callable[[str], None]:
    """Note a line for the end of the run: how many faults of a kind were injected, and what came of them."""

    def note(line: str) -> None:
        with (shared_folder / _TALLY).open("a", encoding="utf-8") as stream:
            stream.write(f"{line}\n")

    return note


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the tally: by the process that started the others."""
    factory = getattr(config, "_tmp_path_factory", None)
    file = factory.getbasetemp() / _TALLY if factory else None
    if file is not None and file.exists():
        terminalreporter.section("faults injected")
        for line in sorted(file.read_text(encoding="utf-8").splitlines()):
            terminalreporter.write_line(line)
