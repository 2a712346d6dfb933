"""The site as readers find it: what a server answers for an address, within bounds of time and memory."""

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
"""Seconds for an answer, all tries together; a long one that keeps coming may take longer (see response_deadline.py)."""
_PLAIN = "/~:@!$&'()*+,;="
_MAX_BODY_SIZE = 200_000_000
"""Bytes of an answer after which we stop reading: no file of a site is so large."""
_NETWORK = "Hãy kiểm tra đường mạng và máy chủ."
_ADMINISTRATOR = "Hãy báo người quản trị máy chủ."
_REASONS: tuple[tuple[type[HTTPError], str, str], ...] = (
    (NameResolutionError, "không tìm thấy tên miền", "Hãy xem lại địa chỉ và đường mạng."),
    (NewConnectionError, "không tới được máy chủ", _NETWORK),
    (TimeoutError, "máy chủ không trả lời kịp", _NETWORK),
    (LocationValueError, "địa chỉ không hợp lệ", "Hãy xem lại địa chỉ."),
    (DecodeError, "nội dung nén bị hỏng, không mở ra được", _ADMINISTRATOR),
)
"""Why there is no answer and what to do, by kinds of error, the narrower one first."""
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
"""Why OpenSSL does not accept a certificate, by its numbers (X509_V_ERR_…)."""


@dataclass(frozen=True, slots=True)
class Request:
    """How a file is asked for."""

    headers: Mapping[str, str]
    query: str = ""
    """Encoded, without the question mark."""
    method: str = "GET"
    is_http10: bool = False
    """Whether the request is written as HTTP/1.0."""


PLAIN_REQUEST = Request({"User-Agent": "Mozilla/5.0", "Accept-Encoding": "identity"})


@dataclass(frozen=True, slots=True)
class Response:
    """What a server said."""

    status: int
    headers: dict[str, str]
    """By names in lower case. What came several times is joined with commas (RFC 9110, 5.3)."""
    body: bytes
    """As far as it was read."""

    @property
    def location(self) -> str:
        """Where a redirect leads, or empty."""
        return self.headers.get("location", "")


class SiteClient:
    """The site at ``url``, with at most so many ``connections`` at a time. To be closed."""

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
            respect_retry_after_header=False,  # a server could make us wait for a day
            status_forcelist=(502, 503, 504),
            raise_on_status=False,  # the last answer is one, and says more than that there was none
            backoff_factor=0.2,
        )
        self._pool = urllib3.PoolManager(
            maxsize=connections,
            block=True,
            retries=retry,
            timeout=Timeout(connect=5, read=RESPONSE_TIMEOUT),
        )
        self._pool.pool_classes_by_scheme = POOL_CLASSES
        # It logs lines as the server sent them, and a terminal obeys some characters.
        logging.getLogger("urllib3").setLevel(logging.CRITICAL)

    def __enter__(self) -> Self:
        """Return it, to be asked."""
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Close its connections."""
        self._pool.clear()

    def check_connection(self) -> None:
        """Raise UserError where no connection can be made, or where it is not secure.

        A server that takes the connection and then does not answer has been reached.
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
            raise UserError(_unanswered(f"{self.url}/", error)) from error
        except HTTPError:
            pass  # the front page is asked for again, and told about

    def fetch(self, address: str, request: Request = PLAIN_REQUEST, most: int = _MAX_BODY_SIZE) -> Response:
        """Return what the server answers for ``address``, a decoded path from the home of the site.

        A body that comes compressed is unpacked. A redirect is not followed. No more than ``most`` bytes are
        read, and one that tells that there are more. Raise UserError where there is no answer in time.
        """
        url = self.url + quote(address, safe=_PLAIN) + (f"?{request.query}" if request.query else "")
        headers = dict(request.headers)
        if request.is_http10:  # as all clients do, though that version does not ask for it
            headers["Host"] = urlsplit(self.url).netloc.rpartition("@")[2]
        try:
            with limit_response_time(RESPONSE_TIMEOUT, is_old=request.is_http10):
                response = self._pool.request(
                    request.method, url, headers=headers, redirect=False, preload_content=False
                )
                body = _read(response, most)
        except MaxRetryError as error:
            raise UserError(_unanswered(url, error.reason or error)) from error
        except HTTPError as error:
            raise UserError(_unanswered(url, error)) from error
        found: dict[str, str] = {}
        for name, value in response.headers.items():
            before = found.get(name.lower())
            found[name.lower()] = value if before is None else f"{before}, {value}"
        return Response(response.status, found, body)


def _read(response: BaseHTTPResponse, most: int) -> bytes:
    """Return the body, and let the connection serve again only if that was all."""
    body = None
    try:
        body = response.read(most + 1, decode_content=True)
        return body
    finally:
        if body is None or len(body) > most:
            response.close()
        response.release_conn()


def _unanswered(url: str, error: Exception) -> str:
    reason, remedy = _reason(error)
    return f"Không nhận được trả lời của {url}: {reason}. {remedy}"


def _reason(error: Exception) -> tuple[str, str]:
    """Return why there is no answer, and what to do."""
    if isinstance(error, SSLError):
        return _insecure(error.args[0] if error.args else None), _ADMINISTRATOR
    cause = error.__cause__
    if isinstance(error, NewConnectionError) and isinstance(cause, ConnectionRefusedError):
        return "máy chủ từ chối kết nối", _NETWORK
    broken = ("kết nối bị đứt giữa chừng, hoặc máy chủ trả lời không theo HTTP", _NETWORK)
    return next(((why, remedy) for kind, why, remedy in _REASONS if isinstance(error, kind)), broken)


def _insecure(cause: object) -> str:
    if not isinstance(cause, ssl.SSLCertVerificationError):
        return "không lập được kết nối HTTPS"
    return f"chứng thư (HTTPS) không hợp lệ ({_CERTIFICATES.get(cause.verify_code, 'không kiểm chứng được')})"
