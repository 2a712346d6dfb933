"""Spans of days as they are typed on the command line."""

import re
from calendar import monthrange
from datetime import date

from bulletin.content.frontmatter.dates import parse_date
from bulletin.errors import UserError
from bulletin.text.formatting import format_date

_MONTHS = (
    re.compile(r"(?P<month>\d{1,2})[/-](?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})"),
)


def parse_month(text: str, today: date) -> tuple[date, date]:
    """Return the first and the last day of a month: ``11/2026`` or ``2026-11``.

    Raise UserError if ``text`` is no month.
    """
    found = next((found for form in _MONTHS if (found := form.fullmatch(text))), None)
    if not found or not 1 <= int(found["month"]) <= 12 or int(found["year"]) < 1:
        raise UserError(f"“{text}” không phải một tháng. Hãy viết: --month {today.month}/{today.year}")
    year, number = int(found["year"]), int(found["month"])
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def parse_day_span(
    month: str, first: str, last: str, today: date, earliest: date | None = None
) -> tuple[date, date]:
    """Return the first and the last day of a span.

    Args:
        month: The month, or empty.
        first: The first day, or empty for ``earliest``.
        last: The last day, or empty for ``today``.
        today: The present day.
        earliest: A day before all others, or None for the first of the month of ``last``.

    Raises:
        UserError: A text is no month or no date, or the span is empty.
    """
    if month and (first or last):
        raise UserError("--month không đi cùng --from và --to. Hãy bỏ --month, hoặc bỏ --from và --to.")
    if month:
        return parse_month(month, today)
    end = _parse_day(last, "--to") if last else today
    begin = _parse_day(first, "--from") if first else earliest or end.replace(day=1)
    if begin > end and last:
        raise UserError(
            f"Ngày đầu {format_date(begin)} sau ngày cuối {format_date(end)}. "
            f"Hãy viết: --from {format_date(end)} --to {format_date(begin)}"
        )
    if begin > end:
        raise UserError(
            f"Ngày đầu {format_date(begin)} sau hôm nay ({format_date(end)}). Hãy chọn một ngày đã qua."
        )
    return begin, end


def _parse_day(text: str, option: str) -> date:
    """Return the date of an option. Raise UserError."""
    try:
        return parse_date(text)
    except ValueError as error:
        raise UserError(f"{error} Hãy viết như {option} 2026-11-01 hoặc {option} 01/11/2026") from error
