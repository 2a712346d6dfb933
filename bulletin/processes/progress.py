"""Progress of long steps, sent to the command that started the build, or logged.

The command passes a pipe in ``BULLETIN_PROGRESS``.
It reads lines ``stage<TAB>done<TAB>total`` from the pipe.
Without a pipe, ``pelican --verbose`` logs every tenth part.
"""

import logging
import os
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

PROGRESS_ENV_VAR = "BULLETIN_PROGRESS"
"""Environment variable with the number of the descriptor for progress lines."""
FIRST_REPORT_AFTER = 1.0
"""Seconds before the first report. Most steps are over by then."""
REPORT_INTERVAL = 0.1
"""Least seconds between two reports."""

StepT = TypeVar("StepT")
_logger = logging.getLogger(__name__)


def track_progress(
    stage: str, items: Iterable[StepT], total: int, pipe: int | None = None
) -> Iterator[StepT]:
    """Yield ``items`` and report the progress of the loop over them.

    Args:
        stage: Vietnamese name of the step: ``Đọc bài``.
        items: what the loop works on.
        total: number of items.
        pipe: descriptor for the lines. None means that of the environment variable.

    """
    reporter, due, is_reported = (
        _create_reporter(stage, total, pipe),
        time.monotonic() + FIRST_REPORT_AFTER,
        False,
    )
    for done, item in enumerate(items, 1):
        yield item
        if time.monotonic() >= due or (is_reported and done == total):
            reporter.report(done)
            due, is_reported = time.monotonic() + REPORT_INTERVAL, True


class _PipeReporter:
    def __init__(self, descriptor: int, stage: str, total: int) -> None:
        self._descriptor, self._stage, self._total = descriptor, stage, total

    def report(self, done: int) -> None:
        try:
            os.write(self._descriptor, f"{self._stage}\t{done}\t{self._total}\n".encode())
        except OSError:  # the reader is gone; the work goes on
            _logger.debug("no process reads the progress of %s", self._stage)


class _LogReporter:
    def __init__(self, stage: str, total: int) -> None:
        self._stage, self._total, self._last_tenth = stage, total, 0

    def report(self, done: int) -> None:
        tenth = 10 * done // self._total
        if tenth > self._last_tenth:
            self._last_tenth = tenth
            _logger.info("%s: %s/%s", self._stage, done, self._total)


def _create_reporter(stage: str, total: int, pipe: int | None) -> _PipeReporter | _LogReporter:
    if pipe is not None:
        return _PipeReporter(pipe, stage, total)
    descriptor = os.environ.get(PROGRESS_ENV_VAR, "")
    return (
        _PipeReporter(int(descriptor), stage, total) if descriptor.isdecimal() else _LogReporter(stage, total)
    )
