"""The time limit for parsing one text, in seconds of processor time.

``complexity_limits`` counts marks, so its results are the same on each machine. It refuses nearly all slow texts.
The time limit refuses slow texts of unforeseen forms. It measures processor time, so a busy machine refuses nothing.
Before a refusal, it measures how slow the machine is, and gives a slower machine more time.
"""

import signal
import threading
import time
from types import FrameType, TracebackType
from typing import ClassVar

TEXT_TIME_LIMIT = 4.0
"""Maximum seconds for one text. A megabyte of links and tables takes one, an article 3 ms."""
REFERENCE_PACE = 0.0017
"""Seconds of ``measure_pace`` on the machine for which ``TEXT_TIME_LIMIT`` was chosen."""
_MAX_FACTOR = 20.0
"""Maximum factor of more time for a slower machine."""
_REPEAT_INTERVAL = 0.5
"""Seconds after which the error is raised again if a finalizer of an object caught it."""


class TimeLimitError(BaseException):
    """Parsing a text took more processor time than the limit.

    The class is not an Exception, so that no library catches it with other exceptions.
    """


class TimeLimit:
    """A context that raises TimeLimitError if its block takes too long.

    ``seconds`` is the limit of processor time. A slower machine gets more time.
    Only the main thread can be interrupted. In other threads and on Windows, the block has no limit.
    The signal handler stays installed, because no other code uses SIGVTALRM.
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
            signal.setitimer(signal.ITIMER_VIRTUAL, self._seconds, _REPEAT_INTERVAL)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the timer."""
        if TimeLimit._active is self:
            TimeLimit._active = None
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    def check(self) -> None:
        """Raise TimeLimitError if the block took too long for this machine.

        The timer counts the time of all threads in ticks. So the check uses the time of this thread.
        """
        if self._get_remaining_time() <= 0 and not self._is_measured:
            self._is_measured = True
            factor = min(measure_pace() for _ in range(3)) / REFERENCE_PACE
            self._seconds *= min(max(factor, 1.0), _MAX_FACTOR)
        if self._get_remaining_time() <= 0:
            raise TimeLimitError
        signal.setitimer(signal.ITIMER_VIRTUAL, max(self._get_remaining_time(), 0.001), _REPEAT_INTERVAL)

    def _get_remaining_time(self) -> float:
        return self._start + self._seconds - time.thread_time()

    @staticmethod
    def check_active() -> None:
        """Check the time limit of the running block, if there is one."""
        if TimeLimit._active is not None:
            TimeLimit._active.check()


def _handle_timer_signal(_number: int, frame: FrameType | None) -> None:
    if frame is None or frame.f_code not in _UNINTERRUPTIBLE:
        TimeLimit.check_active()


_UNINTERRUPTIBLE = (TimeLimit.__enter__.__code__, TimeLimit.__exit__.__code__)
"""Code in which no error may be raised, because the timer would stay active."""


def measure_pace() -> float:
    """Return the processor time of a fixed amount of work."""
    start, words = time.process_time(), dict[str, int]()
    for number in range(10_000):
        word = f"{number % 977}"
        words[word] = words.get(word, 0) + len(word)
    return time.process_time() - start
