import os

import pytest

from bulletin.processes import progress_display
from bulletin.processes.progress_display import display_progress


def test_a_log_gets_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(progress_display, "LINE_INTERVAL", 0)
    monkeypatch.setattr("sys.stderr", open(os.devnull, "w"))  # noqa: PTH123, SIM115  # no terminal
    with display_progress(said.append) as pipe:
        os.write(pipe, "Đọc bài\t300\t9000\nhỏng\nDựng trang\t9000\t9000\n".encode())
    assert said == ["Đọc bài: 300/9000…", "Dựng trang: 9000/9000…"]


def test_a_build_that_tells_nothing_is_shown_as_nothing() -> None:
    said: list[str] = []
    with display_progress(said.append):
        pass
    assert said == []
