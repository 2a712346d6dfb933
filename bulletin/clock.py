"""The one clock. A build reads it once; everything else is handed the moment.

Set the environment variable BULLETIN_NOW (``2026-11-23 07:30``, local time) to repeat a
build.
"""

import os
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from bulletin.errors import UserError

VIETNAM_TZ = timezone(timedelta(hours=7), "+07")
"""Vietnam keeps UTC+7 all year (since 1975): no time-zone database is needed."""


class ScheduledChange(NamedTuple):
    """A moment by which the site must be published again, because its output changes then."""

    time: datetime
    """Aware."""
    reason: str
    """For editors, as ``bài hẹn giờ``."""


def read_build_time() -> datetime:
    """Return the moment of this build, aware, to the second, in Vietnamese local time.

    Raise UserError where the variable does not hold one.
    """
    text = os.environ.get("BULLETIN_NOW")
    if text:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise UserError(
                f"BULLETIN_NOW là “{text}”, không phải một thời điểm. Hãy viết như 2026-11-23 07:30."
            ) from None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM_TZ)
        return moment.astimezone(VIETNAM_TZ).replace(microsecond=0)
    return datetime.now(VIETNAM_TZ).replace(microsecond=0)
