import os
from pathlib import Path

from bulletin.publishing.release_creation import read_current_release
from bulletin.publishing.verification.altered_files import (
    exclude_altered_files,
    get_altered_files_path,
    record_altered_files,
)
from tests.publishing.harness import PublishHarness, read_article
from tests.publishing.small_site import write_dated_article


def alter_page(harness: PublishHarness) -> Path:
    """Change a letter of a current page and restore its modification time."""
    page = harness.target.current_link / "2026/11/cu/index.html"
    status = page.stat()
    page.write_text(read_article(page).replace("<main", "<mAin", 1), encoding="utf-8")
    os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))
    return page


def test_publish_after_a_verification_uploads_altered_files(harness: PublishHarness) -> None:
    """Without a verification, a file of equal size and time counts as unchanged."""
    page = alter_page(harness)
    assert "giữ nguyên bản đó" in harness.publish()
    release = read_current_release(harness.target)
    assert release
    record_altered_files(
        get_altered_files_path(harness.site), release, {"/2026/11/cu/", "/khong-co/"}, is_whole=True
    )
    assert "1 tệp mới" in harness.publish()
    assert "<mAin" not in read_article(page)
    assert not get_altered_files_path(harness.site).exists()
    assert "giữ nguyên bản đó" in harness.publish()


def test_exclude_altered_files_of_another_release_changes_nothing(harness: PublishHarness) -> None:
    release, note = read_current_release(harness.target), get_altered_files_path(harness.site)
    assert release
    record_altered_files(note, release, {"/2026/11/cu/"}, is_whole=True)
    assert "2026/11/cu/index.html" not in exclude_altered_files(note, release).manifest.entries
    harness.publish()
    next_release = read_current_release(harness.target)
    assert next_release
    assert exclude_altered_files(note, next_release) == next_release


def test_record_altered_files_of_a_sample_keeps_older_entries(harness: PublishHarness) -> None:
    release, note = read_current_release(harness.target), get_altered_files_path(harness.site)
    assert release
    record_altered_files(note, release, {"/2026/11/cu/"}, is_whole=True)
    record_altered_files(note, release, set(), is_whole=False)
    assert exclude_altered_files(note, release) != release
    record_altered_files(note, release, set(), is_whole=True)
    assert exclude_altered_files(note, release) == release
    assert not note.exists()


def test_publish_with_changed_content_reports_unexpected_files(harness: PublishHarness) -> None:
    (harness.target.current_link / "GHI-CHU.txt").write_text("của ai", encoding="utf-8")
    write_dated_article(harness.site, "moi")
    said = harness.publish()
    assert "Có 1 tệp của bản đang chạy bị sửa, thêm hoặc mất sau khi xuất bản (GHI-CHU.txt)" in said


def test_exclude_altered_files_with_unreadable_note_counts_all_as_altered(harness: PublishHarness) -> None:
    release, note = read_current_release(harness.target), get_altered_files_path(harness.site)
    assert release
    note.write_bytes(b"altered-1")
    assert exclude_altered_files(note, release).manifest.entries == {}
