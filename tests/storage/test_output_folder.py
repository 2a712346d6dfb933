import json
from pathlib import Path
from typing import Any

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


def write_outputs(output, *names: str) -> None:
    for name in names:
        write_output_file(output, name, name.encode())


def list_output(output) -> list[str]:
    names = (path.relative_to(output).as_posix() for path in output.rglob("*"))
    return sorted(name for name in names if name not in (OUTPUT_LIST_NAME, BUILD_MARKER_NAME))


@pytest.fixture
def output(tmp_path: Path):
    """Return the output of a build that wrote three files, beside one of someone else."""
    output = tmp_path / "output"
    write_outputs(output, "a/index.html", "a/b/index.html", "c.html")
    record_output_files(output, ["a/index.html", "a/b/index.html", "c.html"])
    write_outputs(output, "a/nguoi-khac.html")
    return output


def test_what_this_build_did_not_write_again_is_removed_with_its_folder(output: Any) -> None:
    assert prepare_output(output, ["a/index.html"]) == ("a/b/index.html", "c.html")
    assert list_output(output) == ["a", "a/index.html", "a/nguoi-khac.html"]


def test_a_foreign_file_is_never_removed(output: Any) -> None:
    prepare_output(output, [])
    assert list_output(output) == ["a", "a/nguoi-khac.html"]
    prepare_output(output, ["a/nguoi-khac.html"])  # the site writes there now, and is then at home there
    prepare_output(output, [])
    assert list_output(output) == []


def test_the_first_build_in_a_folder_removes_nothing(tmp_path: Path) -> None:
    write_outputs(tmp_path, "x.html")
    assert prepare_output(tmp_path, []) == ()
    assert list_output(tmp_path) == ["x.html"]


@pytest.mark.parametrize(
    "data", [b"", b"[", b"\xff\xfe", b"{}", b"null", b"[1, null, {}]", b'["a\\u0000b"]', b'["", ".", "a"]']
)
def test_a_damaged_manifest_removes_nothing_and_is_written_anew(output: Any, data: bytes) -> None:
    before = list_output(output)
    (output / OUTPUT_LIST_NAME).write_bytes(data)
    record_output_files(output, ["c.html"])
    assert list_output(output) == before
    assert json.loads((output / OUTPUT_LIST_NAME).read_text()) == ["c.html"]


@pytest.mark.parametrize("name", ["../quan-trong.txt", "/{folder}/quan-trong.txt", "lien-ket/quan-trong.txt"])
def test_a_manifest_that_someone_else_wrote_reaches_nothing_outside(output: Any, name: str) -> None:
    outside = output.parent / "quan-trong.txt"
    outside.write_text("x")
    (output / "lien-ket").symlink_to(output.parent)
    (output / OUTPUT_LIST_NAME).write_text(json.dumps([name.format(folder=str(output.parent).lstrip("/"))]))
    prepare_output(output, [])
    assert outside.exists()


def test_what_is_gone_already_is_no_trouble(output: Any) -> None:
    (output / "c.html").unlink()
    assert prepare_output(output, ["a/index.html"]) == ("a/b/index.html", "c.html")


def test_the_manifest_is_sorted_and_without_repeats(tmp_path: Path) -> None:
    tmp_path.joinpath("x").mkdir()
    record_output_files(tmp_path, ["b", "a", "b"])
    assert json.loads((tmp_path / OUTPUT_LIST_NAME).read_text()) == ["a", "b"]
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [OUTPUT_LIST_NAME]


def test_what_a_build_began_to_write_is_known_to_the_next_one(output: Any) -> None:
    prepare_output(output, ["a/index.html", "nhap.html"])
    write_outputs(output, "nhap.html")  # and there the power went
    prepare_output(output, ["a/index.html"])
    assert list_output(output) == ["a", "a/index.html", "a/nguoi-khac.html"]


def test_a_file_may_become_a_folder(output: Any) -> None:
    prepare_output(output, ["c.html/index.html"])
    write_outputs(output, "c.html/index.html")
    assert (output / "c.html/index.html").is_file()


def test_search_bundles_stay_until_they_are_made_anew(output: Any) -> None:
    write_outputs(output, "pagefind/2026/a.js")
    record_search_files(output, ["pagefind/2026/a.js"])
    prepare_output(output, ["c.html"])
    record_output_files(output, ["c.html"])
    assert json.loads((output / OUTPUT_LIST_NAME).read_text()) == ["c.html", "pagefind/2026/a.js"]
    record_search_files(output, [])
    assert json.loads((output / OUTPUT_LIST_NAME).read_text()) == ["c.html"]


def test_the_same_bytes_are_not_written_again(tmp_path: Path) -> None:
    write_output_file(tmp_path, "a/b.css", b"x")
    before = (tmp_path / "a/b.css").stat().st_mtime_ns
    write_output_file(tmp_path, "a/b.css", b"x")
    assert (tmp_path / "a/b.css").stat().st_mtime_ns == before
    write_output_file(tmp_path, "a/b.css", b"y")
    assert (tmp_path / "a/b.css").read_bytes() == b"y"


def test_a_copy_has_the_content_and_not_the_rights(tmp_path: Path) -> None:
    source = tmp_path / "x.pdf"
    source.write_bytes(b"x")
    source.chmod(0o600)
    copy_output_file(source, tmp_path / "output", "files/x.pdf")
    made = tmp_path / "output/files/x.pdf"
    assert made.read_bytes() == b"x"
    assert made.stat().st_mode & 0o777 != 0o600


def test_a_build_that_was_killed_is_swept_up_after_by_the_next(output: Any) -> None:
    prepare_output(output, ["a/index.html"])
    grown = output / "a/.index.html.999999999"
    grown.write_text("nửa trang")
    prepare_output(output, ["a/index.html"])
    assert not grown.exists()


def test_a_build_that_ended_leaves_nothing_to_sweep_up(output: Any) -> None:
    prepare_output(output, ["a/index.html"])
    remove_build_marker(output)
    assert not (output / BUILD_MARKER_NAME).exists()
    foreign = output / "a/.index.html.999999999"
    foreign.write_text("của ai đó")
    prepare_output(output, ["a/index.html"])
    assert foreign.exists()
