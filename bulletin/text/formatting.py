"""Dates and sizes as Vietnamese readers say them, independent of the machine's locale."""

from datetime import date

WEEKDAY_NAMES = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def format_date(day: date) -> str:
    """``23/11/2026``."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def format_long_date(day: date) -> str:
    """``Thứ Hai, 23/11/2026``."""
    return f"{WEEKDAY_NAMES[day.weekday()]}, {format_date(day)}"


def format_month(year: int, number: int) -> str:
    """``Tháng 11 năm 2026``."""
    return f"Tháng {number} năm {year}"


def format_size(count: int) -> str:
    """Return a number of bytes for people: ``640 B``, ``12 kB``, ``1,2 MB``."""
    if count < 1000:
        return f"{count} B"
    if count < 999_500:  # from here on it would round to 1000 kB
        return f"{count / 1000:.0f} kB"
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")
