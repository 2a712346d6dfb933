"""What an editor is told of a settings file that Python cannot read."""

import re
import sys
from pathlib import Path

import pytest

from publishing.errors import PublishError
from publishing.settings import read_settings
from publishing.settings_fault import told

IMPORT = "from pelicanconf import *\n"


def fault(root: Path, text: str | bytes, below: str | bytes = "", file: str = "publishconf.py") -> str:
    """Return what is told where ``text`` is publishconf.py, and ``below`` pelicanconf.py."""
    for name, data in (("publishconf.py", text), ("pelicanconf.py", below)):
        (root / name).write_bytes(data.encode() if isinstance(data, str) else data)
    with pytest.raises(PublishError) as caught:
        read_settings(root / file)
    return str(caught.value)


SLIPS = [
    ('PUBLISH_TO = "public\n', "Python không đọc được dòng “PUBLISH_TO = \"public”. Hãy xem có thiếu dấu nháy"),
    ("SITEURL = https://a.vn\n", "Python không đọc được dòng “SITEURL = https://a.vn”."),
    ("X = {'a': 1 'b': 2}\n", "lệnh git diff {file} cho biết vừa sửa gì."),
    ("X = (1,\nY = 2\n", "Python không đọc được dòng “X = (1,”."),
    ("X = “a”\n", 'Hãy thay dấu nháy cong bằng dấu nháy thẳng (").'),
    (" X = 1\n", "Khoảng trắng ở đầu dòng “X = 1” không đúng."),
    ("<<<<<<< HEAD\nX = 1\n=======\nX = 2\n>>>>>>> binh\n", "Hai bản sửa của cùng một đoạn chưa được gộp."),
    ("PUBLISH_TO = public\n", "Python không biết “public” là gì. Hãy đặt giá trị trong dấu nháy, như \"public\""),
    ("X = true\n", "Python không biết “true”. Hãy viết True."),
    ("X = null\n", "Python không biết “null”. Hãy viết None."),
    ("import khong_co\n", "Không có “khong_co” mà dòng này cần."),
    ("from os import khong_co\n", "Không lấy được thứ (ImportError: cannot import name 'khong_co'"),
    ("X = {}['a']\n", "Không làm được điều mà dòng này viết (KeyError: 'a')."),
    ("import json\nX = json.loads('')\n", "(JSONDecodeError: "),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), SLIPS)
def test_a_slip_is_told_with_its_line_in_either_file(tmp_path: Path, text: str, said: str) -> None:
    line = 3 if "json" in text else 2
    for name, files in (("publishconf.py", (f"\n{text}", "")), ("pelicanconf.py", (IMPORT, f"\n{text}"))):
        answer = fault(tmp_path, *files)
        assert answer.startswith(f"{name}:{line}: ")
        assert said.replace("{file}", name) in answer


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
    with pytest.raises(PublishError, match=re.escape("publishconf.py:1: Không có tệp pelicanconf.py")):
        read_settings(tmp_path / "publishconf.py")


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    error = PermissionError(13, "Permission denied", str(tmp_path / "pelicanconf.py"))
    assert told(error, tmp_path / "publishconf.py").startswith("pelicanconf.py: Không có quyền đọc tệp này.")


def test_what_pelican_refuses_has_the_file_alone(tmp_path: Path) -> None:
    said = fault(tmp_path, 'THEME = "khong-co"\n')
    assert said.startswith("publishconf.py: Không dùng được các thiết lập này (ValueError: ")


def test_no_secret_of_an_address_is_shown(tmp_path: Path) -> None:
    said = fault(tmp_path, 'PUBLISH_TO = "git+https://an:TOKEN@github.com/x/y.git\n')
    assert '“PUBLISH_TO = "git+https://…@github.com/x/y.git”' in said


def test_a_long_line_is_cut_and_what_nobody_sees_is_written_out(tmp_path: Path) -> None:
    said = fault(tmp_path, f"X = '\x1b[2J{'a' * 200}\n")
    assert "“X = '\\x1b[2J" in said
    assert "aaa…”" in said
    assert len(said) < 300
