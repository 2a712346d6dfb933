import os
import time
from collections.abc import Callable, Iterator

import pytest

from bulletin.processes import progress
from bulletin.processes.progress import PROGRESS_ENV_VAR, track_progress


def yield_slowly(count: int) -> Iterator[int]:
    """Yield numbers with a pause before each."""
    for number in range(count):
        time.sleep(0.01)
        yield number


@pytest.fixture
def read_lines(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """Return a function that reads all lines written to the pipe."""
    receiver, sender = os.pipe()
    monkeypatch.setenv(PROGRESS_ENV_VAR, str(sender))
    monkeypatch.setattr(progress, "FIRST_REPORT_AFTER", 0.02)

    def read() -> list[str]:
        os.close(sender)
        with os.fdopen(receiver, encoding="utf-8") as stream:
            return stream.read().splitlines()

    return read


def test_track_progress_long_step_is_reported_at_intervals_and_end(
    read_lines: Callable[[], list[str]],
) -> None:
    items, started = yield_slowly(40), time.monotonic()
    assert list(track_progress("Đọc bài", items, 40)) == list(range(40))
    intervals = (time.monotonic() - started) / progress.REPORT_INTERVAL
    lines = read_lines()
    assert 2 <= len(lines) <= intervals + 2  # the first and the last one besides
    assert lines[-1] == "Đọc bài\t40\t40"


def test_track_progress_short_step_is_not_reported(read_lines: Callable[[], list[str]]) -> None:
    assert list(track_progress("Đọc bài", range(1000), 1000)) == list(range(1000))
    assert read_lines() == []


def test_track_progress_without_reader_continues(monkeypatch: pytest.MonkeyPatch) -> None:
    receiver, sender = os.pipe()
    os.close(receiver)
    monkeypatch.setenv(PROGRESS_ENV_VAR, str(sender))
    monkeypatch.setattr(progress, "FIRST_REPORT_AFTER", 0)
    assert list(track_progress("Đọc bài", range(9), 9)) == list(range(9))
    os.close(sender)


def test_track_progress_without_pipe_logs_every_tenth(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delenv(PROGRESS_ENV_VAR, raising=False)
    monkeypatch.setattr(progress, "FIRST_REPORT_AFTER", 0)
    monkeypatch.setattr(progress, "REPORT_INTERVAL", 0)
    with caplog.at_level("INFO", logger="bulletin.processes.progress"):
        list(track_progress("Đọc bài", range(100), 100))
    assert [record.getMessage() for record in caplog.records][-1] == "Đọc bài: 100/100"
    assert len(caplog.records) == 10
