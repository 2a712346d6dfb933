"""A publish with faulty drafts, which stop no publish and leave no trace."""

import os
import shutil
from pathlib import Path

import pytest

from bulletin.build.content_index import ContentIndex, get_content_index_path
from bulletin.content.problems import DRAFT_HEADING
from bulletin.content.warnings.warning import DRAFT_WARNING_HEADING
from bulletin.errors import UserError
from bulletin.publishing.settings.settings import load_pelican_settings
from bulletin.publishing.steps import check_content_and_addresses
from tests.publishing.harness import PublishHarness
from tests.publishing.small_site import write_dated_article

pytestmark = pytest.mark.slow

OLD_MTIME = 1_700_000_000
FAULTS: dict[str, tuple[str, dict[str, str]]] = {
    "invalid YAML": ("Thân dogiadao.", {"title": "[dogiadao"}),
    "missing file": ("Xem [tệp](/files/dogiadao.pdf).", {}),
    "missing image": ("![dogiadao](/images/dogiadao.png)", {}),
    "dead link": ("Xem [dogiadao](/2026/11/dogiadao/).", {}),
    "unknown section": ("Thân dogiadao.", {"category": "dogiadao"}),
    "address of a published article": ("Thân dogiadao.", {"slug": "cu"}),
    "alias of a published article": ("Thân dogiadao.", {"aliases": "[/2026/11/cu/]"}),
}
"""Body and keys of an article with a fault. The word ``dogiadao`` stands nowhere else."""
TRIED_FAULTS = FAULTS if "BULLETIN_PLAYS" in os.environ else ("invalid YAML", "missing file", "dead link")
"""Faults of the front matter, of a file and of a link, or all faults."""


def write_faulty_article(harness: PublishHarness, fault: str, status: str) -> Path:
    text, keys = FAULTS[fault]
    return write_dated_article(harness.site, "nhap", text, status=status, **keys)


def read_current_release(harness: PublishHarness) -> dict[str, bytes]:
    """Return the files that readers get, except the release's own record."""
    root = harness.target.current_link.resolve()
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def run_check(harness: PublishHarness) -> list[str]:
    messages: list[str] = []
    table = load_pelican_settings(harness.site.root / "publishconf.py")
    check_content_and_addresses(harness.site, table, harness.now, messages.append)
    return messages


@pytest.mark.parametrize("fault", TRIED_FAULTS)
def test_publish_with_faulty_draft_tells_it_and_changes_nothing_for_readers(
    harness: PublishHarness, fault: str
) -> None:
    before = read_current_release(harness)
    write_faulty_article(harness, fault, "draft")
    harness.publish()
    assert harness.messages[0] == DRAFT_HEADING
    assert harness.messages[1].startswith("content/articles/nhap.md:")
    assert harness.messages[2].startswith("Nội dung đăng ra không có lỗi, bài nháp có 1 lỗi: ")
    assert "Không có gì thay đổi" in harness.messages[-2]
    assert read_current_release(harness) == before


@pytest.mark.parametrize("fault", TRIED_FAULTS)
def test_publish_faulty_draft_set_to_published_stops(harness: PublishHarness, fault: str) -> None:
    write_faulty_article(harness, fault, "review")
    harness.publish()
    before = harness.target.current_id()
    write_faulty_article(harness, fault, "published")
    with pytest.raises(UserError, match=r"Nội dung có 1 lỗi\. Hãy sửa"):
        harness.publish()
    assert harness.messages[0].startswith("content/articles/nhap.md:") or "/cu.md:" in harness.messages[0]
    assert DRAFT_HEADING not in harness.messages
    assert harness.target.current_id() == before


@pytest.mark.parametrize("fault", ["invalid YAML", "address of a published article"])
def test_publish_others_then_mended_draft_equals_clean_publish(harness: PublishHarness, fault: str) -> None:
    """Publish beside a faulty draft, mend and publish it, and build all again."""
    write_faulty_article(harness, fault, "draft")
    write_dated_article(harness.site, "khac", "Xem [bài nháp]({filename}/articles/nhap.md).")
    harness.publish()
    assert harness.is_served("/2026/11/khac/")
    page = harness.target.current_link / "2026/11/khac/index.html"
    assert "/2026/11/nhap/" not in page.read_text("utf-8")
    assert not any(b"dogiadao" in data for data in read_current_release(harness).values())
    write_dated_article(harness.site, "nhap", status="draft")
    assert DRAFT_HEADING not in harness.publish()
    assert not harness.is_served("/2026/11/nhap/")
    write_dated_article(harness.site, "nhap")
    harness.publish()
    assert harness.is_served("/2026/11/nhap/")
    assert "/2026/11/nhap/" in page.read_text("utf-8")
    incremental = read_current_release(harness)
    shutil.rmtree(harness.site.cache)
    shutil.rmtree(harness.site.publish_output)
    harness.publish()
    assert read_current_release(harness) == incremental


def test_publish_without_changes_tells_the_faulty_draft_again(harness: PublishHarness) -> None:
    """Publish twice: the second build has nothing to do, so it reads no content."""
    write_faulty_article(harness, "missing file", "draft")
    for path in harness.site.content.rglob("*"):
        os.utime(path, (OLD_MTIME, OLD_MTIME))
    harness.publish()
    first = harness.messages[:3]
    harness.publish()
    assert harness.messages[:3] == first
    assert first[0] == DRAFT_HEADING


def test_publish_with_faults_of_both_kinds_counts_them_apart(harness: PublishHarness) -> None:
    write_faulty_article(harness, "dead link", "draft")
    write_dated_article(harness.site, "khac", "Xem [bài](/2026/11/khong-co/).")
    with pytest.raises(UserError) as caught:
        harness.publish()
    assert [line.partition(":")[0] for line in harness.messages] == [
        "content/articles/khac.md",
        DRAFT_HEADING[:-1],
        "content/articles/nhap.md",
    ]
    assert str(caught.value) == ("Nội dung có 1 lỗi, không kể 1 lỗi của bài nháp. Hãy sửa rồi chạy lại.")


def test_check_with_faulty_draft_passes_and_tells_it(harness: PublishHarness) -> None:
    write_faulty_article(harness, "dead link", "draft")
    heading, problem, summary = run_check(harness)
    assert heading == DRAFT_HEADING
    assert problem.startswith("content/articles/nhap.md:")
    assert summary.startswith("Nội dung đăng ra không có lỗi, bài nháp có 1 lỗi: 3 bài (2 bài đang đăng), ")


def test_publish_with_warnings_publishes_and_tells_them_each_time(harness: PublishHarness) -> None:
    """Publish twice: the second build has nothing to do, so it reads no content."""
    write_dated_article(harness.site, "tin", "<p>Xem https://a.vn/b.</p>")
    write_dated_article(harness.site, "nhap", "Hết./.", status="draft")
    for path in harness.site.content.rglob("*"):
        os.utime(path, (OLD_MTIME, OLD_MTIME))
    harness.publish()
    first = harness.messages[:5]
    assert harness.is_served("/2026/11/tin/")
    assert first[0].startswith("content/articles/tin.md:8: cảnh báo [bare-address]: ")
    assert first[1] == DRAFT_WARNING_HEADING
    assert first[2].startswith("content/articles/nhap.md:9: cảnh báo [closing-mark]: ")
    assert first[3].startswith("Có 2 cảnh báo, 1 ở bài nháp; ")
    assert first[4].startswith("Nội dung không có lỗi: ")
    harness.publish()
    assert harness.messages[:5] == first


def test_check_tells_warnings_before_the_problem_that_stops(harness: PublishHarness) -> None:
    write_dated_article(harness.site, "tin", "<p>Xem https://a.vn/b.</p>\n\nXem [bài](/2026/11/khong-co/).")
    messages: list[str] = []
    table = load_pelican_settings(harness.site.root / "publishconf.py")
    with pytest.raises(UserError, match=r"^Nội dung có 1 lỗi\. "):
        check_content_and_addresses(harness.site, table, harness.now, messages.append)
    assert "cảnh báo [bare-address]" in messages[0]
    assert messages[1].startswith("Có 1 cảnh báo; ")
    assert "Liên kết tới địa chỉ không có" in messages[2]


def test_publish_unreadable_draft_of_a_published_article_stops_with_its_own_advice(
    harness: PublishHarness,
) -> None:
    write_dated_article(harness.site, "cu", title="[dogiadao", status="draft")
    messages = harness.expect_refusal()
    assert "Địa chỉ /2026/11/cu/ sẽ mất: tệp này có lỗi nên máy chưa đọc được bài." in messages
    assert "Giữ nguyên: sửa lỗi của tệp (./inv check kể từng lỗi) và đặt lại “status: published”." in messages
    assert "git checkout" not in messages
    write_dated_article(harness.site, "cu", title="Tin cu", status="published")
    harness.publish()
    assert harness.is_served("/2026/11/cu/")


def test_content_index_of_a_publish_has_no_unreadable_draft(harness: PublishHarness) -> None:
    write_faulty_article(harness, "invalid YAML", "draft")
    harness.publish()
    index = ContentIndex.read(get_content_index_path(harness.site.cache, harness.site.publish_output))
    assert index
    assert "articles/cu.md" in index.entries
    assert "articles/nhap.md" not in index.entries


def test_check_address_left_to_a_draft_is_reported(harness: PublishHarness) -> None:
    """Report it because a draft at the old address keeps no address alive."""
    write_dated_article(harness.site, "cu", slug="moi")
    write_dated_article(harness.site, "nhap", slug="cu", status="draft")
    with pytest.raises(UserError, match="1 địa chỉ đã xuất bản sẽ mất"):
        run_check(harness)


@pytest.mark.parametrize("name", ["a", "z"])
def test_withdraw_address_that_a_draft_has_too_takes_the_published_article(
    harness: PublishHarness, name: str
) -> None:
    write_dated_article(harness.site, "cu", aliases="[/2026/11/xua/]")
    harness.publish()
    write_dated_article(harness.site, name, slug="xua", status="draft")
    harness.withdraw("/2026/11/xua/")
    withdrawn = (harness.site.content / "withdrawn.yml").read_text("utf-8")
    assert "address: /2026/11/cu/" in withdrawn


def test_publish_says_which_requests_redirect_no_longer(harness: PublishHarness) -> None:
    write_dated_article(harness.site, "cu", aliases='["/?p=1", "/a.php?x=b/c", "/a?y"]')
    assert "thôi chuyển hướng" not in harness.publish()
    write_dated_article(harness.site, "cu", aliases='["/?p=1"]')
    write_dated_article(harness.site, "moi", aliases='["/A.php?x=b%2Fc"]')
    assert "1 địa chỉ cũ có phần sau dấu “?” thôi chuyển hướng: /a/?y. Nếu xóa nhầm" in harness.publish()
    write_dated_article(harness.site, "moi", "Khác.", aliases='["/A.php?x=b%2Fc"]')
    assert "thôi chuyển hướng" not in harness.publish()
