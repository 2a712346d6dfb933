import io
import os
import re
import sys
from datetime import datetime

import pytest
from invoke.context import Context
from invoke.exceptions import Exit

from bulletin.cli.program.command_definition import define_command
from bulletin.cli.program.log_lines import LogStream, stamp_log_lines, stamp_log_text
from bulletin.clock import VIETNAM_TZ
from bulletin.errors import UserError

NOON = datetime(2026, 11, 24, 12, tzinfo=VIETNAM_TZ)
TIME = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d "


class Terminal(io.StringIO):
    """A stream that a person reads."""

    def isatty(self) -> bool:
        return True


def test_write_puts_the_time_before_each_line_and_not_before_empty_ones() -> None:
    stream = io.StringIO()
    log = LogStream(stream, lambda: NOON)
    for text in ("Một", " hai", "\n", "\n", "Ba\nBốn\n"):
        log.write(text)
    assert stream.getvalue() == (
        "2026-11-24 12:00:00 Một hai\n\n2026-11-24 12:00:00 Ba\n2026-11-24 12:00:00 Bốn\n"
    )


def test_stamp_log_lines_of_a_terminal_adds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    with stamp_log_lines():
        print("Đã xuất bản.")
    assert terminal.getvalue() == "Đã xuất bản.\n"
    assert stamp_log_text("Lỗi.", terminal) == "Lỗi."


def test_stamp_log_lines_of_the_journal_adds_nothing(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    status = os.fstat(1)
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        for journal in (f"{status.st_dev}:{status.st_ino}", "1:2"):
            monkeypatch.setenv("JOURNAL_STREAM", journal)
            with stamp_log_lines():
                print("Đã xuất bản.", flush=True)
    plain, stamped = capfd.readouterr().out.splitlines()
    assert plain == "Đã xuất bản."
    assert re.fullmatch(TIME + re.escape(plain), stamped)


@define_command(stamps_log=True)
def publish(_context: Context) -> None:
    """Xuất bản."""
    print("Đang dựng.")
    raise UserError("Có 1 lỗi.\nHãy sửa.")


def test_define_command_that_stamps_its_log_stamps_the_error_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(Exit) as caught:
        publish(Context())
    assert re.fullmatch(f"{TIME}Đang dựng\\.\n", capsys.readouterr().out)
    assert re.fullmatch(f"{TIME}Có 1 lỗi\\.\n{TIME}Hãy sửa\\.", caught.value.message or "")
