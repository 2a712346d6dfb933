"""Proposals for dates in a form that is not accepted."""

import re
from datetime import time

from bulletin.content.frontmatter.dates import parse_date
from bulletin.text.slugs import strip_diacritics

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH_NAME = rf"(?P<name>{'|'.join(f'{month[:3]}(?:{month[3:]})?' for month in _MONTHS)})\.?"
_DATES = (
    r"(?P<d>\d{1,2})\s*thang\s*(?P<m>\d{1,2})\s*(?:nam|,)?\s*(?P<y>\d{4})",
    rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_MONTH_NAME}[\s,-]+(?P<y>\d{{4}})",
    rf"{_MONTH_NAME}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})",
    r"(?P<y>\d{4})(?P<sign>\s*[-/. ]\s*)(?P<m>\d{1,2})(?P=sign)(?P<d>\d{1,2})(?!\d)",
    r"(?P<d>\d{1,2})(?P<sign>\s*[-/. ]\s*)(?P<m>\d{1,2})(?P=sign)(?P<y>\d{4})(?!\d)",
)
_TIME = r"(?P<h>\d{1,2})\s*(?:[:.h]|gio|g)\s*(?P<min>\d{2})?(?::\d{2})?\s*(?:phut)?\s*(?P<half>am|pm|sang|chieu|toi)?"
_NEEDLESS = (
    r"\b(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|ngay|luc|vao|[a-z]{3,6}day|mon|tue|wed|thu|fri|sat|sun)\b"
    r"|[\s,;()-]"
)
_MAX_LENGTH = 80
"""Characters of a text that is searched. No date is longer."""


def propose_date(text: str) -> str:
    """Return a date in an accepted form if ``text`` surely is that date, or nothing.

    The words around a date must be those of a date: ``thứ Sáu, ngày 20 tháng 11 năm 2026, lúc 7 giờ 30``.
    """
    plain = strip_diacritics(text[:_MAX_LENGTH])
    for pattern in _DATES:
        found = re.search(pattern, plain)
        if found:
            rest = f"{plain[: found.start()]} {plain[found.end() :]}"
            clock = re.search(_TIME, rest)
            if clock:
                rest = f"{rest[: clock.start()]} {rest[clock.end() :]}"
            day = "" if re.sub(_NEEDLESS, "", rest) else _format_day(found)
            hour = _format_hour(clock) if clock else ""
            return f"{day} {hour}".strip() if day and (hour or not clock) else ""
    return ""


def _format_day(found: re.Match[str]) -> str:
    """Return a day as ``2026-11-20``, or nothing if it is not accepted."""
    parts = found.groupdict()
    month = next(
        (number for number, name in enumerate(_MONTHS, 1) if name[:3] == (parts.get("name") or "")[:3]), 0
    )
    numbers = int(parts["y"]), month or int(parts["m"]), int(parts["d"])
    if numbers[1] > len(_MONTHS):
        numbers = numbers[0], numbers[2], numbers[1]  # as Americans write: month, day, year
    try:
        return parse_date("{:04d}-{:02d}-{:02d}".format(*numbers)).isoformat()
    except ValueError:
        return ""


def _format_hour(found: re.Match[str]) -> str:
    """Return an hour as ``07:30``, or nothing."""
    hour, minute = int(found["h"]), int(found["min"] or 0)
    if found["half"] in ("pm", "chieu", "toi") and hour < 12:
        hour += 12
    elif found["half"] == "am" and hour == 12:
        hour = 0
    try:
        return f"{time(hour, minute):%H:%M}"
    except ValueError:
        return ""


def propose_day_line(key: str, text: str) -> str:
    """Return the remedy for a day under ``key`` that was written as ``text``."""
    meant = propose_date(text)[: len("2026-11-23")]
    return f"Hãy viết {key}: {meant}" if meant else f"Hãy viết như {key}: 2026-11-23 hoặc {key}: 23/11/2026"
