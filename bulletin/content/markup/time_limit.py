"""A bound on the processor time that reading one text may take, whatever its form.

The bounds in ``knots`` count, so they are the same on every machine. They refuse nearly all that would take long.
This one is the net below them, for forms that were not foreseen. It measures the processor and not the clock, so that a
busy machine refuses nothing. Before it refuses, it measures how much slower this machine is than the one it was set on.
"""

import signal
import threading
import time
from types import FrameType, TracebackType
from typing import ClassVar

TEXT_TIME_LIMIT = 4.0
"""Processor time at most of one text. A megabyte of links and tables takes a quarter of that, an article 3 ms."""
_PACE = 0.0017
"""Processor time of ``_measure_pace`` on the machine on which SECONDS was set."""
_SLOWEST = 20.0
"""Factor by which a machine may be slower and still be given more time."""
_AGAIN = 0.5
"""After this time the error is raised again, if a finalizer of an object has swallowed it."""


class TimeLimitError(BaseException):
    """Reading a text took more processor time than it may.

    It is no Exception, because libraries that pass over any Exception must not pass over this one.
    """


class TimeLimit:
    """A context that raises OverspentError in its block after ``seconds`` (SECONDS) of processor time.

    A slower machine is given more. Only the main thread can be interrupted. In others, and on Windows, the block runs
    without this bound. The handler stays where it is: no other part of Python and of ours uses this signal.
    """

    _active: "ClassVar[TimeLimit | None]" = None
    _is_installed: ClassVar[bool] = False

    def __init__(self, seconds: float | None = None) -> None:
        self._seconds = TEXT_TIME_LIMIT if seconds is None else seconds
        self._is_measured = False
        self._start = 0.0

    def __enter__(self) -> None:
        """Start the timer."""
        if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
            if not TimeLimit._is_installed:
                signal.signal(signal.SIGVTALRM, _handle_timer_signal)
                TimeLimit._is_installed = True
            TimeLimit._active = self
            self._start = time.thread_time()
            signal.setitimer(signal.ITIMER_VIRTUAL, self._seconds, _AGAIN)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the timer."""
        if TimeLimit._active is self:
            TimeLimit._active = None
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    def check(self) -> None:
        """Raise OverspentError if the block took its time, which is longer on a slow machine.

        The timer counts all threads, and in ticks. So the time of this thread decides.
        """
        if self._left() <= 0 and not self._is_measured:
            self._is_measured = True
            slower = min(_measure_pace() for _ in range(3)) / _PACE
            self._seconds *= min(max(slower, 1.0), _SLOWEST)
        if self._left() <= 0:
            raise TimeLimitError
        signal.setitimer(signal.ITIMER_VIRTUAL, max(self._left(), 0.001), _AGAIN)

    def _left(self) -> float:
        return self._start + self._seconds - time.thread_time()

    @staticmethod
    def check_active() -> None:
        """Strike in the block that runs."""
        if TimeLimit._active is not None:
            TimeLimit._active.check()


def _handle_timer_signal(_number: int, frame: FrameType | None) -> None:
    if frame is None or frame.f_code not in _ENDS:
        TimeLimit.check_active()


_ENDS = (TimeLimit.__enter__.__code__, TimeLimit.__exit__.__code__)
"""Code in which no error may be raised: it would leave the timer running."""


def _measure_pace() -> float:
    """Return the processor time that a fixed amount of work takes at this moment."""
    start, words = time.process_time(), dict[str, int]()
    for number in range(10_000):
        word = f"{number % 977}"
        words[word] = words.get(word, 0) + len(word)
    return time.process_time() - start
