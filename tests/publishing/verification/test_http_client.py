"""Why a server gives no answer, in words."""

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
    """Ask once, and wait for a moment only."""
    monkeypatch.setattr("bulletin.publishing.verification.http_client.Retry", lambda **_: Retry(total=0))
    monkeypatch.setattr("bulletin.publishing.verification.http_client.Timeout", lambda **_: Timeout(0.2))


def read_failure_reason(url: str) -> str:
    """Return why ``url`` gives no answer."""
    with SiteClient(url, 1) as live, pytest.raises(UserError) as caught:
        live.fetch("/")
    head, _, rest = str(caught.value).partition(f"{url}/: ")
    assert head == "Không nhận được trả lời của "
    return rest.partition(". Hãy ")[0]


@contextmanager
def run_raw_server(answer: bytes | None) -> Iterator[int]:
    """Yield the port of a server that says ``answer`` to one who asks, and hangs up; or that says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer_one() -> None:
            with server.accept()[0] as line:
                line.recv(65536)
                line.sendall(answer or b"")

        thread = threading.Thread(target=answer_one)
        if answer is not None:
            thread.start()
        yield server.getsockname()[1]
        if answer is not None:
            thread.join()


def test_a_name_that_nobody_knows_is_told() -> None:
    assert read_failure_reason("http://khong-co.invalid") == "không tìm thấy tên miền"


def test_an_address_that_cannot_be_is_told() -> None:
    assert read_failure_reason("http://127.0.0.1:99999") == "địa chỉ không hợp lệ"


def test_a_port_that_nobody_listens_at_refuses() -> None:
    with run_raw_server(None) as port:
        pass
    assert read_failure_reason(f"http://127.0.0.1:{port}") == "máy chủ từ chối kết nối"


def test_a_server_that_says_nothing_is_too_slow() -> None:
    with run_raw_server(None) as port:
        assert read_failure_reason(f"http://127.0.0.1:{port}") == "máy chủ không trả lời kịp"


@pytest.mark.parametrize("answer", [b"", b"chao\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"])
def test_a_line_that_breaks_is_told(answer: bytes) -> None:
    with run_raw_server(answer) as port:
        assert read_failure_reason(f"http://127.0.0.1:{port}").startswith("kết nối bị đứt giữa chừng")


def test_a_server_without_tls_is_told() -> None:
    with run_raw_server(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port:
        assert read_failure_reason(f"https://127.0.0.1:{port}") == "không lập được kết nối HTTPS"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (10, "đã hết hạn"),
        (18, "tự ký, không do nơi tin cậy cấp"),
        (62, "cấp cho tên miền khác"),
        (1, "không kiểm chứng được"),
    ],
)
def test_a_certificate_is_told_with_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, code: int, said: str
) -> None:
    cause = ssl.SSLCertVerificationError(1, "CERTIFICATE_VERIFY_FAILED")
    cause.verify_code = code
    fail_all_requests(monkeypatch, SSLError(cause))
    assert read_failure_reason("https://bantin.example") == f"chứng thư (HTTPS) không hợp lệ ({said})"


def test_what_cannot_be_made_here_is_told_without_a_name_of_a_class(monkeypatch: pytest.MonkeyPatch) -> None:
    fail_all_requests(monkeypatch, NewConnectionError(None, "no route"))  # type: ignore[arg-type]  # nobody looks at it
    assert read_failure_reason("http://bantin.example") == "không tới được máy chủ"
    fail_all_requests(monkeypatch, DecodeError("gzip"))
    assert read_failure_reason("http://bantin.example") == "nội dung nén bị hỏng, không mở ra được"


def fail_all_requests(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Let every request end with ``error``."""

    def request(*_: object, **__: object) -> None:
        raise MaxRetryError(None, "/", error)  # type: ignore[arg-type]  # nobody looks at the pool

    monkeypatch.setattr(PoolManager, "request", request)
