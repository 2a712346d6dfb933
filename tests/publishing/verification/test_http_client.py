"""Messages of the site client for missing responses."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from urllib3 import PoolManager
from urllib3.exceptions import DecodeError, MaxRetryError, NewConnectionError, SSLError
from urllib3.util import Retry, Timeout

from bulletin.errors import UserError
from bulletin.publishing.verification.http_client import SiteClient


@pytest.fixture(autouse=True)
def short_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    """Send each request once, with a short timeout."""
    monkeypatch.setattr("bulletin.publishing.verification.http_client.Retry", lambda **_: Retry(total=0))
    monkeypatch.setattr("bulletin.publishing.verification.http_client.Timeout", lambda **_: Timeout(0.2))


def read_failure_reason(url: str) -> str:
    """Return the reason for a missing response."""
    with SiteClient(url, 1) as client, pytest.raises(UserError) as caught:
        client.fetch("/")
    head, _, rest = str(caught.value).partition(f"{url}/: ")
    assert head == "Không nhận được trả lời của "
    return rest.partition(". Hãy ")[0]


@contextmanager
def run_raw_server(response: bytes | None) -> Iterator[int]:
    """Yield the port of a server that sends ``response`` and closes the connection.

    Without a response the server accepts no connection.
    """
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve_one() -> None:
            with server.accept()[0] as connection:
                connection.recv(65536)
                connection.sendall(response or b"")

        thread = threading.Thread(target=serve_one)
        if response is not None:
            thread.start()
        yield server.getsockname()[1]
        if response is not None:
            thread.join()


def test_fetch_with_an_unknown_host_names_the_reason() -> None:
    assert read_failure_reason("http://khong-co.invalid") == "không tìm thấy tên miền"


def test_fetch_with_an_invalid_address_names_the_reason() -> None:
    assert read_failure_reason("http://127.0.0.1:99999") == "địa chỉ không hợp lệ"


def test_fetch_with_a_closed_port_names_the_reason() -> None:
    with run_raw_server(None) as port:
        pass
    assert read_failure_reason(f"http://127.0.0.1:{port}") == "máy chủ từ chối kết nối"


def test_fetch_with_a_silent_server_names_the_reason() -> None:
    with run_raw_server(None) as port:
        assert read_failure_reason(f"http://127.0.0.1:{port}") == "máy chủ không trả lời kịp"


@pytest.mark.parametrize("response", [b"", b"chao\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"])
def test_fetch_with_a_broken_response_names_the_reason(response: bytes) -> None:
    with run_raw_server(response) as port:
        assert read_failure_reason(f"http://127.0.0.1:{port}").startswith("kết nối bị đứt giữa chừng")


def test_fetch_over_tls_from_a_plain_server_names_the_reason() -> None:
    with run_raw_server(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port:
        assert read_failure_reason(f"https://127.0.0.1:{port}") == "không lập được kết nối HTTPS"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (10, "đã hết hạn"),
        (18, "tự ký, không do nơi tin cậy cấp"),
        (62, "cấp cho tên miền khác"),
        (1, "không kiểm chứng được"),
    ],
)
def test_fetch_with_an_invalid_certificate_names_the_reason(
    monkeypatch: pytest.MonkeyPatch, code: int, reason: str
) -> None:
    cause = ssl.SSLCertVerificationError(1, "CERTIFICATE_VERIFY_FAILED")
    cause.verify_code = code
    fail_all_requests(monkeypatch, SSLError(cause))
    assert read_failure_reason("https://bantin.example") == f"chứng thư (HTTPS) không hợp lệ ({reason})"


def test_fetch_with_a_library_error_names_no_class(monkeypatch: pytest.MonkeyPatch) -> None:
    fail_all_requests(monkeypatch, NewConnectionError(None, "no route"))  # type: ignore[arg-type]  # not read
    assert read_failure_reason("http://bantin.example") == "không tới được máy chủ"
    fail_all_requests(monkeypatch, DecodeError("gzip"))
    assert read_failure_reason("http://bantin.example") == "nội dung nén bị hỏng, không mở ra được"


def fail_all_requests(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Make every request raise ``error``."""

    def request(*_: object, **__: object) -> None:
        raise MaxRetryError(None, "/", error)  # type: ignore[arg-type]  # the pool is not read

    monkeypatch.setattr(PoolManager, "request", request)
