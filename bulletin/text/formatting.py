"""Dates and sizes as Vietnamese readers say them, independent of the machine's locale."""

from datetime import date

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def short(day: date) -> str:
    """``23/11/2026``."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def full(day: date) -> str:
    """``Thứ Hai, 23/11/2026``."""
    return f"{WEEKDAYS[day.weekday()]}, {short(day)}"


def month(year: int, number: int) -> str:
    """``Tháng 11 năm 2026``."""
    return f"Tháng {number} năm {year}"


def size(count: int) -> str:
    """Return a number of bytes for people: ``640 B``, ``12 kB``, ``1,2 MB``."""
    if count < 1000:
        return f"{count} B"
    if count < 999_500:  # from here on it would round to 1000 kB
        return f"{count / 1000:.0f} kB"
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")
