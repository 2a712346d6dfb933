"""The site as readers find it: what a server answers for an address, asked politely."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import quote, urlsplit

import urllib3
from urllib3.exceptions import (
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

from publishing.errors import PublishError

_NAME = "bulletin-verify"
"""How we say who we are, so that an administrator finds us in the log."""
_PLAIN = "/~:@!$&'()*+,;="
_LARGEST = 200_000_000
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
class Answer:
    """What a server said."""

    status: int
    headers: dict[str, str]
    """By names in lower case."""
    body: bytes

    @property
    def location(self) -> str:
        """Where a redirect leads, or empty."""
        return self.headers.get("location", "")


class Live:
    """The site at ``url``, with at most so many ``connections`` at a time. To be closed."""

    def __init__(self, url: str, connections: int) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise PublishError(
                f"“{url}” không phải một địa chỉ trang. Hãy viết như https://bantin.example.vn"
            )
        self.url, self.secure = url.rstrip("/"), parts.scheme == "https"
        retry = Retry(
            total=3,
            redirect=False,
            status_forcelist=(502, 503, 504),
            raise_on_status=False,  # the last answer is one, and says more than that there was none
            backoff_factor=0.5,
        )
        self._pool = urllib3.PoolManager(
            maxsize=connections,
            block=True,
            retries=retry,
            timeout=Timeout(connect=10, read=30),
            headers={"User-Agent": _NAME, "Accept-Encoding": "identity"},
        )

    def __enter__(self) -> Self:
        """Return it, to be asked."""
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Close its connections."""
        self._pool.clear()

    def ask(self, address: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Return what the server answers for ``address``, a decoded path from the home of the site.

        ``headers`` go with the request; a body that comes compressed is unpacked. A redirect is not
        followed. Raise PublishError where there is no answer.
        """
        url = self.url + quote(address, safe=_PLAIN)
        try:
            response = self._pool.request(
                "GET",
                url,
                headers={**self._pool.headers, **(headers or {})},
                redirect=False,
                preload_content=False,
            )
            try:
                body = response.read(_LARGEST, decode_content=True)
            finally:
                response.release_conn()
        except MaxRetryError as error:
            raise PublishError(_unanswered(url, error.reason or error)) from error
        except HTTPError as error:
            raise PublishError(_unanswered(url, error)) from error
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, headers, body)


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
