"""Put the time before each line of a command that prints into a log.

A terminal and the journal of systemd get no times. Reason: a person sees the clock, and the journal adds its own.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import datetime
from typing import TextIO, cast

from bulletin.clock import VIETNAM_TZ

_TIME_FORMAT = "%Y-%m-%d %H:%M:%S"


class LogStream:
    """A text stream that writes the time at the start of each line."""

    def __init__(self, stream: TextIO, read_clock: Callable[[], datetime]) -> None:
        self._stream, self._read_clock = stream, read_clock
        self._is_line_start = True

    def write(self, text: str) -> int:
        """Write ``text``. Return its number of characters."""
        for line in text.splitlines(keepends=True):
            if self._is_line_start and line.strip():
                self._stream.write(f"{self._read_clock():{_TIME_FORMAT}} ")
            self._stream.write(line)
            self._is_line_start = line.endswith("\n")
        return len(text)

    def __getattr__(self, name: str) -> object:
        """Return an attribute of the stream below."""
        return getattr(self._stream, name)


@contextmanager
def stamp_log_lines() -> Iterator[None]:
    """Put the time before each line that the block prints into a log."""
    with redirect_stdout(_create_log_stream(sys.stdout)), redirect_stderr(_create_log_stream(sys.stderr)):
        yield


def stamp_log_text(text: str, stream: TextIO) -> str:
    """Return ``text`` with the time before each line, if ``stream`` is a log."""
    if not _is_log(stream):
        return text
    now = _read_clock()
    return "\n".join(f"{now:{_TIME_FORMAT}} {line}" if line.strip() else line for line in text.split("\n"))


def _create_log_stream(stream: TextIO) -> TextIO:
    return cast("TextIO", LogStream(stream, _read_clock)) if _is_log(stream) else stream


def _is_log(stream: TextIO) -> bool:
    """Tell if a stream is neither a terminal nor the journal of systemd.

    Source: systemd.exec(5), JOURNAL_STREAM.
    """
    if stream.isatty():
        return False
    try:
        status = os.fstat(stream.fileno())
    except (OSError, ValueError):  # a stream without a file, as in a test
        return True
    return os.environ.get("JOURNAL_STREAM") != f"{status.st_dev}:{status.st_ino}"


def _read_clock() -> datetime:
    return datetime.now(VIETNAM_TZ)
