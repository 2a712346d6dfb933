"""Date, issuer and congress behind the number of a citation."""

import re
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from bulletin.citations.knowledge.patterns import (
    CAPITALS,
    DASH,
    DAY,
    GAP,
    ISSUING,
    SPACE,
    fold_blanks,
    fold_letters,
    fold_words,
    get_body_pattern,
)
from bulletin.citations.knowledge.places import PERSON, find_place
from bulletin.citations.knowledge.tables import (
    can_have_suffix,
    get_body_spellings,
    get_organ_spellings,
    is_known_suffix,
)
from bulletin.citations.models import Doubt, Issuer, Span, System, WrittenDate
from bulletin.citations.parts.clauses import begins_clause, find_doubt, has_deed, has_other_part
from bulletin.text.late_patterns import compile_late

_USUAL_DATE = compile_late(r",? ngày (?P<day>\d{1,2}/\d{1,2}/\d{4})(?!\d)")
_DATE = compile_late(
    rf"{GAP},?{GAP}\(?(?:(?:{ISSUING}|ra|đề){SPACE}(?:vào{SPACE})?)?(?:cùng{SPACE})?"
    rf"(?:(?:ngày|NGÀY|Ngày):?(?:{SPACE}|(?=\d))(?P<day>{DAY})|(?<=\()(?P<bare>{DAY})(?={GAP}[);]))"
    rf"|{SPACE}{DASH}{SPACE}(?:ngày{SPACE})?(?P<dashed>{DAY})",
)
_OLD_DATE = compile_late(
    rf"{GAP},?{GAP}\(?(?:{ISSUING}{SPACE})?(?:ngày|NGÀY|Ngày){SPACE}(?P<day>\d{{1,2}}(?P<sign>[-/.])\d{{1,2}}(?P=sign)\d\d)"
    rf"(?!\w|{GAP}\d|[-/.,]\d)"
)
"""A date with two digits of its year: ``ngày 25-3-46``."""
_FIRST_YEAR = 1945
"""The year of the first documents of the State. Two digits of a year mean the hundred years from it on."""
_NEXT_DATE = compile_late(rf"(?:{GAP},{GAP}(?:và{SPACE})?|{SPACE}và{SPACE})(?:ngày{SPACE})?(?P<day>{DAY})")
_YEAR = compile_late(rf"(?:{GAP},)?{SPACE}năm{SPACE}(?P<year>(?:19|20)\d\d)(?![\w/]|{GAP}{DASH}{GAP}\d)")
_TERM = compile_late(
    rf"{GAP},?{GAP}\(?{GAP}(?:[Kk]h(?:óa|oá)|KH(?:ÓA|OÁ)){SPACE}(?P<congress>[IVX]{{1,5}}|\d{{1,2}})(?!\w){GAP}\)?"
)
_LINK = rf"(?:{GAP},?{GAP}(?:của|do|(?:(?:đã|vừa){SPACE})?(?P<passive>được)){SPACE}|{GAP}\({GAP}|(?P<bare>(?<=\)){GAP}|{SPACE}))"
"""Words and signs before an issuer. A comma alone begins something else, and so does a bare name behind a date."""
_HEAD = (
    rf"(?:(?:(?:Bộ|Viện|Tổng{SPACE}Cục){SPACE}trưởng|Chủ{SPACE}nhiệm|Thống{SPACE}đốc|Tổng(?={SPACE}(?:Thanh|Kiểm))"
    rf"|Chánh{SPACE}án|Chánh|Trưởng|Bí{SPACE}thư){SPACE})?"
)
"""The head who signs for a body: ``Bộ trưởng Bộ Tài chính``."""
_CENTRAL_COMMITTEE = "Ban Chấp hành Trung ương"
_PLENUM = compile_late(
    rf"{GAP},?{GAP}\(?(?:của{SPACE})?Hội{SPACE}nghị{SPACE}(?:lần{SPACE}thứ{SPACE}\w+(?:{SPACE}\w+)?(?:{GAP},)?{SPACE})?"
    rf"(?P<body>(?:(?:Ban{SPACE}Chấp{SPACE}hành|BCH){SPACE})?(?:Trung{SPACE}ương|TW|TƯ)"
    rf"(?:{SPACE}Đảng(?:{SPACE}Cộng{SPACE}sản{SPACE}Việt{SPACE}Nam)?)?)"
    rf"(?:{SPACE}(?:lần{SPACE}thứ{SPACE})?(?!khóa|khoá)\w+)?(?={GAP},?{GAP}\(?{GAP}[Kk]h(?:óa|oá){SPACE}[IVX\d])"
)
"""A plenum of the Central Committee, which often has no “của”: ``Hội nghị Trung ương 8 khóa XI``."""
_ISSUED = compile_late(rf"{PERSON}{SPACE}{ISSUING}(?!\w)")
_UNKNOWN_STOP = (
    "về|ngày|đã|là|và|được|trong|để|có|đến|với|tại|khóa|khoá|năm|ban|trên|cho|đối|nhằm|vào|thì|sẽ|cùng|gắn|như|theo"
    "|từ|đang|nêu|ấn|ra|khi|quy|do|nhưng|mà|này|đó|thông|ký"
)
_CAPITAL_OF_BODY = rf"(?!Nghị|Quyết|Chỉ|Kết|Kế|Thông|Quy|Luật|Công{SPACE}(?:văn|điện)|Hướng)(?=[{CAPITALS}])"
_AND = rf"và{SPACE}{_CAPITAL_OF_BODY}"
_OTHER_BODY = compile_late(rf"{GAP}(?:,|{DASH}|&|và(?={SPACE})){GAP}{_CAPITAL_OF_BODY}")
_UNKNOWN_WORD = rf"(?:{_AND})?(?!(?:{_UNKNOWN_STOP})(?!\w))[^\W\d_]+"
_UNKNOWN = compile_late(
    rf"{GAP}(?:của|do){SPACE}(?!(?:Đảng(?!{SPACE}(?:bộ|ủy|uỷ|đoàn|viên))|nước|chúng|ta|mình)(?!\w))"
    rf"(?P<body>{_UNKNOWN_WORD}(?:{SPACE}{_UNKNOWN_WORD}){{0,9}})"
)
"""A body that no table has: ``của Giám đốc Công an tỉnh``. “của Đảng” names none."""
_CENTRAL = "TW"
_PLENUM_WINDOW = 12
"""Characters behind a number in which the name of a plenum begins."""
_BEFORE_DETAIL = " \n\t*_,()>"
_DATE_STARTS = (
    "n",
    "ra ",
    "đề ",
    "ký ",
    "ban ",
    "đượ",
    "đã ",
    "vừa",
    "thô",
    "vào",
    "cùn",
    *"0123456789-\u2013\u2014",
)
_NO_DETAIL = frozenset(("về ", "và ", "là ", "tại", "để ", "cho", "với", "tro"))
"""First letters of the words that follow most citations. No detail begins with them."""
_ROMAN = {"I": 1, "V": 5, "X": 10}
_DIGITS = compile_late(r"\d+")


class Details(NamedTuple):
    """Date, issuer and congress of a citation, and the offset behind them."""

    end: int
    written_date: WrittenDate | None = None
    issuer: Issuer | None = None
    congress: int | None = None
    issued_year: int | None = None
    doubt: Doubt = Doubt.NONE
    series_day: date | None = None


@cache
def _get_letters_of_issuer() -> frozenset[str]:
    """Return the first letters of bodies, and of the words before a body."""
    heads = "bvtc"
    return frozenset({"c", "d", "đ", *heads, *(name[0].casefold() for name in get_body_spellings())})


@cache
def _get_issuer_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"{_LINK}(?:Hội{SPACE}nghị{SPACE}(?:lần{SPACE}thứ{SPACE})?\w+{GAP}[,(]?{GAP})?{_HEAD}{get_body_pattern().pattern}"
        rf"(?:{SPACE}Đảng(?!\w)(?:{SPACE}(?:bộ|ủy|uỷ))?)?",
        re.IGNORECASE,
    )


def read_details(
    text: str, start: int, system: System = System.UNKNOWN, *, suffix: str = "", is_short: bool = False
) -> Details:
    """Return the date, the issuer and the congress that follow an offset in any order.

    Args:
        text: The text.
        start: The offset behind a number.
        system: The system of the number. ``BCT`` is another body in each.
        suffix: The suffix of the number. A body without “của” before it must have the suffix.
        is_short: True for a number without a code. Its issuer can be a body that no table has.
    """
    end, written_date, issuer, congress, year = start, None, None, None, None
    doubt: Doubt | None = Doubt.NONE
    for _ in range(4):
        # The first letters tell which detail can follow.
        sign = text[end : end + 16].lstrip(_BEFORE_DETAIL)[:4].casefold()
        if not sign or sign[:3] in _NO_DETAIL:
            break
        if written_date is None and sign.startswith(_DATE_STARTS) and (found := _match_date(text, end)):
            doubt = Doubt.NONE if issuer else find_doubt(text, end, found.start("day"), found.end())
            if doubt is None:
                break
            written_date = _read_match(found)
            end = _close(text, found.end())
        elif written_date is None and year is None and sign == "năm " and (found := _YEAR.match(text, end)):
            year, end = int(found["year"]), found.end()
        elif congress is None and sign[:1] == "k" and (found := _TERM.match(text, end)):
            congress = read_congress(found["congress"])
            end = found.end()
        elif (
            issuer is None
            and suffix == _CENTRAL
            and "Hội" in text[end : end + _PLENUM_WINDOW]
            and (found := _PLENUM.match(text, end))
        ):
            issuer, end = (
                Issuer(_CENTRAL_COMMITTEE, Span(*found.span("body")), _CENTRAL_COMMITTEE),
                found.end(),
            )
        elif (
            issuer is None
            and sign[:1] in _get_letters_of_issuer()
            and (read := _read_issuer(text, end, system, suffix, can_be_bare=written_date is None))
        ):
            issuer, end = read
        elif issuer is None and sign.startswith(("của ", "do ")) and (found := _UNKNOWN.match(text, end)):
            unknown = Issuer(fold_blanks(found["body"]), Span(*found.span("body")))
            dated = None if written_date else _match_date(text, found.end())
            issuer = unknown if is_short else None
            if dated is None:
                break
            written_date = _read_match(dated)
            end = _close(text, dated.end())
        else:
            break
    return Details(end, written_date, issuer, congress, None if written_date else year, doubt or Doubt.NONE)


def read_issuer_in_title(text: str, start: int, end: int, system: System) -> Issuer | None:
    """Return the issuer between kind and number: ``Kết luận của Bộ Chính trị số``."""
    place = max(text.find(word, start, end) for word in (" của ", " CỦA "))
    read = _read_issuer(text, place, system, "") if place >= 0 else None
    return read[0] if read and read[1] <= end else None


def has_other_body(text: str, start: int) -> bool:
    """Tell if another body follows an issuer: ``của Bộ Nội vụ và Bộ Tư pháp``."""
    return bool(_OTHER_BODY.match(text, start))


def read_more_dates(text: str, start: int) -> tuple[list[WrittenDate], int]:
    """Return the dates after the first one of a list, with the offset behind them."""
    dates = []
    while found := _NEXT_DATE.match(text, start):
        dates.append(_read_match(found))
        start = found.end()
    return dates, start


def _read_issuer(
    text: str, start: int, system: System, suffix: str, *, can_be_bare: bool = True
) -> tuple[Issuer, int] | None:
    """Return an issuer with its place, and the offset behind both."""
    found = _match_issuer(text, start, system)
    if not found or (found["bare"] is not None and (not can_be_bare or has_deed(text, start))):
        return None
    body = find_body(found["body"], system)
    if found["bare"] is not None and is_known_suffix(suffix) and not can_have_suffix(body, suffix):
        return None
    place = find_place(text, found.end(), body)
    end = place.end if place else found.end()
    if found["passive"]:
        is_issuer = bool(_ISSUED.match(text, end))
    else:
        is_issuer = not has_other_part(text, end, text[start : found.start("body")])
    if not is_issuer:
        return None
    name = find_organ(found["body"]) or body
    return Issuer(body, Span(*found.span("body")), name, _fold_place(text, place)), end


def _fold_place(text: str, place: Span | None) -> str:
    return fold_blanks(text[slice(*place)]) if place else ""


def _match_issuer(text: str, start: int, system: System) -> re.Match[str] | None:
    """Match an issuer. Brackets behind a State paper often name who drafted it."""
    if system is System.STATE and text[start : start + 3].lstrip().startswith("("):
        return None
    return _get_issuer_pattern().match(text, start)


def _match_date(text: str, start: int) -> re.Match[str] | None:
    """Match the date of a document, the usual form first.

    Reason: most dates have it.
    """
    found = _USUAL_DATE.match(text, start) or _DATE.match(text, start)
    if not found:
        found = _OLD_DATE.match(text, start)
        if not found or not read_day(found["day"]):
            return None
    has_comma = "," in text[start : found.start(found.lastgroup or "day")]
    return None if has_comma and begins_clause(text, found.end()) else found


def _read_match(found: re.Match[str]) -> WrittenDate:
    group = found.lastgroup or "day"
    return read_date(found[group], Span(*found.span(group)))


def _close(text: str, end: int) -> int:
    return end + 1 if text[end : end + 1] == ")" else end


def read_date(written: str, span: Span) -> WrittenDate:
    """Return a date of day, month and year. It has no day if the calendar lacks it."""
    return WrittenDate(span, read_day(written))


@lru_cache(maxsize=1 << 10)
def read_day(written: str) -> date | None:
    """Return the day of a date, or None if the calendar lacks it."""
    parts = written.split("/")
    if len(parts) != 3 or not "".join(parts).isdecimal():
        parts = _DIGITS.findall(written)
    day, month, year = map(int, parts)
    if len(parts[-1]) == len("46"):
        year += 1900 if year >= _FIRST_YEAR % 100 else 2000
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_congress(written: str) -> int:
    """Return the number of a congress in Roman or Arabic digits."""
    if written.isdigit():
        return int(written)
    values = [_ROMAN[letter] for letter in fold_letters(written).upper()]
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


@lru_cache(maxsize=1 << 10)
def find_body(written: str, system: System = System.UNKNOWN) -> str:
    """Return the body that a spelling of its name stands for, best one of a system."""
    bodies = _get_folded_bodies()[fold_words(written)]
    return next((body for own, body in bodies if own == system), bodies[0][1])


@cache
def _get_folded_organs() -> dict[str, str]:
    return {fold_words(spelling): organ for spelling, organ in get_organ_spellings().items()}


@lru_cache(maxsize=1 << 10)
def find_organ(written: str) -> str:
    """Return the organ that a spelling of its name stands for, or an empty text."""
    return _get_folded_organs().get(fold_words(written), "")
