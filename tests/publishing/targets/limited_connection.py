"""A connection to a local server that breaks: closed, or silent but still open."""

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class LimitedConnection:
    """Forwards data from ``port`` to a server, until ``limit`` bytes were sent."""

    def __init__(self, server: int, limit: int, *, silent: bool = False) -> None:
        """Forward to the port ``server``. If ``silent``, keep the broken connection open."""
        self._server, self._limit, self._silent = server, limit, silent
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._is_done = threading.Event()
        self.sent_bytes = 0
        """Bytes that were sent to the server."""

    @contextmanager
    def run(self) -> Iterator["LimitedConnection"]:
        """Forward data inside the block."""
        thread = threading.Thread(target=self._serve)
        thread.start()
        try:
            yield self
        finally:
            self._is_done.set()
            thread.join()

    def _serve(self) -> None:
        pairs: dict[socket.socket, socket.socket] = {}
        while not self._is_done.is_set():
            ready, _, _ = select.select([self._listener, *pairs], [], [], 0.05)
            for source in ready:
                if source is self._listener:
                    client = self._listener.accept()[0]
                    server = socket.create_connection(("127.0.0.1", self._server))
                    pairs |= {client: server, server: client}
                elif source in pairs and not self._forward(source, pairs[source]):
                    for end in (pairs.pop(source), source):
                        pairs.pop(end, None)
                        end.close()
        for end in (*pairs, self._listener):
            end.close()

    def _forward(self, source: socket.socket, destination: socket.socket) -> bool:
        """Forward the available data. Return False if the connection is broken."""
        if self.sent_bytes >= self._limit:
            if self._silent:
                self._is_done.wait()
            else:
                _close(destination if self._leads_to_server(destination) else source)
            return False
        try:
            data = source.recv(16384)
            if self._leads_to_server(destination):
                self.sent_bytes += len(data)
            destination.sendall(data)
        except OSError:
            return False
        return bool(data)

    def _leads_to_server(self, end: socket.socket) -> bool:
        return bool(end.getpeername()[1] == self._server)


def _close(server: socket.socket) -> None:
    """Close the connection after the server has read all data.

    Reason: a reset would discard unread data.
    """
    server.settimeout(10)
    with suppress(OSError):
        server.shutdown(socket.SHUT_WR)
        while server.recv(65536):
            pass
