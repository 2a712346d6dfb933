"""Find dates that do not exist, wrong days of the week, and backward ranges."""

import re
from collections.abc import Iterator
from datetime import date

from bulletin.citations.details import read_date
from bulletin.citations.models import CitationFinding, Rule, Span
from bulletin.citations.patterns import DASH, GAP, SPACE

_DAY = (
    rf"\d{{1,2}}{GAP}[/.]{GAP}\d{{1,2}}{GAP}[/.]{GAP}\d{{4}}(?!\d)|\d{{1,2}}-\d{{1,2}}-\d{{4}}(?!\d)"
    rf"|\d{{1,2}}{SPACE}tháng{SPACE}\d{{1,2}}{SPACE}năm{SPACE}\d{{4}}(?!\d)"
)
_DATE = re.compile(rf"gày(?<=[Nn]gày){SPACE}(?P<day>{_DAY})")
"""A date behind “ngày”. It begins with plain letters, because those are found ten times as fast."""
_WEEKDAYS = {
    "hai": 0,
    "2": 0,
    "ba": 1,
    "3": 1,
    "tư": 2,
    "4": 2,
    "năm": 3,
    "5": 3,
    "sáu": 4,
    "6": 4,
    "bảy": 5,
    "bẩy": 5,
    "7": 5,
}
_WEEKDAY_NAMES = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_WEEKDAY = re.compile(
    rf"(?:[Tt]hứ{SPACE}(?P<name>[Hh]ai|[Bb]a|[Tt]ư|[Nn]ăm|[Ss]áu|[Bb]ảy|[Bb]ẩy|[2-7])|[Cc]hủ{SPACE}[Nn]hật){GAP}[,(]?{GAP}(?:ngày{SPACE})?(?P<day>{_DAY})"
)
_ORDINAL = re.compile(rf"(?:lần|họp|nghị|hội|phiên|kỳ|đợt|khóa){SPACE}$", re.IGNORECASE)
"""Words before an ordinal number: ``lần thứ hai, ngày 04/12/2019``."""
_WINDOW = 50
"""Characters around a sign of a range in which its words stand."""
_YEAR_RANGE = re.compile(
    rf"(?P<range>(?P<first>(?:19|20)\d\d){GAP}{DASH}{GAP}(?P<last>(?:19|20)\d\d))(?![\d/])"
)
_PERIOD_BEFORE = re.compile(
    rf"(?:giai{SPACE}đoạn|nhiệm{SPACE}k[ỳì]|năm{SPACE}học|niên{SPACE}kh(?:óa|oá)|thời{SPACE}kỳ|các{SPACE}năm){SPACE}\Z",
    re.IGNORECASE,
)
_UNTIL_WORDS = ("đến", "tới")
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_FROM_TO = re.compile(
    rf"từ{SPACE}(?P<range>(?P<word>năm|điều|khoản|mục|trang|chương){SPACE}(?P<first>\d{{1,4}}){SPACE}(?:đến|tới){SPACE}(?:hết{SPACE})?(?:(?P=word){SPACE})?(?P<last>\d{{1,4}}))(?![\d./-])",
    re.IGNORECASE,
)
_FROM_DAY = re.compile(
    rf"từ{SPACE}(?:ngày{SPACE})?(?P<range>(?P<first>{_DAY}){SPACE}(?:đến|tới){SPACE}(?:hết{SPACE})?(?:ngày{SPACE})?(?P<last>{_DAY}))",
    re.IGNORECASE,
)


def check_dates(text: str) -> Iterator[CitationFinding]:
    """Yield the findings about dates and ranges of a text."""
    if "gày " in text or "gày\u00a0" in text:
        yield from _check_existence(text)
    if "hứ " in text or "hật" in text:
        yield from _check_weekdays(text)
    yield from _check_ranges(text)


def _check_existence(text: str) -> Iterator[CitationFinding]:
    for found in _DATE.finditer(text):
        span = Span(*found.span("day"))
        if read_date(found["day"], span).day is None:
            yield CitationFinding(Rule.NO_SUCH_DATE, span, quote_words(text, span))


def _check_weekdays(text: str) -> Iterator[CitationFinding]:
    for found in _WEEKDAY.finditer(text):
        day = read_date(found["day"], Span(*found.span("day"))).day
        if day is None or (
            found["name"] and _ORDINAL.search(text[max(0, found.start() - 12) : found.start()])
        ):
            continue
        written = _WEEKDAYS[found["name"].lower()] if found["name"] else 6
        if written != day.weekday():
            span = Span(*found.span())
            likely = _WEEKDAY_NAMES[day.weekday()]
            yield CitationFinding(Rule.WEEKDAY, span, quote_words(text, span), likely, subject=likely)


def _check_ranges(text: str) -> Iterator[CitationFinding]:
    """Yield the ranges that run backwards.

    Dashes and “đến” are looked for first, and figures and words around them afterwards.
    Reason: most texts have no range.
    """
    for dash in _DASHES:
        for place in _find_all(text, dash):
            if text[max(0, place - 3) : place].rstrip()[-1:].isdigit():
                found = _YEAR_RANGE.search(text, max(0, place - _WINDOW), place + _WINDOW)
                if found and found.start() < place < found.end() and _is_period_backwards(text, found):
                    yield _make_range(text, found)
    for word in _UNTIL_WORDS:
        for place in _find_all(text, word):
            for pattern in (_FROM_TO, _FROM_DAY):
                for found in pattern.finditer(text, max(0, place - _WINDOW), place + _WINDOW):
                    if found.start() < place < found.end() and _runs_backwards(found):
                        yield _make_range(text, found)


def _find_all(text: str, word: str) -> Iterator[int]:
    """Yield the offsets of a word."""
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + 1)


def _is_period_backwards(text: str, found: re.Match[str]) -> bool:
    is_backwards = found["first"] > found["last"]
    start = max(0, found.start() - _WINDOW)
    return is_backwards and bool(_PERIOD_BEFORE.search(text, start, found.start()))


def _runs_backwards(found: re.Match[str]) -> bool:
    if found.re is _FROM_TO:
        return int(found["first"]) > int(found["last"])
    first, last = (read_date(found[name], Span(0, 0)).day for name in ("first", "last"))
    return isinstance(first, date) and isinstance(last, date) and first > last


def _make_range(text: str, found: re.Match[str]) -> CitationFinding:
    span = Span(*found.span("range"))
    return CitationFinding(
        Rule.BACKWARD_RANGE, span, quote_words(text, span), f"{found['last']}-{found['first']}"
    )


def quote_words(text: str, span: Span) -> str:
    """Return the words of a part of a text in one line, without marks of emphasis."""
    return " ".join(re.sub(r"[*_]|\n[^\S\n]*>", " ", text[span.start : span.end]).split())
