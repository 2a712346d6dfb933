import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bulletin.clock import LOCAL, Deadline
from bulletin.errors import UnknownOutcomeError
from bulletin.publishing.pipeline import publish, publish_due
from bulletin.publishing.schedule import Due, holding, nothing_due
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.workspace import Site
from bulletin.publishing.workspace_lock import held
from tests.publishing.small_site import article, bulletin

NOON = datetime(2026, 11, 24, 12, tzinfo=LOCAL)
HOUR = timedelta(hours=1)
SOON = Deadline(NOON + HOUR, "bài hẹn giờ")


@pytest.fixture
def noted(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    Due(NOON, SOON).write(site)
    return site


def test_before_its_moment_nothing_is_due_and_the_moment_is_named_with_its_reason(noted: Site) -> None:
    assert nothing_due(noted, NOON + HOUR / 2) == (
        "Chưa có gì đến giờ. Lần tới cần xuất bản lại: 13:00 Thứ Ba, 24/11/2026 (bài hẹn giờ). "
        "Khi đó bộ hẹn giờ, hoặc người trực, chạy ./inv publish --due"
    )


def test_a_note_from_before_there_were_reasons_is_read(noted: Site) -> None:
    file = noted.cache / "publishing/due.json"
    table = json.loads(file.read_text(encoding="utf-8"))
    del table["why"], table["seal"]
    file.write_text(json.dumps(table), encoding="utf-8")
    assert "lại: 13:00 Thứ Ba, 24/11/2026. Khi đó" in nothing_due(noted, NOON)
    assert not nothing_due(noted, NOON + HOUR)


def test_from_its_moment_on_there_is_something_to_publish(noted: Site) -> None:
    assert not nothing_due(noted, NOON + HOUR)


def test_a_clock_that_was_set_back_makes_a_publish_due(noted: Site) -> None:
    assert not nothing_due(noted, NOON - HOUR)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"published": "x", "next": null, "held": ""}'])
def test_without_a_note_that_can_be_read_a_publish_is_due(noted: Site, text: str) -> None:
    (noted.cache / "publishing/due.json").write_text(text, encoding="utf-8")
    assert not nothing_due(noted, NOON)


def test_where_nothing_waits_nothing_is_ever_due(tmp_path: Path) -> None:
    Due(NOON, None).write(Site(tmp_path))
    assert "Không có bài hẹn giờ" in nothing_due(Site(tmp_path), NOON + 9999 * HOUR)


def test_after_going_back_nothing_is_due_until_somebody_publishes(noted: Site) -> None:
    with holding(noted, "20261123-120000-01234567", NOON):
        pass
    assert "đã quay lại bản 20261123-120000-01234567" in nothing_due(noted, NOON + 2 * HOUR)
    Due(NOON + 2 * HOUR, Deadline(NOON + 3 * HOUR, "bài hết hạn")).write(noted)
    assert not nothing_due(noted, NOON + 3 * HOUR)


def test_a_way_back_that_failed_holds_nothing(noted: Site) -> None:
    with pytest.raises(OSError, match="đứt"), holding(noted, "20261123-120000-01234567", NOON):
        raise OSError("đứt")
    assert not nothing_due(noted, NOON + HOUR)


def test_a_way_back_that_failed_leaves_no_note_where_there_was_none(tmp_path: Path) -> None:
    site = Site(tmp_path)
    with pytest.raises(OSError, match="đứt"), holding(site, "20261123-120000-01234567", NOON):
        raise OSError("đứt")
    assert not nothing_due(site, NOON + HOUR)


def test_a_way_back_that_may_have_come_to_pass_holds(noted: Site) -> None:
    with pytest.raises(UnknownOutcomeError), holding(noted, "20261123-120000-01234567", NOON):
        raise UnknownOutcomeError("bản ấy hoặc bản trước")
    assert "đã quay lại bản" in nothing_due(noted, NOON + 2 * HOUR)


def test_a_timer_that_waited_does_not_undo_a_rollback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = bulletin(tmp_path)
    publish(site, NOON, print)
    (site.cache / "publishing/due.json").unlink()  # so that something is due
    locked = FolderTarget.locked

    @contextmanager
    def after_another(self: FolderTarget, *words: Any) -> Iterator[None]:
        with locked(self, *words):
            with holding(site, "20261124-120000-01234567", NOON):
                pass
            yield

    monkeypatch.setattr(FolderTarget, "locked", after_another)
    said: list[str] = []
    assert publish_due(site, NOON + HOUR, said.append) is None
    assert "đã quay lại bản 20261124-120000-01234567" in said[-1]


def test_a_scheduled_article_appears_at_its_hour_and_goes_at_its_end(tmp_path: Path) -> None:
    site = bulletin(tmp_path)
    article(
        site, "hen-gio", date=f"{NOON + HOUR:%Y-%m-%d %H:%M}", expires=f"{NOON + 3 * HOUR:%Y-%m-%d %H:%M}"
    )
    page = site.root / "public/current/2026/11/hen-gio/index.html"
    said: list[str] = []
    publish(site, NOON, said.append)
    assert said[-1].startswith("Lần tới cần xuất bản lại: 13:00 Thứ Ba, 24/11/2026 (bài hẹn giờ). ")
    assert not page.exists()
    assert publish_due(site, NOON + HOUR - timedelta(seconds=1), said.append) is None
    for hour, shown in ((1, True), (3, False)):
        published = publish_due(site, NOON + hour * HOUR, said.append)
        assert published is not None
        assert published.new
        assert page.exists() == shown
        assert ("(bài hết hạn)" in said[-1]) == shown


def test_a_standstill_still_knows_the_moment_and_the_reason(tmp_path: Path) -> None:
    site = bulletin(tmp_path)
    article(site, "hen-gio", date=f"{NOON + HOUR:%Y-%m-%d %H:%M}")
    for minutes in (0, 1, 2):
        publish(site, NOON + timedelta(minutes=minutes), print)
        known = Due.read(site)
        assert known is not None
        assert known.next == SOON


def test_a_timer_does_not_wait_for_an_editor(tmp_path: Path) -> None:
    site, said = bulletin(tmp_path), list[str]()
    with held(site.lock, "publish", NOON):
        assert publish_due(site, NOON, said.append) is None
    assert "Lần này bỏ qua." in said[0]
