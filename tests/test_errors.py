import errno
import os
import shutil
import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bulletin import errors
from bulletin.errors import escape_unprintable, explain_error, explain_file_error, explain_os_error
from tests.english_words import find_english_words


def test_explain_file_error_every_code_has_vietnamese_text_and_remedy(
    record_fault_count: Callable[[str], None],
) -> None:
    for code in errno.errorcode:
        message = explain_file_error(OSError(code, os.strerror(code), "/srv/bantin/tep"))
        assert message.startswith("/srv/bantin/tep: ")
        assert not find_english_words(message), message
        assert os.strerror(code) not in message
        assert (
            "; hãy " in message or "có thể vừa bị xóa" in message or "đã dừng trước khi nhận hết" in message
        )
    record_fault_count(f"messages: {len(errno.errorcode)} codes of the system in words")


@pytest.mark.parametrize(
    "error",
    [
        OSError("raw write() returned invalid length"),
        OSError(99_999, "unheard of"),
        TimeoutError("timed out"),
        ssl.SSLError(1, "certificate verify failed"),
        socket.gaierror(-2, "Name or service not known"),
        shutil.SameFileError("'a' and 'a' are the same file"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_explain_file_error_without_code_has_vietnamese_text(error: OSError) -> None:
    assert not find_english_words(explain_file_error(error))
    assert "hãy" in explain_file_error(error)


def test_explain_os_error_codes_of_file_operations_differ() -> None:
    names = "ELOOP ENOTDIR EISDIR ENAMETOOLONG EROFS EDQUOT EMFILE ESTALE EIO ETXTBSY EXDEV ENOTEMPTY EACCES EMLINK"
    messages = {explain_os_error(OSError(getattr(errno, name), "x")) for name in names.split()}
    assert len(messages) == len(names.split())
    assert not any("mã" in message for message in messages)


def test_explain_file_error_full_disk_names_second_file() -> None:
    error = OSError(errno.ENOSPC, "No space left on device", ".cache/a.br", None, "public/.a.br.77")
    assert explain_file_error(error) == "public/a.br: đĩa đã đầy; hãy giải phóng chỗ trống"
    error = OSError(errno.ENOENT, "No such file or directory", ".cache/a.br", None, "public/a.br")
    assert explain_file_error(error).startswith(".cache/a.br: ")


def test_explain_file_error_escapes_bytes_of_name() -> None:
    error = OSError(errno.EIO, "x", b"/srv/b\xe1i \x1b[2J")
    assert explain_file_error(error).startswith("/srv/b\\xe1i \\x1b[2J: ")
    assert escape_unprintable("\ud800") == "\\ud800"
    assert not find_english_words(explain_file_error(OSError(errno.EIO, "x", 7)))


def test_explain_file_error_loop_of_links_names_path(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("a")
    with pytest.raises(OSError, match="a") as caught:
        (tmp_path / "a").read_bytes()
    assert (
        explain_file_error(caught.value)
        == f"{tmp_path}/a: liên kết dẫn vòng về chính nó; hãy xóa liên kết ấy"
    )


def test_explain_error_in_the_environment_of_a_site_names_the_place(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    packages = tmp_path / ".venv/0.2.0/lib/python3.12/site-packages"
    monkeypatch.setattr(errors, "_PACKAGE", packages / "bulletin")
    programs: dict[str, dict[str, Any]] = {}
    for name, line in {"bulletin/urls.py": "run()", "jinja2/loaders.py": "1 / 0"}.items():
        code = compile(f"def call(run):\n    {line}\n", str(packages / name), "exec")
        exec(code, programs.setdefault(name, {}))  # noqa: S102
    inner = programs["jinja2/loaders.py"]["call"]
    with pytest.raises(ZeroDivisionError) as caught:
        programs["bulletin/urls.py"]["call"](lambda: inner(None))
    assert explain_error(caught.value).startswith("Lỗi ngoài dự kiến của chương trình (bulletin/urls.py:2). ")
