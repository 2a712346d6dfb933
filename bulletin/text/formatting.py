"""Vietnamese dates and sizes, independent of the locale of the machine."""

from datetime import date

WEEKDAY_NAMES = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def format_date(day: date) -> str:
    """Return a date as ``23/11/2026``."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def format_long_date(day: date) -> str:
    """Return a date as ``Thứ Hai, 23/11/2026``."""
    return f"{WEEKDAY_NAMES[day.weekday()]}, {format_date(day)}"


def format_month(year: int, number: int) -> str:
    """Return a month as ``Tháng 11 năm 2026``."""
    return f"Tháng {number} năm {year}"


def format_size(count: int) -> str:
    """Return a number of bytes as ``640 B``, ``12 kB`` or ``1,2 MB``."""
    if count < 1000:
        return f"{count} B"
    if count < 999_500:  # larger numbers would round to 1000 kB
        return f"{count / 1000:.0f} kB"
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")
