"""Watch a command of a timer, and send an alert if it fails or works again.

A series of failures gives one alert, and its end another. A note in the cache remembers the series.
An alert that could not be sent is sent by the next failure.
"""

import json
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bulletin.clock import VIETNAM_TZ
from bulletin.errors import UserError, escape_unprintable, explain_error
from bulletin.publishing.alerts.channels import Alert, send_alert
from bulletin.publishing.schedule import PublishSchedule
from bulletin.publishing.settings.alert_settings import SETTING_NAME, AlertSettings
from bulletin.publishing.settings.settings import load_pelican_settings
from bulletin.publishing.workspace.folders import PUBLISH_SETTINGS_FILE, Workspace
from bulletin.storage.cache_file import replace_cache_file
from bulletin.storage.cache_folder import read_bytes_if_file
from bulletin.text.formatting import format_moment

_DELAY = "muộn"
"""Key of the note on a series of late publishes. No command has this name."""
OVERDUE_LIMIT = timedelta(minutes=10)
"""Time after a scheduled change from which the timer counts as late."""


@dataclass(slots=True)
class CommandWatch:
    """A command that is watched, and the lines that it printed."""

    workspace: Workspace
    command: str
    """The command as a person types it: ``./inv publish --due``."""
    now: datetime
    lines: list[str] = field(default_factory=list)
    is_skipped: bool = False
    """True if the command did nothing, so that it shows neither success nor failure."""

    def say(self, line: str) -> None:
        """Print a line, and keep it for the report."""
        print(line, flush=True)
        self.lines.append(line)

    def report_failure(self, error: Exception) -> None:
        """Send an alert, unless one was sent since the command worked."""
        message = explain_error(error)
        self.lines.append(message)
        self.report_problem(message)

    def report_problem(self, message: str) -> None:
        """Send an alert about a command that ended well and has a problem to tell.

        It belongs to a series of failures, so that a later success ends it.
        """
        self.is_skipped = True
        notes = _read_notes(self.workspace)
        note = notes.get(self.command) or {"since": self.now.isoformat(), "sent": False}
        note["reason"] = _rephrase_alone(message.splitlines()[0])
        self._write_notes({**notes, self.command: note})  # first, so that an interruption loses no note
        if not note["sent"]:
            text = f"{self._name()} không làm được: {note['reason']}"
            note["sent"] = self._send(text, "\n".join(self.lines))
        self._write_notes({**notes, self.command: note})

    def report_success(self) -> None:
        """Send an alert if the command failed before."""
        notes = _read_notes(self.workspace)
        note = notes.pop(self.command, None)
        if note is None:
            return
        since = format_moment(datetime.fromisoformat(note["since"]).astimezone(VIETNAM_TZ))
        if note["sent"] and not self._send(f"{self._name()} đã làm được trở lại (hỏng từ {since}).", ""):
            return
        self._write_notes(notes)

    def report_punctuality(self, schedule: PublishSchedule | None) -> None:
        """Send an alert if a publish came late for ``schedule``.

        A series of late publishes gives one alert. A publish in time ends it without a message.
        """
        if schedule is None or schedule.held_release or schedule.next_change is None:
            return
        delay, reason = self.now - schedule.next_change.time, schedule.next_change.reason
        if delay < timedelta(0):  # published for another reason
            return
        notes = _read_notes(self.workspace)
        if delay <= OVERDUE_LIMIT:
            if notes.pop(_DELAY, None):
                self._write_notes(notes)
            return
        minutes = round(delay.total_seconds() / 60)
        note = notes.get(_DELAY) or {"since": self.now.isoformat(), "sent": False}
        note["reason"] = f"muộn {minutes} phút ({reason})"
        if not note["sent"]:
            text = f"{self._name()} chạy {note['reason']}. Hãy xem bộ hẹn giờ có ngừng không."
            note["sent"] = self._send(text, "\n".join(self.lines))
        self._write_notes({**notes, _DELAY: note})

    def report_altered_site(self, release_id: str) -> None:
        """Send an alert about files of the live site that others altered."""
        text = (
            f"{self._name()} thấy tệp của trang đang chạy đã bị sửa, thêm hoặc mất ở máy chủ, và đã thay bằng bản {release_id}. "
            "Hãy báo người quản trị máy chủ, đổi mật khẩu, rồi chạy ./inv verify."
        )
        self._send(text, "\n".join(self.lines))

    def _name(self) -> str:
        return f"{self.command} trên máy {platform.node()}, lúc {format_moment(self.now)},"

    def _send(self, text: str, report: str) -> bool:
        """Send an alert; tell if a channel took it.

        Without a channel the answer is false, so that systemd tells of the failure.
        A channel that works gets no message twice because another one is broken.
        """
        try:
            table = load_pelican_settings(self.workspace.root / PUBLISH_SETTINGS_FILE)
            settings = AlertSettings.from_pelican(table)
        except UserError as error:
            print(f"Không gửi được cảnh báo: {error}", flush=True)
            return False
        deliveries = list(send_alert(Alert(table.get("SITENAME") or "", text, report), settings))
        for delivery in deliveries:
            if delivery.problem:
                print(delivery, flush=True)
        return not all(delivery.problem for delivery in deliveries)

    def _write_notes(self, notes: dict[str, Any]) -> None:
        file = _get_notes_file(self.workspace)
        try:
            replace_cache_file(file, json.dumps(notes, ensure_ascii=False).encode())
        except OSError as error:  # the failure of the command itself matters more
            print(f"Không ghi được {file}: {explain_error(error)}", flush=True)


@contextmanager
def watch_command(workspace: Workspace, command: str, now: datetime) -> Iterator[CommandWatch]:
    """Run a command of a timer inside the block, and report how it ended.

    Yield the watch, whose ``say`` prints lines. Errors of the command are raised again.
    A command that a person stops is not reported, nor one that sets ``is_skipped``.
    """
    watch = CommandWatch(workspace, command, now)
    try:
        yield watch
    except Exception as error:
        watch.report_failure(error)
        raise
    if not watch.is_skipped:
        watch.report_success()


def forget_failure(workspace: Workspace, command: str, now: datetime) -> None:
    """Report that a command works again, if it failed before."""
    CommandWatch(workspace, command, now).report_success()


def send_test_alert(workspace: Workspace, now: datetime, say: Callable[[str], None]) -> None:
    """Send an alert that only says that alerts arrive; say what each channel did.

    Raise UserError if there is no channel, or if a channel failed.
    """
    table = load_pelican_settings(workspace.root / PUBLISH_SETTINGS_FILE)
    settings = AlertSettings.from_pelican(table)
    if not settings.count_channels():
        raise UserError(
            f"Chưa có ai nhận cảnh báo. Hãy thêm dòng này vào {PUBLISH_SETTINGS_FILE}, với địa chỉ của cơ quan: "
            f'{SETTING_NAME} = "toasoan@tinhuy.vn"'
        )
    text = (
        f"Thư thử từ máy {platform.node()}, lúc {format_moment(now)}: cảnh báo của trang tới được đây. "
        "Không phải làm gì."
    )
    deliveries = list(send_alert(Alert(table.get("SITENAME") or "", text, ""), settings))
    for delivery in deliveries:
        say(str(delivery))
    if failures := sum(bool(delivery.problem) for delivery in deliveries):
        raise UserError(
            f"{failures} trong {len(deliveries)} chỗ chưa nhận được. "
            f"Hãy sửa {SETTING_NAME} rồi thử lại: ./inv status --test-alert"
        )


def describe_failures(workspace: Workspace) -> Iterator[str]:
    """Yield a Vietnamese sentence for each command of a timer that fails."""
    for command, note in _read_notes(workspace).items():
        since = format_moment(datetime.fromisoformat(note["since"]).astimezone(VIETNAM_TZ))
        if command == _DELAY:
            yield f"Bộ hẹn giờ chạy muộn từ {since}: {note['reason']}"
        else:
            yield f"{command} hỏng từ {since}: {note['reason']}"


def _rephrase_alone(sentence: str) -> str:
    """Return a sentence that does not refer to lines above it."""
    return sentence.replace(" nêu trên", " mà lệnh kể")


def _read_notes(workspace: Workspace) -> dict[str, Any]:
    """Return the notes of failures by command; none if the file cannot be read.

    The worst effect of a lost note is a second alert.
    """
    try:
        notes = json.loads(read_bytes_if_file(_get_notes_file(workspace)) or b"{}")
        return {
            str(command): {
                "since": datetime.fromisoformat(note["since"]).isoformat(),
                "sent": bool(note["sent"]),
                "reason": escape_unprintable(str(note["reason"])),
            }
            for command, note in notes.items()
        }
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return {}


def _get_notes_file(workspace: Workspace) -> Path:
    return workspace.cache / "publishing" / "alerts.json"
