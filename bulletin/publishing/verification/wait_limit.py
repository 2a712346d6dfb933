"""The wait limit: stop requests to a server that is down or slow."""

import threading

from bulletin.publishing.verification.response_deadline import MIN_BYTES_PER_SECOND

_MAX_FAILURES_IN_A_ROW = 8
"""Consecutive requests without a response."""
_MAX_WAIT_SECONDS = 240.0
"""Seconds that all connections together may wait for late or missing responses."""
_PROMPT_SECONDS = 3.0
"""Seconds after which a response is late."""


class WaitLimit:
    """Counts failures and waiting time. All threads share one object."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures, self._wait_seconds = 0, 0.0
        self.skip_count = 0
        """Files and addresses that were not checked completely."""

    @property
    def is_reached(self) -> bool:
        """True if no more requests are to be sent."""
        return self._failures >= _MAX_FAILURES_IN_A_ROW or self._wait_seconds >= _MAX_WAIT_SECONDS

    def record_response(self, seconds: float, size: int) -> None:
        """Count a response of ``size`` bytes. A long one may take longer."""
        with self._lock:
            self._failures = 0
            self._wait_seconds += max(0.0, seconds - _PROMPT_SECONDS - size / MIN_BYTES_PER_SECOND)

    def record_failure(self, seconds: float) -> None:
        """Count a request without a response in ``seconds``."""
        with self._lock:
            self._failures += 1
            self._wait_seconds += seconds

    def record_skip(self) -> None:
        """Count a file or address that is not checked completely."""
        with self._lock:
            self.skip_count += 1
