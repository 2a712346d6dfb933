"""Messages on settings files that Python cannot run."""

from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.settings.settings import load_pelican_settings

IMPORT = "from pelicanconf import *\n"


def read_settings_error(
    root: Path, text: str | bytes, below: str | bytes = "", file: str = "publishconf.py"
) -> str:
    """Load settings that must fail; return the message.

    ``text`` is publishconf.py, and ``below`` is pelicanconf.py.
    """
    for name, data in (("publishconf.py", text), ("pelicanconf.py", below)):
        (root / name).write_bytes(data.encode() if isinstance(data, str) else data)
    with pytest.raises(UserError) as caught:
        load_pelican_settings(root / file)
    return str(caught.value)


PYTHON_ERRORS = [
    ('PUBLISH_TO = "public\n', "SyntaxError: unterminated string literal (detected at line 2)"),
    ("X = (1,\nY = 2\n", "SyntaxError: '(' was never closed"),
    ("X = “a”\n", "SyntaxError: invalid character '“' (U+201C)"),
    (" X = 1\n", "IndentationError: unexpected indent"),
    ("<<<<<<< HEAD\nX = 1\n=======\nX = 2\n>>>>>>> binh\n", "SyntaxError: invalid syntax"),
    ("X = true\n", "NameError: name 'true' is not defined"),
    ("import khong_co\n", "ModuleNotFoundError: No module named 'khong_co'"),
    ("X = open('TOKEN')\n", "FileNotFoundError: No such file or directory"),
    ("X = {}['TOKEN']\n", "KeyError"),
    ("X = int('TOKEN')\n", "ValueError"),
    ("X = eval('1 +')\n", "SyntaxError: invalid syntax"),
    ("exec('X = khongco')\n", "NameError: name 'khongco' is not defined"),
    ("import importlib; importlib.import_module('khong_co')\n", "ModuleNotFoundError: No module named 'khong_co'"),
    ("import sys; sys.exit('TOKEN')\n", "SystemExit"),
    ("X = '\xe1'\n".encode("latin-1"), "SyntaxError: (unicode error) 'utf-8' codec can't decode byte 0xe1 in position 0: "
     "unexpected end of data"),
]  # fmt: skip
REMEDY = "Hãy xem lại dòng này và dòng trên; lệnh git diff cho biết vừa sửa gì."


@pytest.mark.parametrize(("text", "message"), PYTHON_ERRORS)
def test_load_pelican_settings_python_error_names_line(
    tmp_path: Path, text: str | bytes, message: str
) -> None:
    wrong_text = b"\n" + (text if isinstance(text, bytes) else text.encode())
    for name, files in (("publishconf.py", (wrong_text, "")), ("pelicanconf.py", (IMPORT, wrong_text))):
        assert (
            read_settings_error(tmp_path, *files)
            == f"{name}:2: Python không chạy được dòng này ({message}). {REMEDY}"
        )


def test_load_pelican_settings_of_pelicanconf_alone_names_line(tmp_path: Path) -> None:
    assert read_settings_error(tmp_path, "", "X = true\n", "pelicanconf.py").startswith("pelicanconf.py:1: ")


def test_load_pelican_settings_error_in_imported_module_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "bi_mat_thu.py").write_text("\nX = = 1\n", encoding="utf-8")
    assert read_settings_error(tmp_path, "import bi_mat_thu\n").startswith(
        "bi_mat_thu.py:2: Python không chạy được"
    )


def test_load_pelican_settings_error_in_library_names_calling_line(tmp_path: Path) -> None:
    message = read_settings_error(tmp_path, "import json\nX = json.loads('TOKEN')\n")
    assert message.startswith("publishconf.py:2: Python không chạy được dòng này (JSONDecodeError). ")


def test_load_pelican_settings_error_of_pelican_names_file(tmp_path: Path) -> None:
    message = read_settings_error(tmp_path, 'THEME = "khong-co"\n')
    assert message.startswith("publishconf.py: Python không dùng được tệp này (ValueError: ")
    assert message.endswith("Hãy xem lại các giá trị; lệnh git diff cho biết vừa sửa gì.")


def test_load_pelican_settings_missing_content_folder_suggests_git(tmp_path: Path) -> None:
    assert read_settings_error(tmp_path, 'PATH = "content"\n').endswith(
        "Hãy lấy lại: git checkout HEAD -- content"
    )


def test_load_pelican_settings_of_symbolic_link_names_line(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (tmp_path / "xa.py").touch()
    (site / "publishconf.py").symlink_to("../xa.py")
    assert read_settings_error(site, "X = true\n").startswith(
        "publishconf.py:1: Python không chạy được dòng này"
    )


def test_load_pelican_settings_error_without_line_names_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # as ./inv runs
    assert read_settings_error(tmp_path, "X = '\0'\n").startswith(
        "publishconf.py: Python không dùng được tệp này ("
    )


@pytest.mark.parametrize(
    "line", ['PUBLISH_TO = "git+https://an:TOKEN@github.com/x/y.git', 'PUBLISH_TO "TOKEN=="', 'X = (\n  "TOKEN==']
)  # fmt: skip
def test_load_pelican_settings_error_shows_no_value(tmp_path: Path, line: str) -> None:
    message = read_settings_error(tmp_path, f"{line}\n")
    assert "SyntaxError" in message
    assert "TOKEN" not in message
