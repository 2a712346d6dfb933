"""When to stop asking a server that does not answer, or keeps its readers waiting."""

import threading

_MAX_FAILURES_IN_A_ROW = 8
"""Requests one after another without an answer: the server is down, or wants to hold us up."""
_MAX_WAIT_SECONDS = 240.0
"""Seconds that all connections together may wait for answers that are late or never come."""
_PROMPT_SECONDS = 3.0
"""Seconds in which an answer is not late."""
_MIN_BYTES_PER_SECOND = 50_000
"""Bytes a second at which a long answer is not late."""


class WaitLimit:
    """Counts what a server makes us wait for. All threads share one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._row, self._waited = 0, 0.0
        self.skip_count = 0
        """Files and addresses that were not asked for to the end."""

    @property
    def is_reached(self) -> bool:
        """Whether it is no use to ask on."""
        return self._row >= _MAX_FAILURES_IN_A_ROW or self._waited >= _MAX_WAIT_SECONDS

    def record_response(self, seconds: float, size: int) -> None:
        """Note an answer of ``size`` bytes that took ``seconds``."""
        with self._lock:
            self._row = 0
            self._waited += max(0.0, seconds - _PROMPT_SECONDS - size / _MIN_BYTES_PER_SECOND)

    def record_failure(self, seconds: float) -> None:
        """Note that no answer came in ``seconds``."""
        with self._lock:
            self._row += 1
            self._waited += seconds

    def record_skip(self) -> None:
        """Note that a file is not asked for any more."""
        with self._lock:
            self.skip_count += 1
