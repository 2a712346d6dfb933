"""Forked builds for all tests of publishing, and published bulletins that several tests begin with."""

import fcntl
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.publishing.harness import PublishHarness
from tests.publishing.small_site import write_dated_article

CopyPreparedFolder = Callable[[str, Path, Callable[[Path], object]], None]
"""Fills a folder with what a function makes. The function runs once a run for each name."""


@pytest.fixture(autouse=True)
def _forked_builds(request: pytest.FixtureRequest) -> None:
    if "own_process" not in request.keywords:
        request.getfixturevalue("fork_pelican_builds")


@pytest.fixture(scope="session")
def copy_prepared_folder(shared_folder: Path) -> CopyPreparedFolder:
    """Copy what a function makes into a folder. All test processes share what was made.

    ``cp -a`` keeps hard links between releases, and times.
    """

    def begin(name: str, folder: Path, make: Callable[[Path], object]) -> None:
        original = shared_folder / "beginnings" / name
        original.parent.mkdir(exist_ok=True)
        with original.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not original.with_suffix(".done").exists():
                original.mkdir()
                make(original)
                original.with_suffix(".done").touch()
        subprocess.run(["cp", "-a", f"{original}/.", str(folder)], check=True)

    return begin


@pytest.fixture
def harness(tmp_path: Path, copy_prepared_folder: CopyPreparedFolder) -> PublishHarness:
    """An office whose bulletin was published once, with the article ``/2026/11/cu/``."""

    def publish(folder: Path) -> None:
        made = PublishHarness(folder)
        write_dated_article(made.site, "cu")
        made.publish()

    copy_prepared_folder("office", tmp_path, publish)
    return PublishHarness(tmp_path)
