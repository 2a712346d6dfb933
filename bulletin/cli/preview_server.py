"""Serve the site on this machine, as a web server would show it.

This server is for editors, not for readers.
Reason: Python's own server shows English error pages, lists folders and sends no character set.
An editor would not see the site that readers see.
"""

import errno
import html
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bulletin.errors import UserError
from bulletin.publishing.release.file_types import get_content_type


def check_bind_address(host: str, port: int) -> None:
    """Check that a server can listen on an address and a port.

    Raises:
        UserError: No such port exists, or this machine has no such address.
        OSError: Another program uses the port.
    """
    if not 0 <= port <= 65535:  # 0 takes a free port
        raise UserError("Cổng phải từ 1 đến 65535.")
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            raise UserError(f"{host} không phải địa chỉ của máy này.") from error
        raise


def is_loopback(host: str) -> bool:
    """Tell if an address or a name of a host is this machine alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"


def create_server(root: Path, host: str, port: int, base: str = "") -> ThreadingHTTPServer:
    """Return a listening server of the files in ``root``.

    The caller calls ``serve_forever``.

    Args:
        root: The folder of the files.
        host: The address to listen on.
        port: The port; 0 takes a free port.
        base: The path of the site on the server, such as ``/tin``, or empty.
    """
    return PreviewServer((host, port), partial(PreviewHandler, root=root, base=base))


class PreviewHandler(SimpleHTTPRequestHandler):
    """Handler of GET and HEAD requests for the files of one folder."""

    protocol_version = "HTTP/1.1"
    server_version = "bulletin"
    sys_version = ""

    def __init__(self, *arguments: object, root: Path, base: str = "") -> None:
        self.root, self.base_path = root, base
        super().__init__(*arguments, directory=str(root))  # type: ignore[arg-type]  # request, address, server

    def translate_path(self, path: str) -> str:
        """Return the file of an address.

        A hidden or outside address leads to a file that does not exist.
        """
        address = unquote(urlsplit(path).path, errors="surrogateescape")
        is_inside = address.startswith(f"{self.base_path}/")
        parts = [part for part in address[len(self.base_path) :].split("/") if part]
        is_hidden = any(part.startswith(".") and part != ".well-known" for part in parts)
        has_separator = any(os.sep != "/" and os.sep in part for part in parts)
        if not is_inside or is_hidden or "\0" in address or has_separator:
            return str(self.root / ".absent")
        return str(self.root.joinpath(*parts)) + ("/" if address.endswith("/") and parts else "")

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        """Return the media type of a published file, with the character set of a text."""
        return get_content_type(Path(path).name)

    def end_headers(self) -> None:
        """Send the headers, with one that keeps browsers from caching the page.

        Reason: the next build may replace the page.
        """
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def list_directory(self, path: str | os.PathLike[str]) -> None:
        """Answer 404 for a folder without a page, as readers' servers do."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the ``404.html`` of the site if it has one."""
        page = self.root / "404.html"
        if code == HTTPStatus.NOT_FOUND and page.is_file():
            body = page.read_bytes()
        else:
            body = f"<!doctype html><title>{code}</title><p>{html.escape(message or '')} {code}</p>".encode()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  # the base class's name
        """Print no access log, because editors do not read it."""


class PreviewServer(ThreadingHTTPServer):
    """Server with a thread for each connection."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore browsers that close the connection early."""


@contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of this machine, and yield its address."""
    with create_server(folder, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
