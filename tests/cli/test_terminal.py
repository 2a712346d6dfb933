"""What ./inv prints under any encoding, and in a folder of any name."""

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

from bulletin.cli.terminal import configure_streams
from tests.english_words import find_english_words
from tests.sample_site import ROOT

pytestmark = pytest.mark.slow

ASCII = {"LC_ALL": "POSIX", "PYTHONUTF8": "1", "PYTHONIOENCODING": "ascii"}
"""A machine without a language, as cron or an old terminal has it, and the mode that inv chooses."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with a small site."""
    root = tmp_path_factory.mktemp("copy") / "bản tin"
    for name in ("plugins", "theme", "bulletin"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
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
    """Return what a terminal gets to see of a command."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "tasks.py", *words], cwd=root, stdin=theirs, stdout=theirs, stderr=theirs,
        env={**os.environ, "BULLETIN_NOW": "2026-11-29 08:00", **variables},
    ):  # fmt: skip
        os.close(theirs)
        return b"".join(_read(ours))


def _read(descriptor: int) -> Iterator[bytes]:
    try:
        while data := os.read(descriptor, 1 << 16):
            yield data
    except OSError:  # the other end was closed
        os.close(descriptor)


def test_a_publish_under_ascii_succeeds_and_a_log_of_it_is_utf_8(
    site: Path, record_fault_count: Callable[[str], None]
) -> None:
    done = run_in_copy(site, "publish", **ASCII)
    said = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Đã xuất bản 1 bài" in said
    assert not find_english_words(said)
    assert (site / "public/current/index.html").is_file()
    record_fault_count("messages: a publish under ASCII succeeded")


def test_a_terminal_of_ascii_gets_the_letters_without_their_marks(site: Path) -> None:
    shown = run_on_terminal(site, "publish", "--help", **ASCII)
    assert shown.isascii()
    assert b"Kiem tra, dung, soat lai roi phat hanh trang" in shown
    assert b"?" not in shown
    assert b"\\u" not in shown


@pytest.mark.parametrize("variables", [{"LC_ALL": "POSIX"}, {"LC_ALL": "C.UTF-8"}, {"LC_ALL": "khong_co"}])
def test_other_terminals_get_utf_8(site: Path, variables: dict[str, str]) -> None:
    assert "Kiểm tra, dựng, soát lại" in run_on_terminal(site, "publish", "--help", **variables).decode()


def test_a_working_copy_whose_path_is_not_utf_8_is_refused_in_a_sentence(site: Path) -> None:
    odd = site.rename(site.with_name(os.fsdecode(b"b\xe1n")))
    try:
        for variables in ({}, ASCII):
            done = subprocess.run(
                [sys.executable, "inv", "check"], cwd=odd, env={**os.environ, **variables}, capture_output=True,
                check=False,
            )  # fmt: skip
            said = done.stderr.decode()
            assert done.returncode == 1
            assert "Tên thư mục của trang không phải mã hóa UTF-8: " in said
            assert "Hãy đổi tên thư mục ấy" in said
            assert find_english_words(said.split("The name")[0]) == []
        assert not (odd / ".venv").exists()
    finally:
        odd.rename(site)


@pytest.mark.parametrize(
    "name", [b"articles/b\xe1i.md", b"images/\xff/a.png", b"ads/\xfe.yml", b"x\x1b[2J.txt"]
)
def test_a_name_that_is_not_utf_8_is_told_legibly(site: Path, name: bytes) -> None:
    place = site / "content" / os.fsdecode(name)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.touch()
    done = run_in_copy(site, "check", **ASCII)
    place.unlink()
    said = done.stdout.decode()
    assert done.returncode == 1
    assert "content/" in said
    assert "Hãy đổi tên tệp" in said
    assert "\x1b" not in said
    assert not find_english_words(said)


@pytest.mark.parametrize(
    "words", [["\udcff"], ["new", "x\udcff"], ["build", "--explain", "\udcff.md"], ["x\x1b[2J"]]
)
def test_words_that_no_one_can_read_are_refused(site: Path, words: list[str]) -> None:
    done = run_in_copy(site, *words)
    assert done.returncode == 1
    assert "\x1b" not in done.stderr.decode()
    assert not find_english_words(done.stderr.decode())


@given(
    st.text() | st.text(st.characters(categories=["Cs", "L", "P", "S"])),
    st.sampled_from(["ascii", "cp1258", "latin-1", "utf-8"]),
)
def test_no_text_is_refused_by_any_encoding(text: str, encoding: str) -> None:
    configure_streams()
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="bulletin-plain", newline="")
    stream.write(text)
    stream.flush()
    shown = stream.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]  # a BytesIO
    if encoding == "utf-8":
        assert len(shown) == len(text)
    if all("VIETNAMESE" in unicodedata.name(char, "") or char.isascii() for char in text):
        assert "?" not in shown or "?" in text


def test_vietnamese_is_read_without_its_marks() -> None:
    configure_streams()
    text = "Đã xuất bản “bài” – 3 tệp… → xong"
    assert text.encode("ascii", "bulletin-plain") == b'Da xuat ban "bai" - 3 tep... -> xong'
