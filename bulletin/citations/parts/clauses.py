"""Words around a number that tell of another event, or of another part of a body.

In ``Thực hiện Kế hoạch số 12-KH/TU, ngày 20/02/2026, Đảng ủy xã họp`` the date is that of the meeting.
``Triển khai Chỉ thị số 45-CT/TW ngày 18/11/2026, Đảng ủy xã mở hội nghị`` may say when the meeting was, and so may
``Quang cảnh hội nghị triển khai Chỉ thị số 45-CT/TW ngày 18/11/2026``.
In ``Kế hoạch số 12-KH/TU do Ban Tổ chức Tỉnh ủy tham mưu`` the body is not the issuer.
"""

import re

from bulletin.citations.knowledge.patterns import CAPITALS, DAY, GAP, SPACE, get_kind_pattern
from bulletin.citations.knowledge.places import PERSON
from bulletin.citations.models import Doubt
from bulletin.text.late_patterns import compile_late

_SUBJECT = (
    rf"(?:đồng{SPACE}chí|đ/c|ông|bà|đoàn|đội|lãnh{SPACE}đạo|hội{SPACE}nghị|tập{SPACE}thể|cấp{SPACE}(?:ủy|uỷ)|chi{SPACE}(?:bộ|ủy|uỷ|đoàn)"
    rf"|đảng{SPACE}(?:bộ|ủy|uỷ)|tại|toàn{SPACE}(?:thể|đảng|Đảng|tỉnh|xã|phường)|chính{SPACE}quyền|(?:ủy|uỷ){SPACE}ban|nhân{SPACE}dân"
    rf"|các{SPACE}(?:đồng|chi|cấp|địa|đơn|cơ|ban|xã|phường|huyện|quận|thị|đặc|đảng|đại|tổ|sở|ngành)|ban{SPACE}(?:chỉ{SPACE}đạo|thường|tổ{SPACE}chức)"
    rf"|thường{SPACE}trực|xã|phường|tỉnh|thành{SPACE}phố|huyện|quận|thị{SPACE}(?:xã|trấn)|đặc{SPACE}khu|trên{SPACE}địa{SPACE}bàn|trong{SPACE}(?:khuôn{SPACE}khổ|không{SPACE}khí)"
    rf"|sau{SPACE}(?:khi|thời{SPACE}gian)|(?:với|dưới){SPACE}sự|hơn|gần|diễn{SPACE}ra)(?!\w)"
)
"""First words of a clause in small letters."""
_HELPING = r"(?:đã|vừa|sẽ|đang|mới)"
_WORKING = (
    rf"(?:tham{SPACE}mưu|chủ{SPACE}trì|soạn{SPACE}thảo|xây{SPACE}dựng|dự{SPACE}thảo|chuẩn{SPACE}bị|trình|đề{SPACE}xuất"
    rf"|phối{SPACE}hợp|tổ{SPACE}chức|tiến{SPACE}hành|làm{SPACE}việc|họp|chịu{SPACE}trách)"
)
_CLAUSE = compile_late(
    rf"(?:{SPACE}và{SPACE}(?:ngày{SPACE})?{DAY})?{GAP},{GAP}(?:{_SUBJECT}|\d{{1,4}}{SPACE}[^\W\d]|(?P<subject>[{CAPITALS}]))"
    rf"|{SPACE}(?:{_SUBJECT}|(?:sẽ|là|diễn{SPACE}ra|tổ{SPACE}chức|khai{SPACE}mạc)(?!\w)"
    rf"|(?P<direct>[{CAPITALS}])(?:(?!{SPACE}về{SPACE})[^.,;:\n]){{3,120}}?{SPACE}(?:{_HELPING}|{_WORKING}|ký|ban{SPACE}hành"
    rf"|thông{SPACE}qua|ra|có){SPACE})"
)
_NO_SUBJECT = compile_late(
    rf"(?:của|do|về|khóa|khoá|số|kỳ{SPACE}họp|đảng{SPACE}ta|hội{SPACE}nghị{SPACE}(?:lần|trung|tw|bch|ban))(?!\w)"
    rf"|[{CAPITALS}]{{2,4}}{SPACE}(?:số{SPACE})?\d|(?:điều|khoản|mục|phụ{SPACE}lục|phần|chương){SPACE}[\dIVX]"
)
_END_OF_AGENT = compile_late(
    rf"{GAP}(?:\Z|\n|[.,;:)”\"\u2010-\u2015-])|(?:{SPACE}Đảng|{SPACE}nước{SPACE}Cộng[^.,;\n]{{10,45}}Nam)?{PERSON}{SPACE}(?:{_HELPING}{SPACE}|(?:trực{SPACE}tiếp|thống{SPACE}nhất"
    rf"|cùng|chính{SPACE}thức){SPACE})*(?:ký|ban{SPACE}hành|thông{SPACE}qua|ra|công{SPACE}bố|phê{SPACE}duyệt|cấp|lập|quyết{SPACE}định"
    rf"|về|ngày|khóa|khoá|năm|và|quy{SPACE}định|hướng{SPACE}dẫn)(?!\w)"
)
"""Words and signs behind the agent of a document. Behind other words, the agent did something else with it."""
_SUBJECT_BEHIND = compile_late(
    rf"(?:{SPACE}Đảng)?{SPACE}(?:{_HELPING}|{_WORKING}|ban{SPACE}hành(?={SPACE}(?!ngày)))(?!\w)"
)
_PLAIN_DATE = compile_late(rf"{GAP}(?P<comma>,)?{GAP}(?:ngày|Ngày){SPACE}")
"""The words between a number and its date. Behind “ban hành ngày”, the date is that of the document."""
_DEED = compile_late(
    rf"{GAP}(?P<comma>,)?{GAP}(?!(?:Nghị|Quyết|Chỉ|Kết|Kế|Thông|Luật|Hướng|Công{SPACE}(?:văn|điện))(?!\w))(?=[{CAPITALS}])"
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


def begins_clause(text: str, end: int) -> bool:
    """Tell if another clause follows a date, so that the date opens it.

    Args:
        text: The text.
        end: The offset behind a date that stands behind a comma.
    """
    found = _CLAUSE.match(text, end)
    if not found:
        return False
    start = max(found.start("subject"), found.start("direct"))
    return start < 0 or not (
        _NO_SUBJECT.match(text[start : start + 30].lower())
        or _NO_SUBJECT.match(text, start)
        or get_kind_pattern().match(text, start)
    )


def has_other_part(text: str, end: int, link: str) -> bool:
    """Tell if a body behind a number did something else than issue the document.

    Args:
        text: The text.
        end: The offset behind the body.
        link: The words between the number and the body.
    """
    if "của" in link.lower():
        return False
    is_agent = link.lower().strip(" \n*_,(>") == "do"
    return not _END_OF_AGENT.match(text, end) if is_agent else bool(_SUBJECT_BEHIND.match(text, end))


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
    clause = _DEED.match(text, end) if before else None
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
    return bool(_DEED.match(text, start))
