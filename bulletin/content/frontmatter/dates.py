"""Dates as editors and other systems write them: day/month/year or year first."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

from bulletin.clock import VIETNAM_TZ
from bulletin.text.late_patterns import compile_late

_YEAR_FIRST_DATE = compile_late(
    r"(?P<y>\d{4})(?P<sign>[/.-])(?P<m>\d{1,2})(?P=sign)(?P<d>\d{1,2})(?:(?:[T,]| )\s*(?P<t>.+))?",
    re.IGNORECASE,
)
_OFFICE_DATE = compile_late(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})(?:[ ,]+(?P<t>.+))?")
_TIME = compile_late(
    r"(?P<h>\d{1,2})(?::(?=\d)|\s*(?:giờ|h|g)\s*)(?P<min>\d{2})?(?::(?P<s>\d{2})(?:\.\d+)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?"
)
ACCEPTED_DATE_FORMATS = "2019-12-03 07:30 hoặc 03/12/2019 07:30"
EPOCH = datetime(1970, 1, 1, tzinfo=VIETNAM_TZ)
"""Date for sorting if there is none."""


def parse_datetime(text: str, *, end_of_day: bool = False) -> datetime:
    """Return the local time that ``text`` names, with its time zone.

    A date without a time means the start of the day. With ``end_of_day``, it means the start of the next day.
    Raise ValueError with a Vietnamese sentence if ``text`` is no date.
    """
    found = _YEAR_FIRST_DATE.fullmatch(text.strip()) or _OFFICE_DATE.fullmatch(text.strip())
    if not found:
        raise ValueError(f"“{text}” không phải là ngày giờ.")
    try:
        day = date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        raise ValueError(f"Không có ngày {found['d']}/{found['m']}/{found['y']} trong lịch.") from None
    if not 1930 <= day.year <= 2100:
        raise ValueError(f"Năm {day.year} không hợp lý.")
    if not found["t"]:
        result = datetime(day.year, day.month, day.day, tzinfo=VIETNAM_TZ)
        return result + timedelta(days=1) if end_of_day else result
    clock = _TIME.fullmatch(found["t"].strip())
    if not clock:
        raise ValueError(f"“{found['t']}” không phải là giờ.")
    try:
        result = datetime(
            day.year, day.month, day.day, int(clock["h"]), int(clock["min"] or 0), int(clock["s"] or 0),
            tzinfo=_parse_time_zone(clock["zone"]),
        )  # fmt: skip
    except ValueError:
        raise ValueError(f"Không có giờ {found['t']}.") from None
    return result.astimezone(VIETNAM_TZ)


def parse_date(text: str) -> date:
    """Return the date that ``text`` names, without its time. Raise ValueError."""
    return parse_datetime(text).date()


def _parse_time_zone(text: str | None) -> timezone:
    if not text:
        return VIETNAM_TZ
    if text in ("Z", "UTC", "GMT"):
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[3:].strip(":") or 0)))
