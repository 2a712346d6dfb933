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


def alter_page(office: PublishHarness) -> Path:
    """Change a letter of a page that readers see, and set its time back."""
    page = office.target.current_link / "2026/11/cu/index.html"
    status = page.stat()
    page.write_text(read_article(page).replace("<main", "<mAin", 1), encoding="utf-8")
    os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))
    return page


def test_what_a_verification_found_altered_is_put_right_by_the_next_publish(office: PublishHarness) -> None:
    """Its size and time are what they were: a publish alone takes it for untouched."""
    page = alter_page(office)
    assert "giữ nguyên bản đó" in office.publish()
    release = read_current_release(office.target)
    assert release
    record_altered_files(
        get_altered_files_path(office.site), release, {"/2026/11/cu/", "/khong-co/"}, is_whole=True
    )
    assert "1 tệp mới" in office.publish()
    assert "<mAin" not in read_article(page)
    assert not get_altered_files_path(office.site).exists()
    assert "giữ nguyên bản đó" in office.publish()


def test_a_note_of_another_release_counts_for_nothing(office: PublishHarness) -> None:
    release, note = read_current_release(office.target), get_altered_files_path(office.site)
    assert release
    record_altered_files(note, release, {"/2026/11/cu/"}, is_whole=True)
    assert "2026/11/cu/index.html" not in exclude_altered_files(note, release).manifest.entries
    office.publish()
    other = read_current_release(office.target)
    assert other
    assert exclude_altered_files(note, other) == other


def test_a_sample_forgets_nothing_and_a_whole_look_does(office: PublishHarness) -> None:
    release, note = read_current_release(office.target), get_altered_files_path(office.site)
    assert release
    record_altered_files(note, release, {"/2026/11/cu/"}, is_whole=True)
    record_altered_files(note, release, set(), is_whole=False)
    assert exclude_altered_files(note, release) != release
    record_altered_files(note, release, set(), is_whole=True)
    assert exclude_altered_files(note, release) == release
    assert not note.exists()


def test_a_publish_tells_what_others_altered_also_where_content_changed(office: PublishHarness) -> None:
    (office.target.current_link / "GHI-CHU.txt").write_text("của ai", encoding="utf-8")
    write_dated_article(office.site, "moi")
    said = office.publish()
    assert "Có 1 tệp của bản đang chạy bị sửa, thêm hoặc mất sau khi xuất bản (GHI-CHU.txt)" in said
