"""Tests of the output of ``./inv`` under any encoding and in a folder of any name."""

import io
import os
import pty
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.cli.program.terminal import configure_streams, is_reader_gone
from tests.english_words import find_english_words
from tests.gate import mark_later_rows
from tests.sample_site import ROOT

pytestmark = pytest.mark.slow

ASCII = {"LC_ALL": "POSIX", "PYTHONUTF8": "1", "PYTHONIOENCODING": "ascii"}
"""Variables of a machine without a locale, as under cron, with the UTF-8 mode that inv sets."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy of the bulletin with a small site."""
    root = tmp_path_factory.mktemp("copy") / "bản tin"
    for name in ("plugins", "theme", "bulletin"):
        shutil.copytree(ROOT / name, root / name, symlinks=True)
    for name in ("tasks.py", "pelicanconf.py", "publishconf.py", "inv"):
        shutil.copy2(ROOT / name, root)
    shutil.copytree(ROOT / "tests/broken_sites/_base/content", root / "content")
    return root


def run_in_copy(root: Path, *words: str, **variables: str) -> "subprocess.CompletedProcess[bytes]":
    """Run a command of the copy in ``root``."""
    return subprocess.run(
        [sys.executable, "tasks.py", *words], cwd=root, capture_output=True, check=False,
        env={**os.environ, "BULLETIN_NOW": "2026-11-29 08:00", **variables},
    )  # fmt: skip


def run_on_terminal(root: Path, *words: str, **variables: str) -> bytes:
    """Run a command on a terminal and return the output."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "tasks.py", *words], cwd=root, stdin=theirs, stdout=theirs, stderr=theirs,
        env={**os.environ, "BULLETIN_NOW": "2026-11-29 08:00", **variables},
    ):  # fmt: skip
        os.close(theirs)
        return b"".join(read_chunks(ours))


def read_chunks(descriptor: int) -> Iterator[bytes]:
    try:
        while data := os.read(descriptor, 1 << 16):
            yield data
    except OSError:  # the other end was closed
        os.close(descriptor)


def test_publish_under_ascii_into_a_pipe_prints_utf_8(
    site: Path, record_fault_count: Callable[[str], None]
) -> None:
    result = run_in_copy(site, "publish", **ASCII)
    output = result.stdout.decode()
    assert (result.returncode, result.stderr) == (0, b"")
    assert "Đã xuất bản 1 bài" in output
    assert not find_english_words(output)
    assert (site / "public/current/index.html").is_file()
    record_fault_count("messages: a publish under ASCII succeeded")


def test_help_on_an_ascii_terminal_has_letters_without_marks(site: Path) -> None:
    output = run_on_terminal(site, "publish", "--help", **ASCII)
    assert output.isascii()
    assert b"Kiem tra, dung, soat lai roi phat hanh trang" in output
    assert b"?" not in output
    assert b"\\u" not in output


@pytest.mark.parametrize("variables", [{"LC_ALL": "POSIX"}, {"LC_ALL": "C.UTF-8"}, {"LC_ALL": "khong_co"}])
def test_help_on_other_terminals_is_utf_8(site: Path, variables: dict[str, str]) -> None:
    assert "Kiểm tra, dựng, soát lại" in run_on_terminal(site, "publish", "--help", **variables).decode()


def test_inv_in_a_folder_whose_name_is_not_utf_8_prints_a_sentence(site: Path) -> None:
    renamed = site.rename(site.with_name(os.fsdecode(b"b\xe1n")))
    try:
        for variables in ({}, ASCII):
            result = subprocess.run(
                [sys.executable, "inv", "check"], cwd=renamed, env={**os.environ, **variables}, capture_output=True,
                check=False,
            )  # fmt: skip
            message = result.stderr.decode()
            assert result.returncode == 1
            assert "Tên thư mục của trang không phải mã hóa UTF-8: " in message
            assert "Hãy đổi tên thư mục ấy" in message
            assert find_english_words(message.split("The name")[0]) == []
        assert not (renamed / ".venv").exists()
    finally:
        renamed.rename(site)


@pytest.mark.parametrize(
    "name",
    mark_later_rows([b"articles/b\xe1i.md", b"x\x1b[2J.txt", b"images/\xff/a.png", b"ads/\xfe.yml"], 2),
)
def test_check_prints_a_file_name_that_is_not_utf_8_legibly(site: Path, name: bytes) -> None:
    path = site / "content" / os.fsdecode(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    result = run_in_copy(site, "check", **ASCII)
    path.unlink()
    output = result.stdout.decode()
    assert result.returncode == 1
    assert "content/" in output
    assert "Hãy đổi tên tệp" in output
    assert "\x1b" not in output
    assert not find_english_words(output)


@pytest.mark.parametrize(
    "words", [["\udcff"], ["new", "x\udcff"], ["build", "--explain", "\udcff.md"], ["x\x1b[2J"]]
)
def test_command_with_unreadable_words_prints_a_legible_error(site: Path, words: list[str]) -> None:
    result = run_in_copy(site, *words)
    assert result.returncode == 1
    assert "\x1b" not in result.stderr.decode()
    assert not find_english_words(result.stderr.decode())


@given(
    st.text() | st.text(st.characters(categories=["Cs", "L", "P", "S"])),
    st.sampled_from(["ascii", "cp1258", "latin-1", "utf-8"]),
)
def test_configure_streams_lets_any_encoding_print_any_text(text: str, encoding: str) -> None:
    configure_streams()
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding=encoding, errors="bulletin-plain", newline="")
    stream.write(text)
    stream.flush()
    output = written.getvalue().decode(encoding)
    if encoding == "utf-8":
        assert len(output) == len(text)
    if all("VIETNAMESE" in unicodedata.name(char, "") or char.isascii() for char in text):
        assert "?" not in output or "?" in text


def test_configure_streams_strips_marks_for_ascii() -> None:
    configure_streams()
    text = "Đã xuất bản “bài” – 3 tệp… → xong"
    assert text.encode("ascii", "bulletin-plain") == b'Da xuat ban "bai" - 3 tep... -> xong'


def test_is_reader_gone_is_true_for_a_pipe_without_a_reader_only(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    with os.fdopen(writer, "w", encoding="utf-8") as pipe:
        assert not is_reader_gone(pipe)
        os.close(reader)
        assert is_reader_gone(pipe)
    assert not is_reader_gone(pipe)  # closed
    assert not is_reader_gone(io.StringIO())
    with (tmp_path / "log").open("w", encoding="utf-8") as file:
        assert not is_reader_gone(file)
