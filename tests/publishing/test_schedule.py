import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bulletin.clock import VIETNAM_TZ, ScheduledChange
from bulletin.errors import UnknownOutcomeError
from bulletin.publishing.pipeline import publish, publish_if_due
from bulletin.publishing.schedule import (
    PublishSchedule,
    find_latest_time,
    find_not_due_reason,
    hold_scheduled_publish,
)
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.workspace.folders import Workspace
from bulletin.publishing.workspace.lock import hold_lock_file
from tests.publishing.small_site import create_small_site, write_dated_article

NOON = datetime(2026, 11, 24, 12, tzinfo=VIETNAM_TZ)
HOUR = timedelta(hours=1)
SOON = ScheduledChange(NOON + HOUR, "bài hẹn giờ")


@pytest.fixture
def workspace_with_schedule(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path)
    PublishSchedule(NOON, SOON).write(workspace)
    return workspace


def test_find_not_due_reason_before_next_change_names_time_and_reason(
    workspace_with_schedule: Workspace,
) -> None:
    assert find_not_due_reason(workspace_with_schedule, NOON + HOUR / 2) == (
        "Chưa có gì đến giờ. Lần tới cần xuất bản lại: 13:00 Thứ Ba, 24/11/2026 (bài hẹn giờ). "
        "Khi đó bộ hẹn giờ, hoặc người trực, chạy ./inv publish --due"
    )


def test_schedule_old_note_without_reason_is_read(workspace_with_schedule: Workspace) -> None:
    file = workspace_with_schedule.cache / "publishing/due.json"
    table = json.loads(file.read_text(encoding="utf-8"))
    del table["why"], table["seal"]
    file.write_text(json.dumps(table), encoding="utf-8")
    assert "lại: 13:00 Thứ Ba, 24/11/2026. Khi đó" in find_not_due_reason(workspace_with_schedule, NOON)
    assert not find_not_due_reason(workspace_with_schedule, NOON + HOUR)


def test_find_not_due_reason_at_next_change_is_empty(workspace_with_schedule: Workspace) -> None:
    assert not find_not_due_reason(workspace_with_schedule, NOON + HOUR)


def test_find_not_due_reason_clock_set_back_is_empty(workspace_with_schedule: Workspace) -> None:
    assert not find_not_due_reason(workspace_with_schedule, NOON - HOUR)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"published": "x", "next": null, "held": ""}'])
def test_find_not_due_reason_unreadable_note_is_empty(workspace_with_schedule: Workspace, text: str) -> None:
    (workspace_with_schedule.cache / "publishing/due.json").write_text(text, encoding="utf-8")
    assert not find_not_due_reason(workspace_with_schedule, NOON)


def test_find_latest_time_without_note_is_now(tmp_path: Path) -> None:
    assert find_latest_time(Workspace(tmp_path), NOON) == NOON


@pytest.mark.parametrize("release_time", [None, NOON - HOUR, NOON + HOUR])
def test_find_latest_time_is_the_latest_of_clock_publish_and_release(
    tmp_path: Path, release_time: datetime | None
) -> None:
    workspace = Workspace(tmp_path)
    PublishSchedule(NOON, None, latest_time=release_time).write(workspace)
    known = max(NOON, release_time or NOON)
    assert find_latest_time(workspace, NOON - 2 * HOUR) == known
    assert find_latest_time(workspace, NOON + 2 * HOUR) == NOON + 2 * HOUR


def test_find_not_due_reason_without_next_change_is_never_empty(tmp_path: Path) -> None:
    PublishSchedule(NOON, None).write(Workspace(tmp_path))
    assert "Không có bài hẹn giờ" in find_not_due_reason(Workspace(tmp_path), NOON + 9999 * HOUR)


def test_hold_scheduled_publish_lasts_until_next_publish(workspace_with_schedule: Workspace) -> None:
    with hold_scheduled_publish(workspace_with_schedule, "20261123-120000-01234567", NOON):
        pass
    assert "đã quay lại bản 20261123-120000-01234567" in find_not_due_reason(
        workspace_with_schedule, NOON + 2 * HOUR
    )
    PublishSchedule(NOON + 2 * HOUR, ScheduledChange(NOON + 3 * HOUR, "bài hết hạn")).write(
        workspace_with_schedule
    )
    assert not find_not_due_reason(workspace_with_schedule, NOON + 3 * HOUR)


def test_hold_scheduled_publish_failed_rollback_restores_note(workspace_with_schedule: Workspace) -> None:
    with (
        pytest.raises(OSError, match="đứt"),
        hold_scheduled_publish(workspace_with_schedule, "20261123-120000-01234567", NOON),
    ):
        raise OSError("đứt")
    assert not find_not_due_reason(workspace_with_schedule, NOON + HOUR)


def test_hold_scheduled_publish_failed_first_rollback_leaves_no_note(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with (
        pytest.raises(OSError, match="đứt"),
        hold_scheduled_publish(workspace, "20261123-120000-01234567", NOON),
    ):
        raise OSError("đứt")
    assert not find_not_due_reason(workspace, NOON + HOUR)


def test_hold_scheduled_publish_unknown_outcome_keeps_note(workspace_with_schedule: Workspace) -> None:
    with (
        pytest.raises(UnknownOutcomeError),
        hold_scheduled_publish(workspace_with_schedule, "20261123-120000-01234567", NOON),
    ):
        raise UnknownOutcomeError("bản ấy hoặc bản trước")
    assert "đã quay lại bản" in find_not_due_reason(workspace_with_schedule, NOON + 2 * HOUR)


def test_publish_if_due_after_rollback_during_wait_does_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = create_small_site(tmp_path)
    publish(workspace, NOON, print)
    (workspace.cache / "publishing/due.json").unlink()  # so that a publish is due
    hold_lock = FolderTarget.hold_lock

    @contextmanager
    def hold_lock_after_rollback(self: FolderTarget, *arguments: Any) -> Iterator[None]:
        with hold_lock(self, *arguments):
            with hold_scheduled_publish(workspace, "20261124-120000-01234567", NOON):
                pass
            yield

    monkeypatch.setattr(FolderTarget, "hold_lock", hold_lock_after_rollback)
    messages: list[str] = []
    assert publish_if_due(workspace, NOON + HOUR, messages.append) is None
    assert "đã quay lại bản 20261124-120000-01234567" in messages[-1]


def test_publish_if_due_shows_and_removes_scheduled_article(tmp_path: Path) -> None:
    workspace = create_small_site(tmp_path)
    write_dated_article(
        workspace,
        "hen-gio",
        date=f"{NOON + HOUR:%Y-%m-%d %H:%M}",
        expires=f"{NOON + 3 * HOUR:%Y-%m-%d %H:%M}",
    )
    page = workspace.root / "public/current/2026/11/hen-gio/index.html"
    messages: list[str] = []
    publish(workspace, NOON, messages.append)
    assert messages[-1].startswith("Lần tới cần xuất bản lại: 13:00 Thứ Ba, 24/11/2026 (bài hẹn giờ). ")
    assert not page.exists()
    assert publish_if_due(workspace, NOON + HOUR - timedelta(seconds=1), messages.append) is None
    for hour, is_shown in ((1, True), (3, False)):
        result = publish_if_due(workspace, NOON + hour * HOUR, messages.append)
        assert result is not None
        assert result.is_new
        assert page.exists() == is_shown
        assert ("(bài hết hạn)" in messages[-1]) == is_shown


def test_schedule_of_unchanged_build_keeps_next_change(tmp_path: Path) -> None:
    workspace = create_small_site(tmp_path)
    write_dated_article(workspace, "hen-gio", date=f"{NOON + HOUR:%Y-%m-%d %H:%M}")
    for minutes in (0, 1, 2):
        publish(workspace, NOON + timedelta(minutes=minutes), print)
        schedule = PublishSchedule.read(workspace)
        assert schedule is not None
        assert schedule.next_change == SOON


def test_publish_if_due_before_the_first_publish_does_nothing(tmp_path: Path) -> None:
    workspace = create_small_site(tmp_path, has_search=False)
    messages: list[str] = []
    assert publish_if_due(workspace, NOON, messages.append) is None
    assert messages[-1].startswith("Chưa xuất bản lần nào ở ")
    assert messages[-1].endswith("Lần đầu hãy xuất bản bằng tay: ./inv publish")
    assert not (tmp_path / "public/current").exists()


def test_publish_if_due_locked_workspace_is_skipped(tmp_path: Path) -> None:
    workspace, messages = create_small_site(tmp_path), list[str]()
    with hold_lock_file(workspace.lock_file, "publish", NOON):
        assert publish_if_due(workspace, NOON, messages.append) is None
    assert "Lần này bỏ qua." in messages[0]
