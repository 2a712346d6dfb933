"""A proxy between nginx and its readers that alters some responses."""

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

from tests.serving import serving
from tools.nginx_server import SERVER_NAME, NginxServer

SPAM_LINK = b'<a href="https://ca-cuoc.example/">nha cai</a>'
SPAM_ADDRESS = "https://ca-cuoc.example/"
HeaderList = list[tuple[str, str]]


@dataclass
class ProxyRequest:
    """A request of a reader."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    """Values by lower-case name."""
    version: str
    number: int
    """Number of earlier requests for this address."""

    def has_header(self, header: str, pattern: str) -> bool:
        """Tell if the header matches the pattern."""
        return re.search(pattern, self.headers.get(header, ""), re.IGNORECASE) is not None


@dataclass
class ProxyResponse:
    """A response of nginx, which an alteration changes."""

    status: int
    headers: HeaderList
    body: bytes

    def set_header(self, name: str, value: str) -> None:
        self.remove_header(name)
        self.headers.append((name, value))

    def remove_header(self, name: str) -> None:
        self.headers = [header for header in self.headers if header[0].lower() != name.lower()]


@dataclass(frozen=True)
class Alteration:
    """A change of a response, and the requests that get it."""

    alter: Callable[[ProxyResponse], None]
    is_applicable: Callable[[ProxyRequest], bool] = field(default=lambda _: True)
    is_plain: bool = True
    """True if the proxy requests the uncompressed file from nginx."""


class AlteringHandler(BaseHTTPRequestHandler):
    """Forwards requests to nginx and alters the responses.

    The keys of ``alterations`` are addresses, or ``*`` for all addresses.
    """

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    nginx: ClassVar[NginxServer]
    alterations: ClassVar[dict[str, Alteration]] = {}
    _counts: ClassVar[dict[str, Iterator[int]]] = {}
    _connection: http.client.HTTPSConnection | None = None

    def do_GET(self) -> None:  # the name that the standard library calls
        path, _, query = self.path.partition("?")
        path = unquote(path)
        number = next(self._counts.setdefault(path, count()))
        headers = {name.lower(): value for name, value in self.headers.items()}
        proxy_request = ProxyRequest(self.command, path, query, headers, self.request_version, number)
        alteration = self.alterations.get(path) or self.alterations.get("*")
        applies = alteration is not None and alteration.is_applicable(proxy_request)
        if alteration is not None and applies and alteration.is_plain:
            headers = {**headers, "accept-encoding": "identity"}
            for name in ("range", "if-none-match", "if-modified-since"):
                headers.pop(name, None)
        proxy_response = self._forward({**headers, "host": SERVER_NAME})
        if alteration is not None and applies:
            alteration.alter(proxy_response)
        self._send(proxy_response)

    do_HEAD = do_GET  # noqa: N815  # as above

    def _forward(self, headers: Mapping[str, str]) -> ProxyResponse:
        if self._connection is None:
            trust = ssl._create_unverified_context()  # noqa: S323  # a self-signed certificate of the test
            self._connection = http.client.HTTPSConnection("127.0.0.1", self.nginx.port, context=trust)
        self._connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            if name != "connection":
                self._connection.putheader(name, value)
        self._connection.endheaders()
        response = self._connection.getresponse()
        return ProxyResponse(response.status, response.getheaders(), response.read())

    def _send(self, proxy_response: ProxyResponse) -> None:
        if self.command != "HEAD" and proxy_response.status != 304:
            proxy_response.set_header("Content-Length", str(len(proxy_response.body)))
        for name in ("Transfer-Encoding", "Connection"):
            proxy_response.remove_header(name)
        self.send_response_only(proxy_response.status)
        for name, value in proxy_response.headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD" and proxy_response.status != 304:
            self.wfile.write(proxy_response.body)

    def finish(self) -> None:
        if self._connection is not None:
            self._connection.close()
        super().finish()

    def log_message(self, *_arguments: object) -> None:
        """Print no log."""


@contextmanager
def run_altering_proxy(nginx: NginxServer, alterations: Mapping[str, Alteration]) -> Iterator[str]:
    """Yield the URL of a proxy for nginx with alterations by address."""
    handler = type(
        "Now", (AlteringHandler,), {"nginx": nginx, "alterations": dict(alterations), "_counts": {}}
    )
    with serving(handler) as address:
        yield address


def append_link(proxy_response: ProxyResponse) -> None:
    """Append a link after the end of the page."""
    proxy_response.body += SPAM_LINK


def inject_link(proxy_response: ProxyResponse) -> None:
    """Insert a link into the page."""
    proxy_response.body = proxy_response.body.replace(b"</main>", SPAM_LINK + b"</main>")


def redirect_to_spam(proxy_response: ProxyResponse) -> None:
    """Redirect to another site."""
    proxy_response.status, proxy_response.body = 302, b""
    proxy_response.set_header("Location", SPAM_ADDRESS)


def add_header(name: str, value: str) -> Callable[[ProxyResponse], None]:
    """Return a change that adds a header."""
    return lambda proxy_response: proxy_response.headers.append((name, value))


def replace_header(name: str, value: str) -> Callable[[ProxyResponse], None]:
    """Return a change that replaces the value of a header."""
    return lambda proxy_response: proxy_response.set_header(name, value)


def remove_header(name: str) -> Callable[[ProxyResponse], None]:
    """Return a change that removes a header."""
    return lambda proxy_response: proxy_response.remove_header(name)


def replace_in_headers(old: str, new: str) -> Callable[[ProxyResponse], None]:
    """Return a change that replaces text in the values of all headers."""

    def change(proxy_response: ProxyResponse) -> None:
        proxy_response.headers = [(name, value.replace(old, new)) for name, value in proxy_response.headers]

    return change


def match_header(header: str, pattern: str) -> Callable[[ProxyRequest], bool]:
    """Return a condition on a header of the request."""
    return lambda proxy_request: proxy_request.has_header(header, pattern)
