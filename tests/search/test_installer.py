from pathlib import Path
from typing import Any

import pytest

from bulletin.search import installer
from bulletin.search.installer import IndexInstaller
from bulletin.search.shard import SearchShard
from bulletin.storage.file_system import write_file_atomically
from bulletin.storage.output_folder import OUTPUT_LIST_NAME, read_output_list, record_search_files

NO_CONTEXT: Any = None


class SimulatedKillError(Exception):
    """Simulates that the process was killed at that moment."""


def install_index(folder: Path, key: str, *names: str) -> None:
    index_installer = IndexInstaller(folder / "out", folder / "placed")
    index_installer.install(
        SearchShard("2026", (), key, NO_CONTEXT), {name: f"{key} {name}".encode() for name in names}
    )
    record_search_files(folder / "out", index_installer.remove_unused())


def test_files_that_a_killed_build_installed_are_removed_by_the_next_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_index(tmp_path, "một", "fragment/a", "fragment/b")
    with monkeypatch.context() as killed:
        written: list[Path] = []

        def replace(path: Path, data: bytes) -> object:
            if written:
                raise SimulatedKillError
            written.append(path)
            return write_file(path, data)

        write_file = write_file_atomically
        killed.setattr(installer, "write_file_atomically", replace)
        with pytest.raises(SimulatedKillError):
            install_index(tmp_path, "hai", "fragment/c", "fragment/d")
    assert written
    install_index(tmp_path, "ba", "fragment/e")
    assert [file.name for file in (tmp_path / "out/search").rglob("*") if file.is_file()] == ["e"]
    assert read_output_list(tmp_path / "out") == ("search/2026/fragment/e",)


def test_installed_index_is_recognised_without_the_output_list(tmp_path: Path) -> None:
    install_index(tmp_path, "một", "fragment/a")
    (tmp_path / "out" / OUTPUT_LIST_NAME).unlink()
    install_index(tmp_path, "hai", "fragment/b")
    assert [file.name for file in (tmp_path / "out/search").rglob("*") if file.is_file()] == ["b"]
