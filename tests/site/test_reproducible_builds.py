"""Tests that builds of the same content at the same time give the same bytes."""

import hashlib
import os
import shutil
from pathlib import Path

import pytest

from tests.sample_site import ROOT, run_pelican

pytestmark = pytest.mark.slow


def digest_files(output: Path) -> dict[str, str]:
    return {
        path.relative_to(output).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(output.rglob("*"))
        if path.is_file()
    }


@pytest.mark.own_process
def test_build_in_another_folder_zone_and_locale_gives_the_same_bytes(sample: Path, tmp_path: Path) -> None:
    output = tmp_path / "một chỗ khác"
    run_pelican(
        ROOT / "content", output, "-s", "publishconf.py",
        TZ="America/New_York", LC_ALL="C", LANG="C", PYTHONHASHSEED="7",
    )  # fmt: skip
    assert digest_files(output) == digest_files(sample)


def test_second_build_into_the_same_folder_gives_the_same_bytes(sample: Path, tmp_path: Path) -> None:
    for _ in range(2):
        run_pelican(ROOT / "content", tmp_path / "out", "-s", "publishconf.py")
    assert digest_files(tmp_path / "out") == digest_files(sample)


def test_build_with_an_empty_cache_gives_the_same_bytes(sample: Path, tmp_path: Path) -> None:
    """Keep the encoded images, unless ``BULLETIN_PLAYS`` is set.

    Reason: tests of the encoder compare its bytes, and the images of the sample take ten seconds.
    """
    if "BULLETIN_PLAYS" not in os.environ:
        for name in ("pictures", "ads"):
            shutil.copytree(ROOT / ".cache" / name, tmp_path / "cache" / name)
    options = ("-s", "publishconf.py", "-e", f'CACHE_PATH="{tmp_path / "cache"}"')
    run_pelican(ROOT / "content", tmp_path / "out", *options)
    assert digest_files(tmp_path / "out") == digest_files(sample)
