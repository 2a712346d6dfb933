from pathlib import Path

from bench.output_diff import OutputChanges, compare_snapshots, take_snapshot


def test_take_snapshot_of_a_missing_folder_is_empty(tmp_path: Path) -> None:
    assert take_snapshot(tmp_path / "none") == {}


def test_compare_snapshots_counts_written_and_removed_files_and_changed_bytes(tmp_path: Path) -> None:
    for name in ("same", "rewritten", "changed", "removed"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    before = take_snapshot(tmp_path)
    (tmp_path / "rewritten").unlink()
    (tmp_path / "folder").mkdir()
    for name, text in (("rewritten", "rewritten"), ("changed", "other"), ("folder/new", "newer")):
        (tmp_path / name).with_suffix(".part").write_text(text, encoding="utf-8")
        (tmp_path / name).with_suffix(".part").rename(tmp_path / name)
    (tmp_path / "removed").unlink()
    changes = compare_snapshots(before, take_snapshot(tmp_path))
    assert changes == OutputChanges(written=3, removed=1, changed=len("other") + len("newer"))
