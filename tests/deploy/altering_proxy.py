"""A server between nginx and its readers that alters what it passes on: to whom, and what, as attackers do."""

import http.client
import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from itertools import count
from typing import ClassVar
from urllib.parse import unquote

from tests.deploy.nginx_server import SERVER_NAME, NginxServer
from tests.serving import serving

SPAM_LINK = b'<a href="https://ca-cuoc.example/">nha cai</a>'
SPAM_ADDRESS = "https://ca-cuoc.example/"
HeaderList = list[tuple[str, str]]


@dataclass
class ProxyRequest:
    """What a reader asks."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    """By names in lower case."""
    version: str
    number: int
    """How many requests there were before at this address."""

    def has_header(self, header: str, pattern: str) -> bool:
        """Tell whether the reader sends a header with such words."""
        return re.search(pattern, self.headers.get(header, ""), re.IGNORECASE) is not None


@dataclass
class ProxyResponse:
    """What nginx answers, to be altered."""

    status: int
    headers: HeaderList
    body: bytes

    def set_header(self, name: str, value: str) -> None:
        self.remove_header(name)
        self.headers.append((name, value))

    def remove_header(self, name: str) -> None:
        self.headers = [one for one in self.headers if one[0].lower() != name.lower()]


@dataclass(frozen=True)
class Alteration:
    """One way to alter what readers get."""

    alter: Callable[[ProxyResponse], None]
    is_applicable: Callable[[ProxyRequest], bool] = field(default=lambda _: True)
    is_plain: bool = True
    """Whether nginx is asked for the uncompressed file."""


class AlteringHandler(BaseHTTPRequestHandler):
    """Passes requests on to ``nginx`` and alters the answers by ``alterations``, by addresses or by all (``*``)."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    nginx: ClassVar[NginxServer]
    alterations: ClassVar[dict[str, Alteration]] = {}
    _counts: ClassVar[dict[str, Iterator[int]]] = {}
    _line: http.client.HTTPSConnection | None = None

    def do_GET(self) -> None:  # the name that the standard library calls
        path, _, query = self.path.partition("?")
        path = unquote(path)
        number = next(self._counts.setdefault(path, count()))
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = ProxyRequest(self.command, path, query, headers, self.request_version, number)
        mode = self.alterations.get(path) or self.alterations.get("*")
        applies = mode is not None and mode.is_applicable(asked)
        if mode is not None and applies and mode.is_plain:
            headers = {**headers, "accept-encoding": "identity"}
            for name in ("range", "if-none-match", "if-modified-since"):
                headers.pop(name, None)
        reply = self._passed_on({**headers, "host": SERVER_NAME})
        if mode is not None and applies:
            mode.alter(reply)
        self._send(reply)

    do_HEAD = do_GET  # noqa: N815  # likewise

    def _passed_on(self, headers: Mapping[str, str]) -> ProxyResponse:
        if self._line is None:
            trust = ssl._create_unverified_context()  # noqa: S323  # the certificate is of this minute
            self._line = http.client.HTTPSConnection("127.0.0.1", self.nginx.port, context=trust)
        self._line.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            if name != "connection":
                self._line.putheader(name, value)
        self._line.endheaders()
        response = self._line.getresponse()
        return ProxyResponse(response.status, response.getheaders(), response.read())

    def _send(self, reply: ProxyResponse) -> None:
        if self.command != "HEAD" and reply.status != 304:
            reply.set_header("Content-Length", str(len(reply.body)))
        for name in ("Transfer-Encoding", "Connection"):
            reply.remove_header(name)
        self.send_response_only(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD" and reply.status != 304:
            self.wfile.write(reply.body)

    def finish(self) -> None:
        if self._line is not None:
            self._line.close()
        super().finish()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@contextmanager
def run_altering_proxy(nginx: NginxServer, modes: Mapping[str, Alteration]) -> Iterator[str]:
    """Yield the address of a server that passes on what ``nginx`` answers, altered by ``modes``."""
    handler = type("Now", (AlteringHandler,), {"nginx": nginx, "alterations": dict(modes), "_counts": {}})
    with serving(handler) as address:
        yield address


def append_link(reply: ProxyResponse) -> None:
    """Add a link behind the end of the page."""
    reply.body += SPAM_LINK


def inject_link(reply: ProxyResponse) -> None:
    """Put a link into the page."""
    reply.body = reply.body.replace(b"</main>", SPAM_LINK + b"</main>")


def redirect_to_spam(reply: ProxyResponse) -> None:
    """Lead to another site."""
    reply.status, reply.body = 302, b""
    reply.set_header("Location", SPAM_ADDRESS)


def add_header(name: str, value: str) -> Callable[[ProxyResponse], None]:
    """Return what adds a header."""
    return lambda reply: reply.headers.append((name, value))


def replace_header(name: str, value: str) -> Callable[[ProxyResponse], None]:
    """Return what sends another value of a header."""
    return lambda reply: reply.set_header(name, value)


def remove_header(name: str) -> Callable[[ProxyResponse], None]:
    """Return what takes a header away."""
    return lambda reply: reply.remove_header(name)


def replace_in_headers(old: str, new: str) -> Callable[[ProxyResponse], None]:
    """Return what replaces words of all headers."""

    def change(reply: ProxyResponse) -> None:
        reply.headers = [(name, value.replace(old, new)) for name, value in reply.headers]

    return change


def match_header(header: str, pattern: str) -> Callable[[ProxyRequest], bool]:
    """Return a condition on a header of the reader."""
    return lambda asked: asked.has_header(header, pattern)
