from pathlib import Path
from typing import Any

import pytest

from bulletin.search import installer
from bulletin.search.installer import IndexInstaller
from bulletin.search.shard import SearchShard
from bulletin.storage.output_folder import OUTPUT_LIST_NAME, read_output_list, record_search_files

NO_EDITION: Any = None


class SimulatedKillError(Exception):
    """The process was killed at that moment."""


def install_index(folder: Path, key: str, *names: str) -> None:
    at_work = IndexInstaller(folder / "out", folder / "placed")
    at_work.install(
        SearchShard("2026", (), key, NO_EDITION), {name: f"{key} {name}".encode() for name in names}
    )
    record_search_files(folder / "out", at_work.remove_unused())


def test_what_a_killed_build_placed_goes_with_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_index(tmp_path, "một", "fragment/a", "fragment/b")
    with monkeypatch.context() as dying:
        written: list[Path] = []

        def replace(path: Path, data: bytes) -> object:
            if written:
                raise SimulatedKillError
            written.append(path)
            return real(path, data)

        real = installer.write_file_atomically
        dying.setattr(installer, "write_file_atomically", replace)
        with pytest.raises(SimulatedKillError):
            install_index(tmp_path, "hai", "fragment/c", "fragment/d")
    assert written
    install_index(tmp_path, "ba", "fragment/e")
    assert [file.name for file in (tmp_path / "out/pagefind").rglob("*") if file.is_file()] == ["e"]
    assert read_output_list(tmp_path / "out") == ["pagefind/2026/fragment/e"]


def test_bundles_are_known_without_the_list_of_the_output(tmp_path: Path) -> None:
    install_index(tmp_path, "một", "fragment/a")
    (tmp_path / "out" / OUTPUT_LIST_NAME).unlink()
    install_index(tmp_path, "hai", "fragment/b")
    assert [file.name for file in (tmp_path / "out/pagefind").rglob("*") if file.is_file()] == ["b"]
