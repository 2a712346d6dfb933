"""Tests of the messages for the content folders in tests/broken_sites.

Each folder has one fault and the expected messages.
"""

import shutil
from pathlib import Path

import pytest

from tests.factories import SmallSite

FOLDER = Path(__file__).with_name("broken_sites")
BROKEN = sorted(path.name for path in FOLDER.iterdir() if path.is_dir() and path.name != "_base")
BUILT = (
    "unquoted-colon",
    "symbolic-link-outside",
    "symbolic-link-to-a-draft",
    "duplicate-address",
    "windows-1258",
)


def copy_broken_site(name: str, folder: Path) -> None:
    """Copy the valid site, and the broken site over it."""
    for source in (FOLDER / "_base", FOLDER / name):
        shutil.copytree(source, folder, symlinks=True, dirs_exist_ok=True)


def read_expected_messages(name: str) -> list[str]:
    return (FOLDER / name / "expected.txt").read_text(encoding="utf-8").splitlines()


def test_check_of_the_valid_site_finds_no_problem(tmp_path: Path) -> None:
    copy_broken_site("_base", tmp_path)
    assert SmallSite(tmp_path).list_problems() == []


@pytest.mark.parametrize("name", BROKEN)
def test_check_of_a_broken_site_prints_the_approved_messages(tmp_path: Path, name: str) -> None:
    copy_broken_site(name, tmp_path)
    assert SmallSite(tmp_path).list_problems() == read_expected_messages(name)


@pytest.mark.parametrize("name", BUILT)
def test_build_of_a_broken_site_prints_the_approved_messages_and_no_traceback(
    tmp_path: Path, name: str
) -> None:
    copy_broken_site(name, tmp_path)
    site = SmallSite(tmp_path)
    result = site.build()
    output = result.stdout + result.stderr
    assert result.returncode == 1
    assert "Traceback" not in output
    assert "Error" not in output
    for line in read_expected_messages(name):
        assert line in " ".join(output.split())
    assert not site.output.exists() or not list(site.output.rglob("*.html"))
