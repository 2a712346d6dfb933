"""Servers that answer badly on purpose: slowly, without end, or not in HTTP."""

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
"""Seconds between two bytes that drip."""
SocketHandler = Callable[[socket.socket], None]
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def _drip(line: socket.socket, first: bytes, drops: bytes) -> None:
    line.sendall(first)
    while True:
        line.sendall(drops)
        time.sleep(DRIP_PAUSE)


def _flood(line: socket.socket, first: bytes, wave: bytes) -> None:
    line.sendall(first)
    while True:
        line.sendall(wave)


_BOMB = gzip.compress(bytes(64_000_000), 9)
_BOMBS = {
    "gzip": _BOMB,
    "br": brotli.compress(bytes(64_000_000), quality=5),
    "gzip, gzip": gzip.compress(_BOMB, 9),
    "deflate": zlib.compress(bytes(64_000_000), 9),
}


def _send_packed(coding: str, data: bytes, line: socket.socket) -> None:
    line.sendall(_HEAD + f"Content-Encoding: {coding}\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data)


ENDLESS_RESPONSES: dict[str, SocketHandler] = {
    "a byte of the body now and then": lambda line: _drip(
        line, _HEAD + b"Content-Length: 100000\r\n\r\n", b"x"
    ),
    "a byte of a header now and then": lambda line: _drip(line, _HEAD + b"X-Y: ", b"x"),
    "a header now and then": lambda line: _drip(line, _HEAD, b"X-Y: z\r\n"),
    "a byte of the first line now and then": lambda line: _drip(line, b"HTTP/1.1 200 ", b"O"),
    "a chunk now and then": lambda line: _drip(
        line, _HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"
    ),
    "preliminary answers now and then": lambda line: _drip(line, b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "preliminary answers without end": lambda line: _flood(line, b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 500),
    "a length that never comes": lambda line: _drip(
        line, _HEAD + b"Content-Length: 99999999999\r\n\r\n", b""
    ),
    "nothing": lambda line: _drip(line, b"", b""),
}
"""Answers that never end by themselves."""
BROKEN_RESPONSES: dict[str, SocketHandler] = {
    "headers without end": lambda line: _flood(line, _HEAD, b"X-Y: z\r\n" * 500),
    "a header without end": lambda line: _flood(line, _HEAD + b"X-Y: ", b"z" * 5000),
    "an early end": lambda line: line.sendall(_HEAD + b"Content-Length: 9\r\n\r\nx"),
    "no HTTP": lambda line: line.sendall(b"\x1b[2J\x07 xin chao\r\n\r\n"),
    "a line among the headers that is none": lambda line: line.sendall(
        _HEAD + b"xin chao\r\nRefresh: 0; url=https://ca-cuoc.example/\r\nContent-Length: 1\r\n\r\nx"
    ),
    "a damaged compression": lambda line: line.sendall(
        _HEAD + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd"
    ),
    "a chunk of no size": lambda line: line.sendall(_HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n"),
}
"""Answers that cannot be read."""
LARGE_RESPONSES: dict[str, SocketHandler] = {
    "a body without end": lambda line: _flood(
        line, _HEAD + b"Content-Length: 99999999999\r\n\r\n", b"x" * 65536
    ),
    "chunks without end": lambda line: _flood(
        line, _HEAD + b"Transfer-Encoding: chunked\r\n\r\n", (b"1000\r\n" + b"x" * 4096 + b"\r\n") * 8
    ),
    **{f"64 MB of nothing, {coding}": partial(_send_packed, coding, data) for coding, data in _BOMBS.items()},
}
"""Answers that are larger than any file of the site."""


@contextmanager
def run_socket_server(answer: SocketHandler) -> Iterator[tuple[str, list[int]]]:
    """Yield the address of a server that gives everybody the same ``answer``, and the list of its connections."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        met: list[int] = []

        def answer_one(line: socket.socket) -> None:
            with line, contextlib.suppress(OSError):
                line.recv(65536)
                answer(line)

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    line, _ = server.accept()
                    met.append(1)
                    threading.Thread(target=answer_one, args=(line,), daemon=True).start()

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}", met
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()
