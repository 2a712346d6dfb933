import os
import time
from typing import Any

import pytest

from bulletin.processes import progress
from bulletin.processes.progress import PROGRESS_ENV_VAR, track_progress


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch):
    """Return a function that returns what was written to the pipe so far."""
    reading, writing = os.pipe()
    monkeypatch.setenv(PROGRESS_ENV_VAR, str(writing))
    monkeypatch.setattr(progress, "FIRST_REPORT_AFTER", 0.02)

    def read() -> list[str]:
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8") as stream:
            return stream.read().splitlines()

    return read


def test_long_work_is_told_now_and_then_and_at_its_end(lines: Any) -> None:
    items = (time.sleep(0.01) or number for number in range(40))
    assert list(track_progress("Đọc bài", items, 40)) == list(range(40))
    said = lines()
    assert 2 <= len(said) <= 6
    assert said[-1] == "Đọc bài\t40\t40"


def test_short_work_is_not_told(lines: Any) -> None:
    assert list(track_progress("Đọc bài", range(1000), 1000)) == list(range(1000))
    assert lines() == []


def test_a_reader_that_went_away_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    monkeypatch.setenv(PROGRESS_ENV_VAR, str(writing))
    monkeypatch.setattr(progress, "FIRST_REPORT_AFTER", 0)
    assert list(track_progress("Đọc bài", range(9), 9)) == list(range(9))
    os.close(writing)


def test_without_a_pipe_the_log_has_every_tenth(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delenv(PROGRESS_ENV_VAR, raising=False)
    monkeypatch.setattr(progress, "FIRST_REPORT_AFTER", 0)
    monkeypatch.setattr(progress, "REPORT_INTERVAL", 0)
    with caplog.at_level("INFO", logger="bulletin.processes.progress"):
        list(track_progress("Đọc bài", range(100), 100))
    assert [record.getMessage() for record in caplog.records][-1] == "Đọc bài: 100/100"
    assert len(caplog.records) == 10
