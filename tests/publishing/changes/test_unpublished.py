"""A timer finds articles and campaigns that came after the last publish."""

import os
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bulletin.cli.build import clean_workspace
from bulletin.content.reader import ContentReader
from bulletin.publishing.build.runner import start_build_process
from bulletin.publishing.pipeline import publish_if_due
from bulletin.publishing.schedule import examine_schedule, find_not_due_reason
from bulletin.publishing.workspace.folders import PUBLISH_SETTINGS_FILE, Workspace
from tests.ads.campaign_factory import write_campaign
from tests.publishing.harness import OLD_ADDRESS, PublishHarness
from tests.publishing.small_site import write_dated_article

pytestmark = pytest.mark.slow
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def published(harness: PublishHarness) -> PublishHarness:
    """A site whose content was written an hour before its last publish."""
    for file in harness.site.content.rglob("*.*"):
        os.utime(file, (file.stat().st_mtime - 3600,) * 2)
    harness.publish()
    return harness


def format_date(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M}"


def is_due(harness: PublishHarness, now: datetime) -> bool:
    return not find_not_due_reason(harness.site, now)


def count_read_files(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Count how often an article is read."""
    sources: list[str] = []
    read_item = ContentReader.read_item

    def read_and_note(self: ContentReader, source: str) -> object:
        sources.append(source)
        return read_item(self, source)

    monkeypatch.setattr(ContentReader, "read_item", read_and_note)
    return lambda: len(sources)


def test_publish_if_due_scheduled_article_written_after_publish_appears_at_its_hour(
    published: PublishHarness,
) -> None:
    time = published.now + 2 * HOUR
    write_dated_article(published.site, "hen-gio", date=format_date(time))
    reason = find_not_due_reason(published.site, published.now)
    assert f"Lần tới cần xuất bản lại: {time:%H:%M}" in reason
    assert "(bài hẹn giờ)" in reason
    assert publish_if_due(published.site, time - SECOND, print) is None
    assert publish_if_due(published.site, time, print) is not None
    assert published.is_served("/2026/11/hen-gio/")
    assert not is_due(published, time + SECOND)


def run_git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=An", "-c", "user.email=a@b.vn"]
    command = ["git", "-C", str(folder), *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_publish_if_due_scheduled_article_that_came_by_pull_appears_at_its_hour(
    published: PublishHarness, tmp_path_factory: pytest.TempPathFactory
) -> None:
    clone, editor = published.site.root, tmp_path_factory.mktemp("editor") / "bantin"
    run_git(clone, "init", "-qb", "main")
    run_git(clone, "add", "content", "addresses.txt", "publishconf.py")
    run_git(clone, "commit", "-qm", "x")
    run_git(clone, "clone", "-q", str(clone), str(editor))
    time = published.now + 2 * HOUR
    write_dated_article(Workspace(editor), "hen-gio", date=format_date(time))
    run_git(editor, "add", "content")
    run_git(editor, "commit", "-qm", "Bài hẹn giờ")
    run_git(clone, "pull", "-q", "--ff-only", str(editor), "main")
    assert publish_if_due(published.site, time - SECOND, print) is None
    result = publish_if_due(published.site, time, print)
    assert result is not None
    assert result.release.commit == run_git(clone, "rev-parse", "--short=12", "HEAD")
    assert published.is_served("/2026/11/hen-gio/")


def test_publish_if_due_article_that_came_after_its_hour_appears_at_next_run(
    published: PublishHarness,
) -> None:
    write_dated_article(published.site, "muon", date=format_date(published.now - 5 * HOUR))
    assert publish_if_due(published.site, published.now + SECOND, print) is not None
    assert published.is_served("/2026/11/muon/")
    assert not is_due(published, published.now + 2 * SECOND)


def test_find_not_due_reason_changed_article_is_not_due(published: PublishHarness) -> None:
    write_dated_article(published.site, "cu", "Lời sửa chưa hẹn giờ.")
    assert "Chưa có gì đến giờ." in find_not_due_reason(published.site, published.now + HOUR)


def test_find_not_due_reason_draft_is_due_once_it_is_approved(published: PublishHarness) -> None:
    date = format_date(published.now - HOUR)
    write_dated_article(published.site, "nhap", date=date, status="draft")
    assert not is_due(published, published.now + SECOND)
    write_dated_article(published.site, "nhap", date=date)
    assert is_due(published, published.now + SECOND)


def test_find_not_due_reason_unreadable_article_is_not_due(published: PublishHarness) -> None:
    write_dated_article(published.site, "hong", date="hôm qua")
    assert not is_due(published, published.now + SECOND)


def test_examine_schedule_names_new_articles_whose_hour_is_unknown(published: PublishHarness) -> None:
    write_dated_article(published.site, "hong", date="2026-11-30 07:00", category="Mục lạ")
    write_dated_article(published.site, "nhap", category="Mục lạ", status="draft")
    write_dated_article(published.site, "cu", category="Mục lạ")  # readers have it
    for _ in range(2):  # found, then read from the cache
        problem = examine_schedule(published.site, published.now + SECOND).problem
        assert problem.startswith(
            "Có 1 bài mới máy chưa đọc được nên chưa biết giờ đăng: content/articles/hong.md. "
        )
    write_dated_article(published.site, "hong", date="2026-11-30 07:00")
    assert examine_schedule(published.site, published.now + SECOND).problem == ""


def test_publish_if_due_new_expiry_removes_article_at_its_hour(published: PublishHarness) -> None:
    time = published.now + 2 * HOUR
    write_dated_article(published.site, "cu", expires=format_date(time))
    assert "(bài hết hạn)" in find_not_due_reason(published.site, time - SECOND)
    assert publish_if_due(published.site, time, print) is not None
    assert not published.is_served(OLD_ADDRESS)


def test_publish_if_due_new_end_of_featuring_publishes_at_its_hour(published: PublishHarness) -> None:
    time = published.now + 2 * HOUR
    write_dated_article(published.site, "cu", featured="lead", featured_until=format_date(time))
    assert "(bài thôi được ghim)" in find_not_due_reason(published.site, time - SECOND)
    assert is_due(published, time)


def test_find_not_due_reason_edit_of_an_article_that_is_featured_no_more_is_not_due(
    published: PublishHarness,
) -> None:
    """Reason: an edit waits for the editor who publishes it."""
    ended = format_date(published.now - HOUR)
    write_dated_article(published.site, "cu", "Còn sửa.", featured="lead", featured_until=ended)
    assert not is_due(published, published.now + SECOND)


def test_publish_if_due_end_of_featuring_known_at_publish_changes_the_front_page(
    published: PublishHarness,
) -> None:
    time = published.now + 2 * HOUR
    write_dated_article(published.site, "cu", featured="lead", featured_until=format_date(time))
    write_dated_article(published.site, "moi", date=format_date(published.now - HOUR))
    published.publish()
    front = published.target.current_link / "index.html"
    assert "Bài được ghim" in front.read_text("utf-8")
    assert publish_if_due(published.site, time, print) is not None
    assert "Bài được ghim" not in front.read_text("utf-8")


def test_find_not_due_reason_moved_article_is_not_due(published: PublishHarness) -> None:
    folder = published.site.content / "articles"
    (folder / "cu.md").rename(folder / "ten-khac.md")
    assert not is_due(published, published.now + SECOND)


def test_find_not_due_reason_withdrawn_article_is_not_due(published: PublishHarness) -> None:
    published.withdraw(OLD_ADDRESS)
    write_dated_article(published.site, "cu", "Đã gỡ, còn sửa.")
    assert not is_due(published, published.now + SECOND)


def test_find_not_due_reason_new_article_in_preview_is_due(published: PublishHarness) -> None:
    write_dated_article(published.site, "muon", date=format_date(published.now - HOUR))
    with start_build_process(published.site, PUBLISH_SETTINGS_FILE, published.now) as build:
        build.wait()
    assert is_due(published, published.now + SECOND)


def test_find_not_due_reason_unchanged_content_is_not_read(
    published: PublishHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = count_read_files(monkeypatch)
    assert not is_due(published, published.now + SECOND)
    assert count() == 0


def test_find_not_due_reason_reads_changed_files_once(
    published: PublishHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = count_read_files(monkeypatch)
    file = write_dated_article(published.site, "hen-gio", date=format_date(published.now + 2 * HOUR))
    os.utime(file, (file.stat().st_mtime - 3600,) * 2)
    for minutes in (1, 2, 3):
        assert not is_due(published, published.now + timedelta(minutes=minutes))
    assert count() == 1
    assert is_due(published, published.now + 2 * HOUR)


@pytest.mark.parametrize(("start", "is_late"), [("2026-11-20", True), ("2026-11-25", False)])
def test_find_not_due_reason_new_campaign_is_due_from_its_first_day(
    published: PublishHarness, start: str, is_late: bool
) -> None:
    write_campaign(published.site.root, start=start, end="2026-11-27")
    assert is_due(published, published.now + SECOND) == is_late
    assert is_due(published, datetime(2026, 11, 25, tzinfo=published.now.tzinfo))


def test_find_not_due_reason_new_campaign_after_its_last_day_is_not_due(published: PublishHarness) -> None:
    write_campaign(published.site.root, start="2026-11-01", end="2026-11-20")
    assert not is_due(published, published.now + SECOND)


def test_find_not_due_reason_after_clean_knows_what_was_published(published: PublishHarness) -> None:
    clean_workspace(published.site)
    assert not is_due(published, published.now + SECOND)
    write_dated_article(published.site, "cu", "Lời sửa chưa hẹn giờ.")
    assert not is_due(published, published.now + SECOND)


def test_find_not_due_reason_changed_content_without_note_is_due(published: PublishHarness) -> None:
    note: Path = published.site.cache / "publishing" / "published-content"
    note.write_bytes(b"x")
    assert not is_due(published, published.now + SECOND)
    write_dated_article(published.site, "cu", "Lời sửa.")
    assert is_due(published, published.now + SECOND)
