"""A server that answers slowly, without end or not in HTTP: told with a sentence, in bounded time and memory."""

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
from tests.publishing.helpers import publish_to, write_output

pytestmark = pytest.mark.slow

_SOON = 0.3
"""Seconds for an answer, in place of twelve."""


@pytest.fixture(autouse=True)
def short_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an answer take no longer than a moment."""
    monkeypatch.setattr("bulletin.publishing.verification.http_client.RESPONSE_TIMEOUT", _SOON)


def read_error_message(answer: SocketHandler) -> str:
    """Return what is told of a server that gives ``answer``; it must be one line, and come in time."""
    begun = time.monotonic()
    with (
        run_socket_server(answer) as (url, _),
        SiteClient(url, 1) as live,
        pytest.raises(UserError) as caught,
    ):
        live.fetch("/")
    assert time.monotonic() - begun < 20 * _SOON
    assert str(caught.value).isprintable()
    return str(caught.value)


@pytest.mark.parametrize("name", ENDLESS_RESPONSES)
def test_an_answer_that_never_ends_is_too_slow(name: str) -> None:
    assert "máy chủ không trả lời kịp. Hãy " in read_error_message(ENDLESS_RESPONSES[name])


@pytest.mark.parametrize("name", BROKEN_RESPONSES)
def test_an_answer_that_cannot_be_read_is_told(name: str) -> None:
    told = read_error_message(BROKEN_RESPONSES[name])
    assert "kết nối bị đứt giữa chừng, hoặc máy chủ trả lời không theo HTTP" in told or "nén bị hỏng" in told


@pytest.mark.parametrize("name", LARGE_RESPONSES)
def test_of_a_large_answer_little_is_read(name: str) -> None:
    with run_socket_server(LARGE_RESPONSES[name]) as (url, _), SiteClient(url, 1) as live:
        tracemalloc.start()
        try:
            answer = live.fetch("/", most=100_000)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert len(answer.body) == 100_001
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
def test_what_follows_an_answer_without_a_body_is_not_the_next_answer(head: bytes, status: int) -> None:
    with run_socket_server(lambda line: line.sendall(head + _NEXT)) as (url, met), SiteClient(url, 1) as live:
        answers = [live.fetch("/") for _ in range(2)]
    assert [(one.status, one.body) for one in answers] == [(status, b"")] * 2
    assert len(met) == 2


def test_a_server_that_asks_us_to_wait_for_a_day_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bulletin.publishing.verification.http_client.RESPONSE_TIMEOUT", 15.0)

    def later(line: object) -> None:
        line.sendall(b"HTTP/1.1 503 x\r\nRetry-After: 86400\r\nContent-Length: 0\r\n\r\n")  # type: ignore[attr-defined]

    with run_socket_server(later) as (url, _), SiteClient(url, 1) as live:
        assert live.fetch("/").status == 503


def test_a_server_that_never_ends_any_answer_is_given_up(
    tmp_path: Path, record_fault_count: Callable[[str], None]
) -> None:
    target = FolderTarget(tmp_path / "public")
    publish_to(target, write_output(tmp_path, **{f"tin-{number}": "Tin" for number in range(60)}))
    said: list[str] = []
    with run_socket_server(ENDLESS_RESPONSES["a byte of the body now and then"]) as (url, met):
        with pytest.raises(UserError, match=r"chỗ chưa xem được\. Hãy kiểm tra đường mạng"):
            run_verification(target, url, 0, said.append)
        asked = len(met)
    assert asked < 30
    assert any("nên đã thôi hỏi: còn " in line for line in said)
    record_fault_count(
        f"verify: {len(ENDLESS_RESPONSES) + len(BROKEN_RESPONSES) + len(LARGE_RESPONSES)} kinds of bad answers bounded; given up after {asked} connections"
    )
