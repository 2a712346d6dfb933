import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pelican.settings import load_source

from bulletin.settings.source_location import SETTINGS_MODULES, locate_setting


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What reads settings files as Pelican does."""

    def read(**texts):
        for name in SETTINGS_MODULES:
            monkeypatch.setitem(sys.modules, name, ModuleType(name))
        for name, text in texts.items():
            file = tmp_path / f"{name}.py"
            file.write_text(text, encoding="utf-8")
            load_source(name, str(file))

    return read


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
def test_the_last_statement_that_sets_a_setting_is_its_place(read: Any, text: str, line: int) -> None:
    read(publishconf=text)
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
def test_a_key_of_a_table_has_a_line_of_its_own(read: Any, text: str, line: int) -> None:
    read(publishconf=text)
    assert locate_setting("A", "k") == f"publishconf.py:{line}"


def test_publishconf_has_the_last_word_and_pelicanconf_what_it_leaves_out(read: Any) -> None:
    read(publishconf='A = 1\nT = {**{}, "k": 1}\n', pelicanconf='A = 2\n\nB = 3\nT = {"j": 1}\n')
    assert locate_setting("A") == "publishconf.py:1"
    assert locate_setting("B") == "pelicanconf.py:3"
    assert locate_setting("T", "j") == "pelicanconf.py:4"


def test_what_no_line_sets_has_the_file_alone(read: Any) -> None:
    read(publishconf='globals()["A"] = 1\n')
    assert locate_setting("A") == "publishconf.py"


def test_a_file_that_was_removed_since_has_no_lines(read: Any, tmp_path: Path) -> None:
    read(pelicanconf="A = 1\n")
    (tmp_path / "pelicanconf.py").unlink()
    assert locate_setting("A") == "pelicanconf.py"


def test_where_no_file_was_read_the_first_of_a_site_is_named(read: Any) -> None:
    read()
    assert locate_setting("A") == "pelicanconf.py"
