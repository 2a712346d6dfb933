"""Words behind a number that tell counts from short forms: ``Kế hoạch 5 năm``, ``Chỉ thị 05``."""

import re

from bulletin.citations.patterns import GAP, SPACE

_UNITS = frozenset(
    "ban bài báo bên bước bản bậc bộ chi chiếc chiều chương chỉ con cuốn cuộc cá cán câu cây công căn cơ cấp"
    " doanh dòng dự giai giây giải giờ gói ha hoạt huyện hàng hình hướng hạng học hộ hội hợp kg khoản khu khâu"
    " không kiến km kế kết kỳ loài loại lít lĩnh lượt lần lớp m m2 mét mô môn mẫu mặt mục nghìn nghị ngàn ngành"
    " ngày ngôi người nhiệm nhà nhóm năm nội phiếu phút phương phường phần quyết quý suất sản sở thành tháng"
    " thí thôn thông thủ tiêu tiết trang triệu trường trọng tuần tín tấn tập tỉ tỉnh tốt tổ tỷ uỷ văn vấn vị xã"
    " ý điều điểm đơn đại đảng đề địa đối đồng đột đợt ủy ứng".split()
)
"""First syllables of what is counted."""
_NEXT_WORD = re.compile(rf"{SPACE}([^\W\d_]+)")
_END_OF_ITEM = re.compile(
    rf"{GAP}(?:[,;.):”\"]|$|\n|(?:và|của|về|ngày|đã|do|đến|khóa|khoá|hoặc|là|năm{SPACE}\d{{4}})(?!\w))"
)


def has_unit_after(text: str, end: int) -> bool:
    """Tell if the word behind a number says what is counted."""
    found = _NEXT_WORD.match(text, end)
    return bool(found and found[1] in _UNITS)


def is_end_of_item(text: str, end: int) -> bool:
    """Tell if an item of a list of numbers ends at an offset."""
    return bool(_END_OF_ITEM.match(text, end))
