"""Find ranges of years, numbers, days and months that run backwards."""

import re
from collections.abc import Iterator
from datetime import timedelta

from bulletin.citations.knowledge.patterns import DASH, GAP, SPACE, SURE_DAY, quote_words
from bulletin.citations.models import CitationFinding, Rule, Span
from bulletin.citations.parts.details import read_date
from bulletin.citations.parts.kinds import find_kind_before
from bulletin.text.late_patterns import compile_late

_UNTIL = rf"{SPACE}(?:đến|tới){SPACE}(?:hết{SPACE})?(?:ngày{SPACE})?"
_WINDOW = 50
"""Characters around a sign of a range in which its words stand."""
_YEAR_RANGE = compile_late(
    rf"(?P<range>(?P<first>(?:19|20)\d\d){GAP}(?:{DASH}|đến|tới){GAP}(?P<last>(?:19|20)\d\d))(?![\d/])"
)
_PERIOD_BEFORE = compile_late(
    rf"(?:giai{SPACE}đoạn|nhiệm{SPACE}k[ỳì]|năm{SPACE}học|niên{SPACE}kh(?:óa|oá)|thời{SPACE}kỳ|các{SPACE}năm){SPACE}"
    rf"\(?(?:từ{SPACE})?\Z",
    re.IGNORECASE,
)
UNTIL_WORDS = ("đến", "tới")
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_FROM_TO = compile_late(
    rf"từ{SPACE}(?P<range>(?P<word>số|năm|điều|khoản|mục|trang|chương){SPACE}(?P<first>\d{{1,4}}){SPACE}(?:đến|tới){SPACE}"
    rf"(?:hết{SPACE})?(?:(?P=word){SPACE}|(?=\d{{4}}))(?P<last>\d{{1,4}}))(?!\d|[./-]\d)",
    re.IGNORECASE,
)
_CODE_BEHIND = compile_late(rf"{GAP}(?:{DASH}|/){GAP}[A-ZĐ]")
_FALL_BEFORE = compile_late(
    rf"(?<!\w)(?:giảm|sắp{SPACE}xếp|hạ|rút|còn|bớt)(?!\w)[^.;:!?\n]*\Z", re.IGNORECASE
)
"""Words of a fall before a range: ``giảm từ mục 20 đến mục 15``. The larger number is rightly the first one."""
NUMBER_RANGE = compile_late(
    rf"(?<=[Ss]ố )(?P<range>(?P<first>\d{{2,4}}){DASH}(?P<last>\d{{2,4}}))(?=[-/][A-ZĐ][A-Za-zĐ]{{1,3}}[-/][A-ZĐ])"
)
"""Numbers of several documents: ``số 92-95/KH-UBND``."""
_FROM_DAY = compile_late(
    rf"từ{SPACE}(?:(?:ngày{SPACE}|(?=\d{{1,2}}/\d))(?P<range>(?P<part>\d{{1,2}}(?:[/.]\d{{1,2}})?){_UNTIL}(?P<last>{SURE_DAY}))"
    rf"|(?:ngày{SPACE})?(?P<full_range>(?P<first>{SURE_DAY}){_UNTIL}(?P<full_last>{SURE_DAY})))",
    re.IGNORECASE,
)
_MONTH = rf"\d{{1,2}}(?:/|{SPACE}năm{SPACE})\d{{4}}"
_FROM_MONTH = compile_late(
    rf"từ{SPACE}(?P<range>tháng{SPACE}(?P<first>{_MONTH}){SPACE}(?:đến|tới){SPACE}(?:hết{SPACE})?(?:tháng{SPACE})?"
    rf"(?P<last>{_MONTH}))(?!\d|[/.-]\d)",
    re.IGNORECASE,
)
_DIGIT = compile_late(r"\d")
_HALF_A_YEAR = timedelta(days=183)


def check_ranges(text: str) -> Iterator[CitationFinding]:
    """Yield the ranges that run backwards.

    Dashes and “đến” are looked for first, and figures and words around them afterwards.
    Reason: most texts have no range.
    """
    for dash in _DASHES:
        for place in _find_all(text, dash):
            if text[max(0, place - 3) : place].rstrip()[-1:].isdigit():
                for pattern in (_YEAR_RANGE, NUMBER_RANGE):
                    yield from _check_range(text, place, pattern)
    for word in UNTIL_WORDS:
        for place in _find_all(text, word):
            if _DIGIT.search(text, place, place + 18):
                for pattern in (_YEAR_RANGE, _FROM_TO, _FROM_DAY, _FROM_MONTH):
                    yield from _check_range(text, place, pattern)


def _check_range(text: str, place: int, pattern: re.Pattern[str]) -> Iterator[CitationFinding]:
    for found in pattern.finditer(text, max(0, place - _WINDOW), place + _WINDOW):
        if found.start() < place < found.end() and _runs_backwards(text, found, pattern):
            name = "full_range" if pattern is _FROM_DAY and found["full_range"] else "range"
            span = Span(*found.span(name))
            is_unclear = pattern is _FROM_MONTH or (pattern is _FROM_DAY and found["part"])
            is_unclear = is_unclear or _FALL_BEFORE.search(
                text, max(0, found.start() - _WINDOW), found.start()
            )
            likely = "" if is_unclear else _exchange_ends(found, pattern, name)
            yield CitationFinding(Rule.BACKWARD_RANGE, span, quote_words(text, span), likely)


def _exchange_ends(found: re.Match[str], pattern: re.Pattern[str], name: str) -> str:
    """Return the words of a range with its ends exchanged."""
    first, last = _get_ends(found, pattern)
    before, _, rest = found[name].partition(first)
    words = f"{before}{last}{rest.rpartition(last)[0]}{first}"
    return quote_words(words, Span(0, len(words)))


def _find_all(text: str, word: str) -> Iterator[int]:
    """Yield the offsets of a word."""
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + 1)


def _get_ends(found: re.Match[str], pattern: re.Pattern[str]) -> tuple[str, str]:
    if pattern is not _FROM_DAY:
        return found["first"], found["last"]
    return (found["part"], found["last"]) if found["part"] else (found["first"], found["full_last"])


def _can_be_range(text: str, found: re.Match[str]) -> bool:
    """Tell if numbers behind “từ” count upwards.

    Those of houses need not, so “số” is read only beside the kind or the code of a document.
    """
    return (
        found["word"].lower() != "số"
        or find_kind_before(text, found.start()).is_written
        or bool(_CODE_BEHIND.match(text, found.end()))
    )


def _runs_backwards(text: str, found: re.Match[str], pattern: re.Pattern[str]) -> bool:
    first, last = _get_ends(found, pattern)
    if pattern is _YEAR_RANGE:
        start = max(0, found.start() - _WINDOW)
        return first > last and bool(_PERIOD_BEFORE.search(text, start, found.start()))
    if pattern is NUMBER_RANGE:
        return len(first) == len(last) and first > last
    if pattern in (_FROM_TO, _FROM_MONTH):
        parts, last_parts = ([*map(int, re.findall(r"\d+", one))] for one in (first, last))
        is_backward = parts[::-1] > last_parts[::-1]  # the year before the month
        return is_backward and (pattern is _FROM_MONTH or _can_be_range(text, found))
    end = read_date(last, Span(0, 0)).day
    if end is None:
        return False
    parts = [int(part) for part in re.findall(r"\d+", first)]
    day = (*parts, *(end.month, end.year)[len(parts) - 1 :])
    start_day = read_date("/".join(map(str, day)), Span(0, 0)).day
    if start_day is None or start_day <= end:
        return False
    # A day and a month without a year can be those of the year before: “từ 25/12 đến 05/01/2026”.
    return (
        len(parts) != 2
        or end - start_day.replace(year=end.year - 1, day=min(start_day.day, 28)) > _HALF_A_YEAR
    )
