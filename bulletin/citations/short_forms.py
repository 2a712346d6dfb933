"""Words behind a number that tell counts from short forms: ``Kế hoạch 5 năm``, ``Chỉ thị 05``."""

import re

from bulletin.citations.patterns import GAP, SPACE

_UNITS = frozenset(
    "ban bài bên bước bản bậc bộ cai cuốn cuộc các cán cá câu cây căn cơ cấp con công chi chiếc chiều chương chỉ dòng dự giai"
    " giây giải giờ gói ha hàng hình hạng học hộ hội hợp hoạt huyện hướng khu khâu kế kết kiến km kg lít loài loại lĩnh lớp lần"
    " lượt m m2 mét mô môn mũi mẫu mặt mục ngày nghìn ngàn ngành ngôi người nhiệm nhà nhóm năm nội nghị phiếu phút phần phường"
    " phương quý sản số suất sở thi thí thôn tháng thành thông thủ tiêu tiết tiếng trang triệu trường trọng trẻ tuần tuổi tín"
    " tấn tập tỉ tỉnh tỷ tốt tổ tiêu văn vấn vị xã ý đại đảng đề điều điểm đoàn đột đối đồng đợt đơn đội địa ứng".split()
)
"""First syllables of what is counted."""
_NO_UNIT = re.compile(
    rf"{SPACE}(?:(?:ngày|tháng|năm){SPACE}\d|ban{SPACE}hành|chỉ{SPACE}(?:rõ|ra|đạo)|công{SPACE}(?:nhận|bố|khai)|đề{SPACE}(?:ra|cập|nghị)"
    rf"|đối{SPACE}với|giải{SPACE}quyết|hướng{SPACE}(?:tới|đến|vào)|kết{SPACE}hợp|tập{SPACE}trung|thông{SPACE}qua|bên{SPACE}cạnh|coi)(?!\w)?"
)
"""Verbs and dates that begin with one of these syllables."""
_NEXT_WORD = re.compile(rf"{SPACE}([^\W\d_]+)")
_END_OF_ITEM = re.compile(
    rf"{GAP}(?:[,;.):”\"]|$|\n|(?:và|của|về|ngày|đã|do|đến|khóa|khoá|hoặc|là|ban{SPACE}hành|năm{SPACE}\d{{4}})(?!\w))"
)


def has_unit_after(text: str, end: int) -> bool:
    """Tell if the word behind a number says what is counted."""
    found = _NEXT_WORD.match(text, end)
    if not found:
        return False
    word = found[1].lower() if found[1].isupper() else found[1]
    return word in _UNITS and not _NO_UNIT.match(text, end)


def is_end_of_item(text: str, end: int) -> bool:
    """Tell if an item of a list of numbers ends at an offset."""
    return bool(_END_OF_ITEM.match(text, end))
