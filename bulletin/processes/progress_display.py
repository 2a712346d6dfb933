"""Display of build progress: a bar on a terminal, or a line from time to time."""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LINE_INTERVAL = 10.0
"""Seconds between two lines in a log."""


@contextmanager
def display_progress(say: Callable[[str], None]) -> Iterator[int]:
    """Yield a descriptor for progress lines and show the progress in the block.

    See bulletin/processes/progress.py for the format of a line.
    """
    reading, writing = os.pipe()
    show = _show_on_terminal if sys.stderr.isatty() else _show_in_log
    watcher = threading.Thread(target=show, args=(reading, say), daemon=True)
    watcher.start()
    try:
        yield writing
    finally:
        os.close(writing)
        watcher.join()


def _read_lines(reading: int) -> Iterator[tuple[str, int, int]]:
    with os.fdopen(reading, encoding="utf-8", errors="replace") as stream:
        for line in stream:
            stage, _, numbers = line.rstrip("\n").partition("\t")
            done, _, total = numbers.partition("\t")
            if done.isdecimal() and total.isdecimal():
                yield stage, int(done), int(total)


def _show_on_terminal(reading: int, _say: Callable[[str], None]) -> None:
    # Slow to import. The build starts in the meantime, and a log does not need it.
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
        for stage, done, total in _read_lines(reading):
            if stage not in stages:
                stages[stage] = bars.add_task(stage, total=total)
            bars.update(stages[stage], completed=done)


def _show_in_log(reading: int, say: Callable[[str], None]) -> None:
    last = time.monotonic()
    for stage, done, total in _read_lines(reading):
        if time.monotonic() - last >= LINE_INTERVAL:
            last = time.monotonic()
            say(f"{stage}: {done}/{total}…")
