from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.targets.folder.tree_writer import TreeWriter


def test_copy_files_on_several_processes_copies_each_file(tmp_path: Path) -> None:
    texts = {f"{number % 7}/{number}.html": "chữ " * number for number in range(200)}
    site = stage_site(tmp_path / "output", texts)
    copy = tmp_path / "copy"
    copy.mkdir()
    (copy / "1").mkdir()
    (copy / "1/1.html").symlink_to(tmp_path / "output/0/0.html")
    TreeWriter(copy).copy_files(site, list(site.manifest.entries.values()))
    assert {path: (copy / path).read_text() for path in texts} == texts
    assert {(copy / path).lstat().st_mode for path in texts} == {0o100644}


def test_copy_files_with_a_file_that_changed_stops(tmp_path: Path) -> None:
    texts = {f"{number}.html": "chữ" for number in range(200)}
    site = stage_site(tmp_path / "output", texts)
    (site.folder / "150.html").write_text("chũ")
    (tmp_path / "copy").mkdir()
    with pytest.raises(UserError, match="thay đổi trong lúc phát hành"):
        TreeWriter(tmp_path / "copy").copy_files(site, list(site.manifest.entries.values()))


def stage_site(folder: Path, texts: dict[str, str]) -> StagedSite:
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return StagedSite.from_folder(folder)
