import sqlite3

import pytest
from invoke.context import Context
from invoke.exceptions import Exit

from bulletin.cli.task import task
from tests.english_words import find_english_words


def raise_keyboard_interrupt(_context: Context) -> None:
    """Be stopped by whoever started it."""
    raise KeyboardInterrupt


def test_who_stops_a_task_is_told_what_is_true_before_and_after_a_switch() -> None:
    made = task()(raise_keyboard_interrupt)
    with pytest.raises(Exit) as caught:
        made.body(Context())
    assert caught.value.code == 130
    said = str(caught.value)
    assert "giữ nguyên" not in said  # the new release may be shown already
    assert "của bản trước hoặc của bản mới" in said
    assert "./inv releases" in said


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
def test_no_error_reaches_an_editor_in_the_words_of_python(error: Exception) -> None:
    def body(_context: Context) -> None:
        raise error

    with pytest.raises(Exit) as caught:
        task()(body).body(Context())
    said = str(caught.value)
    assert caught.value.code == 1
    assert not find_english_words(said)
    assert type(error).__name__ not in said
    assert said.isprintable()
    assert "ãy " in said or "có thể vừa bị xóa" in said
