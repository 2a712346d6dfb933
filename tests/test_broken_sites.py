"""Each folder of broken_sites is a content tree with one fault, and what must be said about it."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.factories import SmallSite

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fork_pelican_builds")]

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
    """Copy the sound site and the broken one over it."""
    for layer in (FOLDER / "_base", FOLDER / name):
        shutil.copytree(layer, folder, symlinks=True, dirs_exist_ok=True)


def read_expected_messages(name: str) -> list[str]:
    return (FOLDER / name / "expected.txt").read_text(encoding="utf-8").splitlines()


def test_the_sound_site_has_no_fault(tmp_path: Path) -> None:
    copy_broken_site("_base", tmp_path)
    assert SmallSite(tmp_path).list_problems() == []


@pytest.mark.parametrize("name", BROKEN)
def test_a_check_says_what_a_person_read_and_approved(tmp_path: Path, name: Any) -> None:
    copy_broken_site(name, tmp_path)
    assert SmallSite(tmp_path).list_problems() == read_expected_messages(name)


@pytest.mark.parametrize("name", BUILT)
def test_pelican_stops_with_the_same_words_and_no_traceback(tmp_path: Path, name: Any) -> None:
    copy_broken_site(name, tmp_path)
    site = SmallSite(tmp_path)
    done = site.build()
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert "Traceback" not in said
    assert "Error" not in said
    for line in read_expected_messages(name):
        assert line in " ".join(said.split())
    assert not site.output.exists() or not list(site.output.rglob("*.html"))
