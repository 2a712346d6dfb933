"""What an editor is told of a settings file that Python cannot read."""

from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.settings.settings import load_pelican_settings

IMPORT = "from pelicanconf import *\n"


def fault(root: Path, text: str | bytes, below: str | bytes = "", file: str = "publishconf.py") -> str:
    """Return what is told where ``text`` is publishconf.py, and ``below`` pelicanconf.py."""
    for name, data in (("publishconf.py", text), ("pelicanconf.py", below)):
        (root / name).write_bytes(data.encode() if isinstance(data, str) else data)
    with pytest.raises(UserError) as caught:
        load_pelican_settings(root / file)
    return str(caught.value)


SLIPS = [
    ('PUBLISH_TO = "public\n', "SyntaxError: unterminated string literal (detected at line 2)"),
    ("X = (1,\nY = 2\n", "SyntaxError: '(' was never closed"),
    ("X = “a”\n", "SyntaxError: invalid character '“' (U+201C)"),
    (" X = 1\n", "IndentationError: unexpected indent"),
    ("<<<<<<< HEAD\nX = 1\n=======\nX = 2\n>>>>>>> binh\n", "SyntaxError: invalid syntax"),
    ("X = true\n", "NameError: name 'true' is not defined"),
    ("import khong_co\n", "ModuleNotFoundError: No module named 'khong_co'"),
    ("X = open('khong_co')\n", "FileNotFoundError: [Errno 2] No such file or directory: 'khong_co'"),
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


@pytest.mark.parametrize(("text", "said"), SLIPS)
def test_a_slip_is_told_with_its_line_in_either_file(tmp_path: Path, text: str | bytes, said: str) -> None:
    slip = b"\n" + (text if isinstance(text, bytes) else text.encode())
    for name, files in (("publishconf.py", (slip, "")), ("pelicanconf.py", (IMPORT, slip))):
        assert fault(tmp_path, *files) == f"{name}:2: Python không chạy được dòng này ({said}). {REMEDY}"


def test_a_build_alone_is_told_the_same(tmp_path: Path) -> None:
    assert fault(tmp_path, "", "X = true\n", "pelicanconf.py").startswith("pelicanconf.py:1: ")


def test_a_module_beside_the_settings_files_is_one_of_them(tmp_path: Path) -> None:
    (tmp_path / "bi_mat_thu.py").write_text("\nX = = 1\n", encoding="utf-8")
    assert fault(tmp_path, "import bi_mat_thu\n").startswith("bi_mat_thu.py:2: Python không chạy được")


def test_a_line_of_a_library_is_told_as_the_line_that_called_it(tmp_path: Path) -> None:
    said = fault(tmp_path, "import json\nX = json.loads('TOKEN')\n")
    assert said.startswith("publishconf.py:2: Python không chạy được dòng này (JSONDecodeError). ")


def test_an_error_of_pelican_has_the_file_alone(tmp_path: Path) -> None:
    said = fault(tmp_path, 'THEME = "khong-co"\n')
    assert said.startswith("publishconf.py: Python không dùng được tệp này (ValueError: ")
    assert said.endswith("Hãy xem lại các giá trị; lệnh git diff cho biết vừa sửa gì.")


def test_a_missing_content_folder_comes_back_from_git(tmp_path: Path) -> None:
    assert fault(tmp_path, 'PATH = "content"\n').endswith("Hãy lấy lại: git checkout HEAD -- content")


def test_a_settings_file_may_be_a_link_to_elsewhere(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (tmp_path / "xa.py").touch()
    (site / "publishconf.py").symlink_to("../xa.py")
    assert fault(site, "X = true\n").startswith("publishconf.py:1: Python không chạy được dòng này")


def test_a_file_that_python_places_nowhere_is_told_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # as ./inv runs
    assert fault(tmp_path, "X = '\0'\n").startswith("publishconf.py: Python không dùng được tệp này (")


@pytest.mark.parametrize(
    "line", ['PUBLISH_TO = "git+https://an:TOKEN@github.com/x/y.git', 'PUBLISH_TO "TOKEN=="', 'X = (\n  "TOKEN==']
)  # fmt: skip
def test_no_value_of_a_line_is_shown(tmp_path: Path, line: str) -> None:
    said = fault(tmp_path, f"{line}\n")
    assert "SyntaxError" in said
    assert "TOKEN" not in said
