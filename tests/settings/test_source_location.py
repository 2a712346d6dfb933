import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from pelican.settings import load_source

from bulletin.settings.source_location import SETTINGS_MODULES, locate_setting


@pytest.fixture
def load_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that loads settings files as Pelican does."""

    def load(**texts: str) -> None:
        for name in SETTINGS_MODULES:
            monkeypatch.setitem(sys.modules, name, ModuleType(name))
        for name, text in texts.items():
            file = tmp_path / f"{name}.py"
            file.write_text(text, encoding="utf-8")
            load_source(name, str(file))

    return load


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("A = 1\nB = 2\nA = 3\n", 3),
        ("A: int = 1\n", 1),
        ("A = 1\nA += 1\n", 2),
        ("if True:\n    A = 1\nB = 2\n", 2),
        ('A = {}\nA["k"] = 1\n', 2),
        ("A = (\n  1,\n)\n", 1),
        ("A = 'k'\nB = {}\nB[A] = 1\n", 1),
        ("try:\n    A = 1\nexcept OSError:\n    A = 2\n", 4),
    ],
)
def test_locate_setting_returns_line_of_last_statement(
    load_files: Callable[..., None], text: str, line: int
) -> None:
    load_files(publishconf=text)
    assert locate_setting("A") == f"publishconf.py:{line}"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('A = {\n  "j": 1,\n  "k": 2,\n}\n', 3),
        ('A = {"k": 1}\nA["k"] = 2\nA["j"] = 3\n', 2),
        ("A = dict(\n  k=1,\n)\n", 2),
        ("k = 'k'\nA = {k: 1}\n", 2),
    ],
)
def test_locate_setting_key_has_its_own_line(load_files: Callable[..., None], text: str, line: int) -> None:
    load_files(publishconf=text)
    assert locate_setting("A", "k") == f"publishconf.py:{line}"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('A = {\n  "j": "x",\n  "k": (\n    "y",\n    "x",\n  ),\n}\n', 5),
        ('A = {"k": "x"}\n', 1),
        ('A = {\n  "k": (\n    "y",\n  ),\n}\nB = "x"\n', 2),
        ("y = 'x'\nA = dict(\n  k=y,\n)\n", 3),
    ],
)
def test_locate_setting_text_has_its_own_line(load_files: Callable[..., None], text: str, line: int) -> None:
    load_files(publishconf=text)
    assert locate_setting("A", "k", "x") == f"publishconf.py:{line}"


def test_locate_setting_prefers_publishconf(load_files: Callable[..., None]) -> None:
    load_files(publishconf='A = 1\nT = {**{}, "k": 1}\n', pelicanconf='A = 2\n\nB = 3\nT = {"j": 1}\n')
    assert locate_setting("A") == "publishconf.py:1"
    assert locate_setting("B") == "pelicanconf.py:3"
    assert locate_setting("T", "j") == "pelicanconf.py:4"


def test_locate_setting_computed_setting_has_no_line(load_files: Callable[..., None]) -> None:
    load_files(publishconf='globals()["A"] = 1\n')
    assert locate_setting("A") == "publishconf.py"


def test_locate_setting_removed_file_has_no_line(load_files: Callable[..., None], tmp_path: Path) -> None:
    load_files(pelicanconf="A = 1\n")
    (tmp_path / "pelicanconf.py").unlink()
    assert locate_setting("A") == "pelicanconf.py"


def test_locate_setting_without_files_returns_pelicanconf(load_files: Callable[..., None]) -> None:
    load_files()
    assert locate_setting("A") == "pelicanconf.py"
