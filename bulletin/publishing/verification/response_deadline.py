"""Connections with a deadline for the whole response.

Reason: a socket timeout counts from one byte to the next.
A server that sends a byte now and then would never reach the timeout.
"""

import http.client
import io
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

MIN_BYTES_PER_SECOND = 50_000
"""Bytes a second. A body that arrives at this speed is never late."""


class _ThreadRequest(threading.local):
    """The request of the current thread."""

    deadline: float | None = None
    """Time of the monotonic clock; None without a deadline."""
    is_old: bool = False
    """True if the request is sent as HTTP/1.0."""


_thread_request = _ThreadRequest()


@contextmanager
def limit_response_time(seconds: float, *, is_old: bool = False) -> Iterator[None]:
    """Limit the time of all requests of this thread inside the block.

    After ``seconds`` a read raises TimeoutError. ``is_old`` sends HTTP/1.0.
    """
    _thread_request.deadline, _thread_request.is_old = time.monotonic() + seconds, is_old
    try:
        yield
    finally:
        _thread_request.deadline, _thread_request.is_old = None, False


class _Stream(io.RawIOBase):
    """Reads a socket until the deadline of the request."""

    def __init__(self, sock: object) -> None:
        self._socket = sock
        self._raw = sock.makefile("rb", buffering=0)  # type: ignore[attr-defined]  # a socket, or TLS around one
        self._timeout: float | None = sock.gettimeout()  # type: ignore[attr-defined]  # as above
        self._deadline, self._received = _thread_request.deadline, 0
        self.has_body = False
        """True after the headers. Only the bytes of the body extend the deadline."""

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: memoryview) -> int | None:  # type: ignore[override]  # the type that io passes
        """Read available bytes, waiting until the deadline. Raise TimeoutError."""
        if self._deadline is not None:
            remaining = self._deadline + self._received / MIN_BYTES_PER_SECOND - time.monotonic()
            if remaining <= 0:
                raise TimeoutError("the answer takes too long")
            self._socket.settimeout(remaining if self._timeout is None else min(remaining, self._timeout))  # type: ignore[attr-defined]
        read: int | None = self._raw.readinto(buffer)
        if self.has_body:
            self._received += read or 0
        return read

    def close(self) -> None:
        """Close the stream."""
        self._raw.close()
        super().close()


class _SocketFile:
    """A socket for ``http.client``, which only calls ``makefile``."""

    def __init__(self, sock: object) -> None:
        self._socket = sock

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Stream(self._socket), 1 << 16)


class _Response(http.client.HTTPResponse):
    def __init__(
        self, sock: object, debuglevel: int = 0, method: str | None = None, url: str | None = None
    ) -> None:
        super().__init__(_SocketFile(sock), debuglevel, method, url)  # type: ignore[arg-type]  # only makefile is called

    def begin(self) -> None:
        """Read status and headers. Raise HTTPException if a header line is malformed.

        Reason: Python ignores the headers after such a line, and browsers obey them.
        """
        stream = cast("_Stream", self.fp.raw)  # made by _SocketFile
        super().begin()
        stream.has_body = True
        if self.headers.defects or self.headers.get_payload():
            raise http.client.HTTPException("malformed headers")
        # Bytes after a response without a body would be read as the next response.
        if self.status < 200 or self.length == 0:
            self.will_close = True


class _Connection(HTTPConnection):
    response_class = _Response

    def putrequest(self, *arguments: object, **options: object) -> None:
        """Write the request line."""
        self._http_vsn, self._http_vsn_str = (10, "HTTP/1.0") if _thread_request.is_old else (11, "HTTP/1.1")
        super().putrequest(*arguments, **options)  # type: ignore[arg-type]  # passed on


class _SecureConnection(HTTPSConnection, _Connection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


POOL_CLASSES = {"http": _Pool, "https": _SecurePool}
"""Connection pools by scheme, for ``PoolManager``."""
