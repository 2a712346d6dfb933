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

from bulletin.clock import LOCAL, Deadline
from bulletin.errors import UnknownOutcomeError, UserError
from bulletin.publishing.workspace import Site
from bulletin.storage.cache_file import replace_cached
from bulletin.storage.cache_folder import read_file, remove
from bulletin.text import formatting

if TYPE_CHECKING:
    from bulletin.publishing.targets.base import Target


class NotDueError(UserError):
    """While a publish waited for the target, an editor went back to an older release, or published."""


@dataclass(frozen=True, slots=True)
class Due:
    """What the last publish knew of the time to come."""

    published: datetime
    """The moment for which it built."""
    next: Deadline | None
    """When its output would have been another one; None for never."""
    held: str = ""
    """The release that somebody went back to since: until the next publish by hand nothing is due."""

    @classmethod
    def read(cls, site: Site) -> Self | None:
        """Return what the last publish noted; None where there is no note that can be read."""
        try:
            table = json.loads(read_file(_file(site)) or b"")
            if table.pop("seal", "") not in ("", _seal(table)):  # an older note has none
                return None
            coming = table["next"]
            return cls(
                datetime.fromisoformat(table["published"]),
                Deadline(datetime.fromisoformat(coming), table.get("why", "")) if coming else None,
                str(table["held"]),
            )
        except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
            return None

    def write(self, site: Site) -> None:
        """Note it for the next publish. Raise OSError."""
        table = {
            "published": self.published.isoformat(),
            "next": self.next.moment.isoformat() if self.next else None,
            "why": self.next.why if self.next else "",
            "held": self.held,
        }
        replace_cached(_file(site), json.dumps({**table, "seal": _seal(table)}).encode())

    def passed(self, now: datetime) -> bool:
        """Tell whether there is something to publish at ``now``; also where the clock was set back since."""
        return now < self.published or (self.next is not None and self.next.moment <= now)

    def __str__(self) -> str:
        """In Vietnamese local time, for whoever published."""
        if self.next is None:
            return "Không có bài hẹn giờ, bài hết hạn hay quảng cáo nào chờ đến giờ."
        local = self.next.moment.astimezone(LOCAL)
        why = f" ({self.next.why})" if self.next.why else ""  # an older note says none
        return (
            f"Lần tới cần xuất bản lại: {local:%H:%M} {formatting.full(local)}{why}. "
            "Khi đó bộ hẹn giờ, hoặc người trực, chạy ./inv publish --due"
        )


@contextmanager
def holding(site: Site, release: str, now: datetime) -> Iterator[None]:
    """Note that somebody goes back to ``release``, which a timer must not undo; not where that fails. Raise OSError."""
    former = Due.read(site)
    known = former or Due(now, None)
    Due(known.published, known.next, release).write(site)
    try:
        yield
    except UnknownOutcomeError:  # it may have come to pass
        raise
    except BaseException:
        if former:
            former.write(site)
        else:
            remove(_file(site))
        raise


def nothing_due(site: Site, now: datetime, target: "Target | None" = None) -> str:
    """Return why there is nothing to publish at ``now``, in a sentence; empty where there is something.

    If the note is lost, ``target`` says whether readers see an older release than its newest.
    """
    known = Due.read(site)
    held = known.held if known else _older(target) if target else ""
    if held:
        return (
            f"Có người đã quay lại bản {held}, nên không tự xuất bản. Hãy sửa nội dung rồi chạy ./inv publish"
        )
    if known is None:
        return ""
    if known.passed(now):
        return ""
    return f"Chưa có gì đến giờ. {known}"


def _older(target: "Target") -> str:
    """Return the release that readers see, if there is a newer one; else empty."""
    current = target.current() or ""
    return current if current and current < max(target.all()) else ""


def _seal(table: Mapping[str, object]) -> str:
    return sha256(repr(sorted(table.items())).encode()).hexdigest()


def _file(site: Site) -> Path:
    return site.cache / "publishing" / "due.json"
