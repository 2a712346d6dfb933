"""Shows how far a build is: a bar on a terminal, a line now and then elsewhere."""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_PAUSE = 10.0
"""Seconds between two lines in a log."""


@contextmanager
def display_progress(say: Callable[[str], None]) -> Iterator[int]:
    """Yield the descriptor that a build writes its progress to (see bulletin/processes/progress.py), and show it meanwhile."""
    reading, writing = os.pipe()
    show = _on_terminal if sys.stderr.isatty() else _in_log
    watcher = threading.Thread(target=show, args=(reading, say), daemon=True)
    watcher.start()
    try:
        yield writing
    finally:
        os.close(writing)
        watcher.join()


def _lines(reading: int) -> Iterator[tuple[str, int, int]]:
    with os.fdopen(reading, encoding="utf-8", errors="replace") as stream:
        for line in stream:
            stage, _, numbers = line.rstrip("\n").partition("\t")
            done, _, total = numbers.partition("\t")
            if done.isdecimal() and total.isdecimal():
                yield stage, int(done), int(total)


def _on_terminal(reading: int, _say: Callable[[str], None]) -> None:
    # Long to import: the build need not wait for it, and a log never does.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskID,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        stages: dict[str, TaskID] = {}
        for stage, done, total in _lines(reading):
            if stage not in stages:
                stages[stage] = bars.add_task(stage, total=total)
            bars.update(stages[stage], completed=done)


def _in_log(reading: int, say: Callable[[str], None]) -> None:
    last = time.monotonic()
    for stage, done, total in _lines(reading):
        if time.monotonic() - last >= _PAUSE:
            last = time.monotonic()
            say(f"{stage}: {done}/{total}…")
