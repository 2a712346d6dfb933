"""Untrusted texts of a server are escaped, and endless pages block no other page."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from bulletin.errors import UserError, escape_unprintable
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.verification.command import run_verification
from tests.publishing.misbehaving_server import MisbehavingHandler
from tests.publishing.small_release import publish_to, write_output
from tests.serving import serving

pytestmark = pytest.mark.slow

UNPRINTABLE_TEXTS = {
    "escape": "\x1b[2J\x1b[31m",
    "link": "\x1b]8;;https://ca-cuoc.example\x1b\\x\x1b]8;;\x1b\\",
    "bell": "\x07\x08",
    "c1": "\x9b31m\x85",
    "long": "x" * 5000,
    "right to left, as UTF-8": "\u202e\u2066".encode().decode("latin-1"),
}
SHORT_RUN_TEXTS = ("long", "right to left, as UTF-8")
"""Texts of the short run. ``escape_unprintable`` treats the others as the first one."""


class UntrustedTextHandler(MisbehavingHandler):
    """Puts unprintable text into everything that a server can choose."""

    text = ""
    slow: tuple[str, ...] = ()

    def do_GET(self) -> None:  # noqa: N802  # the name that the standard library calls
        if not self._send_altered_response():
            super().do_GET()

    def do_HEAD(self) -> None:  # noqa: N802  # as above
        if not self._send_altered_response():
            super().do_HEAD()

    def _send_altered_response(self) -> bool:
        """Send an altered response, or return False."""
        path = self.path.partition("?")[0]
        if path in self.slow:
            self.send_response(200)
            self.send_header("Content-Length", "100000")
            self.end_headers()
            with suppress(OSError):
                while True:
                    self.wfile.write(b"x")
                    time.sleep(0.02)
        elif self.text and path.startswith("/tin-1"):
            self.send_response(302)
            self.send_header("Location", f"https://x/{self.text}")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.text and path.startswith("/tin-2") and self.command == "GET":
            self.send_body(200, f'<a href="//a{self.text}b.example/">x</a>'.encode("latin-1"))
        else:
            return path in self.slow
        return True

    def end_headers(self) -> None:
        if self.text:
            self.send_header("Set-Cookie", f"a={self.text}")
            self.send_header("Refresh", f"0; url=https://x/{self.text}")
            self.send_header("Referrer-Policy", self.text)
        super().end_headers()

    def send_header(self, keyword: str, value: str) -> None:
        if self.text and keyword in ("Content-Type", "Cache-Control"):
            value = f"text/{self.text}; charset={self.text}"
        super().send_header(keyword, value)


@pytest.fixture(autouse=True)
def few_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the list of unpublished addresses."""
    monkeypatch.setattr("bulletin.publishing.verification.unpublished_addresses.DOORWAY_ADDRESSES", ())


@pytest.fixture
def target(tmp_path: Path) -> FolderTarget:
    found = FolderTarget(tmp_path / "public")
    pages = {f"tin-{number}": f"<p>Tin {number}</p>" for number in range(5)}
    publish_to(found, write_output(tmp_path, **pages, **{"404": "Không có trang này"}))
    return found


def verify_and_collect(target: FolderTarget, **attributes: object) -> list[str]:
    """Return all lines of a failing verification."""
    said: list[str] = []
    handler = partial(type("Now", (UntrustedTextHandler,), attributes), root=target.current_link)
    with serving(handler) as url, pytest.raises(UserError) as caught:
        run_verification(target, url, 0, said.append)
    return [*said, str(caught.value)]


@pytest.mark.parametrize("name", UNPRINTABLE_TEXTS if "BULLETIN_PLAYS" in os.environ else SHORT_RUN_TEXTS)
def test_run_verification_with_unprintable_text_prints_it_escaped(target: FolderTarget, name: str) -> None:
    (target.current_link / f"{UNPRINTABLE_TEXTS[name][:100]}\u202e.html".replace("/", "-")).write_text(
        "x", encoding="utf-8"
    )
    lines = verify_and_collect(target, text=UNPRINTABLE_TEXTS[name])
    assert any("/tin-1/: Máy chủ chuyển tới https://x/" in line for line in lines)
    assert any("“refresh”" in line for line in lines)
    assert any("Tệp lạ" in line for line in lines)
    assert [line for line in lines if not line.isprintable() or len(line) > 1000] == []


def test_escape_unprintable_keeps_the_text_readable() -> None:
    assert escape_unprintable("a\x1b[2Jb\u202ec\x9bd") == "a\\x1b[2Jb\\u202ec\\x9bd"
    assert escape_unprintable("Tin trong tỉnh 👍") == "Tin trong tỉnh 👍"
    assert escape_unprintable("x" * 300, 5) == "xxxxx…"


def test_run_verification_with_endless_pages_checks_the_others(
    target: FolderTarget, monkeypatch: pytest.MonkeyPatch, record_fault_count: Callable[[str], None]
) -> None:
    monkeypatch.setattr("bulletin.publishing.verification.http_client.RESPONSE_TIMEOUT", 1.5)
    (target.current_link / "tin-4/index.html").write_text("<p>w88</p>", encoding="utf-8")
    started_at = time.monotonic()
    lines = verify_and_collect(target, slow=("/tin-3/", "/"))
    slow = [line for line in lines if "máy chủ không trả lời kịp" in line]
    assert [line.partition(":")[0] for line in slow] == ["/", "/tin-3/"]
    assert any(line.startswith("/tin-4/: Nội dung khác bản đã xuất bản") for line in lines)
    assert time.monotonic() - started_at < 60
    record_fault_count("verify: 2 of 2 pages that never end told, the altered one beside them found")
