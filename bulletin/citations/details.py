"""Date, issuer and congress behind the number of a citation."""

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from bulletin.citations.models import Issuer, Span, WrittenDate
from bulletin.citations.patterns import DASH, GAP, SPACE, get_body_pattern
from bulletin.citations.tables import get_body_spellings

_DAY = rf"\d{{1,2}}{GAP}(?:[/.]|{DASH}|tháng){GAP}\d{{1,2}}{GAP}(?:[/.]|{DASH}|năm){GAP}\d{{4}}(?!\d)"
_DATE = re.compile(
    rf"{GAP},?{GAP}\(?(?:(?:ký|ban{SPACE}hành|được{SPACE}ban{SPACE}hành){SPACE})?"
    rf"(?:(?:ngày|NGÀY|Ngày)(?:{SPACE}|(?=\d))(?P<day>{_DAY})|(?<=\()(?P<bare>{_DAY})(?={GAP}[);]))",
)
_TERM = re.compile(
    rf"{GAP},?{GAP}\(?{GAP}(?:[Kk]h(?:óa|oá)|KH(?:ÓA|OÁ)){SPACE}(?P<congress>[IVX]{{1,5}}|\d{{1,2}})(?!\w){GAP}\)?"
)
_LINK = rf"(?:{GAP},?{GAP}(?:của|do){SPACE}|{GAP}\({GAP}|(?<=\)){GAP}|{SPACE})"
"""Words and signs before an issuer. A comma alone begins something else."""
_ROMAN = {"I": 1, "V": 5, "X": 10}
_DIGITS = re.compile(r"\d+")


class Details(NamedTuple):
    """What stands behind a number, and the offset behind it."""

    end: int
    written_date: WrittenDate | None = None
    issuer: Issuer | None = None
    congress: int | None = None


@cache
def _get_issuer_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"{_LINK}(?:Hội{SPACE}nghị{SPACE}(?:lần{SPACE}thứ{SPACE})?\w+{GAP}[,(]?{GAP})?{get_body_pattern().pattern}"
        rf"(?:{SPACE}Đảng(?!\w)(?:{SPACE}(?:bộ|ủy|uỷ))?)?",
        re.IGNORECASE,
    )


def read_details(text: str, start: int) -> Details:
    """Return the date, the issuer and the congress that follow an offset in any order."""
    details = Details(start)
    for _ in range(4):
        further = _read_one(text, details)
        if further is None:
            break
        details = further
    return details


def _read_one(text: str, details: Details) -> Details | None:
    if details.written_date is None and (found := _DATE.match(text, details.end)):
        group = "day" if found["day"] else "bare"
        written = read_date(found[group], Span(*found.span(group)))
        return details._replace(written_date=written, end=_close(text, found.end()))
    if details.congress is None and (found := _TERM.match(text, details.end)):
        return details._replace(congress=read_congress(found["congress"]), end=found.end())
    if details.issuer is None and (found := _get_issuer_pattern().match(text, details.end)):
        body = find_body(found["body"])
        return details._replace(issuer=Issuer(body, Span(*found.span("body"))), end=found.end())
    return None


def _close(text: str, end: int) -> int:
    return end + 1 if text[end : end + 1] == ")" else end


def read_date(written: str, span: Span) -> WrittenDate:
    """Return a date of day, month and year. It has no day if the calendar lacks it."""
    day, month, year = map(int, _DIGITS.findall(written))
    try:
        return WrittenDate(span, date(year, month, day))
    except ValueError:
        return WrittenDate(span, None)


def read_congress(written: str) -> int:
    """Return the number of a congress in Roman or Arabic digits."""
    if written.isdigit():
        return int(written)
    values = [_ROMAN[letter] for letter in written]
    return sum(
        -value if value < following else value
        for value, following in zip(values, (*values[1:], 0), strict=True)
    )


@cache
def _get_folded_bodies() -> dict[str, str]:
    return {_fold(spelling): body for spelling, body in get_body_spellings().items()}


def _fold(name: str) -> str:
    plain = " ".join(re.sub(r"[*_>]", " ", name).casefold().split())
    return re.sub(r"uỷ|oá|oà", lambda found: {"uỷ": "ủy", "oá": "óa", "oà": "òa"}[found[0]], plain)


def find_body(written: str) -> str:
    """Return the body that a spelling of its name stands for."""
    return _get_folded_bodies()[_fold(written)]
