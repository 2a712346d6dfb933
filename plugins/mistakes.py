"""What a person can mend: an exception whose message is a sentence for them, without a traceback."""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager

_REASONS = {
    "ENOSPC": "đĩa đã đầy; hãy giải phóng chỗ trống",
    "EDQUOT": "đã dùng hết dung lượng được cấp; hãy giải phóng chỗ trống",
    "EFBIG": "tệp vượt giới hạn dung lượng được cấp; hãy hỏi người quản trị máy",
    "EROFS": "ổ đĩa chỉ cho đọc; hãy kiểm tra ổ đĩa",
    "EACCES": "không có quyền ghi; hãy kiểm tra chủ sở hữu và quyền của thư mục",
    "EPERM": "không có quyền ghi; hãy kiểm tra chủ sở hữu và quyền của thư mục",
    "ENOTDIR": "một tệp đứng ở chỗ của thư mục; hãy đổi tên hoặc xóa tệp ấy",
    "EISDIR": "một thư mục đứng ở chỗ của tệp; hãy đổi tên hoặc xóa thư mục ấy",
    "EEXIST": "một tệp đứng ở chỗ của thư mục; hãy đổi tên hoặc xóa tệp ấy",
    "ENAMETOOLONG": "tên quá dài; hãy đặt tên ngắn hơn",
    "ENOENT": "không tìm thấy tệp hoặc thư mục này; có thể vừa bị xóa",
    "EIO": "ổ đĩa báo lỗi đọc ghi; hãy kiểm tra ổ đĩa",
    "EPIPE": "chương trình nhận dữ liệu đã dừng trước khi nhận hết",
    "EADDRINUSE": "cổng đang có chương trình khác dùng; hãy chọn cổng khác bằng --port",
}


GROWING = re.compile(r"(^|/)\.([^/]+)\.[0-9]+$")
"""The name under which a file grows before it gets its own."""


class MistakeError(Exception):
    """A mistake in content, settings or theme, or a machine that refuses; the message says what to do."""


class DiskError(MistakeError):
    """The disk refuses; the message is Vietnamese."""


def why(error: OSError) -> str:
    """Return the reason of a failed file operation in Vietnamese, with the file it was about."""
    place = f"{GROWING.sub(_whole, str(error.filename))}: " if error.filename else ""
    return place + _REASONS.get(errno.errorcode.get(error.errno or 0, ""), error.strerror or str(error))


def _whole(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}"


@contextmanager
def disk_in_words() -> Iterator[None]:
    """Turn what the disk refuses meanwhile into words for whoever started the build. Raise DiskError."""
    try:
        yield
    except OSError as error:
        raise DiskError(f"Không đọc hoặc ghi được {why(error)} rồi chạy lại.") from error
