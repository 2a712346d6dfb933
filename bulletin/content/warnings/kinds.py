"""The table of warnings. A new warning begins with a row here.

The name of a warning is written by editors in the front matter, so it never changes.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from bulletin.content.warnings.checked_text import CheckedText, Slip
from bulletin.content.warnings.finders.addresses import find_bare_addresses
from bulletin.content.warnings.finders.blocks import (
    find_comparisons_as_quotations,
    find_lists_in_paragraphs,
    find_tab_rows,
    find_underlined_paragraphs,
)
from bulletin.content.warnings.finders.definitions import find_unused_definitions
from bulletin.content.warnings.finders.hidden_marks import (
    find_attributes_without_effect,
    find_second_contents,
    find_tags_without_effect,
)
from bulletin.content.warnings.finders.hidden_text import find_hidden_texts
from bulletin.content.warnings.finders.legacy_encodings import find_legacy_encodings
from bulletin.content.warnings.finders.lines import find_lines_in_paragraphs
from bulletin.content.warnings.finders.marks import find_leftover_marks
from bulletin.content.warnings.finders.office_text import (
    find_closing_marks,
    find_headings_in_capitals,
    find_recipients,
    find_signatures,
)
from bulletin.content.warnings.finders.signs import (
    find_definitions,
    find_lines_as_headings,
    find_signs_as_bullets,
)
from bulletin.content.warnings.finders.tables import find_possible_tables
from bulletin.content.warnings.finders.tooltips import find_tooltips
from bulletin.content.warnings.warning import SILENCE_KEY, ContentWarning

TextFinder = Callable[[CheckedText], Iterable[Slip]]
"""Returns the places of a slip. An empty tuple, not an iterator, says that there is none."""


class WarningKind(NamedTuple):
    """A kind of warning.

    Message and remedy name the words of a ``Slip`` as ``{0}``, ``{1}``, ….
    """

    name: str
    """Name in the front matter: ``bare-address``."""
    message: str
    remedy: str
    find_in_text: TextFinder | None = None
    """Finds the warning in a content file. None if another module finds it."""

    def create_warning(self, path: str, line: int, *words: str) -> ContentWarning:
        """Return a warning of this kind on a line of the file ``path``."""
        return ContentWarning(path, line, self.name, self.message.format(*words), self.remedy.format(*words))


_KINDS = (
    WarningKind(
        "unknown-warning",
        f"Không có cảnh báo nào tên “{{0}}” để bỏ qua ở {SILENCE_KEY}.",
        "{1}",
    ),
    WarningKind(
        "old-encoding",
        "Chữ viết bằng bảng mã {0}, bạn đọc sẽ thấy ký hiệu lạ: “{1}”.",
        "{2}",
        find_legacy_encodings,
    ),
    WarningKind(
        "list-in-paragraph",
        "Danh sách sẽ in liền thành một đoạn, từ “{0}”.",
        "{1}.",
        find_lists_in_paragraphs,
    ),
    WarningKind(
        "lines-in-paragraph",
        "Dòng này sẽ in liền với dòng trên, thành một đoạn: “{0}”.",
        "{1}.",
        find_lines_in_paragraphs,
    ),
    WarningKind(
        "underlined-paragraph",
        "Dòng “{0}” không làm đề mục của dòng trên, vì đoạn ấy có nhiều dòng.",
        "Nếu là đề mục, hãy viết “## {1}” ở một đoạn riêng thay cho hai dòng này; nếu không, hãy để một dòng trống "
        "phía trên hoặc xóa nó.",
        find_underlined_paragraphs,
    ),
    WarningKind(
        "comparison-as-quotation",
        "Dòng này sẽ in thành đoạn trích, không có dấu >: “{0}”.",
        "Nếu > là dấu lớn hơn hay mũi tên, hãy viết “{1}”.",
        find_comparisons_as_quotations,
    ),
    WarningKind(
        "sign-as-bullet",
        "Dấu {0} ở đầu dòng này sẽ in thành dấu đầu dòng: “{1}”.",
        "Nếu là {2}, hãy viết “\\{3}”.",
        find_signs_as_bullets,
    ),
    WarningKind(
        "colon-as-definition",
        "Dòng này sẽ in thành lời giải nghĩa của dòng trên, không có dấu hai chấm: “{0}”.",
        "Nếu dấu hai chấm là chữ trong bài, hãy viết “\\{1}”.",
        find_definitions,
    ),
    WarningKind(
        "line-as-heading",
        "Dòng “{0}” làm dòng trên thành đề mục: “{1}”, và không hiện trên trang.",
        "Nếu không phải đề mục, hãy để một dòng trống phía trên dòng “{0}”; là đề mục thì viết ## trước chữ, xóa dòng “{0}”.",
        find_lines_as_headings,
    ),
    WarningKind(
        "leftover-marks",
        "Dấu sẽ hiện ra trên trang như đã gõ: “{0}”.",
        "{1}",
        find_leftover_marks,
    ),
    WarningKind(
        "hidden-text",
        "Trang khác giấu chữ này, nhưng ở đây bạn đọc sẽ thấy: “{0}”.",
        "Hãy xóa nếu không đăng; muốn giữ lời ghi riêng thì viết trong <!-- … -->",
        find_hidden_texts,
    ),
    WarningKind(
        "tooltip",
        "Lời hiện khi rê chuột thì bạn đọc trên điện thoại và bản in không thấy: “{0}”.",
        "{1}",
        find_tooltips,
    ),
    WarningKind(
        "stray-tag",
        "Thẻ {0} không thành đôi nên không có tác dụng, và không hiện trên trang.",
        "Hãy xóa thẻ ấy; muốn in ra thì viết \\ trước dấu <, như \\{0}",
        find_tags_without_effect,
    ),
    WarningKind(
        "attributes",
        "Phần {0} không có tác dụng, và không hiện trên trang.",
        "Hãy xóa phần ấy; muốn in ra thì viết \\ ở trước, như \\{0}",
        find_attributes_without_effect,
    ),
    WarningKind(
        "second-contents",
        "Bài sẽ có hai mục lục: {0} và mục “Trong bài này”, mà bài từ ba tiêu đề trở lên tự có.",
        "Hãy xóa dòng {0}.",
        find_second_contents,
    ),
    WarningKind(
        "unused-definition",
        "Dòng “{0}” không hiện trên trang, vì không có chỗ nào ghi {1}.",
        "Hãy {2}xóa dòng này; muốn in cả dòng thì viết \\{3}: …",
        find_unused_definitions,
    ),
    WarningKind(
        "tab-rows",
        "Bảng dán từ Word, Excel sẽ in liền thành một đoạn ({0} hàng).",
        "Hãy viết hàng đầu là {1}, thêm dòng thứ hai {2}, rồi viết các hàng sau như hàng đầu.",
        find_tab_rows,
    ),
    WarningKind(
        "table-as-text",
        "Các dòng có dấu | sẽ in liền thành một đoạn.",
        "{0}",
        find_possible_tables,
    ),
    WarningKind(
        "recipients",
        "Còn phần “Nơi nhận” của văn bản.",
        "Hãy xóa dòng này và các nơi nhận bên dưới.",
        find_recipients,
    ),
    WarningKind(
        "signature",
        "Còn phần ký của văn bản: “{0}”.",
        "Hãy xóa phần chức danh và chữ ký; người viết ghi ở khóa author.",
        find_signatures,
    ),
    WarningKind(
        "closing-mark",
        "Còn dấu hết văn bản “./.”.",
        "Hãy thay bằng một dấu chấm.",
        find_closing_marks,
    ),
    WarningKind(
        "capitals",
        "Tiêu đề viết toàn chữ in hoa: “{0}”.",
        "Hãy viết chữ thường, chỉ viết hoa chữ đầu và tên riêng.",
        find_headings_in_capitals,
    ),
    WarningKind(
        "bare-address",
        "Địa chỉ “{0}” không bấm được.",
        "{1}",
        find_bare_addresses,
    ),
    WarningKind(
        "tracked-changes",
        "Tệp “{0}” còn lịch sử sửa (Track Changes), bạn đọc xem được chữ đã xóa.",
        "Hãy nhận mọi thay đổi (Word: Xem lại › Chấp nhận tất cả thay đổi) rồi lưu, hoặc đăng bản PDF.",
    ),
    WarningKind(
        "comments",
        "Tệp “{0}” còn {1}.",
        "Hãy xóa đi rồi lưu lại, hoặc đăng bản PDF không in những phần ấy.",
    ),
    WarningKind(
        "hidden-parts",
        "Tệp “{0}” có {1}, bạn đọc mở ra xem được.",
        "Hãy xóa phần ẩn rồi lưu lại, hoặc đăng bản PDF.",
    ),
    WarningKind(
        "second-sheet",
        "Tệp “{0}” còn trang tính khác ngoài trang đầu: “{1}”.",
        "Hãy xóa những trang không công bố rồi lưu lại, hoặc đăng bản PDF.",
    ),
    WarningKind(
        "author-name",
        "Tệp “{0}” mang tên người soạn: “{1}”.",
        "Hãy xóa thông tin cá nhân (Word, Excel: Tệp › Thông tin › Kiểm tra tài liệu) rồi lưu hoặc xuất PDF lại.",
    ),
    WarningKind(
        "scan",
        "Tệp “{0}” là bản quét không có chữ: bạn đọc không tìm, không chép được.",
        "Hãy đăng bản PDF lưu từ Word, hoặc nhận dạng chữ (OCR) rồi đăng.",
    ),
    WarningKind(
        "two-forms",
        "“{0}”: văn bản này ở chỗ khác ghi là “{1}”{2}.",
        "Hãy xem lại văn bản gốc và ghi thống nhất{3}.",
    ),
    WarningKind(
        "kind-and-code",
        "“{0}”: loại văn bản và ký hiệu không khớp nhau.",
        "Hãy xem lại văn bản gốc{1}.",
    ),
    WarningKind(
        "letter-in-number",
        "“{0}”: trong số có chữ O, I hay l ở chỗ của chữ số, nên máy không nhận ra văn bản.",
        "Hãy gõ lại số ấy bằng chữ số{1}.",
    ),
    WarningKind(
        "no-such-date",
        "Không có ngày “{0}” trong lịch.",
        "Hãy xem lại ngày ấy.",
    ),
    WarningKind(
        "issuer-and-suffix",
        "“{0}”: {2} không dùng ký hiệu này.",
        "Hãy xem lại số và cơ quan ban hành{1}.",
    ),
    WarningKind(
        "issuer-at-date",
        "“{0}”: lúc ấy không có {2}.",
        "Hãy xem lại ký hiệu và ngày của văn bản.",
    ),
    WarningKind(
        "kind-of-issuer",
        "“{0}”: {2} không ban hành loại văn bản này.",
        "Hãy xem lại loại văn bản và cơ quan ban hành.",
    ),
    WarningKind(
        "date-in-future",
        "Văn bản đề ngày {0}, sau ngày đăng bài.",
        "Hãy xem lại ngày của văn bản, hoặc ngày đăng (date).",
    ),
    WarningKind(
        "unknown-document",
        "“{0}” chưa có trang, nên trang của văn bản này không kể nó.",
        "Hãy xem lại số; số đúng thì thêm tệp của văn bản “{0}” vào content/documents/.",
    ),
    WarningKind(
        "date-of-deed",
        "“{0} ngày {1}”: nơi khác ghi văn bản này ngày {2} ({3}), nên {1} được hiểu là ngày của việc kể trong câu.",
        "Đúng là ngày của việc thì hãy đưa lên đầu câu, như “Ngày {1}, … triển khai …”; "
        "là ngày của văn bản thì ghi thêm “của” và cơ quan ban hành.",
    ),
    WarningKind(
        "other-code",
        "“{0} ngày {1}”: nơi khác chỉ có {2} cùng số, cùng ngày ({3}).",
        "Hãy xem lại loại và ký hiệu ở văn bản gốc: {4}.",
    ),
    WarningKind(
        "missing-year",
        "“{0}”: số này thiếu năm; nơi khác ghi {1} ({2}).",
        "{3}",
    ),
    WarningKind(
        "other-than-file",
        "“{0}”: tệp của văn bản ấy ghi {1} ({2}).",
        "Hãy xem lại văn bản gốc, rồi sửa bài hoặc sửa tệp ấy.",
    ),
    WarningKind(
        "year-and-date",
        "“{0}”: năm trong số ({2}) không phải năm của ngày ban hành.",
        "Hãy xem lại số và ngày của văn bản.",
    ),
    WarningKind(
        "weekday",
        "“{0}”: ngày ấy là {2}.",
        "Hãy xem lại thứ và ngày.",
    ),
    WarningKind(
        "backward-range",
        "“{0}” đi ngược: số sau nhỏ hơn số trước.",
        "Hãy xem lại hai số ấy{1}.",
    ),
    WarningKind(
        "missing-alt",
        "{0} ảnh ở {1} bài cũ chưa có lời mô tả; ảnh đầu tiên ở đây.",
        "Hãy thêm lời mô tả, bài nhiều người đọc trước; muốn xem từng ảnh, tạm xóa alt_texts_since ở "
        "pelicanconf.py rồi chạy ./inv check --all.",
    ),
    WarningKind(
        "ad-shape",
        "Ảnh “{0}” ({1}) không cùng tỷ lệ với khung của vị trí {2} trên {3}, mép ảnh sẽ bị cắt.",
        "{4}",
    ),
    WarningKind(
        "displaced-ad",
        "Quảng cáo này không hiện {0}: vị trí {1} là của “{2}” ({3}, weight: {4}).",
        "{5}",
    ),
    WarningKind(
        "most-read",
        "“{0}” không phải địa chỉ của bài nào, nên “Tin đọc nhiều” bỏ qua dòng này.",
        "Hãy sửa địa chỉ, xóa dòng này, hoặc chạy lại ./inv readers … --front-page.",
    ),
)  # fmt: skip
WARNING_KINDS = {kind.name: kind for kind in _KINDS}
"""All kinds of warnings by name, in the order of the guide."""
