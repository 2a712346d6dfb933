"""A published bulletin behind a real server on loopback, and what can happen to it there."""

import random
import threading
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from plugins.clock import LOCAL
from publishing.errors import PublishError
from publishing.kinds import Kind
from publishing.pipeline import publish
from publishing.targets.folder import FolderTarget
from publishing.verification import chosen
from publishing.verifying import report
from tests.publishing.bulletin import article, bulletin
from workshop.server import SiteHandler

NOON = datetime(2026, 11, 24, 12, tzinfo=LOCAL)
PAGE = "2026/11/tin-tot/index.html"
DIRECTIVE = b'<!--#include virtual="/fragments/latest.html" -->'


class Handler(SiteHandler):
    """Serves with the headers that a bulletin's server gives; ``ill`` makes it misbehave."""

    ill = ""

    def end_headers(self) -> None:
        if self.ill != "no headers":
            self.send_header("Content-Security-Policy", "default-src 'self'")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Referrer-Policy", "same-origin")
        super().end_headers()

    def do_GET(self) -> None:  # noqa: N802  # the name that the standard library calls
        page = self.root / PAGE
        if self.path == "/2026/11/tin-tot/" and self.ill in ("ssi", "robots"):
            body = page.read_bytes()
            if self.ill == "ssi":
                body = body.replace(DIRECTIVE, (self.root / "fragments/latest.html").read_bytes())
            self._say(200, body)
        elif self.ill == "robots" and self.path == "/" and "Googlebot" in self.headers["User-Agent"]:
            self._say(
                200, (self.root / "index.html").read_bytes() + b'<a href="https://ca-cuoc.example/">x</a>'
            )
        elif self.ill == "all is well" and self.path != "/":
            self._say(200, b"<p>Xin ch\xc3\xa0o</p>")
        elif self.ill == "gone" and self.path == "/2026/11/tin-tot/":
            self._say(503, b"")
        else:
            super().do_GET()

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> FolderTarget:
    site = bulletin(tmp_path_factory.mktemp("toa-soan"))
    for number in range(3):
        article(site, f"tin-{number}", aliases=f"[/cu/{number}/]")
    publish(site, NOON, print)
    return FolderTarget(site.root / "public")


@pytest.fixture
def address(published: FolderTarget) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, root=published.link)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def page(published: FolderTarget) -> Iterator[Path]:
    """A published page that may be written over: it is as it was afterwards."""
    file = published.link.resolve() / PAGE
    before = file.read_bytes()
    yield file
    file.write_bytes(before)


def faults(published: FolderTarget, address: str, sample: int = 0) -> list[str]:
    """Return what a verification that must fail says."""
    said: list[str] = []
    with pytest.raises(PublishError, match=r"chỗ khác bản .* báo người quản trị"):
        report(published, address, sample, NOON, said.append)
    return said


@pytest.mark.parametrize("ill", ["", "ssi"])
def test_a_site_as_published_is_found_so(
    published: FolderTarget, address: str, monkeypatch: pytest.MonkeyPatch, ill: str
) -> None:
    monkeypatch.setattr(Handler, "ill", ill)
    said: list[str] = []
    report(published, address, 0, NOON, said.append)
    entries = published.read(published.all()[0]).manifest.entries.values()
    files = sum(one.kind not in (Kind.COMPRESSED, Kind.SERVER) for one in entries)
    assert said[-1].endswith(f"(đã xem {files} tệp).")


def test_an_injected_link_is_named_with_its_host(published: FolderTarget, address: str, page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("</main>", '<a href="https://ca-cuoc.example/">x</a></main>'), "utf-8")
    found = faults(published, address)
    assert len(found) == 1
    assert found[0].startswith("/2026/11/tin-tot/: Nội dung khác bản đã xuất bản; có liên kết lạ tới ")
    assert "ca-cuoc.example" in found[0]


def test_links_for_search_engines_alone_are_found(
    published: FolderTarget, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Handler, "ill", "robots")
    assert faults(published, address) == [
        "/: Nội dung khác bản đã xuất bản; có liên kết lạ tới ca-cuoc.example (khi hỏi như máy tìm kiếm)."
    ]


def test_a_missing_page_is_named(published: FolderTarget, address: str, page: Path) -> None:
    page.unlink()
    assert faults(published, address) == [
        "/2026/11/tin-tot/: Máy chủ trả lời 404 (tệp đã mất), lẽ ra là 200."
    ]


@pytest.mark.parametrize(
    ("ill", "said"),
    [
        ("no headers", "/: Thiếu tiêu đề bảo vệ “content-security-policy”."),
        ("gone", "/2026/11/tin-tot/: Máy chủ trả lời 503, lẽ ra là 200"),
        ("all is well", "/khong-co-trang-nay-kiem-tra/: Máy chủ trả lời 200 ở một địa chỉ không có"),
    ],
)
def test_a_server_that_misbehaves_is_reported(
    published: FolderTarget, address: str, monkeypatch: pytest.MonkeyPatch, ill: str, said: str
) -> None:
    monkeypatch.setattr(Handler, "ill", ill)
    assert any(line.startswith(said) for line in faults(published, address))


def test_a_sample_holds_what_readers_meet_first(published: FolderTarget) -> None:
    release = published.read(published.all()[0])
    paths = [one.path for one in chosen(release, 1, random.Random(0))]  # noqa: S311  # a sample
    assert {"index.html", "tin-moi/index.html", "robots.txt", "fragments/latest.html"} <= set(paths)
    assert len(paths) < len(release.manifest.entries)
    assert len(set(paths)) == len(paths)


def test_without_a_server_the_reason_is_told(published: FolderTarget) -> None:
    with pytest.raises(PublishError, match="Không nhận được trả lời của http://127"):
        report(published, "http://127.0.0.1:9", 0, NOON, print)


@pytest.mark.parametrize("url", ["bantin", "ftp://bantin.example", "https://"])
def test_what_is_no_address_is_refused(published: FolderTarget, url: str) -> None:
    with pytest.raises(PublishError, match="không phải một địa chỉ trang"):
        report(published, url, 0, NOON, print)
