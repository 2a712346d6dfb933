"""When the site must be published again, and why: an article's hour comes, one expires, an advertisement begins or ends.

A publish notes that moment in the cache; ``./inv publish --due``, which a timer calls every few
minutes, reads the note and little else until then.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Self

from bulletin.clock import VIETNAM_TZ, ScheduledChange
from bulletin.errors import UnknownOutcomeError, UserError
from bulletin.publishing.workspace import Workspace
from bulletin.storage.cache_file import replace_cache_file
from bulletin.storage.cache_folder import read_bytes_if_file, remove_path
from bulletin.text import formatting

if TYPE_CHECKING:
    from bulletin.publishing.targets.base import Target


class NotDueError(UserError):
    """While a publish waited for the target, an editor went back to an older release, or published."""


@dataclass(frozen=True, slots=True)
class PublishSchedule:
    """What the last publish knew of the time to come."""

    published_at: datetime
    """The moment for which it built."""
    next_change: ScheduledChange | None
    """When its output would have been another one; None for never."""
    held_release: str = ""
    """The release that somebody went back to since: until the next publish by hand nothing is due."""

    @classmethod
    def read(cls, site: Workspace) -> Self | None:
        """Return what the last publish noted; None where there is no note that can be read."""
        try:
            table = json.loads(read_bytes_if_file(_file(site)) or b"")
            if table.pop("seal", "") not in ("", _seal(table)):  # an older note has none
                return None
            coming = table["next"]
            return cls(
                datetime.fromisoformat(table["published"]),
                ScheduledChange(datetime.fromisoformat(coming), table.get("why", "")) if coming else None,
                str(table["held"]),
            )
        except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
            return None

    def write(self, site: Workspace) -> None:
        """Note it for the next publish. Raise OSError."""
        table = {
            "published": self.published_at.isoformat(),
            "next": self.next_change.time.isoformat() if self.next_change else None,
            "why": self.next_change.reason if self.next_change else "",
            "held": self.held_release,
        }
        replace_cache_file(_file(site), json.dumps({**table, "seal": _seal(table)}).encode())

    def is_due(self, now: datetime) -> bool:
        """Tell whether there is something to publish at ``now``; also where the clock was set back since."""
        return now < self.published_at or (self.next_change is not None and self.next_change.time <= now)

    def __str__(self) -> str:
        """In Vietnamese local time, for whoever published."""
        if self.next_change is None:
            return "Không có bài hẹn giờ, bài hết hạn hay quảng cáo nào chờ đến giờ."
        local = self.next_change.time.astimezone(VIETNAM_TZ)
        why = f" ({self.next_change.reason})" if self.next_change.reason else ""  # an older note says none
        return (
            f"Lần tới cần xuất bản lại: {local:%H:%M} {formatting.format_long_date(local)}{why}. "
            "Khi đó bộ hẹn giờ, hoặc người trực, chạy ./inv publish --due"
        )


@contextmanager
def hold_scheduled_publish(site: Workspace, release: str, now: datetime) -> Iterator[None]:
    """Note that somebody goes back to ``release``, which a timer must not undo; not where that fails. Raise OSError."""
    former = PublishSchedule.read(site)
    known = former or PublishSchedule(now, None)
    PublishSchedule(known.published_at, known.next_change, release).write(site)
    try:
        yield
    except UnknownOutcomeError:  # it may have come to pass
        raise
    except BaseException:
        if former:
            former.write(site)
        else:
            remove_path(_file(site))
        raise


def find_not_due_reason(site: Workspace, now: datetime, target: "Target | None" = None) -> str:
    """Return why there is nothing to publish at ``now``, in a sentence; empty where there is something.

    If the note is lost, ``target`` says whether readers see an older release than its newest.
    """
    known = PublishSchedule.read(site)
    held = known.held_release if known else _find_rolled_back_release(target) if target else ""
    if held:
        return (
            f"Có người đã quay lại bản {held}, nên không tự xuất bản. Hãy sửa nội dung rồi chạy ./inv publish"
        )
    if known is None:
        return ""
    if known.is_due(now):
        return ""
    return f"Chưa có gì đến giờ. {known}"


def _find_rolled_back_release(target: "Target") -> str:
    """Return the release that readers see, if there is a newer one; else empty."""
    current = target.current_id() or ""
    return current if current and current < max(target.release_ids()) else ""


def _seal(table: Mapping[str, object]) -> str:
    return sha256(repr(sorted(table.items())).encode()).hexdigest()


def _file(site: Workspace) -> Path:
    return site.cache / "publishing" / "due.json"
