"""Dates behind a number that can be those of a deed, and not of the document.

``Triển khai Chỉ thị số 45-CT/TW ngày 18/11/2026, Đảng ủy xã mở hội nghị`` may say when the meeting was.
So may ``Quang cảnh hội nghị triển khai Chỉ thị số 45-CT/TW ngày 18/11/2026``.
"""

import re

from bulletin.citations.models import Doubt
from bulletin.citations.patterns import GAP, SPACE, compile_late

_PLAIN_DATE = compile_late(rf"{GAP}(?P<comma>,)?{GAP}(?:ngày|Ngày){SPACE}")
"""The words between a number and its date. Behind “ban hành ngày”, the date is that of the document."""
_CLAUSE = compile_late(
    rf"{GAP}(?P<comma>,)?{GAP}(?!(?:Nghị|Quyết|Chỉ|Kết|Kế|Thông|Luật|Hướng|Công{SPACE}(?:văn|điện))(?!\w))(?=[A-ZĐÂÔƯỦẤ])"
    rf"(?:(?!{SPACE}về{SPACE})[^.,;:()\d\n]){{1,80}}?{SPACE}(?:(?:đã|vừa|sẽ|đang){SPACE}(?!ký|ban{SPACE}hành|thông{SPACE}qua|ra(?!{SPACE}quân)|có)"
    rf"|(?:họp|mở|tổ{SPACE}chức|tiến{SPACE}hành|khai{SPACE}mạc|bế{SPACE}mạc|dự|tham{SPACE}dự|chủ{SPACE}trì|nghe|làm{SPACE}việc"
    rf"|triển{SPACE}khai|quán{SPACE}triệt|thực{SPACE}hiện|phối{SPACE}hợp|kiểm{SPACE}tra|giám{SPACE}sát|khảo{SPACE}sát|thăm"
    rf"|trao|tặng|đón|tiếp|gặp{SPACE}mặt|ra{SPACE}quân|phát{SPACE}động|sơ{SPACE}kết|tổng{SPACE}kết|công{SPACE}bố"
    rf"|thảo{SPACE}luận|xem{SPACE}xét|cho{SPACE}ý{SPACE}kiến|thống{SPACE}nhất|kết{SPACE}luận|long{SPACE}trọng)(?!\w))"
)
"""A subject with a verb of meeting or doing. “Ban hành” is none: such a subject can be the issuer."""
_EVENT = compile_late(
    rf"(?<!\w)(?:(?:hội{SPACE}(?:nghị|thảo|thi)|tọa{SPACE}đàm|toạ{SPACE}đàm|lễ|buổi|phiên|cuộc|lớp|ngày{SPACE}hội|họp"
    rf"|(?:quang|toàn){SPACE}cảnh|(?:sơ|tổng){SPACE}kết)(?!\w))"
    rf"(?:(?!(?:ban{SPACE}hành|thông{SPACE}qua|của|tại|ký)(?!\w))[^.;:!?\n])*\Z"
)
"""Words for an event before a number, with nothing between that says who issued the document."""
_EVENT_LENGTH = 120
_TITLE_OR_ISSUER = compile_late(
    rf"{GAP},?{GAP}(?:của|về|quy{SPACE}định|hướng{SPACE}dẫn)(?!\w)", re.IGNORECASE
)
"""Words behind the date of a document."""


def find_doubt(text: str, start: int, day: int, end: int) -> Doubt | None:
    """Return how sure the date behind a number is that of the document.

    Args:
        text: The text.
        start: The offset behind the number.
        day: The offset of the date.
        end: The offset behind the date.

    Returns:
        None if the date is that of a deed: a comma stands before it, and none before the subject.
    """
    before = _PLAIN_DATE.fullmatch(text, start, day)
    clause = _CLAUSE.match(text, end) if before else None
    if before is None or clause is None:
        return Doubt.NONE
    return None if before["comma"] and not clause["comma"] else Doubt.DEED


def has_event_before(text: str, start: int, end: int) -> bool:
    """Tell if a number ends the name of an event, whose date can follow.

    Args:
        text: The text.
        start: The offset behind the number.
        end: The offset behind the date.
    """
    words = text[max(0, start - _EVENT_LENGTH) : start].lower()
    words = words[max(words.rfind(". "), words.rfind("\n"), words.rfind(";")) + 1 :]
    return bool(_EVENT.search(words)) and not _TITLE_OR_ISSUER.match(text, end)


def has_deed(text: str, start: int) -> bool:
    """Tell if a subject with a verb of meeting or doing follows."""
    return bool(_CLAUSE.match(text, start))
