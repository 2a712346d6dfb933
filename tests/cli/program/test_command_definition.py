import os
import sqlite3
import sys

import pytest
from invoke.context import Context
from invoke.exceptions import Exit

from bulletin.cli.program.command_definition import define_command
from tests.english_words import find_english_words


def raise_keyboard_interrupt(_context: Context) -> None:
    """Stop as a command does when a user presses Ctrl-C."""
    raise KeyboardInterrupt


def test_command_stopped_by_ctrl_c_answers_for_both_releases() -> None:
    command = define_command()(raise_keyboard_interrupt)
    with pytest.raises(Exit) as caught:
        command.body(Context())
    assert caught.value.code == 130
    message = str(caught.value)
    assert "giữ nguyên" not in message  # the new release may be active already
    assert "của bản trước hoặc của bản mới" in message
    assert "./inv releases" in message


@pytest.mark.parametrize(
    "error",
    [
        KeyError("slug"),
        RecursionError("maximum recursion depth exceeded"),
        MemoryError(),
        UnicodeDecodeError("utf-8", b"x", 0, 1, "invalid start byte"),
        ValueError("invalid literal for int()"),
        TypeError("'NoneType' object is not iterable"),
        sqlite3.DatabaseError("database disk image is malformed"),
        FileNotFoundError(2, "No such file or directory", "/srv/x\x1b[2J"),
        IsADirectoryError(21, "Is a directory", "/srv/x"),
        OSError("not a file"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_command_with_any_error_prints_no_words_of_python(error: Exception) -> None:
    def body(_context: Context) -> None:
        raise error

    with pytest.raises(Exit) as caught:
        define_command()(body).body(Context())
    message = str(caught.value)
    assert caught.value.code == 1
    assert not find_english_words(message)
    assert type(error).__name__ not in message
    assert message.isprintable()
    assert "ãy " in message or "có thể vừa bị xóa" in message


def test_command_that_ends_with_a_code_of_its_own_says_nothing_more() -> None:
    def body(_context: Context) -> None:
        raise Exit(code=3)

    with pytest.raises(Exit) as caught:
        define_command()(body).body(Context())
    assert (caught.value.code, caught.value.message) == (3, None)


def test_command_without_a_reader_ends_with_the_error_of_the_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    def body(_context: Context) -> None:
        print("x", flush=True)

    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8", buffering=1) as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        with pytest.raises(BrokenPipeError):
            define_command()(body).body(Context())
        os.dup2(os.open(os.devnull, os.O_WRONLY), writer)  # takes what is left to write


def test_command_whose_server_hung_up_says_so() -> None:
    def body(_context: Context) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    with pytest.raises(Exit, match="chương trình nhận dữ liệu đã dừng"):
        define_command()(body).body(Context())
