"""The body that issues a document, as the subject before it.

``UBND tỉnh vừa ban hành Công văn``, ``Bí thư Tỉnh ủy Nguyễn Văn A ký Quyết định``.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from bulletin.citations.knowledge.patterns import GAP, SPACE, fold_blanks, get_body_pattern
from bulletin.citations.knowledge.places import PERSON, find_place, get_level
from bulletin.citations.knowledge.tables import can_have_suffix, get_body_spellings, is_known_suffix
from bulletin.citations.models import Issuer, Span, System
from bulletin.citations.parts.details import find_body, find_organ
from bulletin.text.late_patterns import compile_late

SUBJECT_LENGTH = 110
"""Characters before a verb in which the name of a body is sought."""
_TITLE_LENGTH, _SIGNS_LENGTH = 50, 25
_WORD = compile_late(r"[^\W\d_]+")
OTHER_CLAUSE = compile_late(
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


class Window(NamedTuple):
    """The words before a citation, with the offsets of its verb and of its subject."""

    words: str
    offset: int
    """Offset of the words in the text."""
    verb: int
    is_weak: bool
    """True for “có”: persons have documents that others issue."""
    is_sent: bool
    """True for “gửi”: bodies send documents that others issue, so the suffix must be theirs."""
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


def read_subject(text: str, window: Window, behind_date: int | None) -> Issuer | None:
    """Return the body right before the verb, or else one right behind the date."""
    words, first = window.words, True
    begin = max(0, window.verb - SUBJECT_LENGTH, words.rfind("\n\n", 0, window.verb))
    for found in _find_bodies(words, begin, window.verb):
        body = find_body(found["body"], window.system)
        if window.is_sent and not (window.suffix and can_have_suffix(body, window.suffix)):
            continue
        end = window.offset + found.end()
        place = find_place(text, end, body)
        title = search_end(_TITLE, words, found.start(), _TITLE_LENGTH)
        start = title.start() if title else found.start()
        name_end = (place.end if place else end) - window.offset
        is_next = bool(_BEFORE_VERB.fullmatch(words, name_end, window.verb))
        subject = _Subject(
            start, body, title is not None,
            is_next=is_next,
            is_near=is_next or _is_near(words[name_end : window.verb]),
            is_behind_date=first and behind_date is not None and words[behind_date:start] in _ON_BEHALF,
        )  # fmt: skip
        first = False
        if _can_be_issuer(window, subject):
            name = find_organ(found["body"]) or body
            return Issuer(body, Span(end - len(found[0]), end), name, _fold_place(text, place, subject))
    return None


def search_end(
    pattern: re.Pattern[str], words: str, end: int, length: int = _SIGNS_LENGTH
) -> re.Match[str] | None:
    """Match a pattern right before an offset.

    Reason: it looks at the last characters only, because a search from the start takes ten times as long.
    """
    return pattern.search(words, max(0, end - length), end)


def _find_bodies(words: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the names of bodies in a part of a text.

    Reason: the first word tells for nearly all words, and the pattern of all bodies takes ten times as long.
    """
    known, done = _get_first_words(), start
    for word in _WORD.finditer(words, start, end):
        if word.start() >= done and word[0].lower() in known:
            found = get_body_pattern().match(words, word.start(), end)
            if found:
                done = found.end()
                yield found


@cache
def _get_first_words() -> frozenset[str]:
    return frozenset(
        word
        for spelling in get_body_spellings()
        for word in (_WORD.match(spelling) or [""])[0].lower().split()
        for word in (word, word.replace("ủy", "uỷ").replace("òa", "oà"))
    )


def _is_near(between: str) -> bool:
    """Tell if words between a body and a verb can be a part of its name."""
    folded = fold_blanks(between)
    return folded.count(" ") < _LONGEST_NAME and not (OTHER_CLAUSE.search(folded) or _SIGN.search(folded))


def _fold_place(text: str, place: Span | None, subject: _Subject) -> str:
    """Return a place, or only its level if the name of a person can stand in it."""
    written = fold_blanks(text[slice(*place)]) if place else ""
    is_signed = subject.has_title or subject.body.startswith(_HEAD_OF_BODY)
    return get_level(written) if written and is_signed else written


def _can_be_issuer(window: Window, subject: _Subject) -> bool:
    """Tell if the place of a body and the suffix of the number let it be the issuer."""
    words, suffix, start = window.words, window.suffix, subject.start
    fits = not suffix or can_have_suffix(subject.body, suffix)
    if not window.has_verb:
        return subject.is_next and fits and bool(search_end(_BEFORE_AT, words, start))
    starts = subject.has_title or bool(search_end(_START_OF_CLAUSE, words, start))
    is_second = bool(search_end(_COORDINATION, words, start))
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
