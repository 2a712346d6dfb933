import json
from pathlib import Path

import pytest

from bulletin.storage.output_folder import (
    BUILD_MARKER_NAME,
    OUTPUT_LIST_NAME,
    copy_output_file,
    prepare_output,
    record_output_files,
    record_search_files,
    remove_build_marker,
    write_output_file,
)


def write_outputs(output: Path, *names: str) -> None:
    for name in names:
        write_output_file(output, name, name.encode())


def list_output(output: Path) -> list[str]:
    names = (path.relative_to(output).as_posix() for path in output.rglob("*"))
    return sorted(name for name in names if name not in (OUTPUT_LIST_NAME, BUILD_MARKER_NAME))


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Return the output folder of a build with three files and one foreign file."""
    output = tmp_path / "output"
    write_outputs(output, "a/index.html", "a/b/index.html", "c.html")
    record_output_files(output, ["a/index.html", "a/b/index.html", "c.html"])
    write_outputs(output, "a/nguoi-khac.html")
    return output


def test_prepare_output_removes_stale_files_with_folder(output: Path) -> None:
    assert prepare_output(output, ["a/index.html"]) == ("a/b/index.html", "c.html")
    assert list_output(output) == ["a", "a/index.html", "a/nguoi-khac.html"]


def test_prepare_output_keeps_foreign_file(output: Path) -> None:
    prepare_output(output, [])
    assert list_output(output) == ["a", "a/nguoi-khac.html"]
    prepare_output(output, ["a/nguoi-khac.html"])  # the site writes this file from now on
    prepare_output(output, [])
    assert list_output(output) == []


def test_prepare_output_first_build_removes_nothing(tmp_path: Path) -> None:
    write_outputs(tmp_path, "x.html")
    assert prepare_output(tmp_path, []) == ()
    assert list_output(tmp_path) == ["x.html"]


@pytest.mark.parametrize(
    "data", [b"", b"[", b"\xff\xfe", b"{}", b"null", b"[1, null, {}]", b'["a\\u0000b"]', b'["", ".", "a"]']
)
def test_record_output_files_damaged_list_is_replaced(output: Path, data: bytes) -> None:
    before = list_output(output)
    (output / OUTPUT_LIST_NAME).write_bytes(data)
    record_output_files(output, ["c.html"])
    assert list_output(output) == before
    assert json.loads((output / OUTPUT_LIST_NAME).read_text()) == ["c.html"]


@pytest.mark.parametrize("name", ["../quan-trong.txt", "/{folder}/quan-trong.txt", "lien-ket/quan-trong.txt"])
def test_prepare_output_forged_list_removes_nothing_outside(output: Path, name: str) -> None:
    outside = output.parent / "quan-trong.txt"
    outside.write_text("x")
    (output / "lien-ket").symlink_to(output.parent)
    (output / OUTPUT_LIST_NAME).write_text(json.dumps([name.format(folder=str(output.parent).lstrip("/"))]))
    prepare_output(output, [])
    assert outside.exists()


def test_prepare_output_missing_file_counts_as_removed(output: Path) -> None:
    (output / "c.html").unlink()
    assert prepare_output(output, ["a/index.html"]) == ("a/b/index.html", "c.html")


def test_record_output_files_list_is_sorted_without_repeats(tmp_path: Path) -> None:
    tmp_path.joinpath("x").mkdir()
    record_output_files(tmp_path, ["b", "a", "b"])
    assert json.loads((tmp_path / OUTPUT_LIST_NAME).read_text()) == ["a", "b"]
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [OUTPUT_LIST_NAME]


def test_prepare_output_removes_files_of_interrupted_build(output: Path) -> None:
    prepare_output(output, ["a/index.html", "nhap.html"])
    write_outputs(output, "nhap.html")  # then the power failed
    prepare_output(output, ["a/index.html"])
    assert list_output(output) == ["a", "a/index.html", "a/nguoi-khac.html"]


def test_prepare_output_file_may_become_folder(output: Path) -> None:
    prepare_output(output, ["c.html/index.html"])
    write_outputs(output, "c.html/index.html")
    assert (output / "c.html/index.html").is_file()


def test_record_search_files_keeps_search_index_until_next_one(output: Path) -> None:
    write_outputs(output, "search/2026/a.json")
    record_search_files(output, ["search/2026/a.json"])
    prepare_output(output, ["c.html"])
    record_output_files(output, ["c.html"])
    assert json.loads((output / OUTPUT_LIST_NAME).read_text()) == ["c.html", "search/2026/a.json"]
    record_search_files(output, [])
    assert json.loads((output / OUTPUT_LIST_NAME).read_text()) == ["c.html"]


def test_write_output_file_equal_bytes_are_not_written_again(tmp_path: Path) -> None:
    write_output_file(tmp_path, "a/b.css", b"x")
    before = (tmp_path / "a/b.css").stat().st_mtime_ns
    write_output_file(tmp_path, "a/b.css", b"x")
    assert (tmp_path / "a/b.css").stat().st_mtime_ns == before
    write_output_file(tmp_path, "a/b.css", b"y")
    assert (tmp_path / "a/b.css").read_bytes() == b"y"


def test_copy_output_file_copies_bytes_and_not_permissions(tmp_path: Path) -> None:
    source = tmp_path / "x.pdf"
    source.write_bytes(b"x")
    source.chmod(0o600)
    copy_output_file(source, tmp_path / "output", "files/x.pdf")
    copy = tmp_path / "output/files/x.pdf"
    assert copy.read_bytes() == b"x"
    assert copy.stat().st_mode & 0o777 != 0o600


def test_prepare_output_removes_temporary_files_of_killed_build(output: Path) -> None:
    prepare_output(output, ["a/index.html"])
    temporary = output / "a/.index.html.999999999"
    temporary.write_text("nửa trang")
    prepare_output(output, ["a/index.html"])
    assert not temporary.exists()


def test_remove_build_marker_keeps_later_temporary_files(output: Path) -> None:
    prepare_output(output, ["a/index.html"])
    remove_build_marker(output)
    assert not (output / BUILD_MARKER_NAME).exists()
    foreign = output / "a/.index.html.999999999"
    foreign.write_text("của ai đó")
    prepare_output(output, ["a/index.html"])
    assert foreign.exists()
