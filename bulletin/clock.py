"""The only reading of the clock in a build.

Set the environment variable BULLETIN_NOW to repeat a build.
Its form is ``2026-11-23 07:30``, local time.
"""

import os
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from bulletin.errors import UserError

VIETNAM_TZ = timezone(timedelta(hours=7), "+07")
"""UTC+7 without summer time since 1975, so no time zone database is needed."""


class ScheduledChange(NamedTuple):
    """A time at which the output changes without an edit."""

    time: datetime
    """Aware time of the change."""
    reason: str
    """Vietnamese reason: ``bài hẹn giờ``."""


def read_build_time() -> datetime:
    """Return the build time: aware, local, without microseconds.

    Raise UserError if BULLETIN_NOW holds no time.
    """
    text = os.environ.get("BULLETIN_NOW")
    if text:
        try:
            build_time = datetime.fromisoformat(text)
        except ValueError:
            raise UserError(
                f"BULLETIN_NOW là “{text}”, không phải một thời điểm. Hãy viết như 2026-11-23 07:30."
            ) from None
        build_time = build_time if build_time.tzinfo else build_time.replace(tzinfo=VIETNAM_TZ)
        return build_time.astimezone(VIETNAM_TZ).replace(microsecond=0)
    return datetime.now(VIETNAM_TZ).replace(microsecond=0)
