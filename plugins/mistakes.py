"""What a person can mend: an exception whose message is a sentence for them, without a traceback."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

_REASONS = {
    "ENOSPC": "đĩa đã đầy; hãy giải phóng chỗ trống",
    "EDQUOT": "đã dùng hết dung lượng được cấp; hãy giải phóng chỗ trống",
    "EFBIG": "tệp vượt giới hạn dung lượng được cấp; hãy hỏi người quản trị máy",
    "EROFS": "ổ đĩa chỉ cho đọc; hãy kiểm tra ổ đĩa",
    "EACCES": "không có quyền ghi; hãy kiểm tra chủ sở hữu và quyền của thư mục",
    "EPERM": "không có quyền ghi; hãy kiểm tra chủ sở hữu và quyền của thư mục",
    "EADDRINUSE": "cổng đang có chương trình khác dùng; hãy chọn cổng khác bằng --port",
}


class MistakeError(Exception):
    """A mistake in content, settings or theme, or a machine that refuses; the message says what to do."""


class DiskError(MistakeError):
    """The disk refuses; the message is Vietnamese."""


def why(error: OSError) -> str:
    """Return the reason of a failed file operation in Vietnamese, with the file it was about."""
    place = f"{error.filename}: " if error.filename else ""
    return place + _REASONS.get(errno.errorcode.get(error.errno or 0, ""), error.strerror or str(error))


@contextmanager
def disk_in_words() -> Iterator[None]:
    """Turn what the disk refuses meanwhile into words for whoever started the build. Raise DiskError."""
    try:
        yield
    except OSError as error:
        raise DiskError(f"Không đọc hoặc ghi được {why(error)} rồi chạy lại.") from error
