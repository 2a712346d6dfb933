"""Slow, endless and invalid responses: one message, in bounded time and memory."""

import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.verification.command import run_verification
from bulletin.publishing.verification.http_client import SiteClient
from tests.publishing.bad_response_server import (
    BROKEN_RESPONSES,
    ENDLESS_RESPONSES,
    LARGE_RESPONSES,
    SocketHandler,
    run_socket_server,
)
from tests.publishing.small_release import publish_to, write_output

pytestmark = pytest.mark.slow

_SHORT_TIMEOUT = 0.3
"""Seconds for a response, instead of twelve."""


@pytest.fixture(autouse=True)
def short_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the time for a response."""
    monkeypatch.setattr("bulletin.publishing.verification.http_client.RESPONSE_TIMEOUT", _SHORT_TIMEOUT)


def read_error_message(response: SocketHandler) -> str:
    """Return the error message for a response, which must be one line and in time."""
    started_at = time.monotonic()
    with (
        run_socket_server(response) as (url, _),
        SiteClient(url, 1) as client,
        pytest.raises(UserError) as caught,
    ):
        client.fetch("/")
    assert time.monotonic() - started_at < 20 * _SHORT_TIMEOUT
    assert str(caught.value).isprintable()
    return str(caught.value)


@pytest.mark.parametrize("name", ENDLESS_RESPONSES)
def test_fetch_with_an_endless_response_times_out(name: str) -> None:
    assert "máy chủ không trả lời kịp. Hãy " in read_error_message(ENDLESS_RESPONSES[name])


@pytest.mark.parametrize("name", BROKEN_RESPONSES)
def test_fetch_with_an_invalid_response_names_the_reason(name: str) -> None:
    message = read_error_message(BROKEN_RESPONSES[name])
    assert (
        "kết nối bị đứt giữa chừng, hoặc máy chủ trả lời không theo HTTP" in message
        or "nén bị hỏng" in message
    )


@pytest.mark.parametrize("name", LARGE_RESPONSES)
def test_fetch_with_a_large_response_reads_a_bounded_part(name: str) -> None:
    with run_socket_server(LARGE_RESPONSES[name]) as (url, _), SiteClient(url, 1) as client:
        tracemalloc.start()
        try:
            response = client.fetch("/", most=100_000)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert len(response.body) == 100_001
    assert peak < 8_000_000


_NEXT = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nw88"


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"HTTP/1.1 304 x\r\n\r\n", 304),
        (b"HTTP/1.1 103 x\r\nLink: <https://ca-cuoc.example/>\r\n\r\n", 103),
        (b"HTTP/1.1 200 x\r\nContent-Length: 0\r\n\r\n", 200),
    ],
)
def test_fetch_after_a_response_without_a_body_uses_a_new_connection(head: bytes, status: int) -> None:
    with (
        run_socket_server(lambda connection: connection.sendall(head + _NEXT)) as (url, accepted),
        SiteClient(url, 1) as client,
    ):
        responses = [client.fetch("/") for _ in range(2)]
    assert [(response.status, response.body) for response in responses] == [(status, b"")] * 2
    assert len(accepted) == 2


def test_fetch_with_retry_after_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bulletin.publishing.verification.http_client.RESPONSE_TIMEOUT", 15.0)

    def send_retry_after(connection: object) -> None:
        connection.sendall(b"HTTP/1.1 503 x\r\nRetry-After: 86400\r\nContent-Length: 0\r\n\r\n")  # type: ignore[attr-defined]

    with run_socket_server(send_retry_after) as (url, _), SiteClient(url, 1) as client:
        assert client.fetch("/").status == 503


def test_run_verification_with_only_endless_responses_stops(
    tmp_path: Path, record_fault_count: Callable[[str], None]
) -> None:
    target = FolderTarget(tmp_path / "public")
    publish_to(target, write_output(tmp_path, **{f"tin-{number}": "Tin" for number in range(60)}))
    said: list[str] = []
    with run_socket_server(ENDLESS_RESPONSES["a byte of the body now and then"]) as (url, accepted):
        with pytest.raises(UserError, match=r"chỗ chưa xem được\. Hãy kiểm tra đường mạng"):
            run_verification(target, url, 0, said.append)
        connections = len(accepted)
    assert connections < 30
    assert any("nên đã thôi hỏi: còn " in line for line in said)
    kinds = len(ENDLESS_RESPONSES) + len(BROKEN_RESPONSES) + len(LARGE_RESPONSES)
    record_fault_count(
        f"verify: {kinds} kinds of bad responses bounded; stopped after {connections} connections"
    )
