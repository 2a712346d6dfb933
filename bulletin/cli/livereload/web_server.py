"""The web server of livereload: pages with marks, faults, and reload events."""

import hashlib
import io
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast
from urllib.parse import parse_qs, urlsplit

from bulletin.cli.livereload.preview_pages import (
    EVENTS_ADDRESS,
    LIST_ADDRESS,
    OWN_PREFIX,
    add_marks,
    build_draft_fault_page,
    build_fault_page,
    build_list_page,
)
from bulletin.cli.livereload.session import Session
from bulletin.cli.preview_server import PreviewHandler, PreviewServer, is_loopback
from bulletin.publishing.release.file_types import get_content_type
from bulletin.urls import SEARCH_FOLDER

_STATIC = Path(__file__).parent / "static"
_FOREIGN_HOST = "Chỉ xem được ở http://127.0.0.1:{port}/ trên chính máy chạy livereload."
_HEARTBEAT = 15.0
"""Seconds between two lines on a connection without events. Reason: a closed tab is then noticed."""


class PreviewPage(NamedTuple):
    """A page of livereload, as it is sent."""

    status: HTTPStatus
    body: bytes
    version: str
    """Digest of the page without the script that holds this digest."""


def create_livereload_server(root: Path, session: Session, host: str, port: int) -> ThreadingHTTPServer:
    """Return a listening server of the site in ``root``.

    Raises:
        OSError: Another program uses the port.
    """
    return PreviewServer((host, port), partial(_LivereloadHandler, root=root, session=session))


class _LivereloadHandler(PreviewHandler):
    """Handler of requests for files of one folder and addresses of livereload."""

    def __init__(self, *arguments: object, root: Path, session: Session) -> None:
        self._session = session
        super().__init__(*arguments, root=root, base=session.result.base_path)

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Send the headers of an answer; return the body if there is one."""
        if not self._has_own_host():
            self.send_error(HTTPStatus.FORBIDDEN, _FOREIGN_HOST.format(port=self._get_bound_address()[1]))
            return None
        address = urlsplit(self.path)
        if address.path == EVENTS_ADDRESS:
            query = parse_qs(address.query)
            self._send_events(query.get("path", ["/"])[0], query.get("version", [""])[0])
            return None
        if address.path.startswith(OWN_PREFIX) and address.path != LIST_ADDRESS:
            return self._send_static_head(address.path.removeprefix(OWN_PREFIX))
        if response := self._compose_page(address.path):
            return self._send_page_head(response.status, response.body, "text/html; charset=utf-8")
        if address.path.startswith(f"{self.base_path}/{SEARCH_FOLDER}"):
            self._session.wait_for_search()
        return super().send_head()

    def _get_bound_address(self) -> tuple[str, int]:
        """Return the address on which the server listens, and the port."""
        host, port, *_ = cast("tuple[object, ...]", self.server.server_address)
        return str(host), int(str(port))

    def _has_own_host(self) -> bool:
        """Tell if the host of a request may be answered.

        A server that listens for this machine alone answers the names of this machine.
        Reason: a foreign page could let its own name lead to 127.0.0.1 and read the drafts (DNS rebinding).
        """
        if not is_loopback(self._get_bound_address()[0]):
            return True
        try:
            host = urlsplit(f"//{self.headers.get('Host', '')}").hostname
        except ValueError:
            return False
        return is_loopback(host or "")

    def _compose_page(self, path: str) -> PreviewPage | None:
        """Return the page at an address, or None for another file and for a redirect."""
        session, base = self._session, self.base_path
        result, items = session.result, session.items
        if path == LIST_ADDRESS:
            is_local = is_loopback(self._get_bound_address()[0])
            return _create_page(
                HTTPStatus.OK, partial(build_list_page, items, result.warnings, base, is_local)
            )
        file = self._find_page(path)
        if file is None:
            return None
        if not result.is_successful:
            return _create_page(HTTPStatus.INTERNAL_SERVER_ERROR, partial(build_fault_page, result))
        address = path.removeprefix(base)
        item = session.find_item(address)
        if item is not None and item.problems and not file.is_file():
            return _create_page(HTTPStatus.INTERNAL_SERVER_ERROR, partial(build_draft_fault_page, item))
        status = HTTPStatus.OK
        if not file.is_file():
            status, file = HTTPStatus.NOT_FOUND, self.root / "404.html"
            if not file.is_file():
                return None
        html = file.read_bytes()
        digest = f"{session.resource_version}".encode() + html
        return _create_page(
            status, lambda version: add_marks(html, version, address, items, result.warnings), digest
        )

    def _find_page(self, path: str) -> Path | None:
        """Return the file of a page, which may be absent; None for other files."""
        file = Path(self.translate_path(path))
        if path.endswith("/"):
            return file / "index.html"
        return None if file.is_dir() or file.suffix not in ("", ".html") else file

    def _send_events(self, path: str, version: str) -> None:
        """Send an event as soon as the page at ``path`` has another version."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Connection", "close")
        self.end_headers()
        builds = -1
        while True:
            builds = self._session.wait_for_build(builds, _HEARTBEAT)
            response = self._compose_page(path)
            if response is None or response.version != version:
                self.wfile.write(b"event: reload\ndata:\n\n")
                return
            self.wfile.write(b":\n\n")

    def _send_static_head(self, name: str) -> io.BytesIO | None:
        if name in ("livereload.css", "livereload.js"):
            return self._send_page_head(HTTPStatus.OK, (_STATIC / name).read_bytes(), get_content_type(name))
        self.send_error(HTTPStatus.NOT_FOUND)
        return None

    def _send_page_head(self, status: HTTPStatus, body: bytes, content_type: str) -> io.BytesIO:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)


def _create_page(status: HTTPStatus, build: Callable[[str], bytes], digested: bytes = b"") -> PreviewPage:
    """Return a page whose version is a digest of the page, and of ``digested``."""
    version = hashlib.sha256(build("") + digested).hexdigest()[:16]
    return PreviewPage(status, build(version), version)
