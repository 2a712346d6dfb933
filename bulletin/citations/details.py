"""Date, issuer and congress behind the number of a citation."""

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from bulletin.citations.models import Issuer, Span, System, WrittenDate
from bulletin.citations.patterns import DASH, GAP, SPACE, fold_blanks, fold_words, get_body_pattern
from bulletin.citations.places import find_place
from bulletin.citations.tables import get_body_spellings, get_organ_spellings

_DAY = rf"\d{{1,2}}{GAP}(?:[/.]|{DASH}|tháng){GAP}\d{{1,2}}{GAP}(?:[/.]|{DASH}|năm){GAP}\d{{4}}(?!\d)"
_USUAL_DATE = re.compile(r",? ngày (?P<day>\d{1,2}/\d{1,2}/\d{4})(?!\d)")
_DATE = re.compile(
    rf"{GAP},?{GAP}\(?(?:(?:ký|ban{SPACE}hành|được{SPACE}ban{SPACE}hành){SPACE})?"
    rf"(?:(?:ngày|NGÀY|Ngày)(?:{SPACE}|(?=\d))(?P<day>{_DAY})|(?<=\()(?P<bare>{_DAY})(?={GAP}[);]))"
    rf"|{SPACE}{DASH}{SPACE}(?P<dashed>{_DAY})",
)
_TERM = re.compile(
    rf"{GAP},?{GAP}\(?{GAP}(?:[Kk]h(?:óa|oá)|KH(?:ÓA|OÁ)){SPACE}(?P<congress>[IVX]{{1,5}}|\d{{1,2}})(?!\w){GAP}\)?"
)
_LINK = rf"(?:{GAP},?{GAP}(?:của|do){SPACE}|{GAP}\({GAP}|(?<=\)){GAP}|{SPACE})"
"""Words and signs before an issuer. A comma alone begins something else."""
_BEFORE_DETAIL = " \n\u00a0\t*_,()>"
_OF_DATE = frozenset("nkbđ0123456789-\u2013\u2014")
_ROMAN = {"I": 1, "V": 5, "X": 10}
_DIGITS = re.compile(r"\d+")


class Details(NamedTuple):
    """Date, issuer and congress of a citation, and the offset behind them."""

    end: int
    written_date: WrittenDate | None = None
    issuer: Issuer | None = None
    congress: int | None = None


@cache
def _get_letters_of_issuer() -> frozenset[str]:
    """Return the first letters of bodies, and of the words before a body."""
    return frozenset({"c", "d", *(name[0].casefold() for name in get_body_spellings())})


@cache
def _get_issuer_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"{_LINK}(?:Hội{SPACE}nghị{SPACE}(?:lần{SPACE}thứ{SPACE})?\w+{GAP}[,(]?{GAP})?{get_body_pattern().pattern}"
        rf"(?:{SPACE}Đảng(?!\w)(?:{SPACE}(?:bộ|ủy|uỷ))?)?",
        re.IGNORECASE,
    )


def read_details(text: str, start: int, system: System = System.UNKNOWN) -> Details:
    """Return the date, the issuer and the congress that follow an offset in any order.

    Args:
        text: The text.
        start: The offset behind a number.
        system: The system of the number. ``BCT`` is another body in each.
    """
    end, written_date, issuer, congress = start, None, None, None
    for _ in range(4):
        # The first letter tells which detail can follow.
        sign = text[end : end + 16].lstrip(_BEFORE_DETAIL)[:1].casefold()
        if written_date is None and sign in _OF_DATE and (found := _match_date(text, end)):
            group = found.lastgroup or "day"
            written_date = read_date(found[group], Span(*found.span(group)))
            end = _close(text, found.end())
        elif congress is None and sign == "k" and (found := _TERM.match(text, end)):
            congress = read_congress(found["congress"])
            end = found.end()
        elif (
            issuer is None
            and sign in _get_letters_of_issuer()
            and (found := _match_issuer(text, end, system))
        ):
            body = find_body(found["body"], system)
            place = find_place(text, found.end(), body)
            name = find_organ(found["body"]) or body
            written_place = fold_blanks(text[slice(*place)]) if place else ""
            issuer = Issuer(body, Span(*found.span("body")), name, written_place)
            end = place.end if place else found.end()
        else:
            break
    return Details(end, written_date, issuer, congress)


def _match_issuer(text: str, start: int, system: System) -> re.Match[str] | None:
    """Match an issuer. Brackets behind a State paper often name who drafted it."""
    if system is System.STATE and text[start : start + 3].lstrip().startswith("("):
        return None
    return _get_issuer_pattern().match(text, start)


def _match_date(text: str, start: int) -> re.Match[str] | None:
    """Match the usual form of a date first, because most dates have it."""
    return _USUAL_DATE.match(text, start) or _DATE.match(text, start)


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
def _get_folded_bodies() -> dict[str, list[tuple[System, str]]]:
    folded: dict[str, list[tuple[System, str]]] = {}
    for spelling, bodies in get_body_spellings().items():
        folded.setdefault(fold_words(spelling), []).extend(bodies)
    return folded


def find_body(written: str, system: System = System.UNKNOWN) -> str:
    """Return the body that a spelling of its name stands for, best one of a system."""
    bodies = _get_folded_bodies()[fold_words(written)]
    return next((body for own, body in bodies if own == system), bodies[0][1])


@cache
def _get_folded_organs() -> dict[str, str]:
    return {fold_words(spelling): organ for spelling, organ in get_organ_spellings().items()}


def find_organ(written: str) -> str:
    """Return the organ that a spelling of its name stands for, or an empty text."""
    return _get_folded_organs().get(fold_words(written), "")
