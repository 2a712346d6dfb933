"""Date and issuer before the kind of a citation.

``Ngày 22/12/2024, Bộ Chính trị ban hành Nghị quyết`` has both, ``UBND tỉnh đã có Công văn`` has an issuer.
"""

import re
from typing import NamedTuple

from bulletin.citations.details import find_body, find_organ, read_date
from bulletin.citations.models import Issuer, Span, System, WrittenDate
from bulletin.citations.patterns import (
    DAY,
    GAP,
    ISSUING,
    SPACE,
    compile_late,
    fold_blanks,
    get_body_pattern,
    get_kind_pattern,
)
from bulletin.citations.places import CAPITAL_WORD, PERSON, find_place, get_level
from bulletin.citations.tables import can_have_suffix, is_known_suffix

_ENDINGS = ("hành", "có", "ra", "ký", "qua", "các", "tại", "HÀNH", "CÓ", "RA", "KÝ", "QUA", "CÁC", "TẠI")
"""Ends of the words before a citation of which its issuer is the subject."""
_LAST_LETTERS = frozenset(ending[-1] for ending in _ENDINGS)
_ENDING_LENGTH = 12
_LENGTH = 220
_VERB_LENGTH = 50
_SUBJECT_LENGTH = 110
_BEFORE_KIND = ' \n\u00a0*_“"'
_BEFORE_COUNT = f"{_BEFORE_KIND}0123456789"
"""Signs between a verb and a kind, with a count: ``ban hành 03 văn bản số``."""
_VERB = compile_late(
    rf"(?:{SPACE}(?:đã|vừa|mới|cũng|lại|tiếp{SPACE}tục|chính{SPACE}thức|kịp{SPACE}thời|khẩn{SPACE}trương|nhanh{SPACE}chóng|sớm|để))*"
    rf"{SPACE}(?:{ISSUING}|(?P<weak>có)|ra)(?:{SPACE}\d{{1,2}})?(?:{SPACE}các)?\Z|{SPACE}(?P<at>tại)\Z",
    re.IGNORECASE,
)
_DATE = compile_late(rf"gày{SPACE}(?P<day>{DAY}){GAP}[,:]?{GAP}(?:(?:của|thì|khi){SPACE})?", re.IGNORECASE)
_START_OF_DATE = compile_late(r"(?:\A|[;:.(“–—-]|\n\s*\n|(?<!\w)(?:đó|nay|này|vào))\s*\Z", re.IGNORECASE)
"""Words and signs before “ngày” in small letters. Behind others, the date is that of an event or of another document."""
_COMMA = compile_late(r"(?:\A|[.;:!?\n])(?P<clause>[^.;:!?\n]{0,150}),\s*\Z")
_DIGIT = compile_late(r"\d")
_SMALL_SUBJECTS = (
    "ông ",
    "bà ",
    "đồng chí ",
    "lãnh đạo ",
    "đ/c ",
    "thừa lệnh ",
    "thay mặt ",
    "thừa ủy quyền ",
)
_PLACE_OF_EVENT = compile_late(rf"[Tt]ại{SPACE}{CAPITAL_WORD}(?:{SPACE}{CAPITAL_WORD}){{0,4}}{GAP},{GAP}")
_END_OF_SENTENCE = compile_late(r"[;:!?…]|(?<![Tt][PpSsTt])(?<!GS)(?<![Tt]h[sS])(?<!T)(?<!BS)\.(?:\s|\Z)")
"""Signs behind which another clause begins. A point behind ``TP`` or ``TS`` is none."""
_NUMBER_BETWEEN = compile_late(r"\d\s*[-–/]|số\s+\d", re.IGNORECASE)
_OTHER_CLAUSE = compile_late(
    r"(?<!\w)(?:(?<!ông )trình|giao(?! thông| dịch)|dự(?! án| phòng| trữ| toán)|việc(?! làm)|(?:sau|trên)(?! đại học)"
    r"|(?<!an )(?<![Ss]ở )(?<![Bb]ộ )(?:chỉ đạo|kiểm tra|tổ chức|xây dựng|thực hiện|triển khai)"
    r"|cho (?:biết|rằng|hay|thấy)|nói|nêu|họp|phát biểu|khẳng định|nhấn mạnh|đề nghị|yêu cầu|tham mưu|phối hợp|chủ trì"
    r"|làm việc|công bố|trao|quán triệt|theo|căn cứ|trước|khi|để|nhằm|rằng|mà|nếu|vì|do|bởi|được|bị|từ|đến|tới|với"
    r"|trong|về|sẽ|đang|đã|vừa|chưa|không|là|có|gồm|ban hành|thông qua|ra|ký|kỷ niệm|nhất trí|quyết định|báo cáo|gửi"
    r"|sơ kết|tổng kết|nghe|thống nhất|thảo luận|bàn|phát động|năm|nhân dịp|tặng|đón"
    r"|nhận|xem xét|cùng|này|đó|tiếp tục|tiến hành|diễn ra|khai mạc|bế mạc|hoàn thành|thành lập|tại|ở)(?!\w)"
)
"""Words in small letters between a date and a verb if the date is that of another event."""
_ON_BEHALF = ("", "thay mặt ")
_BRACKETS = compile_late(r"\([^()]*\)")
_BEFORE_VERB = compile_late(
    rf"(?:{SPACE}Đảng(?!\w))?(?:{GAP}\([^()\d]{{1,20}}\))?{PERSON}"
    rf"(?:{SPACE}kh(?:óa|oá){SPACE}[IVXL\d]+)?(?:{GAP},?{SPACE}(?:tại{SPACE})?[Kk]ỳ{SPACE}họp{SPACE}thứ{SPACE}\w+)?"
)
"""Words that can stand between a body and the verb: its letters in brackets, who signs for it, and its term."""
_TITLE = compile_late(
    rf"(?<!\w)(?:Hội{SPACE}nghị(?:{SPACE}lần{SPACE}thứ{SPACE}\w+)?(?:{GAP},)?|(?:Phó|Thứ|Bộ|Viện|Tổng{SPACE}Cục){SPACE}trưởng|Phó|(?:Phó{SPACE})?Bí{SPACE}thư|Chủ{SPACE}tịch"
    rf"|Chủ{SPACE}nhiệm|Thống{SPACE}đốc|Tổng|(?:Phó{SPACE})?Chánh(?:{SPACE}án)?|Trưởng|Thường{SPACE}trực|Bộ{SPACE}trưởng{GAP},{GAP}Chủ{SPACE}nhiệm){SPACE}\Z",
    re.IGNORECASE,
)
"""Title of a person before the body for which the person signs: ``Bí thư Tỉnh ủy``."""
_START_OF_CLAUSE = compile_late(
    r"(?:(?:\A|[,;:.–—(“\"\d\n-])\s*|(?<!\w)(?:thay mặt|tham mưu|giúp|cho|khi|mà|thì|nay|trình|đề nghị|kiến nghị"
    r"|do|việc|nhằm|vì|nếu|sau|trước|đó|này|rằng|báo cáo|để|năm|hiện|được|bị)\s+)\Z",
    re.IGNORECASE,
)
"""Words and signs before a subject. Behind others, a body is a part of a longer name: ``Văn phòng UBND tỉnh``."""
_BEFORE_AT = compile_late(r"(?<!\w)của\s+\Z", re.IGNORECASE)
_COORDINATION = compile_late(r"(?:,|(?<!\w)và)\s*\Z", re.IGNORECASE)
_LOCAL_AND_CENTRAL = ("TU", "TW")
"""Suffixes that are one slip apart."""
_SIGN = compile_late(r"[^\w\s&-]")
_LONGEST_NAME = 12
"""Words that can belong to the name of a body which no table has in full."""
_HEAD_OF_BODY = "Chủ tịch "


class Introduction(NamedTuple):
    """Date and issuer that stand before a citation."""

    written_date: WrittenDate | None = None
    issuer: Issuer | None = None


class _Window(NamedTuple):
    """The words before a citation, with the offsets of its verb and of its subject."""

    words: str
    offset: int
    """Offset of the words in the text."""
    verb: int
    is_weak: bool
    """True for “có”: persons have documents that others issue."""
    has_verb: bool
    """False for ``của Tỉnh ủy tại``."""
    system: System
    suffix: str


class _Subject(NamedTuple):
    """A body among the words before a citation."""

    start: int
    body: str
    has_title: bool
    """True if a person signs for it: ``Bí thư Tỉnh ủy``."""
    is_next: bool
    """True if only its place or the name of a person stand before the verb."""
    is_near: bool
    """True if a few words of its name stand before the verb: ``Đảng ủy NHPT``."""
    is_behind_date: bool


def may_have_introduction(text: str, start: int) -> bool:
    """Tell if the word before a kind can be that of a body that issues it.

    Reason: it tells for nearly all citations, and each search for a body takes a hundred times as long.
    """
    letter = text[start - 2 : start - 1]
    if letter.isalpha() and letter not in _LAST_LETTERS:
        return False
    return text[max(0, start - _ENDING_LENGTH) : start].rstrip(_BEFORE_COUNT).endswith(_ENDINGS)


def read_introduction(
    text: str, start: int, system: System = System.UNKNOWN, suffix: str = ""
) -> Introduction | None:
    """Return the date and the issuer before a kind.

    ``Ngày 22/12/2024, Bộ Chính trị ban hành Nghị quyết`` has both.

    Args:
        text: The text.
        start: The offset of the kind.
        system: The system of the number.
        suffix: Its suffix, with which an issuer must agree in most sentences.

    Returns:
        None if the words before the kind are others.
    """
    offset = max(0, start - _LENGTH)
    words = text[offset:start].rstrip(_BEFORE_KIND)
    verb = _VERB.search(words, max(0, len(words) - _VERB_LENGTH))
    if not verb or (verb["at"] and "của" not in words[-_SUBJECT_LENGTH:]):
        return None
    window = _Window(
        words, offset, verb.start(), verb["weak"] is not None, verb["at"] is None, system, suffix
    )
    found = _match_date(window) if window.has_verb else None
    issuer = _read_subject(text, window, found.end() if found else None)
    if not found:
        return Introduction(None, issuer) if issuer else None
    span = Span(offset + found.start("day"), offset + found.end("day"))
    return Introduction(read_date(found["day"], span), issuer)


def _match_date(window: _Window) -> re.Match[str] | None:
    """Match the last date before the verb if only a subject stands between them."""
    words = window.words
    begin = max(words.rfind(day, 1, window.verb) for day in ("gày ", "GÀY "))
    found = _DATE.match(words, begin, window.verb) if begin > 0 else None
    if not found or not _begins_clause(window, begin - 1):
        return None
    place = _PLACE_OF_EVENT.match(words, found.end(), window.verb)
    subject = words[place.end() if place else found.end() : window.verb]
    is_body = subject[:1].isupper() and not (window.is_weak and subject.istitle())
    is_subject = is_body or (subject.startswith(_SMALL_SUBJECTS) and not window.is_weak)
    if not is_subject or "\n\n" in subject:
        return None
    folded = _BRACKETS.sub("", fold_blanks(subject))
    folded = folded.lower() if folded.isupper() else folded
    is_other = (
        _OTHER_CLAUSE.search(folded) or _NUMBER_BETWEEN.search(folded) or _END_OF_SENTENCE.search(folded)
    )
    return None if is_other else found


def _begins_clause(window: _Window, start: int) -> bool:
    """Tell if a date begins a clause.

    In “Thực hiện Kế hoạch số 12-KH/TU, ngày 15/3/2024, Huyện ủy ban hành” it is that of the first plan.
    """
    words = window.words
    if words.startswith("Ngày", start):
        before = words[:start].rstrip(" \u00a0")
        return not before[-1:].isalnum()
    found = _START_OF_DATE.search(words, 0, start)
    if not found and (found := _COMMA.search(words, 0, start)):
        is_of_other = _DIGIT.search(found["clause"]) and get_kind_pattern().search(found["clause"])
        found = None if is_of_other else found
    return found is not None and not (found.start() == 0 and window.offset)


def _read_subject(text: str, window: _Window, behind_date: int | None) -> Issuer | None:
    """Return the body right before the verb, or else one right behind the date."""
    words, first = window.words, True
    begin = max(0, window.verb - _SUBJECT_LENGTH, words.rfind("\n\n", 0, window.verb))
    for found in get_body_pattern().finditer(words, begin, window.verb):
        if words[: found.start()][-1:].isalnum():
            continue
        body = find_body(found["body"], window.system)
        end = window.offset + found.end()
        place = find_place(text, end, body)
        title = _TITLE.search(words, 0, found.start())
        start = title.start() if title else found.start()
        name_end = (place.end if place else end) - window.offset
        subject = _Subject(
            start, body, title is not None,
            is_next=bool(_BEFORE_VERB.fullmatch(words, name_end, window.verb)),
            is_near=_is_near(words[name_end : window.verb]),
            is_behind_date=first and behind_date is not None and words[behind_date:start] in _ON_BEHALF,
        )  # fmt: skip
        first = False
        if _can_be_issuer(window, subject):
            name = find_organ(found["body"]) or body
            return Issuer(body, Span(end - len(found[0]), end), name, _fold_place(text, place, subject))
    return None


def _is_near(between: str) -> bool:
    """Tell if words between a body and a verb can be a part of its name."""
    folded = fold_blanks(between)
    return folded.count(" ") < _LONGEST_NAME and not (_OTHER_CLAUSE.search(folded) or _SIGN.search(folded))


def _fold_place(text: str, place: Span | None, subject: _Subject) -> str:
    """Return a place, or only its level if the name of a person can stand in it."""
    written = fold_blanks(text[slice(*place)]) if place else ""
    is_signed = subject.has_title or subject.body.startswith(_HEAD_OF_BODY)
    return get_level(written) if written and is_signed else written


def _can_be_issuer(window: _Window, subject: _Subject) -> bool:
    """Tell if the place of a body and the suffix of the number let it be the issuer."""
    words, suffix, start = window.words, window.suffix, subject.start
    fits = not suffix or can_have_suffix(subject.body, suffix)
    if not window.has_verb:
        return subject.is_next and fits and bool(_BEFORE_AT.search(words, 0, start))
    starts = subject.has_title or bool(_START_OF_CLAUSE.search(words, 0, start))
    is_second = bool(_COORDINATION.search(words, 0, start))
    if not subject.is_next:
        is_subject = subject.is_behind_date or (subject.is_near and (starts or is_second))
        return is_subject and fits and bool(suffix)
    if subject.is_behind_date and not subject.has_title:
        return True
    if subject.has_title and (window.is_weak or not suffix):
        return False
    if not starts:
        return fits and is_second
    is_slip = suffix in _LOCAL_AND_CENTRAL and any(
        can_have_suffix(subject.body, one) for one in _LOCAL_AND_CENTRAL
    )
    is_slip = is_slip and not subject.has_title
    return fits or (not is_second and (is_slip or not is_known_suffix(suffix)))
