"""Verification of a published site behind a real server with faults."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from bulletin.clock import VIETNAM_TZ
from bulletin.errors import UserError
from bulletin.publishing.pipeline import publish
from bulletin.publishing.release.file_types import FileType
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.verification.command import run_verification
from bulletin.publishing.verification.reader_profiles import RequestSampler
from bulletin.publishing.verification.security_headers import CSP_HEADER, SECURITY_HEADERS
from bulletin.publishing.verification.user_agents import CLIENT_PROFILES
from tests.gate import mark_later_rows
from tests.publishing.misbehaving_server import (
    ARTICLE_PATH,
    SPAM_PARAGRAPH,
    WITHDRAWN_ADDRESSES,
    MisbehavingHandler,
)
from tests.publishing.small_site import create_small_site, write_dated_article
from tests.serving import serving

pytestmark = pytest.mark.slow

NOON = datetime(2026, 11, 24, 12, tzinfo=VIETNAM_TZ)
ALTERED_END = (
    r"\): \d+ chỗ khác bản đã xuất bản[.;] .* báo người quản trị máy chủ ngay và chạy \./inv publish"
)
SETTINGS_END = r"\): \d+ thiết lập máy chủ cần sửa\. Nội dung đã xem đúng như bản đã xuất bản"
MISSING_MESSAGE = "Tệp này thiếu trong bản đã phát hành, hoặc không đọc được ở đó"


@pytest.fixture(scope="module")
def published_target(tmp_path_factory: pytest.TempPathFactory) -> FolderTarget:
    site = create_small_site(tmp_path_factory.mktemp("toa-soan"))
    for number in range(3):
        write_dated_article(site, f"tin-{number}", aliases=f"[/cu/{number}/]")
    withdrawals = "".join(
        f"- {{address: {address}, by: An, when: 2026-11-20, reason: Sai}}\n"
        for address in WITHDRAWN_ADDRESSES
    )
    (site.content / "withdrawn.yml").write_text(withdrawals, encoding="utf-8")
    publish(site, NOON, print)
    return FolderTarget(site.root / "public")


@pytest.fixture(autouse=True)
def few_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Send requests of Googlebot only, besides the plain request.

    tests/deploy/test_verify_altered_responses.py tests the other requests.
    """
    googlebot = next(profile for profile in CLIENT_PROFILES if profile.name == "Googlebot")
    monkeypatch.setattr(
        RequestSampler, "create_typical_requests", lambda readers: [readers.create_request(googlebot)]
    )
    monkeypatch.setattr(RequestSampler, "create_variations", lambda _readers, _path: [])
    for name in ("create_all_combinations", "create_query_requests", "create_doorway_requests"):
        monkeypatch.setattr(RequestSampler, name, lambda _readers: [])
    monkeypatch.setattr("bulletin.publishing.verification.unpublished_addresses.DOORWAY_ADDRESSES", ())


@pytest.fixture
def address(published_target: FolderTarget) -> Iterator[str]:
    with serving(partial(MisbehavingHandler, root=published_target.current_link)) as address:
        yield address


@pytest.fixture
def page(published_target: FolderTarget) -> Iterator[Path]:
    """A published page that a test may change, restored afterwards."""
    file = published_target.current_link.resolve() / ARTICLE_PATH
    before = file.read_bytes()
    yield file
    file.write_bytes(before)


def verify_and_collect(
    target: FolderTarget, address: str, sample: int = 0, end: str | None = ALTERED_END
) -> list[str]:
    """Return the lines of a verification that fails with ``end``."""
    said: list[str] = []
    with pytest.raises(UserError, match=end):
        run_verification(target, address, sample, said.append)
    return said


@pytest.mark.parametrize("fault", mark_later_rows(["", "ssi", "gone for good"], 1))
def test_verify_of_an_unaltered_site_succeeds(
    published_target: FolderTarget, address: str, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr(MisbehavingHandler, "fault", fault)
    said: list[str] = []
    run_verification(published_target, address, 0, said.append)
    entries = published_target.read_release(published_target.release_ids()[0]).manifest.entries.values()
    files = sum(entry.file_type not in (FileType.COMPRESSED, FileType.SERVER_MAP) for entry in entries)
    assert said[-1].endswith(f"(đã xem {files} tệp).")


def test_verify_with_an_injected_link_names_its_host(
    published_target: FolderTarget, address: str, page: Path
) -> None:
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("</main>", '<a href="https://ca-cuoc.example/">x</a></main>'), "utf-8")
    found = verify_and_collect(published_target, address)
    assert found == ["/2026/11/tin-tot/: Nội dung khác bản đã xuất bản; có liên kết lạ tới ca-cuoc.example."]


def test_verify_with_links_for_search_engines_only_finds_them(
    published_target: FolderTarget, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MisbehavingHandler, "fault", "robots")
    assert verify_and_collect(published_target, address) == [
        "/: Nội dung khác bản đã xuất bản; có liên kết lạ tới ca-cuoc.example (khi hỏi như Googlebot)."
    ]


def test_verify_with_unexpected_files_names_them(published_target: FolderTarget, address: str) -> None:
    folder = published_target.current_link.resolve()
    unexpected = [folder / name for name in ("casino/index.html", ".well-known/x.php", "bẫy\x1b[2J.html")]
    for file in unexpected:
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(SPAM_PARAGRAPH)
    try:
        found = verify_and_collect(published_target, address, sample=1)
    finally:
        for file in unexpected:
            file.unlink()
    message = (
        "Tệp lạ ở public/current, không có trong bản đã phát hành. Hãy báo người quản trị máy chủ "
        "xem ai đặt tệp này, rồi xóa nó."
    )
    assert found == [f"{path}: {message}" for path in ("/.well-known/x.php", "/bẫy\\x1b[2J.html", "/casino/")]


def test_verify_with_a_failing_target_reports_an_unchecked_address(
    published_target: FolderTarget, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def raise_error(*_arguments: object) -> None:
        raise UserError("Máy chủ không trả lời.")

    monkeypatch.setattr(published_target, "unexpected_files", raise_error)
    assert verify_and_collect(
        published_target, address, sample=1, end=r"\): 1 chỗ chưa xem được\. Hãy kiểm tra"
    ) == ["/: Chưa xem được có tệp lạ ở public/current hay không: Máy chủ không trả lời."]


def test_verify_with_a_missing_page_names_it(
    published_target: FolderTarget, address: str, page: Path
) -> None:
    page.unlink()
    assert verify_and_collect(published_target, address) == [
        "/2026/11/tin-tot/: Máy chủ trả lời 404 (tệp đã mất), lẽ ra là 200."
    ]


REPLACEMENTS = {
    "spam": "Nội dung khác bản đã xuất bản; có liên kết lạ tới ca-cuoc.example",
    "led away": "Máy chủ chuyển tới https://ca-cuoc.example/, lẽ ra là trang này",
}


@pytest.mark.parametrize("fault", REPLACEMENTS)
def test_verify_with_a_replaced_and_missing_page_reports_both(
    published_target: FolderTarget, address: str, page: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr(MisbehavingHandler, "fault", fault)
    page.unlink()
    assert verify_and_collect(published_target, address) == [
        f"/2026/11/tin-tot/: {message}." for message in (REPLACEMENTS[fault], MISSING_MESSAGE)
    ]


def test_verify_with_a_missing_fragment_reports_it(published_target: FolderTarget, address: str) -> None:
    fragment = published_target.current_link.resolve() / "fragments/latest.html"
    before = fragment.read_bytes()
    fragment.unlink()
    try:
        found = verify_and_collect(published_target, address)
    finally:
        fragment.write_bytes(before)
    assert found == [
        "/fragments/latest.html: Máy chủ trả lời 404 (tệp đã mất), lẽ ra là 200.",
        f"/fragments/latest.html: {MISSING_MESSAGE}.",
    ]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            "gone",
            ": Máy chủ, hoặc nơi phân phối trước nó, đang quá tải hay không cho một máy hỏi nhiều như vậy (503).",
        ),
        ("all is well", "/khong-co-trang-nay-kiem-tra/: Máy chủ trả lời 200 ở một địa chỉ không có"),
    ],
)
def test_verify_with_a_misbehaving_server_reports_it(
    published_target: FolderTarget, address: str, monkeypatch: pytest.MonkeyPatch, fault: str, said: str
) -> None:
    monkeypatch.setattr(MisbehavingHandler, "fault", fault)
    assert any(said in line for line in verify_and_collect(published_target, address, end=None))


def test_verify_prints_differences_before_header_problems(
    published_target: FolderTarget, address: str, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MisbehavingHandler, "fault", "no headers")
    monkeypatch.setattr("bulletin.publishing.verification.command.MAX_SHOWN_FINDINGS", 3)
    unexpected, other = page.parents[3] / "slug/index.html", page.parents[1] / "tin-1/index.html"
    before = other.read_bytes()
    unexpected.parent.mkdir()
    unexpected.write_bytes(SPAM_PARAGRAPH)
    page.write_bytes(SPAM_PARAGRAPH)
    other.unlink()
    try:
        found = verify_and_collect(
            published_target,
            address,
            end=r"\): 3 chỗ khác bản đã xuất bản; 7 thiết lập máy chủ cần sửa\. .* chạy \./inv publish",
        )
    finally:
        unexpected.unlink()
        unexpected.parent.rmdir()
        other.write_bytes(before)
    assert [line.partition(":")[0] for line in found[:3]] == [
        "/2026/11/tin-1/",
        "/2026/11/tin-tot/",
        "/slug/",
    ]
    assert all(line.startswith("Máy chủ thiếu tiêu đề bảo vệ “") for line in found[3:6])


def test_verify_with_missing_headers_prints_each_once(
    published_target: FolderTarget, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MisbehavingHandler, "fault", "no headers")
    found = verify_and_collect(published_target, address, end=SETTINGS_END)
    names = sorted({CSP_HEADER, *SECURITY_HEADERS})
    assert len(found) == len(names)
    for name, line in zip(names, found, strict=True):
        pattern = f"Máy chủ thiếu tiêu đề bảo vệ “{name}” ở \\d+ địa chỉ \\(như /\\)\\. Hãy xem deploy/nginx.conf\\."
        assert re.fullmatch(pattern, line)


def test_verify_with_a_request_limit_reports_unchecked_addresses(
    published_target: FolderTarget, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MisbehavingHandler, "fault", "too many")
    found = verify_and_collect(published_target, address, end=r"\): \d+ chỗ chưa xem được\. Hãy kiểm tra")
    assert any("(429)" in line for line in found)
    assert any("đã thôi hỏi" in line for line in found)


def test_verify_with_many_differences_counts_the_rest(
    published_target: FolderTarget, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MisbehavingHandler, "fault", "all is well")
    monkeypatch.setattr("bulletin.publishing.verification.command.MAX_SHOWN_FINDINGS", 3)
    found = verify_and_collect(
        published_target, address, end=r"\): \d+ chỗ khác bản đã xuất bản; \d+ thiết lập"
    )
    assert all(": Nội dung khác" in line or ": Máy chủ trả lời 200" in line for line in found[:3])
    assert re.fullmatch(r"… và \d+ chỗ nữa khác bản đã xuất bản\.", found[3])


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (("Referrer-Policy", "unsafe-url"), "Máy chủ gửi tiêu đề bảo vệ “referrer-policy” chưa đủ chặt ở "),
        (
            ("Cache-Control", "public, max-age=31536000, immutable"),
            "Máy chủ gửi Cache-Control “public, max-age=31536000, immutable” ở ",
        ),
        (("Content-Type", "application/x-x"), "Máy chủ báo kiểu nội dung là “application/x-x” ở "),
    ],
)
def test_verify_with_a_wrong_header_reports_it(
    published_target: FolderTarget,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
    header: tuple[str, str],
    said: str,
) -> None:
    monkeypatch.setattr(MisbehavingHandler, "altered_headers", dict([header]))
    found = verify_and_collect(published_target, address, sample=1, end=SETTINGS_END)
    assert any(line.startswith(said) for line in found)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<Error><Code>NoSuchKey</Code></Error>", "Máy chủ trả trang báo lỗi của riêng nó, "),
        (b'<a href="/ca-do/">x</a>', "/khong-co-trang-nay-kiem-tra/: Trang báo lỗi ở "),
        (SPAM_PARAGRAPH, "/khong-co-trang-nay-kiem-tra/: Trang báo lỗi ở "),
    ],
)
def test_verify_with_another_error_page_reports_it(
    published_target: FolderTarget, address: str, monkeypatch: pytest.MonkeyPatch, body: bytes, said: str
) -> None:
    monkeypatch.setattr(MisbehavingHandler, "error_page", body)
    is_plain = body.startswith(b"<Error>")
    found = verify_and_collect(
        published_target, address, sample=1, end=SETTINGS_END if is_plain else ALTERED_END
    )
    assert any(line.startswith(said) for line in found)
    assert (len(found) == 1) == is_plain


def test_verify_without_a_server_names_the_reason(published_target: FolderTarget) -> None:
    with pytest.raises(
        UserError, match=r"^Không nhận được trả lời của http://127\.\S+: máy chủ từ chối kết nối\."
    ):
        run_verification(published_target, "http://127.0.0.1:9", 0, print)


@pytest.mark.parametrize("url", ["bantin", "ftp://bantin.example", "https://"])
def test_verify_with_an_invalid_url_raises(published_target: FolderTarget, url: str) -> None:
    with pytest.raises(UserError, match="không phải một địa chỉ trang"):
        run_verification(published_target, url, 0, print)
