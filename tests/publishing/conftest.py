"""Forked builds for the tests of publishing, and prepared sites to start from."""

import fcntl
import os
import subprocess
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from bulletin.publishing.release import compression
from tests.publishing.harness import PublishHarness
from tests.publishing.small_site import write_dated_article

CopyPreparedFolder = Callable[[str, Path, Callable[[Path], object]], None]
"""Function that fills a folder with a copy of a prepared folder.

Arguments are a name, the folder to fill, and the function that prepares it.
The function runs once for each name in a test run.
"""


@pytest.fixture(scope="session", autouse=True)
def _equal_files_are_compressed_once() -> Iterator[None]:
    """Compress equal files once in a test process, unless ``BULLETIN_PLAYS`` is set.

    Reason: stylesheets and scripts are the same in all sites, and take a quarter of a first publish.
    """
    compress_data = compression.compress_data
    remember = lru_cache(512)(lambda path, data: tuple(compress_data(path, data)))
    with pytest.MonkeyPatch.context() as patch:
        if "BULLETIN_PLAYS" not in os.environ:
            patch.setattr(compression, "compress_data", remember)
        yield


@pytest.fixture(scope="session")
def copy_prepared_folder(shared_folder: Path) -> CopyPreparedFolder:
    """Function that copies a prepared folder, which all test processes share.

    ``cp -a`` keeps times, and hard links between releases.
    """

    def copy_folder(name: str, folder: Path, prepare: Callable[[Path], object]) -> None:
        original = shared_folder / "prepared" / name
        original.parent.mkdir(exist_ok=True)
        with original.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not original.with_suffix(".done").exists():
                original.mkdir()
                prepare(original)
                original.with_suffix(".done").touch()
        subprocess.run(["cp", "-a", f"{original}/.", str(folder)], check=True)

    return copy_folder


@pytest.fixture
def base_harness(tmp_path: Path, copy_prepared_folder: CopyPreparedFolder) -> PublishHarness:
    """A small site that was published once.

    Reason: a later publish takes a third of the processor time of the first one.
    """
    copy_prepared_folder("base", tmp_path, lambda folder: PublishHarness(folder).publish())
    return PublishHarness(tmp_path)


@pytest.fixture
def harness(tmp_path: Path, copy_prepared_folder: CopyPreparedFolder) -> PublishHarness:
    """A site that was published once, with the article ``/2026/11/cu/``."""

    def publish(folder: Path) -> None:
        prepared = PublishHarness(folder)
        write_dated_article(prepared.site, "cu")
        prepared.publish()

    copy_prepared_folder("article", tmp_path, publish)
    return PublishHarness(tmp_path)
