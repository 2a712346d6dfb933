"""Find dates that do not exist, wrong days of the week, and backward ranges."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from bulletin.citations.knowledge.patterns import DASH, GAP, SPACE, SURE_DAY, quote_words
from bulletin.citations.models import CitationFinding, Rule, Span
from bulletin.citations.parts.details import read_date, read_day
from bulletin.citations.parts.figures import Figure, list_figures
from bulletin.citations.slips.ranges import NUMBER_RANGE, UNTIL_WORDS, check_ranges
from bulletin.text.late_patterns import compile_late

_DATE = compile_late(
    rf"gày(?<=[Nn]gày){SPACE}(?:\d{{1,2}}(?:/\d{{1,2}})?{GAP}(?:,|và|{DASH}){GAP})?(?P<day>{SURE_DAY})"
)
"""A date behind “ngày”. It begins with plain letters, because those are found ten times as fast."""
_DATE_ONLY = compile_late(rf"(?P<day>{SURE_DAY})")
_LUNAR = compile_late(rf"{GAP},?{GAP}\(?{GAP}(?:[Ââ]m{SPACE}lịch|ÂL)(?!\w)")
"""Words behind a date of the lunar calendar, in which the second month can have thirty days."""
_YEARS_OF_DATES = tuple(compile_late(rf"{sign}(?=(?:19|20)\d\d(?!\d))") for sign in "/-")
"""Years behind each sign of a date. Reason: a pattern that begins with one character is searched fast."""
_TIMES_OF_DAY = ("sáng", "Sáng", "chiều", "Chiều", "trưa", "Trưa", "tối", "Tối", "đêm", "Đêm")
_WEEKDAYS = {
    word: day
    for day, words in enumerate(("hai 2", "ba 3", "tư 4", "năm 5", "sáu 6", "bảy bẩy 7"))
    for word in words.split()
}
_WEEKDAY_NAMES = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_DAY_NAME = (
    rf"(?:[Tt]hứ{SPACE}(?P<name>[Hh]ai|[Bb]a|[Tt]ư|[Nn]ăm|[Ss]áu|[Bb]ảy|[Bb]ẩy|[2-7])|[Cc]hủ{SPACE}[Nn]hật)"
)
_WEEKDAY = compile_late(rf"{_DAY_NAME}{GAP}[,(]?{GAP}(?:ngày{SPACE})?(?P<day>{SURE_DAY})")
_SHORT_WEEKDAY = compile_late(rf"(?<!\w)T(?P<name>[2-7]){GAP}[,(]{GAP}(?:ngày{SPACE})?(?P<day>{SURE_DAY})")
_WEEKDAY_BEHIND = compile_late(rf"(?P<day>{SURE_DAY}){GAP}\({GAP}{_DAY_NAME}{GAP}\)")
_BRACKET_WINDOW = 50
"""Characters around a weekday in brackets in which its date stands."""
_WEEKDAY_BRACKET = compile_late(r"\((?:[Tt]hứ|[Cc]hủ)")
_BRACKET_BEHIND = compile_late(rf"{GAP}\(")
_ORDINAL = compile_late(rf"(?:lần|họp|nghị|hội|phiên|kỳ|đợt|khóa){SPACE}$", re.IGNORECASE)
"""Words before an ordinal number: ``Kỳ họp thứ Hai, ngày 04/12/2019``."""
_BEFORE_WEEKDAY = compile_late(
    rf"(?:^|[^\w\s*_]|\n|(?<!\w)(?:sáng|chiều|trưa|tối|đêm|ngày|hôm|vào|từ|đến|và|là|khai{SPACE}mạc|diễn{SPACE}ra|bắt{SPACE}đầu|\d{{1,2}}{SPACE}(?:giờ|phút)|\d{{1,2}}h\d{{0,2}})){GAP}$",
    re.IGNORECASE,
)
"""Words and signs before a weekday in small letters. Behind others it is an ordinal: ``người thứ hai``."""
_YEAR_LENGTH = 4
_BLANKS = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "*_>,("
"""Signs that stand between a date and the word before it."""
_FILLERS = ("ngày", "hết")
_WORDS_BEFORE_DATE = (*UNTIL_WORDS, *_WEEKDAYS, "nhật")
"""Words of a range that ends with a date, and last words of weekdays."""
_DAY_WORD = " ngày "
_NO_PLAIN_ENDINGS = (*_WORDS_BEFORE_DATE, *_FILLERS, *_BLANKS)
_NO_RANGE_SIGNS = frozenset("/.,;:)")
"""Signs behind most numbers. No range goes on with them, and no bracket stands behind them."""
_RANGE_SIGNS = (
    compile_late(rf"{GAP}(?:{'|'.join(UNTIL_WORDS)})"),
    compile_late(rf"{GAP}(?:{'|'.join(UNTIL_WORDS)}|{DASH}{GAP}\Z)"),
)
"""Words between two numbers of a range; for years, dashes too."""


def check_dates(text: str) -> Iterator[CitationFinding]:
    """Yield the findings about dates and ranges of a text."""
    if _may_have_slips(text):
        yield from _check_all_dates(text)


def _may_have_slips(text: str) -> bool:
    """Tell if a text has a date or a range that the patterns must look at.

    Reason: all patterns together take ten times as long, and most dates are right and stand alone.
    """
    figures = list_figures(text)
    first = first_end = 0
    for index, (start, end) in enumerate(figures):
        if index and text[first_end] not in _NO_RANGE_SIGNS:
            length = first_end - first
            if (
                length <= _YEAR_LENGTH >= end - start
                and (
                    _RANGE_SIGNS[length == _YEAR_LENGTH].match(text, first_end, start)
                    or (start - first_end == 1 and NUMBER_RANGE.match(text, first))
                )
                and int(text[first:first_end]) > int(text[start:end])
            ):
                return True
        if end - start == _YEAR_LENGTH and index > 1 and _may_be_wrong_date(text, figures, index):
            return True
        first, first_end = start, end
    return False


def _may_be_wrong_date(text: str, figures: Sequence[Figure], index: int) -> bool:
    """Tell if a number of four digits is the year of a date that can be wrong.

    The calendar lacks it, or a weekday or a range stands beside it.
    """
    start, written = _read_date_before(text, figures, index)
    end = figures[index][1]
    return bool(written) and (
        read_day(written) is None
        or (
            not _stands_behind_plain_word(text, start)
            and _stands_beside_word(text[figures[index - 3][0] if index > 2 else 0 : start])
        )
        or (text[end : end + 1] not in _NO_RANGE_SIGNS and bool(_BRACKET_BEHIND.match(text, end)))
    )


def _read_date_before(text: str, figures: Sequence[Figure], index: int) -> tuple[int, str]:
    """Return the date that ends with a number, and the offset of its first number.

    Reason: nearly all dates have slashes, which are compared in a fifth of the time that the pattern takes.
    """
    (start, day_end), (month, month_end), (year, end) = figures[index - 2 : index + 1]
    first = max(start, day_end - 2)
    if text[day_end] == "/" == text[month_end] and month == day_end + 1 and year == month_end + 1:
        return start, text[first:end] if month_end - month < 3 else ""
    found = _DATE_ONLY.match(text, first)
    return start, found[0] if found and found.end() == end else ""


def _stands_behind_plain_word(text: str, day: int) -> bool:
    """Tell if “ngày” stands before a date, and no weekday or ``đến`` before that.

    Reason: most dates stand behind numbers of documents.
    """
    place = day - len(_DAY_WORD)
    if place <= 0 or not text.startswith(_DAY_WORD, place):
        return False
    return not text[max(0, place - 4) : place].lower().endswith(_NO_PLAIN_ENDINGS)


def _stands_beside_word(before: str) -> bool:
    """Tell if the words before a date end with a weekday, or with ``đến``."""
    before = before.rstrip(_BLANKS)
    for word in _FILLERS:
        if before[-len(word) :].lower() == word:
            before = before[: -len(word)].rstrip(_BLANKS)
    return before[-4:].lower().endswith(_WORDS_BEFORE_DATE)


def _check_all_dates(text: str) -> Iterator[CitationFinding]:
    for found in _list_dates(text):
        span = Span(*found.span("day"))
        if read_date(found["day"], span).day is None and not _LUNAR.match(text, span.end):
            yield CitationFinding(Rule.NO_SUCH_DATE, span, quote_words(text, span))
    if "hứ " in text or "hật" in text or "T" in text:
        for found in _list_weekdays(text):
            yield from _check_weekday(text, found)
    yield from check_ranges(text)


def _list_dates(text: str) -> Iterator[re.Match[str]]:
    """Yield the dates behind “ngày” and behind a time of the day."""
    if "gày " in text:
        yield from _DATE.finditer(text)
    for year in chain.from_iterable(pattern.finditer(text) for pattern in _YEARS_OF_DATES):
        before, _, day = text[max(0, year.start() - 12) : year.start()].rpartition(" ")
        if day[:1].isdigit() and before.endswith(_TIMES_OF_DAY):
            found = _DATE_ONLY.match(text, year.start() - len(day))
            if found:
                yield found


def _list_weekdays(text: str) -> Iterator[re.Match[str]]:
    """Yield the weekdays before a date, and those in brackets behind one."""
    for found in _WEEKDAY.finditer(text):
        before = text[max(0, found.start() - 12) : found.start()]
        is_small = not re.search("[A-ZĐ]", text[found.start() : found.start("day")])
        if not _ORDINAL.search(before) and (not is_small or _BEFORE_WEEKDAY.search(before)):
            yield found
    for found in _SHORT_WEEKDAY.finditer(text):
        # “T6” is June too.
        is_month = int(re.findall(r"\d+", found["day"])[1]) == int(found["name"])
        if not is_month and _BEFORE_WEEKDAY.search(text[max(0, found.start() - 12) : found.start()]):
            yield found
    for bracket in _WEEKDAY_BRACKET.finditer(text):
        yield from _WEEKDAY_BEHIND.finditer(
            text, max(0, bracket.start() - _BRACKET_WINDOW), bracket.end() + _BRACKET_WINDOW
        )


def _check_weekday(text: str, found: re.Match[str]) -> Iterator[CitationFinding]:
    day = read_date(found["day"], Span(*found.span("day"))).day
    written = _WEEKDAYS[found["name"].lower()] if found["name"] else 6
    if day is not None and written != day.weekday():
        span = Span(*found.span())
        likely = _WEEKDAY_NAMES[day.weekday()]
        yield CitationFinding(Rule.WEEKDAY, span, quote_words(text, span), likely, subject=likely)
