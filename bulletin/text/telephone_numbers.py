"""Telephone numbers of Vietnam as links."""

import re

from bulletin.text.late_patterns import compile_late

_NUMBER = compile_late(r"([+(]?\d[\d\s.()-]*)(?:,?\s*\(?máy lẻ (\d{1,6})\)?)?")
_MIN_DIGITS, _MAX_DIGITS = 3, 15
"""Digits of a number: short ones such as 113, and the longest ones of E.164."""
_VIETNAMESE = compile_late(r"(?:0|84)(?:2\d{9}|[35789]\d{8})|1[89]00\d{4}(?:\d{2})?")
"""Landlines, mobile telephones, and numbers of services (Thông tư 25/2015/TT-BTTTT)."""


def is_vietnamese_number(text: str) -> bool:
    """Tell if the digits of a text are those of a telephone number with its area."""
    digits = re.sub(r"\D", "", text)
    return _VIETNAMESE.fullmatch(digits) is not None and (digits[0] != "8" or "+" in text)


def build_telephone_link(text: str) -> str:
    """Return the ``tel:`` link of one number (RFC 3966). Raise ValueError.

    ``0252 382 1234 (máy lẻ 12)`` becomes ``tel:+842523821234;ext=12``.
    A number without a first zero is a short one, and keeps its digits.
    """
    match = _NUMBER.fullmatch(text.strip().replace("(+84)", "+84"))
    digits = re.sub(r"\D", "", match[1]) if match else ""
    if match is None or not _MIN_DIGITS <= len(digits) <= _MAX_DIGITS:
        raise ValueError(f"no telephone number: {text!r}")
    is_international = match[1].startswith("+")
    number = f"+{digits}" if is_international else re.sub("^0", "+84", digits)
    return f"tel:{number}" + (f";ext={match[2]}" if match[2] else "")
