"""What an editor is told of a settings file that Python cannot read."""

import re
import sys
from pathlib import Path

import pytest

from plugins.mistakes import UserError
from publishing.settings import read_settings
from publishing.settings_fault import told

IMPORT = "from pelicanconf import *\n"


def fault(root: Path, text: str | bytes, below: str | bytes = "", file: str = "publishconf.py") -> str:
    """Return what is told where ``text`` is publishconf.py, and ``below`` pelicanconf.py."""
    for name, data in (("publishconf.py", text), ("pelicanconf.py", below)):
        (root / name).write_bytes(data.encode() if isinstance(data, str) else data)
    with pytest.raises(UserError) as caught:
        read_settings(root / file)
    return str(caught.value)


SLIPS = [
    ('PUBLISH_TO = "public\n', "Python không đọc được dòng “PUBLISH_TO = …”. Hãy xem có thiếu dấu nháy"),
    ("SITEURL = https://a.vn\n", "Python không đọc được dòng “SITEURL = …”."),
    ("X = {'a': 1 'b': 2}\n", "lệnh git diff {file} cho biết vừa sửa gì."),
    ("X = (1,\nY = 2\n", "Python không đọc được dòng “X = …”."),
    ("X = “a”\n", 'Hãy thay dấu nháy cong bằng dấu nháy thẳng (").'),
    (" X = 1\n", "Khoảng trắng ở đầu dòng “X = …” không đúng."),
    ("<<<<<<< HEAD\nX = 1\n=======\nX = 2\n>>>>>>> binh\n", "Hai bản sửa của cùng một đoạn chưa được gộp."),
    ("PUBLISH_TO = public\n", "Python không biết “public” là gì. Hãy đặt giá trị trong dấu nháy, như \"public\""),
    ("X = true\n", "Python không biết “true”. Hãy viết True."),
    ("X = null\n", "Python không biết “null”. Hãy viết None."),
    ("import khong_co\n", "Không có “khong_co” mà dòng này cần."),
    ("from os import khong_co\n", "Không lấy được thứ (ImportError: cannot import name 'khong_co'"),
    ("X = {}['a']\n", "Không làm được điều mà dòng này viết (KeyError)."),
    ("X = int('TOKEN')\n", "Không làm được điều mà dòng này viết (ValueError)."),
    ("X = eval('1 +')\n", "Không làm được điều mà dòng này viết (SyntaxError)."),
    ("exec('X = khongco')\n", "Python không biết “khongco” là gì."),
    ("import importlib; importlib.import_module('khong_co')\n", "Không có “khong_co” mà dòng này cần."),
    ("import sys; sys.exit('TOKEN')\n", "Không làm được điều mà dòng này viết (SystemExit)."),
    ("import json\nX = json.loads('')\n", "(JSONDecodeError)."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), SLIPS)
def test_a_slip_is_told_with_its_line_in_either_file(tmp_path: Path, text: str, said: str) -> None:
    line = 3 if "json" in text else 2
    for name, files in (("publishconf.py", (f"\n{text}", "")), ("pelicanconf.py", (IMPORT, f"\n{text}"))):
        answer = fault(tmp_path, *files)
        assert answer.startswith(f"{name}:{line}: ")
        assert said.replace("{file}", name) in answer
        assert "TOKEN" not in answer


def test_a_build_alone_is_told_the_same(tmp_path: Path) -> None:
    assert fault(tmp_path, "", "X = true\n", "pelicanconf.py").startswith("pelicanconf.py:1: ")


def test_a_module_beside_the_settings_files_is_one_of_them(tmp_path: Path) -> None:
    (tmp_path / "bi_mat_thu.py").write_text("\nX = = 1\n", encoding="utf-8")
    assert fault(tmp_path, "import bi_mat_thu\n").startswith("bi_mat_thu.py:2: Python không đọc được")


@pytest.mark.parametrize(
    ("data", "line"), [(b'#\nX = "\xe1"\n', 2), ("X = 1\n".encode("utf-16"), 1), ("X = 1\n".encode("utf-16-le"), 1)]
)  # fmt: skip
def test_another_encoding_is_told_as_such(tmp_path: Path, data: bytes, line: int) -> None:
    said = ":{}: Tệp không phải mã hóa UTF-8. Hãy mở bằng trình soạn thảo và lưu lại với mã hóa UTF-8."
    assert fault(tmp_path, data) == f"publishconf.py{said.format(line)}"
    assert fault(tmp_path, IMPORT, data) == f"pelicanconf.py{said.format(line)}"


def test_a_missing_pelicanconf_comes_back_from_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [one for one in sys.path if not (Path(one) / "pelicanconf.py").exists()])
    (tmp_path / "publishconf.py").write_text(IMPORT, encoding="utf-8")
    with pytest.raises(UserError, match=re.escape("publishconf.py:1: Không có tệp pelicanconf.py")):
        read_settings(tmp_path / "publishconf.py")


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "pelicanconf.py").touch()
    error = PermissionError(13, "Permission denied", str(tmp_path / "pelicanconf.py"))
    assert told(error, tmp_path / "publishconf.py").startswith("pelicanconf.py: Không có quyền đọc tệp này.")


def test_what_pelican_refuses_has_the_file_alone(tmp_path: Path) -> None:
    said = fault(tmp_path, 'THEME = "khong-co"\n')
    assert said.startswith("publishconf.py: Không dùng được các thiết lập này (ValueError: ")


def test_a_settings_file_may_be_a_link_to_elsewhere(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (tmp_path / "xa.py").touch()
    (site / "publishconf.py").symlink_to("../xa.py")
    assert fault(site, "X = true\n").startswith("publishconf.py:1: Python không biết “true”.")


def test_a_file_that_python_places_nowhere_is_told_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # as ./inv runs
    assert fault(tmp_path, "X = '\0'\n").startswith("publishconf.py: Không dùng được các thiết lập này (")
    assert fault(tmp_path, "X = eval('1 +')\n").startswith("publishconf.py:1: ")


def test_a_mark_of_git_is_told_with_its_own_line(tmp_path: Path) -> None:
    text = '"""Thiết lập\n=======\n"""\nX = (\n<<<<<<< HEAD\n1\n'
    assert fault(tmp_path, text).startswith("publishconf.py:5: Hai bản sửa")
    assert "Hai bản sửa" not in fault(tmp_path, text.replace("<<<<<<< HEAD\n", ""))


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ('PUBLISH_TO = "git+https://an:TOKEN@github.com/x/y.git', "dòng “PUBLISH_TO = …”"),
        ('PUBLISH_S3 = {\n  "region": "TOKEN', 'dòng “"region": …”'),
        ('PUBLISH_TO "TOKEN=="', "dòng này"),
        ('X = (\n  "TOKEN==', "dòng này"),
    ],
)
def test_of_a_line_its_name_alone_is_shown(tmp_path: Path, line: str, seen: str) -> None:
    said = fault(tmp_path, f"{line}\n")
    assert f"Python không đọc được {seen}." in said
    assert "TOKEN" not in said


def test_a_coding_that_python_does_not_know_is_told_at_the_first_line(tmp_path: Path) -> None:
    assert fault(tmp_path, "# coding: xyz\n").startswith("publishconf.py:1: Python không đọc được dòng này.")
