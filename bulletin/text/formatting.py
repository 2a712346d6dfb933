"""Vietnamese dates, sizes and lists of names, in every locale."""

from collections.abc import Sequence
from datetime import date, datetime

WEEKDAY_NAMES = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def format_date(day: date) -> str:
    """Return a date as ``23/11/2026``."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def format_long_date(day: date) -> str:
    """Return a date as ``Thứ Hai, 23/11/2026``."""
    return f"{WEEKDAY_NAMES[day.weekday()]}, {format_date(day)}"


def format_moment(moment: datetime, *, seconds: bool = False) -> str:
    """Return a time and its date: ``07:30 23/11/2026``, or with seconds."""
    return f"{moment:%H:%M:%S} {format_date(moment)}" if seconds else f"{moment:%H:%M} {format_date(moment)}"


def format_month(year: int, number: int) -> str:
    """Return a month as ``Tháng 11 năm 2026``."""
    return f"Tháng {number} năm {year}"


def format_count(count: int) -> str:
    """Return a number with a point after the thousands: ``2.350``."""
    return f"{count:,}".replace(",", ".")


def format_size(count: int) -> str:
    """Return a number of bytes as ``640 B``, ``12 kB`` or ``1,2 MB``."""
    if count < 1000:
        return f"{count} B"
    if count < 999_500:  # larger numbers would round to 1000 kB
        return f"{count / 1000:.0f} kB"
    return f"{format_decimal(count / 1_000_000)} MB"


def format_decimal(number: float, form: str = ".1f") -> str:
    """Return a number with a decimal comma: ``1,2``. ``form`` is Python's format."""
    return f"{number:{form}}".replace(".", ",")


def format_names(names: Sequence[str], most: int, noun: str) -> str:
    """Return some names and the count of the others: ``a, b và 3 tệp khác``."""
    listed = ", ".join(names[:most])
    return listed if len(names) <= most else f"{listed} và {len(names) - most} {noun} khác"
