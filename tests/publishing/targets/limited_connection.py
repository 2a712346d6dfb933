"""A line to a server of this machine that breaks: cut, or silent while it still seems to be there."""

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class LimitedConnection:
    """Passes on what comes to ``port``, until ``limit`` bytes went to the server."""

    def __init__(self, server: int, limit: int, *, silent: bool = False) -> None:
        """``silent``: pass nothing on any more, but do not hang up."""
        self._server, self._limit, self._silent = server, limit, silent
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._over = threading.Event()
        self.sent_bytes = 0
        """Bytes that went to the server."""

    @contextmanager
    def run(self) -> Iterator["LimitedConnection"]:
        """Pass on meanwhile."""
        thread = threading.Thread(target=self._serve)
        thread.start()
        try:
            yield self
        finally:
            self._over.set()
            thread.join()

    def _serve(self) -> None:
        pairs: dict[socket.socket, socket.socket] = {}
        while not self._over.is_set():
            ready, _, _ = select.select([self._listener, *pairs], [], [], 0.05)
            for one in ready:
                if one is self._listener:
                    client, server = (
                        self._listener.accept()[0],
                        socket.create_connection(("127.0.0.1", self._server)),
                    )
                    pairs |= {client: server, server: client}
                elif one in pairs and not self._pass(one, pairs[one]):
                    for end in (pairs.pop(one), one):
                        pairs.pop(end, None)
                        end.close()
        for end in (*pairs, self._listener):
            end.close()

    def _pass(self, one: socket.socket, other: socket.socket) -> bool:
        """Pass on what is there; return whether the line stands."""
        if self.sent_bytes >= self._limit:
            if self._silent:
                self._over.wait()
            else:
                _hang_up(other if self._leads_to_server(other) else one)
            return False
        try:
            data = one.recv(16384)
            if self._leads_to_server(other):
                self.sent_bytes += len(data)
            other.sendall(data)
        except OSError:
            return False
        return bool(data)

    def _leads_to_server(self, one: socket.socket) -> bool:
        return bool(one.getpeername()[1] == self._server)


def _hang_up(server: socket.socket) -> None:
    """End so that the server reads what was sent so far: a reset would throw away what it had no time for."""
    server.settimeout(10)
    with suppress(OSError):
        server.shutdown(socket.SHUT_WR)
        while server.recv(65536):
            pass
