"""The site client: requests addresses within limits of time and size."""

import logging
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import quote, urlsplit

import urllib3
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    HTTPError,
    LocationValueError,
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
    SSLError,
    TimeoutError,  # noqa: A004  # urllib3's own
)
from urllib3.util import Retry, Timeout

from bulletin.errors import UserError
from bulletin.publishing.verification.response_deadline import POOL_CLASSES, limit_response_time

RESPONSE_TIMEOUT = 12.0
"""Seconds for a response with all retries. A long body may take longer (see response_deadline.py)."""
_UNQUOTED_CHARACTERS = "/~:@!$&'()*+,;="
_MAX_BODY_SIZE = 200_000_000
"""Bytes of a body that are read at most. No file of a site is so large."""
_NETWORK_REMEDY = "Hãy kiểm tra đường mạng và máy chủ."
_ADMINISTRATOR_REMEDY = "Hãy báo người quản trị máy chủ."
_REASONS: tuple[tuple[type[HTTPError], str, str], ...] = (
    (NameResolutionError, "không tìm thấy tên miền", "Hãy xem lại địa chỉ và đường mạng."),
    (NewConnectionError, "không tới được máy chủ", _NETWORK_REMEDY),
    (TimeoutError, "máy chủ không trả lời kịp", _NETWORK_REMEDY),
    (LocationValueError, "địa chỉ không hợp lệ", "Hãy xem lại địa chỉ."),
    (DecodeError, "nội dung nén bị hỏng, không mở ra được", _ADMINISTRATOR_REMEDY),
)
"""Reason and remedy of a missing response by exception class, subclasses first."""
_CERTIFICATES = {
    9: "chưa đến ngày có hiệu lực; hãy xem đồng hồ của máy này",
    10: "đã hết hạn",
    18: "tự ký, không do nơi tin cậy cấp",
    19: "do một nơi không được tin cậy cấp",
    20: "do một nơi không được tin cậy cấp, hoặc thiếu chứng thư trung gian",
    21: "do một nơi không được tin cậy cấp, hoặc thiếu chứng thư trung gian",
    23: "đã bị thu hồi",
    62: "cấp cho tên miền khác",
    64: "cấp cho địa chỉ khác",
}
"""Reasons of OpenSSL to refuse a certificate, by number (X509_V_ERR_…)."""


@dataclass(frozen=True, slots=True)
class Request:
    """The method, headers and query of a request, without the address."""

    headers: Mapping[str, str]
    query: str = ""
    """Encoded, without the question mark."""
    method: str = "GET"
    is_http10: bool = False
    """True if the request is sent as HTTP/1.0."""


PLAIN_REQUEST = Request({"User-Agent": "Mozilla/5.0", "Accept-Encoding": "identity"})


@dataclass(frozen=True, slots=True)
class Response:
    """Status, headers and body of a response."""

    status: int
    headers: dict[str, str]
    """Values by lower-case name. Repeated headers are joined with commas (RFC 9110, 5.3)."""
    body: bytes
    """The bytes that were read."""

    @property
    def location(self) -> str:
        """The target of a redirect, or empty."""
        return self.headers.get("location", "")


class SiteClient:
    """A client for the site at ``url``, with a limited number of connections.

    Use the client as a context manager.
    """

    def __init__(self, url: str, connections: int) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UserError(f"“{url}” không phải một địa chỉ trang. Hãy viết như https://bantin.example.vn")
        self.url, self.is_secure = url.rstrip("/"), parts.scheme == "https"
        retry = Retry(
            total=3,
            connect=1,
            read=1,
            redirect=False,
            respect_retry_after_header=False,  # a server could ask for a wait of a day
            status_forcelist=(502, 503, 504),
            raise_on_status=False,  # the last response says more than an exception
            backoff_factor=0.2,
        )
        self._pool = urllib3.PoolManager(
            maxsize=connections,
            block=True,
            retries=retry,
            timeout=Timeout(connect=5, read=RESPONSE_TIMEOUT),
        )
        self._pool.pool_classes_by_scheme = POOL_CLASSES
        # urllib3 logs lines of the server unescaped, and a terminal obeys some characters.
        logging.getLogger("urllib3").setLevel(logging.CRITICAL)

    def __enter__(self) -> Self:
        """Return the client."""
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Close all connections."""
        self._pool.clear()

    def check_connection(self) -> None:
        """Raise UserError if no connection, or no secure connection, can be made.

        A server that accepts the connection and does not respond counts as reached.
        """
        try:
            with limit_response_time(RESPONSE_TIMEOUT):
                self._pool.request(
                    "HEAD", f"{self.url}/", headers=PLAIN_REQUEST.headers, redirect=False, retries=False
                )
        except (
            NewConnectionError,
            NameResolutionError,
            SSLError,
            LocationValueError,
            ConnectTimeoutError,
        ) as error:
            raise UserError(_describe_error(f"{self.url}/", error)) from error
        except HTTPError:
            pass  # the front page is requested later, and its error is reported then

    def fetch(self, address: str, request: Request = PLAIN_REQUEST, most: int = _MAX_BODY_SIZE) -> Response:
        """Return the response for ``address``. Redirects are not followed.

        Args:
            address: A decoded path below the site URL.
            request: Method, headers and query.
            most: Bytes of the decompressed body that are read at most, plus one if there are more.

        Raises:
            UserError: There is no response in time.

        """
        url = (
            self.url
            + quote(address, safe=_UNQUOTED_CHARACTERS)
            + (f"?{request.query}" if request.query else "")
        )
        headers = dict(request.headers)
        if request.is_http10:  # as all clients do, although HTTP/1.0 does not require it
            headers["Host"] = urlsplit(self.url).netloc.rpartition("@")[2]
        try:
            with limit_response_time(RESPONSE_TIMEOUT, is_old=request.is_http10):
                response = self._pool.request(
                    request.method, url, headers=headers, redirect=False, preload_content=False
                )
                body = _read_body(response, most)
        except MaxRetryError as error:
            raise UserError(_describe_error(url, error.reason or error)) from error
        except HTTPError as error:
            raise UserError(_describe_error(url, error)) from error
        found: dict[str, str] = {}
        for name, value in response.headers.items():
            before = found.get(name.lower())
            found[name.lower()] = value if before is None else f"{before}, {value}"
        return Response(response.status, found, body)


def _read_body(response: BaseHTTPResponse, most: int) -> bytes:
    """Return the body. Reuse the connection only if the body was read to its end."""
    body = None
    try:
        body = response.read(most + 1, decode_content=True)
        return body
    finally:
        if body is None or len(body) > most:
            response.close()
        response.release_conn()


def _describe_error(url: str, error: Exception) -> str:
    reason, remedy = explain_missing_response(error)
    return f"Không nhận được trả lời của {url}: {reason}. {remedy}"


def explain_missing_response(error: Exception) -> tuple[str, str]:
    """Return reason and remedy of a missing response."""
    if isinstance(error, SSLError):
        return _explain_ssl_error(error.args[0] if error.args else None), _ADMINISTRATOR_REMEDY
    cause = error.__cause__
    if isinstance(error, NewConnectionError) and isinstance(cause, ConnectionRefusedError):
        return "máy chủ từ chối kết nối", _NETWORK_REMEDY
    broken = ("kết nối bị đứt giữa chừng, hoặc máy chủ trả lời không theo HTTP", _NETWORK_REMEDY)
    return next(((why, remedy) for kind, why, remedy in _REASONS if isinstance(error, kind)), broken)


def _explain_ssl_error(cause: object) -> str:
    if not isinstance(cause, ssl.SSLCertVerificationError):
        return "không lập được kết nối HTTPS"
    return f"chứng thư (HTTPS) không hợp lệ ({_CERTIFICATES.get(cause.verify_code, 'không kiểm chứng được')})"
