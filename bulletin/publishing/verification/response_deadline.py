"""Connections whose whole answer must come in time: a server may send a byte now and then for ever.

A timeout of a socket counts from one byte to the next, so it never ends such an answer.
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

_MIN_BYTES_PER_SECOND = 50_000
"""Bytes a second. An answer that comes at this speed gets as much time as it needs."""


class _ThreadRequest(threading.local):
    """The request that this thread is waiting for."""

    deadline: float | None = None
    """By the monotonic clock; None if there is none."""
    is_old: bool = False
    """Whether the request is written as HTTP/1.0."""


_thread_request = _ThreadRequest()


@contextmanager
def limit_response_time(seconds: float, *, is_old: bool = False) -> Iterator[None]:
    """Give the requests of this thread ``seconds`` for all that they wait for; ``is_old`` sends HTTP/1.0.

    Past the deadline a read raises TimeoutError.
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
        self._pause: float | None = sock.gettimeout()  # type: ignore[attr-defined]  # likewise
        self._deadline, self._received = _thread_request.deadline, 0
        self.has_body = False
        """Whether the headers are read: what comes then may take its time."""

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: memoryview) -> int | None:  # type: ignore[override]  # what io hands over
        """Read what is there, and wait for it no longer than there is time. Raise TimeoutError."""
        if self._deadline is not None:
            left = self._deadline + self._received / _MIN_BYTES_PER_SECOND - time.monotonic()
            if left <= 0:
                raise TimeoutError("the answer takes too long")
            self._socket.settimeout(left if self._pause is None else min(left, self._pause))  # type: ignore[attr-defined]
        read: int | None = self._raw.readinto(buffer)
        if self.has_body:
            self._received += read or 0
        return read

    def close(self) -> None:
        """Let the socket go."""
        self._raw.close()
        super().close()


class _SocketFile:
    """Stands for a socket where ``http.client`` makes a file of it."""

    def __init__(self, sock: object) -> None:
        self._socket = sock

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Stream(self._socket), 1 << 16)


class _Response(http.client.HTTPResponse):
    def __init__(
        self, sock: object, debuglevel: int = 0, method: str | None = None, url: str | None = None
    ) -> None:
        super().__init__(_SocketFile(sock), debuglevel, method, url)  # type: ignore[arg-type]  # it calls makefile alone

    def begin(self) -> None:
        """Read status and headers. Raise HTTPException if a line among the headers is none.

        Reason: Python ignores what follows such a line, and browsers obey it.
        """
        stream = cast("_Stream", self.fp.raw)  # of _Reading
        super().begin()
        stream.has_body = True
        if self.headers.defects or self.headers.get_payload():
            raise http.client.HTTPException("malformed headers")
        # What a server sends all the same after an answer without a body would be taken for the next answer.
        if self.status < 200 or self.length == 0:
            self.will_close = True


class _Connection(HTTPConnection):
    response_class = _Response

    def putrequest(self, *arguments: object, **options: object) -> None:
        """Write the line of the request."""
        self._http_vsn, self._http_vsn_str = (10, "HTTP/1.0") if _thread_request.is_old else (11, "HTTP/1.1")
        super().putrequest(*arguments, **options)  # type: ignore[arg-type]  # handed through


class _SecureConnection(HTTPSConnection, _Connection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


POOL_CLASSES = {"http": _Pool, "https": _SecurePool}
"""Pools of such connections, as PoolManager wants them."""
