"""The only reading of the clock in a build.

Set the environment variable BULLETIN_NOW to repeat a build.
Its form is ``2026-11-23 07:30``, local time.
A command hands the latest known time to its build in BULLETIN_LATEST_TIME.
"""

import os
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from bulletin.errors import UserError

VIETNAM_TZ = timezone(timedelta(hours=7), "+07")
"""UTC+7 without summer time since 1975, so no time zone database is needed."""


FEATURE_ENDS = "bài thôi được ghim"
"""Reason of the scheduled change at which a featured article leaves its place."""
LATEST_TIME_VARIABLE = "BULLETIN_LATEST_TIME"
"""Environment variable with the latest time that a command knows to have passed."""


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
    return _read_time_variable("BULLETIN_NOW") or datetime.now(VIETNAM_TZ).replace(microsecond=0)


def read_latest_time(build_time: datetime) -> datetime:
    """Return the latest time that is known to have passed.

    It is later than ``build_time`` if the clock was set back after a publish.
    Raise UserError if BULLETIN_LATEST_TIME holds no time.
    """
    return max(build_time, _read_time_variable(LATEST_TIME_VARIABLE) or build_time)


def _read_time_variable(name: str) -> datetime | None:
    text = os.environ.get(name)
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UserError(
            f"{name} là “{text}”, không phải một thời điểm. Hãy viết như 2026-11-23 07:30"
        ) from None
    found = found if found.tzinfo else found.replace(tzinfo=VIETNAM_TZ)
    return found.astimezone(VIETNAM_TZ).replace(microsecond=0)
