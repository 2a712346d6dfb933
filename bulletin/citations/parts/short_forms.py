"""Words behind a number that tell counts from short forms.

``Kế hoạch 5 năm`` is a count, ``Chỉ thị 05`` a short form.
"""

from bulletin.citations.knowledge.patterns import DASH, GAP, SPACE
from bulletin.text.late_patterns import compile_late

_UNITS = frozenset(
    "anh ban buôn bà bài bác bên bí bước bạn bản bậc bằng bệnh bộ buổi ca chi chiếc chiến chiều cháu chuyến chương"
    " chỉ chị chức con cuốn cuộc cá cán câu cây công căn cơ cấp cầu cụ cụm danh dòng dự em gia giai"
    " giáo giây giải giấy giờ gói ha hoạt huyện hàng hình hướng hạng học hộ hội hợp kg khu khâu khối kiến"
    " km kế kết lao liên loài loại làng lít lĩnh lượt lần lớp m m2 miền mét mô môn mũi mẫu mặt mục mức nghìn"
    " nghị ngàn ngành ngày ngôi người nhiệm nhà nhóm nông năm nước nội phiếu phút phương phường phần phụ"
    " quy quý quốc sinh suất sản số sở thanh thi thuyền thành tháng thí thôn thông thầy thị thủ tiêu tiếng"
    " tiết trang triệu trường trạm trẻ trọng trụ tuần tuổi tàu tác tín tấn tập tỉ tỉnh tốt tổ tỷ vùng văn vấn"
    " vị vạn vụ xe xã ông ý điều điểm đoàn đơn đại đảng đập đề địa đối đồng đội đột đợt ấp ứng".split()
)
"""First syllables of what is counted."""
_NO_UNIT = compile_late(
    rf"{SPACE}(?:(?:ngày|tháng){SPACE}\d|năm{SPACE}\d{{4}}(?!{GAP}{DASH}{GAP}\d)|ban{SPACE}hành|chỉ{SPACE}(?!tiêu|số|thị|huy)\w+|bằng{SPACE}(?:việc|cách|các|những)|công{SPACE}(?:nhận|bố|khai)|đề{SPACE}(?:ra|cập|nghị)"
    rf"|đối{SPACE}với|giải{SPACE}quyết|hướng{SPACE}(?:tới|đến|vào)|kết{SPACE}hợp|tập{SPACE}trung|thông{SPACE}qua|bên{SPACE}cạnh|coi|quy{SPACE}định|liên{SPACE}quan|tác{SPACE}động|gia{SPACE}hạn)(?!\w)?"
)
"""Verbs and dates that begin with one of these syllables."""
_NEXT_WORD = compile_late(rf"{SPACE}([^\W\d_]+)")
_END_OF_ITEM = compile_late(
    rf"{GAP}(?:[,;.):”\"]|$|\n|(?:và|của|về|ngày|đã|do|đến|khóa|khoá|hoặc|là|ban{SPACE}hành|Hội{SPACE}nghị|năm{SPACE}\d{{4}})(?!\w))"
)

_BEHIND_DIGIT = compile_late(
    rf"{GAP}(?:[,;.:()“”\"/\[\]]|$|\n|(?:và|của|về|ngày|đã|do|đến|khóa|khoá|hoặc|là|ban|Hội{SPACE}nghị|năm{SPACE}\d{{4}}|được|trong(?!{SPACE}\d)|tại|theo"
    rf"|vào|cho|có|để|gắn|với|thay|nêu|quy{SPACE}định|đề{SPACE}ra|này|nay|trên|như|thì|mà|sẽ|cũng|còn|từ|bằng|mới)(?!\w))"
)
"""Signs and words behind a short form of one digit. Others begin what is counted: ``Quy định 3 không``."""


def can_follow_digit(text: str, end: int) -> bool:
    """Tell if the words behind a digit let it be the number of a document."""
    return bool(_BEHIND_DIGIT.match(text, end))


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
