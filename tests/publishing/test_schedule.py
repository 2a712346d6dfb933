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
from bulletin.publishing.schedule import PublishSchedule, find_not_due_reason, hold_scheduled_publish
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.workspace import Workspace
from bulletin.publishing.workspace_lock import hold_lock_file
from tests.publishing.small_site import create_small_site, write_dated_article

NOON = datetime(2026, 11, 24, 12, tzinfo=VIETNAM_TZ)
HOUR = timedelta(hours=1)
SOON = ScheduledChange(NOON + HOUR, "bài hẹn giờ")


@pytest.fixture
def site_with_schedule(tmp_path: Path) -> Workspace:
    site = Workspace(tmp_path)
    PublishSchedule(NOON, SOON).write(site)
    return site


def test_before_its_moment_nothing_is_due_and_the_moment_is_named_with_its_reason(
    site_with_schedule: Workspace,
) -> None:
    assert find_not_due_reason(site_with_schedule, NOON + HOUR / 2) == (
        "Chưa có gì đến giờ. Lần tới cần xuất bản lại: 13:00 Thứ Ba, 24/11/2026 (bài hẹn giờ). "
        "Khi đó bộ hẹn giờ, hoặc người trực, chạy ./inv publish --due"
    )


def test_a_note_from_before_there_were_reasons_is_read(site_with_schedule: Workspace) -> None:
    file = site_with_schedule.cache / "publishing/due.json"
    table = json.loads(file.read_text(encoding="utf-8"))
    del table["why"], table["seal"]
    file.write_text(json.dumps(table), encoding="utf-8")
    assert "lại: 13:00 Thứ Ba, 24/11/2026. Khi đó" in find_not_due_reason(site_with_schedule, NOON)
    assert not find_not_due_reason(site_with_schedule, NOON + HOUR)


def test_from_its_moment_on_there_is_something_to_publish(site_with_schedule: Workspace) -> None:
    assert not find_not_due_reason(site_with_schedule, NOON + HOUR)


def test_a_clock_that_was_set_back_makes_a_publish_due(site_with_schedule: Workspace) -> None:
    assert not find_not_due_reason(site_with_schedule, NOON - HOUR)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"published": "x", "next": null, "held": ""}'])
def test_without_a_note_that_can_be_read_a_publish_is_due(site_with_schedule: Workspace, text: str) -> None:
    (site_with_schedule.cache / "publishing/due.json").write_text(text, encoding="utf-8")
    assert not find_not_due_reason(site_with_schedule, NOON)


def test_where_nothing_waits_nothing_is_ever_due(tmp_path: Path) -> None:
    PublishSchedule(NOON, None).write(Workspace(tmp_path))
    assert "Không có bài hẹn giờ" in find_not_due_reason(Workspace(tmp_path), NOON + 9999 * HOUR)


def test_after_going_back_nothing_is_due_until_somebody_publishes(site_with_schedule: Workspace) -> None:
    with hold_scheduled_publish(site_with_schedule, "20261123-120000-01234567", NOON):
        pass
    assert "đã quay lại bản 20261123-120000-01234567" in find_not_due_reason(
        site_with_schedule, NOON + 2 * HOUR
    )
    PublishSchedule(NOON + 2 * HOUR, ScheduledChange(NOON + 3 * HOUR, "bài hết hạn")).write(
        site_with_schedule
    )
    assert not find_not_due_reason(site_with_schedule, NOON + 3 * HOUR)


def test_a_way_back_that_failed_holds_nothing(site_with_schedule: Workspace) -> None:
    with (
        pytest.raises(OSError, match="đứt"),
        hold_scheduled_publish(site_with_schedule, "20261123-120000-01234567", NOON),
    ):
        raise OSError("đứt")
    assert not find_not_due_reason(site_with_schedule, NOON + HOUR)


def test_a_way_back_that_failed_leaves_no_note_where_there_was_none(tmp_path: Path) -> None:
    site = Workspace(tmp_path)
    with pytest.raises(OSError, match="đứt"), hold_scheduled_publish(site, "20261123-120000-01234567", NOON):
        raise OSError("đứt")
    assert not find_not_due_reason(site, NOON + HOUR)


def test_a_way_back_that_may_have_come_to_pass_holds(site_with_schedule: Workspace) -> None:
    with (
        pytest.raises(UnknownOutcomeError),
        hold_scheduled_publish(site_with_schedule, "20261123-120000-01234567", NOON),
    ):
        raise UnknownOutcomeError("bản ấy hoặc bản trước")
    assert "đã quay lại bản" in find_not_due_reason(site_with_schedule, NOON + 2 * HOUR)


def test_a_timer_that_waited_does_not_undo_a_rollback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = create_small_site(tmp_path)
    publish(site, NOON, print)
    (site.cache / "publishing/due.json").unlink()  # so that something is due
    locked = FolderTarget.hold_lock

    @contextmanager
    def after_another(self: FolderTarget, *words: Any) -> Iterator[None]:
        with locked(self, *words):
            with hold_scheduled_publish(site, "20261124-120000-01234567", NOON):
                pass
            yield

    monkeypatch.setattr(FolderTarget, "hold_lock", after_another)
    said: list[str] = []
    assert publish_if_due(site, NOON + HOUR, said.append) is None
    assert "đã quay lại bản 20261124-120000-01234567" in said[-1]


def test_a_scheduled_article_appears_at_its_hour_and_goes_at_its_end(tmp_path: Path) -> None:
    site = create_small_site(tmp_path)
    write_dated_article(
        site, "hen-gio", date=f"{NOON + HOUR:%Y-%m-%d %H:%M}", expires=f"{NOON + 3 * HOUR:%Y-%m-%d %H:%M}"
    )
    page = site.root / "public/current/2026/11/hen-gio/index.html"
    said: list[str] = []
    publish(site, NOON, said.append)
    assert said[-1].startswith("Lần tới cần xuất bản lại: 13:00 Thứ Ba, 24/11/2026 (bài hẹn giờ). ")
    assert not page.exists()
    assert publish_if_due(site, NOON + HOUR - timedelta(seconds=1), said.append) is None
    for hour, shown in ((1, True), (3, False)):
        published = publish_if_due(site, NOON + hour * HOUR, said.append)
        assert published is not None
        assert published.is_new
        assert page.exists() == shown
        assert ("(bài hết hạn)" in said[-1]) == shown


def test_a_standstill_still_knows_the_moment_and_the_reason(tmp_path: Path) -> None:
    site = create_small_site(tmp_path)
    write_dated_article(site, "hen-gio", date=f"{NOON + HOUR:%Y-%m-%d %H:%M}")
    for minutes in (0, 1, 2):
        publish(site, NOON + timedelta(minutes=minutes), print)
        known = PublishSchedule.read(site)
        assert known is not None
        assert known.next_change == SOON


def test_a_timer_does_not_wait_for_an_editor(tmp_path: Path) -> None:
    site, said = create_small_site(tmp_path), list[str]()
    with hold_lock_file(site.lock_file, "publish", NOON):
        assert publish_if_due(site, NOON, said.append) is None
    assert "Lần này bỏ qua." in said[0]
