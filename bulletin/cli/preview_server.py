"""Look at the site on this machine, as a web server would show it.

Python's own server answers an unknown address with its own English page, lists folders, and
leaves the character set to the browser's guess; an editor would be looking at another site
than readers do. This one is for looking, not for readers.
"""

import errno
import html
import os
import socket
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bulletin.errors import UserError
from bulletin.publishing.release.file_types import get_content_type


def check_bind_address(host: str, port: int) -> None:
    """Raise UserError where no machine has such a port, or this one no such address; OSError where it is taken."""
    if not 0 <= port <= 65535:  # 0 takes one that is free
        raise UserError("Cổng phải từ 1 đến 65535.")
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            raise UserError(f"{host} không phải địa chỉ của máy này.") from error
        raise


def create_server(root: Path, host: str, port: int, base: str = "") -> ThreadingHTTPServer:
    """Return a server of the files in ``root``, listening; ``serve_forever`` is the caller's.

    ``base`` is the path under which the site hangs, ``/tin`` or empty; port 0 takes a free one.
    """
    return _Server((host, port), partial(PreviewHandler, root=root, base=base))


class PreviewHandler(SimpleHTTPRequestHandler):
    """Answers GET and HEAD from one folder."""

    protocol_version = "HTTP/1.1"
    server_version = "bulletin"
    sys_version = ""

    def __init__(self, *arguments: object, root: Path, base: str = "") -> None:
        self.root, self.base_path = root, base
        super().__init__(*arguments, directory=str(root))  # type: ignore[arg-type]  # request, address, server

    def translate_path(self, path: str) -> str:
        """Return the file for an address; what is hidden or outside leads to a name that is not there."""
        asked = unquote(urlsplit(path).path, errors="surrogateescape")
        inside = asked.startswith(f"{self.base_path}/")
        parts = [part for part in asked[len(self.base_path) :].split("/") if part]
        hidden = any(part.startswith(".") and part != ".well-known" for part in parts)
        if not inside or hidden or "\0" in asked or any(os.sep != "/" and os.sep in part for part in parts):
            return str(self.root / ".absent")
        return str(self.root.joinpath(*parts)) + ("/" if asked.endswith("/") and parts else "")

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        """Return the media type that readers' servers give, with the character set if it is text."""
        return get_content_type(Path(path).name)

    def end_headers(self) -> None:
        """Let nobody keep a page that the next build replaces."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def list_directory(self, path: str | os.PathLike[str]) -> None:
        """Answer a folder without a page as what it is to readers: nothing."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own 404.html where there is one."""
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
        """Say nothing: an editor who looks at pages reads no access log."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of browsers that hang up in the middle."""
