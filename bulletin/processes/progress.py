"""How far a long work is: told to the command that started the build, or to the log.

A command that wants to know hands over a pipe in BULLETIN_PROGRESS and reads lines from it,
``stage<TAB>done<TAB>total``. Without one, ``pelican --verbose`` logs every tenth part.
"""

import logging
import os
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

PROGRESS_ENV_VAR = "BULLETIN_PROGRESS"
"""Holds the number of the descriptor that lines are written to."""
_LONG = 1.0
"""Seconds before which nothing is told: most work is over by then."""
_PAUSE = 0.1
"""Seconds between two lines at least."""

StepT = TypeVar("StepT")
_logger = logging.getLogger(__name__)


def track_progress(
    stage: str, items: Iterable[StepT], total: int, pipe: int | None = None
) -> Iterator[StepT]:
    """Yield ``items``, ``total`` in all, and tell meanwhile how far they are. ``stage`` is Vietnamese: ``Đọc bài``.

    ``pipe`` is where to write lines to, for one who is not a build.
    """
    tell, due, said = _create_reporter(stage, total, pipe), time.monotonic() + _LONG, False
    for done, item in enumerate(items, 1):
        yield item
        if time.monotonic() >= due or (said and done == total):
            tell.report(done)
            due, said = time.monotonic() + _PAUSE, True


class _Pipe:
    def __init__(self, descriptor: int, stage: str, total: int) -> None:
        self._descriptor, self._stage, self._total = descriptor, stage, total

    def report(self, done: int) -> None:
        try:
            os.write(self._descriptor, f"{self._stage}\t{done}\t{self._total}\n".encode())
        except OSError:  # nobody reads any more: the work is worth doing all the same
            _logger.debug("nobody reads how far %s is", self._stage)


class _Log:
    def __init__(self, stage: str, total: int) -> None:
        self._stage, self._total, self._said = stage, total, 0

    def report(self, done: int) -> None:
        tenth = 10 * done // self._total
        if tenth > self._said:
            self._said = tenth
            _logger.info("%s: %s/%s", self._stage, done, self._total)


def _create_reporter(stage: str, total: int, pipe: int | None) -> _Pipe | _Log:
    if pipe is not None:
        return _Pipe(pipe, stage, total)
    number = os.environ.get(PROGRESS_ENV_VAR, "")
    return _Pipe(int(number), stage, total) if number.isdecimal() else _Log(stage, total)
