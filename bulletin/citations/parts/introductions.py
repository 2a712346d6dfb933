"""Date and issuer before the kind of a citation.

``Ngày 22/12/2024, Bộ Chính trị ban hành Nghị quyết`` has both, ``UBND tỉnh đã có Công văn`` has an issuer.
"""

import re
from typing import NamedTuple

from bulletin.citations.knowledge.patterns import (
    DAY,
    GAP,
    ISSUING,
    SPACE,
    fold_blanks,
    get_kind_pattern,
)
from bulletin.citations.knowledge.places import CAPITAL_WORD
from bulletin.citations.knowledge.tables import can_have_suffix
from bulletin.citations.models import Issuer, Span, System, WrittenDate
from bulletin.citations.parts.details import read_congress, read_date
from bulletin.citations.parts.subjects import OTHER_CLAUSE, SUBJECT_LENGTH, Window, read_subject, search_end
from bulletin.text.late_patterns import compile_late

_ENDINGS = (
    *("hành", "có", "ra", "ký", "qua", "các", "tại", "gửi", "bằng"),
    *("HÀNH", "CÓ", "RA", "KÝ", "QUA", "CÁC", "TẠI", "GỬI", "BẰNG"),
)
"""Ends of the words before a citation of which its issuer is the subject."""
_LAST_LETTERS = frozenset(ending[-1] for ending in _ENDINGS)
_ENDING_LENGTH = 12
_CENTRAL = "TW"
_LENGTH = 220
_VERB_LENGTH = 50
_BEFORE_KIND = ' \n*_“"'
_BEFORE_COUNT = f"{_BEFORE_KIND}0123456789"
"""Signs between a verb and a kind, with a count: ``ban hành 03 văn bản số``."""
_VERB = compile_late(
    rf"(?:{SPACE}(?:đã|vừa|mới|cũng|lại|tiếp{SPACE}tục|chính{SPACE}thức|kịp{SPACE}thời|khẩn{SPACE}trương|nhanh{SPACE}chóng|sớm|để))*"
    rf"{SPACE}(?:{ISSUING}|(?P<weak>có)|ra|(?P<sent>gửi|cụ{SPACE}thể{SPACE}h(?:óa|oá){SPACE}bằng))(?:{SPACE}\d{{1,2}})?(?:{SPACE}các)?\Z|{SPACE}(?P<at>tại)\Z",
    re.IGNORECASE,
)
_DATE = compile_late(rf"gày{SPACE}(?P<day>{DAY}){GAP}[,:–-]?{GAP}(?:(?:của|thì|khi){SPACE})?", re.IGNORECASE)
_TERM = compile_late(rf"kh(?:óa|oá){SPACE}(?P<congress>[IVX]{{1,5}}|\d{{1,2}})(?!\w)", re.IGNORECASE)
_START_OF_DATE = compile_late(
    r"(?:\A|[;:.(“–—-]|\n\s*\n|(?<!\w)(?:đó|nay|này|vào|sáng|trưa|chiều|tối|cùng|hôm))\s*\Z", re.IGNORECASE
)
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
_BRACKETS = compile_late(r"\([^()]*\)")


class Introduction(NamedTuple):
    """Date and issuer that stand before a citation."""

    written_date: WrittenDate | None = None
    issuer: Issuer | None = None
    congress: int | None = None
    """The congress behind the issuer: ``Bộ Chính trị khóa XIII ban hành``."""


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
    if not verb or (verb["at"] and "của" not in words[-SUBJECT_LENGTH:]):
        return None
    window = Window(
        words, offset, verb.start(), verb["weak"] is not None, verb["sent"] is not None, verb["at"] is None,
        system, suffix,
    )  # fmt: skip
    found = _match_date(window) if window.has_verb else None
    issuer = read_subject(text, window, found.end() if found else None)
    congress = _read_congress(window, issuer) if issuer else None
    if not found:
        return Introduction(None, issuer, congress) if issuer else None
    span = Span(offset + found.start("day"), offset + found.end("day"))
    return Introduction(read_date(found["day"], span), issuer, congress)


def _read_congress(window: Window, issuer: Issuer) -> int | None:
    """Return the congress between a central body and its verb.

    Provinces and the National Assembly count their own terms.
    """
    if not can_have_suffix(issuer.body, _CENTRAL):
        return None
    found = _TERM.search(window.words, issuer.span.end - window.offset, window.verb)
    return read_congress(found["congress"]) if found else None


def _match_date(window: Window) -> re.Match[str] | None:
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
        OTHER_CLAUSE.search(folded) or _NUMBER_BETWEEN.search(folded) or _END_OF_SENTENCE.search(folded)
    )
    return None if is_other else found


def _begins_clause(window: Window, start: int) -> bool:
    """Tell if a date begins a clause.

    In “Thực hiện Kế hoạch số 12-KH/TU, ngày 15/3/2024, Huyện ủy ban hành” it is that of the first plan.
    """
    words = window.words
    if words.startswith("Ngày", start):
        before = words[:start].rstrip(" ")
        return not before[-1:].isalnum()
    found = search_end(_START_OF_DATE, words, start)
    if not found and (found := _COMMA.search(words, 0, start)):
        is_of_other = _DIGIT.search(found["clause"]) and get_kind_pattern().search(found["clause"])
        found = None if is_of_other else found
    return found is not None and not (found.start() == 0 and window.offset)
