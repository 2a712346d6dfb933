"""A line to a server that can be made bad: a proxy on loopback that answers for it, breaks off, or is slow.

It passes every header on as it came, for requests to an object store are signed with the name of the host.
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
    """What goes wrong with the requests that match, ``count`` of them, after the first ``skip_count``."""

    effect: int | str
    """A status; ``cut`` (before the server hears of it), ``deaf`` (the answer is lost), ``half`` (the answer stops midway),
    ``slow``."""
    pattern: str = ""
    """A regular expression over ``PUT /bucket/key``; a copy is ``COPY``."""
    count: float = float("inf")
    skip_count: int = 0


@dataclass
class FaultyProxy:
    """The proxy, seen from a test."""

    port: int
    faults: list[ProxyFault] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    """Requests that the server was asked, in their order: ``PUT /bucket/key``."""
    injected_count: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def address(self) -> str:
        """Where to go instead of the server."""
        return f"http://127.0.0.1:{self.port}"

    def list_keys(self, method: str, under: str = "") -> list[str]:
        """Return what was asked for with ``method``, below ``under``."""
        lead = f"{method} {under}"
        return [one.removeprefix(lead) for one in self.requests if one.startswith(lead)]

    def choose_fault(self, request: str) -> int | str | None:
        """Return what is to go wrong with a request."""
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
    """Yield a line to the server at ``port``."""
    server = _Proxy(("127.0.0.1", 0), _Handler)
    server.upstream, server.line = port, FaultyProxy(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.line
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Proxy(ThreadingHTTPServer):
    daemon_threads = True
    upstream: int
    line: FaultyProxy

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: connections that break are what this is for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    server: _Proxy

    def handle_expect_100(self) -> bool:
        """Say "go on" at once, not with the rest of the answer."""
        super().handle_expect_100()
        self.wfile.flush()
        return True

    def _pass(self) -> None:
        line = self.server.line
        method = "COPY" if self.headers.get("x-amz-copy-source") else self.command
        request = f"{method} {unquote(self.path)}"
        fate = line.choose_fault(request)
        if fate == "cut":
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if isinstance(fate, int):
            self._answer(fate, S3_ERROR_BODY % _CODES[fate], {"Content-Type": "application/xml"})
            return
        if fate == "slow":
            time.sleep(0.3)
        with line.lock:
            line.requests.append(request)
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
            if fate == "deaf":
                self.close_connection = True
            else:
                self._answer(answer.status, content, headers, half=fate == "half")
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

    do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = _pass  # noqa: N815  # the names that http.server asks for

    def log_message(self, format: str, *words: object) -> None:  # noqa: A002  # its name in http.server
        """Print nothing."""
