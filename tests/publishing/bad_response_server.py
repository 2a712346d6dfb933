"""Servers with bad responses: slow, endless, or not HTTP."""

import contextlib
import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import brotli

DRIP_PAUSE = 0.05
"""Seconds between two parts of a slow response."""
SocketHandler = Callable[[socket.socket], None]
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def _drip(connection: socket.socket, first: bytes, part: bytes) -> None:
    connection.sendall(first)
    while True:
        connection.sendall(part)
        time.sleep(DRIP_PAUSE)


def _flood(connection: socket.socket, first: bytes, part: bytes) -> None:
    connection.sendall(first)
    while True:
        connection.sendall(part)


_ZEROS = bytes(16_000_000)
_BOMB = gzip.compress(_ZEROS)
_BOMBS = {
    "gzip": _BOMB,
    "br": brotli.compress(_ZEROS, quality=5),
    "gzip, gzip": gzip.compress(_BOMB),
    "deflate": zlib.compress(_ZEROS),
}


def _send_packed(coding: str, data: bytes, connection: socket.socket) -> None:
    connection.sendall(
        _HEAD + f"Content-Encoding: {coding}\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data
    )


ENDLESS_RESPONSES: dict[str, SocketHandler] = {
    "a byte of the body now and then": lambda connection: _drip(
        connection, _HEAD + b"Content-Length: 100000\r\n\r\n", b"x"
    ),
    "a byte of a header now and then": lambda connection: _drip(connection, _HEAD + b"X-Y: ", b"x"),
    "a header now and then": lambda connection: _drip(connection, _HEAD, b"X-Y: z\r\n"),
    "a byte of the first line now and then": lambda connection: _drip(connection, b"HTTP/1.1 200 ", b"O"),
    "a chunk now and then": lambda connection: _drip(
        connection, _HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"
    ),
    "preliminary answers now and then": lambda connection: _drip(
        connection, b"", b"HTTP/1.1 100 Continue\r\n\r\n"
    ),
    "preliminary answers without end": lambda connection: _flood(
        connection, b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 500
    ),
    "a length that never comes": lambda connection: _drip(
        connection, _HEAD + b"Content-Length: 99999999999\r\n\r\n", b""
    ),
    "nothing": lambda connection: _drip(connection, b"", b""),
}
"""Responses that never end."""
BROKEN_RESPONSES: dict[str, SocketHandler] = {
    "headers without end": lambda connection: _flood(connection, _HEAD, b"X-Y: z\r\n" * 500),
    "a header without end": lambda connection: _flood(connection, _HEAD + b"X-Y: ", b"z" * 5000),
    "an early end": lambda connection: connection.sendall(_HEAD + b"Content-Length: 9\r\n\r\nx"),
    "no HTTP": lambda connection: connection.sendall(b"\x1b[2J\x07 xin chao\r\n\r\n"),
    "a line among the headers that is none": lambda connection: connection.sendall(
        _HEAD + b"xin chao\r\nRefresh: 0; url=https://ca-cuoc.example/\r\nContent-Length: 1\r\n\r\nx"
    ),
    "a damaged compression": lambda connection: connection.sendall(
        _HEAD + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd"
    ),
    "a chunk of no size": lambda connection: connection.sendall(
        _HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n"
    ),
}
"""Responses that cannot be read."""
LARGE_RESPONSES: dict[str, SocketHandler] = {
    "a body without end": lambda connection: _flood(
        connection, _HEAD + b"Content-Length: 99999999999\r\n\r\n", b"x" * 65536
    ),
    "chunks without end": lambda connection: _flood(
        connection, _HEAD + b"Transfer-Encoding: chunked\r\n\r\n", (b"1000\r\n" + b"x" * 4096 + b"\r\n") * 8
    ),
    **{f"16 MB of nothing, {coding}": partial(_send_packed, coding, data) for coding, data in _BOMBS.items()},
}
"""Responses that are larger than any file of the site."""


@contextmanager
def run_socket_server(answer: SocketHandler) -> Iterator[tuple[str, list[int]]]:
    """Yield the address of a server and the list of its connections.

    ``answer`` handles each connection. At the end, all connections are cut.
    Reason: an answer without an end would go on until all tests have run.
    """
    with socket.create_server(("127.0.0.1", 0)) as server:
        connections: list[int] = []
        handlers: list[tuple[socket.socket, threading.Thread]] = []

        def handle_connection(connection: socket.socket) -> None:
            with connection, contextlib.suppress(OSError):
                connection.recv(65536)
                answer(connection)

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    connections.append(1)
                    handler = threading.Thread(target=handle_connection, args=(connection,))
                    handlers.append((connection, handler))
                    handler.start()

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}", connections
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()
            for connection, handler in handlers:
                with contextlib.suppress(OSError):  # closed already
                    connection.shutdown(socket.SHUT_RDWR)
                handler.join()
