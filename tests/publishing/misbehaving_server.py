"""A web server of a published site that misbehaves on demand."""

from typing import ClassVar
from urllib.parse import unquote, urlsplit

from bulletin.cli.preview_server import PreviewHandler
from bulletin.publishing.release.file_types import get_cache_control
from bulletin.publishing.verification.security_headers import (
    CSP_HEADER,
    SECURITY_HEADERS,
    build_content_security_policy,
)

ARTICLE_PATH = "2026/11/tin-tot/index.html"
WITHDRAWN_ADDRESSES = ("/2026/11/sai/", "/chu-de/xua/")
SPAM_PARAGRAPH = b'<p>Xin ch\xc3\xa0o <a href="https://ca-cuoc.example/">x</a></p>'
SSI_DIRECTIVE = b'<!--#include virtual="/fragments/latest.html" -->'


class MisbehavingHandler(PreviewHandler):
    """Serves a site with the right headers, unless ``fault`` makes it misbehave."""

    disable_nagle_algorithm = True  # otherwise each response waits for the client
    fault = ""
    error_page = b""
    """The body of a 404 response, in place of the error page of the site."""
    altered_headers: ClassVar[dict[str, str]] = {}
    """Headers that replace the right ones; an empty value is sent too."""

    def send_response(self, code: int, message: str | None = None) -> None:
        self._is_error = code >= 400
        super().send_response(code, message)

    def send_header(self, keyword: str, value: str) -> None:
        if keyword == "Cache-Control":  # the preview server sends another value
            value = "no-cache" if self._is_error else get_cache_control(self._requested_path)
        super().send_header(keyword, self.altered_headers.get(keyword.title(), value))

    def end_headers(self) -> None:
        if self.fault != "no headers":
            for name, value in {
                CSP_HEADER: build_content_security_policy(self._requested_path),
                **SECURITY_HEADERS,
            }.items():
                self.send_header(name.title(), value)
        super().end_headers()

    @property
    def _requested_path(self) -> str:
        """The path of the requested file from the root of the site."""
        path = unquote(urlsplit(self.path).path).lstrip("/")
        return f"{path}index.html" if path.endswith("/") else path

    def do_GET(self) -> None:  # noqa: N802  # the standard library calls this name
        page = self.root / ARTICLE_PATH
        if self.path == "/2026/11/tin-tot/" and self.fault in ("ssi", "robots"):
            body = page.read_bytes()
            if self.fault == "ssi":
                body = body.replace(SSI_DIRECTIVE, (self.root / "fragments/latest.html").read_bytes())
            self.send_body(200, body)
        elif self.fault == "robots" and self.path == "/" and "Googlebot" in self.headers["User-Agent"]:
            self.send_body(
                200, (self.root / "index.html").read_bytes() + b'<a href="https://ca-cuoc.example/">x</a>'
            )
        elif self.fault == "too many":
            self.send_body(429, b"")
        elif self.fault == "all is well" and self.path != "/":
            self.send_body(200, b"<p>Xin ch\xc3\xa0o</p>")
        elif self.fault == "spam" and self.path == "/2026/11/tin-tot/":
            self.send_body(200, SPAM_PARAGRAPH)
        elif self.fault == "led away" and self.path == "/2026/11/tin-tot/":
            self.send_response(302)
            self.send_header("Location", "https://ca-cuoc.example/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.fault == "gone" and self.path == "/2026/11/tin-tot/":
            self.send_body(503, b"")
        elif self.fault == "gone for good" and self.path in WITHDRAWN_ADDRESSES:
            self.send_body(410, (self.root / f"{self.path[1:]}index.html").read_bytes())
        else:
            super().do_GET()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if self.error_page:
            self.send_body(code, self.error_page)
        else:
            super().send_error(code, message, explain)

    def send_body(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Log nothing."""
