"""A proxy on loopback that injects faults, such as broken connections.

It forwards every header unchanged, because requests to an object store are signed with the host name.
"""

import http.client
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

S3_ERROR_BODY = b'<?xml version="1.0"?><Error><Code>%s</Code><Message>made by a test</Message></Error>'
_CODES = {500: b"InternalError", 503: b"SlowDown", 429: b"TooManyRequests"}


@dataclass
class ProxyFault:
    """A fault for ``count`` matching requests, after the first ``skip_count``."""

    effect: int | str
    """An HTTP status or a word.

    ``cut`` closes the connection before the request reaches the server. ``deaf`` loses the answer.
    ``half`` stops the answer midway. ``slow`` delays it.
    """
    pattern: str = ""
    """A regular expression for ``PUT /bucket/key``. The method of a copy is ``COPY``."""
    count: float = float("inf")
    skip_count: int = 0


@dataclass
class FaultyProxy:
    """The proxy as a test controls it."""

    port: int
    faults: list[ProxyFault] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    """The requests that reached the server, in their order: ``PUT /bucket/key``."""
    injected_count: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def address(self) -> str:
        """The address of the proxy."""
        return f"http://127.0.0.1:{self.port}"

    def list_keys(self, method: str, under: str = "") -> list[str]:
        """Return the keys of requests with ``method``, below ``under``."""
        prefix = f"{method} {under}"
        return [request.removeprefix(prefix) for request in self.requests if request.startswith(prefix)]

    def choose_fault(self, request: str) -> int | str | None:
        """Return the effect of the fault for a request, or None."""
        with self.lock:
            for fault in self.faults:
                if not re.search(fault.pattern, request):
                    continue
                if fault.skip_count > 0:
                    fault.skip_count -= 1
                    continue
                if fault.count > 0:
                    fault.count -= 1
                    self.injected_count += 1
                    return fault.effect
        return None


@contextmanager
def run_faulty_proxy(port: int) -> Iterator[FaultyProxy]:
    """Yield a proxy for the server at ``port``."""
    server = _Proxy(("127.0.0.1", 0), _Handler)
    server.upstream, server.proxy = port, FaultyProxy(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Proxy(ThreadingHTTPServer):
    daemon_threads = True
    upstream: int
    proxy: FaultyProxy

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print nothing, because broken connections are expected."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    server: _Proxy

    def handle_expect_100(self) -> bool:
        """Send "100 Continue" at once, and not together with the answer."""
        super().handle_expect_100()
        self.wfile.flush()
        return True

    def _forward(self) -> None:
        proxy = self.server.proxy
        method = "COPY" if self.headers.get("x-amz-copy-source") else self.command
        request = f"{method} {unquote(self.path)}"
        effect = proxy.choose_fault(request)
        if effect == "cut":
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if isinstance(effect, int):
            self._answer(effect, S3_ERROR_BODY % _CODES[effect], {"Content-Type": "application/xml"})
            return
        if effect == "slow":
            time.sleep(0.3)
        with proxy.lock:
            proxy.requests.append(request)
        upstream = http.client.HTTPConnection("127.0.0.1", self.server.upstream, timeout=60)
        with suppress(BrokenPipeError, ConnectionResetError):
            upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                if name.lower() not in ("connection", "expect"):
                    upstream.putheader(name, value)
            upstream.endheaders(body)
            answer = upstream.getresponse()
            content = answer.read()
            headers = {
                name: value
                for name, value in answer.getheaders()
                if name.lower() not in ("connection", "content-length", "transfer-encoding", "keep-alive")
            }
            if effect == "deaf":
                self.close_connection = True
            else:
                self._answer(answer.status, content, headers, half=effect == "half")
        upstream.close()

    def _answer(self, status: int, content: bytes, headers: dict[str, str], *, half: bool = False) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if self.command == "HEAD" or status in (204, 304):
            self.end_headers()
            return
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if half else content)
        self.wfile.flush()
        self.close_connection = half

    do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = _forward  # noqa: N815  # names of http.server

    def log_message(self, format: str, *words: object) -> None:  # noqa: A002  # name of http.server
        """Print nothing."""
