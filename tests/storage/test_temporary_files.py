import os
from pathlib import Path

import pytest

from bulletin.storage.temporary_files import remove_stale_temp_files


def write_temporary_file(folder, name: str):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("nửa tệp")
    return path


def test_what_a_killed_process_left_of_our_files_is_removed(tmp_path: Path) -> None:
    names = (".index.html.999999999", "a/.index.html.999999998", f"a/.index.html.{os.getpid()}")
    left = [
        write_temporary_file(tmp_path, name) for name in names
    ]  # in a container ids repeat: the last may be of a process before
    remove_stale_temp_files(tmp_path, {"index.html", "a/index.html"}.__contains__)
    assert not any(path.exists() for path in left)


@pytest.mark.parametrize(
    "name",
    [
        "a/index.html",
        "a/.index.html.swp",
        "a/.index.html.999999999.swp",
        "a/.cua-nguoi-khac.html.999999999",
        ".index.html.999999999",
        "a/.index.html.PARENT",
    ],
)
def test_files_of_others_and_of_builds_at_work_stay(tmp_path: Path, name: str) -> None:
    path = write_temporary_file(tmp_path, name.replace("PARENT", str(os.getppid())))
    remove_stale_temp_files(tmp_path, {"a/index.html"}.__contains__)
    assert path.exists()


@pytest.mark.parametrize("tail", ["20261123093000", "0", "007", "9" * 40])
def test_a_backup_whose_name_ends_in_digits_is_no_leftover(tmp_path: Path, tail: str) -> None:
    path = write_temporary_file(tmp_path, f"a/.index.html.{tail}")
    remove_stale_temp_files(tmp_path, {"a/index.html"}.__contains__)
    assert path.exists()
