import os
from pathlib import Path

from bulletin.publishing.release_creation import current_release
from bulletin.publishing.verification.altered_files import altered_file, forget_altered, note_altered
from tests.publishing.harness import Office, text_of
from tests.publishing.small_site import article


def alter(office: Office) -> Path:
    """Change a letter of a page that readers see, and set its time back."""
    page = office.target.link / "2026/11/cu/index.html"
    status = page.stat()
    page.write_text(text_of(page).replace("<main", "<mAin", 1), encoding="utf-8")
    os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))
    return page


def test_what_a_verification_found_altered_is_put_right_by_the_next_publish(office: Office) -> None:
    """Its size and time are what they were: a publish alone takes it for untouched."""
    page = alter(office)
    assert "giữ nguyên bản đó" in office.publish()
    release = current_release(office.target)
    assert release
    note_altered(altered_file(office.site), release, {"/2026/11/cu/", "/khong-co/"}, is_whole=True)
    assert "1 tệp mới" in office.publish()
    assert "<mAin" not in text_of(page)
    assert not altered_file(office.site).exists()
    assert "giữ nguyên bản đó" in office.publish()


def test_a_note_of_another_release_counts_for_nothing(office: Office) -> None:
    release, note = current_release(office.target), altered_file(office.site)
    assert release
    note_altered(note, release, {"/2026/11/cu/"}, is_whole=True)
    assert "2026/11/cu/index.html" not in forget_altered(note, release).manifest.entries
    office.publish()
    other = current_release(office.target)
    assert other
    assert forget_altered(note, other) == other


def test_a_sample_forgets_nothing_and_a_whole_look_does(office: Office) -> None:
    release, note = current_release(office.target), altered_file(office.site)
    assert release
    note_altered(note, release, {"/2026/11/cu/"}, is_whole=True)
    note_altered(note, release, set(), is_whole=False)
    assert forget_altered(note, release) != release
    note_altered(note, release, set(), is_whole=True)
    assert forget_altered(note, release) == release
    assert not note.exists()


def test_a_publish_tells_what_others_altered_also_where_content_changed(office: Office) -> None:
    (office.target.link / "GHI-CHU.txt").write_text("của ai", encoding="utf-8")
    article(office.site, "moi")
    said = office.publish()
    assert "Có 1 tệp của bản đang chạy bị sửa, thêm hoặc mất sau khi xuất bản (GHI-CHU.txt)" in said
