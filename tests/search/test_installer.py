from pathlib import Path
from typing import Any

import pytest

from bulletin.search import installer
from bulletin.search.installer import Placing
from bulletin.search.shard import Volume
from bulletin.storage.output_folder import MANIFEST, finish_search, listed

NO_EDITION: Any = None


class KilledError(Exception):
    """The process was killed at that moment."""


def place(folder: Path, key: str, *names: str) -> None:
    at_work = Placing(folder / "out", folder / "placed")
    at_work.place(Volume("2026", (), key, NO_EDITION), {name: f"{key} {name}".encode() for name in names})
    finish_search(folder / "out", at_work.finish())


def test_what_a_killed_build_placed_goes_with_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(tmp_path, "một", "fragment/a", "fragment/b")
    with monkeypatch.context() as dying:
        written: list[Path] = []

        def replace(path: Path, data: bytes) -> object:
            if written:
                raise KilledError
            written.append(path)
            return real(path, data)

        real = installer.write_atomically
        dying.setattr(installer, "write_atomically", replace)
        with pytest.raises(KilledError):
            place(tmp_path, "hai", "fragment/c", "fragment/d")
    assert written
    place(tmp_path, "ba", "fragment/e")
    assert [file.name for file in (tmp_path / "out/pagefind").rglob("*") if file.is_file()] == ["e"]
    assert listed(tmp_path / "out") == ["pagefind/2026/fragment/e"]


def test_bundles_are_known_without_the_list_of_the_output(tmp_path: Path) -> None:
    place(tmp_path, "một", "fragment/a")
    (tmp_path / "out" / MANIFEST).unlink()
    place(tmp_path, "hai", "fragment/b")
    assert [file.name for file in (tmp_path / "out/pagefind").rglob("*") if file.is_file()] == ["b"]
