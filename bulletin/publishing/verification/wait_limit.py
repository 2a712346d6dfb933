"""When to stop asking a server that does not answer, or keeps its readers waiting."""

import threading

_IN_A_ROW = 8
"""Requests one after another without an answer: the server is down, or wants to hold us up."""
_WAITED = 240.0
"""Seconds that all connections together may wait for answers that are late or never come."""
_PROMPT = 3.0
"""Seconds in which an answer is not late."""
_SPEED = 50_000
"""Bytes a second at which a long answer is not late."""


class Patience:
    """Counts what a server makes us wait for. All threads share one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._row, self._waited = 0, 0.0
        self.skipped = 0
        """Files and addresses that were not asked for to the end."""

    @property
    def is_over(self) -> bool:
        """Whether it is no use to ask on."""
        return self._row >= _IN_A_ROW or self._waited >= _WAITED

    def answered(self, seconds: float, size: int) -> None:
        """Note an answer of ``size`` bytes that took ``seconds``."""
        with self._lock:
            self._row = 0
            self._waited += max(0.0, seconds - _PROMPT - size / _SPEED)

    def failed(self, seconds: float) -> None:
        """Note that no answer came in ``seconds``."""
        with self._lock:
            self._row += 1
            self._waited += seconds

    def skip(self) -> None:
        """Note that a file is not asked for any more."""
        with self._lock:
            self.skipped += 1
