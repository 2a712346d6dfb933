"""Words behind a number that tell of another event, or of another part of a body.

In ``Thực hiện Kế hoạch số 12-KH/TU, ngày 20/02/2026, Đảng ủy xã họp`` the date is that of the meeting.
In ``Kế hoạch số 12-KH/TU do Ban Tổ chức Tỉnh ủy tham mưu`` the body is not the issuer.
"""

from bulletin.citations.patterns import DAY, GAP, SPACE, compile_late, get_kind_pattern
from bulletin.citations.places import PERSON

_CAPITAL = "A-ZĐÂÔƯÊĂƠỦẤỞ"
_SUBJECT = (
    rf"(?:đồng{SPACE}chí|đ/c|ông|bà|đoàn|đội|lãnh{SPACE}đạo|hội{SPACE}nghị|tập{SPACE}thể|cấp{SPACE}(?:ủy|uỷ)|chi{SPACE}(?:bộ|ủy|uỷ|đoàn)"
    rf"|đảng{SPACE}(?:bộ|ủy|uỷ)|tại|toàn{SPACE}(?:thể|đảng|Đảng|tỉnh|xã|phường)|chính{SPACE}quyền|(?:ủy|uỷ){SPACE}ban|nhân{SPACE}dân"
    rf"|các{SPACE}(?:đồng|chi|cấp|địa|đơn|cơ|ban|xã|phường|đảng|đại|tổ|sở|ngành)|ban{SPACE}(?:chỉ{SPACE}đạo|thường|tổ{SPACE}chức)"
    rf"|thường{SPACE}trực|xã|phường|tỉnh|thành{SPACE}phố|trên{SPACE}địa{SPACE}bàn|trong{SPACE}(?:khuôn{SPACE}khổ|không{SPACE}khí)"
    rf"|sau{SPACE}(?:khi|thời{SPACE}gian)|(?:với|dưới){SPACE}sự|hơn|gần|diễn{SPACE}ra)(?!\w)"
)
"""First words of a clause in small letters."""
_HELPING = r"(?:đã|vừa|sẽ|đang|mới)"
_WORKING = (
    rf"(?:tham{SPACE}mưu|chủ{SPACE}trì|soạn{SPACE}thảo|xây{SPACE}dựng|dự{SPACE}thảo|chuẩn{SPACE}bị|trình|đề{SPACE}xuất"
    rf"|phối{SPACE}hợp|tổ{SPACE}chức|tiến{SPACE}hành|làm{SPACE}việc|họp|chịu{SPACE}trách)"
)
_CLAUSE = compile_late(
    rf"(?:{SPACE}và{SPACE}(?:ngày{SPACE})?{DAY})?{GAP},{GAP}(?:{_SUBJECT}|\d{{1,4}}{SPACE}[^\W\d]|(?P<subject>[{_CAPITAL}]))"
    rf"|{SPACE}(?:{_SUBJECT}|(?:sẽ|là|diễn{SPACE}ra|tổ{SPACE}chức|khai{SPACE}mạc)(?!\w)"
    rf"|(?P<direct>[{_CAPITAL}])(?:(?!{SPACE}về{SPACE})[^.,;:\n]){{3,120}}?{SPACE}(?:{_HELPING}|{_WORKING}|ký|ban{SPACE}hành"
    rf"|thông{SPACE}qua|ra|có){SPACE})"
)
_NO_SUBJECT = compile_late(
    rf"(?:của|do|về|khóa|khoá|số|kỳ{SPACE}họp|đảng{SPACE}ta|hội{SPACE}nghị{SPACE}(?:lần|trung|tw|bch|ban))(?!\w)"
    rf"|[{_CAPITAL}]{{2,4}}{SPACE}(?:số{SPACE})?\d|(?:điều|khoản|mục|phụ{SPACE}lục|phần|chương){SPACE}[\dIVX]"
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
    is_agent = link.lower().strip(" \n\u00a0*_,(>") == "do"
    return not _END_OF_AGENT.match(text, end) if is_agent else bool(_SUBJECT_BEHIND.match(text, end))
