import os

import pytest

from bulletin.processes import progress_display
from bulletin.processes.progress_display import display_progress


def test_display_progress_without_terminal_prints_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[str] = []
    monkeypatch.setattr(progress_display, "LINE_INTERVAL", 0)
    monkeypatch.setattr("sys.stderr", open(os.devnull, "w"))  # noqa: PTH123, SIM115  # no terminal
    with display_progress(lines.append) as pipe:
        os.write(pipe, "Đọc bài\t300\t9000\nhỏng\nDựng trang\t9000\t9000\n".encode())
    assert lines == ["Đọc bài: 300/9000…", "Dựng trang: 9000/9000…"]


def test_display_progress_without_reports_prints_nothing() -> None:
    lines: list[str] = []
    with display_progress(lines.append):
        pass
    assert lines == []
