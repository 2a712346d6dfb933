import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bulletin.errors import TEMP_FILE_PATTERN, explain_file_error
from bulletin.storage.file_system import (
    install_file_atomically,
    remove_empty_folders,
    remove_stale_temp_files,
    walk_files,
    write_file_atomically,
)
from tests.sample_site import ROOT


def test_walk_files_yields_links_without_following_them(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/x").touch()
    (tmp_path / "y").touch()
    (tmp_path / "away").symlink_to(tmp_path / "a")
    assert sorted(path for path, _ in walk_files(tmp_path)) == ["a/b/x", "away", "y"]


def test_walk_files_skips_names_and_yields_folders_not_entered(tmp_path: Path) -> None:
    for path in ("a/x", ".git/x", "a/.git/x", "b/c/x"):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).touch()
    found = walk_files(tmp_path, is_skipped=".git".__eq__, is_entered=lambda path: path != "b/c")
    assert sorted(path for path, _ in found) == ["a/x", "b/c"]


def test_install_file_atomically_full_disk_keeps_old_file(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("cũ")

    def fill(path: Path) -> None:
        path.write_text("nửa")
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OSError, match="full") as raised:
        install_file_atomically(tmp_path / "x", fill)
    assert explain_file_error(raised.value).startswith(f"{tmp_path}/x: đĩa đã đầy")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("x", "cũ")]


def test_write_file_atomically_above_the_size_limit_names_the_file(tmp_path: Path) -> None:
    # The limit stands for a full disk: both let a file be opened, and refuse the write.
    code = (
        "import resource, signal, sys; from pathlib import Path; from bulletin.errors import explain_file_error\n"
        "from bulletin.storage.file_system import write_file_atomically\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (9, 9))\n"
        "try: write_file_atomically(Path(sys.argv[1]), bytes(99))\n"
        "except OSError as error: print(explain_file_error(error))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "x")]
    output = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", cwd=ROOT).stdout
    assert output.startswith(f"{tmp_path}/x: tệp vượt giới hạn")
    assert list(tmp_path.iterdir()) == []


def test_write_file_atomically_does_not_follow_link_at_temporary_name(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("của người khác")
    (tmp_path / f".x.{os.getpid()}").symlink_to(tmp_path / "other")
    write_file_atomically(tmp_path / "x", b"moi")
    assert (tmp_path / "x").read_bytes() == b"moi"
    assert (tmp_path / "other").read_text() == "của người khác"


def test_remove_empty_folders_stops_at_files_and_at_root(tmp_path: Path) -> None:
    (tmp_path / "a/b/c").mkdir(parents=True)
    (tmp_path / "a/x").touch()
    assert remove_empty_folders(tmp_path / "a/b/c", tmp_path) == [tmp_path / "a/b/c", tmp_path / "a/b"]
    (tmp_path / "a/x").unlink()
    assert remove_empty_folders(tmp_path / "a/gone", tmp_path) == [tmp_path / "a/gone", tmp_path / "a"]
    assert tmp_path.is_dir()


def test_remove_empty_folders_stops_at_a_link(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "a").mkdir()
    (tmp_path / "a/link").symlink_to(tmp_path / "other")
    assert remove_empty_folders(tmp_path / "a/link", tmp_path) == []
    assert (tmp_path / "a/link").is_symlink()


@pytest.mark.parametrize(
    ("path", "whole"), [("a/.x.html.17", "a/x.html"), (".x.1", "x"), ("x.1", "x.1"), (".x.0", ".x.0")]
)
def test_temp_file_pattern_gives_final_path(path: str, whole: str) -> None:
    assert TEMP_FILE_PATTERN.sub(r"\1\2", path) == whole


def write_temporary_file(folder: Path, name: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("nửa tệp")
    return path


def test_remove_stale_temp_files_removes_files_of_ended_processes(tmp_path: Path) -> None:
    names = (".index.html.999999999", "a/.index.html.999999998", f"a/.index.html.{os.getpid()}")
    leftovers = [write_temporary_file(tmp_path, name) for name in names]  # process ids repeat in a container
    remove_stale_temp_files(tmp_path, {"index.html", "a/index.html"}.__contains__)
    assert not any(path.exists() for path in leftovers)


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
def test_remove_stale_temp_files_keeps_foreign_files_and_running_builds(tmp_path: Path, name: str) -> None:
    path = write_temporary_file(tmp_path, name.replace("PARENT", str(os.getppid())))
    remove_stale_temp_files(tmp_path, {"a/index.html"}.__contains__)
    assert path.exists()


@pytest.mark.parametrize("tail", ["20261123093000", "0", "007", "9" * 40])
def test_remove_stale_temp_files_keeps_backup_with_digits_in_name(tmp_path: Path, tail: str) -> None:
    path = write_temporary_file(tmp_path, f"a/.index.html.{tail}")
    remove_stale_temp_files(tmp_path, {"a/index.html"}.__contains__)
    assert path.exists()
