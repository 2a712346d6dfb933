"""The publish schedule: the next time when the site changes without an edit.

An article appears or expires, or a campaign starts or ends.
A publish notes the time in the cache. A timer calls ``./inv publish --due`` every few minutes.
Until that time the command reads the note, the stamps of content/, and files that changed since.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

from bulletin.clock import VIETNAM_TZ, ScheduledChange
from bulletin.content.files.scan import get_display_path
from bulletin.errors import UnknownOutcomeError, UserError
from bulletin.publishing.changes.unpublished import find_unpublished_content
from bulletin.publishing.workspace.folders import Workspace
from bulletin.storage.cache_file import replace_cache_file
from bulletin.storage.cache_folder import read_bytes_if_file, remove_path
from bulletin.text import formatting

if TYPE_CHECKING:
    from bulletin.publishing.targets.base import Target


_MAX_NAMED_FILES = 3
"""Files that are named. The others are counted."""


class NotDueError(UserError):
    """An editor rolled back or published while this publish waited for the target."""


@dataclass(frozen=True, slots=True)
class PublishSchedule:
    """The next publish that is needed, as the last publish knew it."""

    published_at: datetime
    """The build time of the last publish."""
    next_change: ScheduledChange | None
    """The first time at which its output changes; None for never."""
    held_release: str = ""
    """The release of a rollback since. Until an editor publishes, nothing is due."""
    content_fingerprint: str = ""
    """Fingerprint of the articles and campaigns. It is empty if the build left no content index."""
    latest_time: datetime | None = None
    """The time in the id of the newest release, which no clock that is set back makes earlier."""

    @classmethod
    def read(cls, workspace: Workspace) -> Self | None:
        """Return the schedule of the last publish; None if no note can be read."""
        try:
            table = json.loads(read_bytes_if_file(_get_file(workspace)) or b"")
            if table.pop("seal", "") not in ("", _seal(table)):  # an older note has none
                return None
            next_time, latest = table["next"], table.get("latest")  # an older note has no latest time
            return cls(
                datetime.fromisoformat(table["published"]),
                ScheduledChange(datetime.fromisoformat(next_time), table.get("why", ""))
                if next_time
                else None,
                str(table["held"]),
                str(table.get("content", "")),  # an older note has none
                datetime.fromisoformat(latest) if latest else None,
            )
        except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
            return None

    def write(self, workspace: Workspace) -> None:
        """Write the schedule into the cache. Raise OSError."""
        table = {
            "published": self.published_at.isoformat(),
            "next": self.next_change.time.isoformat() if self.next_change else None,
            "why": self.next_change.reason if self.next_change else "",
            "held": self.held_release,
            "content": self.content_fingerprint,
            "latest": self.latest_time.isoformat() if self.latest_time else None,
        }
        replace_cache_file(_get_file(workspace), json.dumps({**table, "seal": _seal(table)}).encode())

    def is_due(self, now: datetime) -> bool:
        """Tell if the site has to be published at ``now``, or if the clock was set back."""
        return now < self.published_at or (self.next_change is not None and self.next_change.time <= now)

    def __str__(self) -> str:
        """Return a sentence for the editor, in Vietnamese local time."""
        if self.next_change is None:
            return "Không có bài hẹn giờ, bài hết hạn hay quảng cáo nào chờ đến giờ."
        local = self.next_change.time.astimezone(VIETNAM_TZ)
        why = f" ({self.next_change.reason})" if self.next_change.reason else ""  # an older note says none
        return (
            f"Lần tới cần xuất bản lại: {local:%H:%M} {formatting.format_long_date(local)}{why}. "
            "Khi đó bộ hẹn giờ, hoặc người trực, chạy ./inv publish --due"
        )


@contextmanager
def hold_scheduled_publish(workspace: Workspace, release: str, now: datetime) -> Iterator[None]:
    """Note a rollback to ``release``, unless the rollback fails. Raise OSError.

    Reason: the timer must not undo the rollback.
    """
    previous = PublishSchedule.read(workspace)
    schedule = previous or PublishSchedule(now, None)
    replace(schedule, held_release=release).write(workspace)
    try:
        yield
    except UnknownOutcomeError:  # the rollback may have succeeded
        raise
    except BaseException:
        if previous:
            previous.write(workspace)
        else:
            remove_path(_get_file(workspace))
        raise


class DueAnswer(NamedTuple):
    """The answer to the question if a publish is due."""

    not_due_reason: str = ""
    """Vietnamese sentence; empty if a publish is due."""
    problem: str = ""
    """Vietnamese sentence on articles whose hours are unknown; empty without such articles."""
    schedule: PublishSchedule | None = None
    """The schedule with the content that changed since the last publish; None without a note of it."""
    held_release: str = ""
    """The release of a rollback that the timer leaves as it is."""


def find_latest_time(workspace: Workspace, now: datetime) -> datetime:
    """Return the latest time that is known to have passed.

    It is ``now``, or the time of the newest release.
    A release that is newer than the clock tells that the clock was set back.
    """
    schedule = PublishSchedule.read(workspace)
    if schedule is None:
        return now
    return max(now, schedule.published_at, schedule.latest_time or now)


def find_not_due_reason(workspace: Workspace, now: datetime, target: "Target | None" = None) -> str:
    """Return a sentence on why nothing is due; empty if a publish is due.

    Arguments and errors are those of ``examine_schedule``.
    """
    return examine_schedule(workspace, now, target).not_due_reason


def examine_schedule(workspace: Workspace, now: datetime, target: "Target | None" = None) -> DueAnswer:
    """Find out if a publish is due.

    If the note is lost, ``target`` says if the current release is older than the newest.
    It also says then if the site was never published.
    Raise UserError, SettingError or OSError if content that changed cannot be read.
    """
    schedule = PublishSchedule.read(workspace)
    if schedule is None and target and not target.release_ids():
        return DueAnswer(
            f"Chưa xuất bản lần nào ở {target.name}. Lần đầu hãy xuất bản bằng tay: ./inv publish"
        )
    held_release = schedule.held_release if schedule else _find_rolled_back_release(target) if target else ""
    if held_release:
        return DueAnswer(
            f"Có người đã quay lại bản {held_release}, nên không tự xuất bản. Hãy sửa nội dung rồi chạy ./inv publish",
            schedule=schedule,
            held_release=held_release,
        )
    if schedule is None or schedule.is_due(now):
        return DueAnswer(schedule=schedule)
    problem = ""
    if schedule.content_fingerprint:
        content = find_unpublished_content(
            workspace, schedule.content_fingerprint, schedule.published_at, now
        )
        change = content.change
        if change and (schedule.next_change is None or change.time < schedule.next_change.time):
            schedule = replace(schedule, next_change=change)
        if schedule.is_due(now):
            return DueAnswer(schedule=schedule)
        problem = _describe_unknown_hours(content.unreadable, workspace.content)
    return DueAnswer(f"Chưa có gì đến giờ. {schedule}", problem, schedule)


def _describe_unknown_hours(unreadable: Sequence[str], content: Path) -> str:
    if not unreadable:
        return ""
    paths = [get_display_path(content, source) for source in unreadable]
    return (
        f"Có {len(paths)} bài mới máy chưa đọc được nên chưa biết giờ đăng: "
        f"{formatting.format_names(paths, _MAX_NAMED_FILES, 'bài')}. Hãy sửa lỗi mà ./inv check kể; "
        "bài còn viết dở thì đặt “status: draft”."
    )


def _find_rolled_back_release(target: "Target") -> str:
    """Return the current release if a newer one exists; else an empty string."""
    current = target.current_id() or ""
    return current if current and current < max(target.release_ids()) else ""


def _seal(table: Mapping[str, object]) -> str:
    return sha256(repr(sorted(table.items())).encode()).hexdigest()


def _get_file(workspace: Workspace) -> Path:
    return workspace.cache / "publishing" / "due.json"
