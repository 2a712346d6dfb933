import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from invoke.context import Context

from bulletin.cli import publish_commands
from bulletin.clock import VIETNAM_TZ, ScheduledChange
from bulletin.errors import UserError
from bulletin.publishing.alerts.watch import (
    CommandWatch,
    describe_failures,
    forget_failure,
    send_test_alert,
    watch_command,
)
from bulletin.publishing.schedule import PublishSchedule
from bulletin.publishing.workspace.folders import Workspace
from tests.publishing.alerts.alert_receivers import Webhook
from tests.publishing.small_site import create_small_site, write_dated_article

NOON = datetime(2026, 11, 24, 12, tzinfo=VIETNAM_TZ)
COMMAND = "./inv publish --due"


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    with Webhook().run() as running:
        yield running


@pytest.fixture
def workspace(tmp_path: Path, webhook: Webhook) -> Workspace:
    (tmp_path / "content").mkdir()
    (tmp_path / "publishconf.py").write_text(
        f'PATH = "content"\nSITENAME = "Bản tin"\nALERT_TO = "{webhook.address}"\n', encoding="utf-8"
    )
    return Workspace(tmp_path)


def run_failing_command(workspace: Workspace, now: datetime) -> None:
    with watch_command(workspace, COMMAND, now) as watch:
        watch.say("content/x.md:3: Thiếu tiêu đề.")
        raise UserError("Nội dung có 1 lỗi.")


def fail(workspace: Workspace, minutes: int = 0) -> None:
    with pytest.raises(UserError, match=r"Nội dung có 1 lỗi\."):
        run_failing_command(workspace, NOON + timedelta(minutes=minutes))


def succeed(workspace: Workspace, minutes: int = 0) -> None:
    with watch_command(workspace, COMMAND, NOON + timedelta(minutes=minutes)) as watch:
        watch.say("Đã xuất bản.")


def test_watch_command_series_of_failures_sends_one_alert(workspace: Workspace, webhook: Webhook) -> None:
    for minutes in (0, 5, 10):
        fail(workspace, minutes)
    (alert,) = webhook.received
    assert alert["site"] == "Bản tin"
    assert alert["text"].startswith("./inv publish --due trên máy ")
    assert alert["text"].endswith(", lúc 12:00 24/11/2026, không làm được: Nội dung có 1 lỗi.")
    assert alert["report"] == "content/x.md:3: Thiếu tiêu đề.\nNội dung có 1 lỗi."


def test_watch_command_success_after_failures_sends_one_alert(workspace: Workspace, webhook: Webhook) -> None:
    fail(workspace)
    succeed(workspace, 5)
    succeed(workspace, 10)
    assert len(webhook.received) == 2
    assert webhook.received[1]["text"].endswith("đã làm được trở lại (hỏng từ 12:00 24/11/2026).")
    fail(workspace, 15)
    assert len(webhook.received) == 3


def test_describe_failures_names_the_start_and_the_last_reason_of_a_series(workspace: Workspace) -> None:
    fail(workspace)
    fail(workspace, 5)
    assert list(describe_failures(workspace)) == [
        "./inv publish --due hỏng từ 12:00 24/11/2026: Nội dung có 1 lỗi."
    ]
    succeed(workspace, 10)
    assert list(describe_failures(workspace)) == []


def test_watch_command_success_alone_sends_nothing(workspace: Workspace, webhook: Webhook) -> None:
    succeed(workspace)
    assert webhook.received == []
    assert not (workspace.cache / "publishing/alerts.json").exists()


def test_watch_command_unsent_alert_is_sent_by_the_next_failure(
    workspace: Workspace, webhook: Webhook, capsys: pytest.CaptureFixture[str]
) -> None:
    webhook.status = 503
    fail(workspace)
    assert "Không gửi được cảnh báo tới webhook" in capsys.readouterr().out
    webhook.status = 204
    fail(workspace, 5)
    assert len(webhook.received) == 1
    assert "12:05" in webhook.received[0]["text"]


def test_report_punctuality_of_late_publishes_sends_one_alert(workspace: Workspace, webhook: Webhook) -> None:
    schedule = PublishSchedule(NOON - timedelta(hours=2), ScheduledChange(NOON, "bài hẹn giờ"))
    for minutes in (-5, 10, 25, 40):
        CommandWatch(workspace, COMMAND, NOON + timedelta(minutes=minutes)).report_punctuality(schedule)
    (alert,) = webhook.received
    assert "chạy muộn 25 phút (bài hẹn giờ)" in alert["text"]
    assert list(describe_failures(workspace)) == [
        "Bộ hẹn giờ chạy muộn từ 12:25 24/11/2026: muộn 40 phút (bài hẹn giờ)"
    ]
    CommandWatch(workspace, COMMAND, NOON).report_punctuality(schedule)
    assert list(describe_failures(workspace)) == []
    CommandWatch(workspace, COMMAND, NOON + timedelta(minutes=30)).report_punctuality(schedule)
    assert len(webhook.received) == 2


def test_watch_command_of_another_command_reports_no_delay(workspace: Workspace, webhook: Webhook) -> None:
    PublishSchedule(NOON - timedelta(hours=2), ScheduledChange(NOON, "bài hẹn giờ")).write(workspace)
    with watch_command(workspace, "./inv verify", NOON + timedelta(hours=1)):
        pass
    assert webhook.received == []


def test_due_publish_that_comes_late_sends_one_alert(
    tmp_path: Path, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = create_small_site(tmp_path, has_search=False, ALERT_TO=webhook.address)
    monkeypatch.setattr(publish_commands, "SITE", site)
    publish_commands.publish(Context())
    for _ in range(2):
        past = datetime.now(VIETNAM_TZ) - timedelta(hours=1)
        PublishSchedule(past - timedelta(hours=1), ScheduledChange(past, "bài hẹn giờ")).write(site)
        publish_commands.publish(Context(), due=True)
    (alert,) = webhook.received
    assert "./inv publish --due trên máy " in alert["text"]
    assert "chạy muộn 60 phút" in alert["text"]


def test_report_failure_without_a_channel_counts_as_not_sent(workspace: Workspace) -> None:
    (workspace.root / "publishconf.py").write_text('PATH = "content"\n', encoding="utf-8")
    fail(workspace)
    notes = json.loads((workspace.cache / "publishing/alerts.json").read_text(encoding="utf-8"))
    assert [note["sent"] for note in notes.values()] == [False]
    succeed(workspace, 5)
    assert list(describe_failures(workspace)) == []


def test_watch_command_skipped_run_is_neither_success_nor_delay(
    workspace: Workspace, webhook: Webhook
) -> None:
    PublishSchedule(NOON - timedelta(hours=2), ScheduledChange(NOON, "bài hẹn giờ")).write(workspace)
    fail(workspace, 15)
    for minutes in (20, 25):
        with watch_command(workspace, COMMAND, NOON + timedelta(minutes=minutes)) as watch:
            watch.is_skipped = True
    assert len(webhook.received) == 1
    assert list(describe_failures(workspace)) != []


def test_forget_failure_after_a_publish_by_hand_ends_the_series(
    workspace: Workspace, webhook: Webhook
) -> None:
    fail(workspace)
    forget_failure(workspace, COMMAND, NOON + timedelta(minutes=5))
    assert len(webhook.received) == 2
    fail(workspace, 10)
    assert len(webhook.received) == 3


def test_watch_command_one_broken_channel_does_not_repeat_the_alert(
    workspace: Workspace, webhook: Webhook
) -> None:
    with (workspace.root / "publishconf.py").open("a", encoding="utf-8") as stream:
        stream.write(f'ALERT_TO = {{"webhook": "{webhook.address}", "command": ["/khong/co"]}}\n')
    fail(workspace)
    fail(workspace, 5)
    assert len(webhook.received) == 1


@pytest.mark.parametrize("text", ["", "{", "[]", '{"./inv publish --due": 1}'])
def test_watch_command_unreadable_note_counts_as_none(
    workspace: Workspace, webhook: Webhook, text: str
) -> None:
    note = workspace.cache / "publishing/alerts.json"
    note.parent.mkdir(parents=True)
    note.write_text(text, encoding="utf-8")
    fail(workspace)
    assert len(webhook.received) == 1


def test_watch_command_stopped_by_a_person_sends_nothing(workspace: Workspace, webhook: Webhook) -> None:
    with pytest.raises(KeyboardInterrupt), watch_command(workspace, COMMAND, NOON):
        raise KeyboardInterrupt
    assert webhook.received == []


def test_report_failure_text_stands_alone(workspace: Workspace, webhook: Webhook) -> None:
    watch = CommandWatch(workspace, COMMAND, NOON)
    watch.report_failure(UserError("Trang dựng ra có 1 chỗ hỏng. Hãy sửa các chỗ nêu trên rồi chạy lại."))
    assert webhook.received[0]["text"].endswith("Hãy sửa các chỗ mà lệnh kể rồi chạy lại.")
    assert next(describe_failures(workspace)).endswith("Hãy sửa các chỗ mà lệnh kể rồi chạy lại.")


def test_send_test_alert_says_what_each_channel_did(workspace: Workspace, webhook: Webhook) -> None:
    messages: list[str] = []
    send_test_alert(workspace, NOON, messages.append)
    assert messages == ["Đã gửi cảnh báo tới webhook."]
    assert webhook.received[0]["text"].startswith("Thư thử từ máy ")
    webhook.status = 404
    with pytest.raises(UserError, match=r"^1 trong 1 chỗ chưa nhận được\. .*\./inv status --test-alert$"):
        send_test_alert(workspace, NOON, messages.append)
    assert messages[1].startswith("Không gửi được cảnh báo tới webhook: địa chỉ này không còn")


def test_send_test_alert_without_a_channel_shows_the_setting(workspace: Workspace) -> None:
    (workspace.root / "publishconf.py").write_text('PATH = "content"\n', encoding="utf-8")
    with pytest.raises(UserError, match=r'Chưa có ai nhận cảnh báo\. .*ALERT_TO = "toasoan@tinhuy\.vn"$'):
        send_test_alert(workspace, NOON, print)


def test_due_publish_with_an_unreadable_new_article_sends_one_alert(
    tmp_path: Path, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = create_small_site(tmp_path, ALERT_TO=webhook.address)
    monkeypatch.setattr(publish_commands, "SITE", site)
    publish_commands.publish(Context())
    write_dated_article(site, "hong", date="2099-11-30 07:00", category="Mục lạ")
    for _ in range(2):
        publish_commands.publish(Context(), due=True)
    (alert,) = webhook.received
    assert "bài mới máy chưa đọc được nên chưa biết giờ đăng: content/articles/hong.md" in alert["text"]
    write_dated_article(site, "hong", date="2099-11-30 07:00")
    publish_commands.publish(Context(), due=True)
    assert "đã làm được trở lại" in webhook.received[1]["text"]


@pytest.mark.parametrize("is_due", [False, True])
def test_publish_of_an_altered_site_sends_an_alert(
    tmp_path: Path, webhook: Webhook, monkeypatch: pytest.MonkeyPatch, is_due: bool
) -> None:
    site = create_small_site(tmp_path, ALERT_TO=webhook.address)
    monkeypatch.setattr(publish_commands, "SITE", site)
    publish_commands.publish(Context())
    assert webhook.received == []
    (site.root / "public/current/robots.txt").unlink()
    (site.root / "public/current/robots.txt").write_text("Lạ", encoding="utf-8")
    if is_due:
        (site.cache / "publishing/due.json").unlink()  # so that a publish is due
    publish_commands.publish(Context(), due=is_due)
    (alert,) = webhook.received
    assert "thấy tệp của trang đang chạy đã bị sửa, thêm hoặc mất ở máy chủ" in alert["text"]
