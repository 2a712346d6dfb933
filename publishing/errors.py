"""What stops a publish, in words for the editor who typed the command."""

import errno


class PublishError(Exception):
    """A step could not be done. The message is Vietnamese: what happened, then the next step."""


def why(error: OSError) -> str:
    """Return the reason of a failed file operation in Vietnamese, with the file it was about."""
    reasons = {
        "ENOSPC": "đĩa đã đầy; hãy giải phóng chỗ trống",
        "EDQUOT": "đã dùng hết dung lượng được cấp; hãy giải phóng chỗ trống",
        "EROFS": "ổ đĩa chỉ cho đọc; hãy kiểm tra ổ đĩa",
        "EACCES": "không có quyền ghi; hãy kiểm tra chủ sở hữu và quyền của thư mục",
        "EPERM": "không có quyền ghi; hãy kiểm tra chủ sở hữu và quyền của thư mục",
        "EADDRINUSE": "cổng đang có chương trình khác dùng; hãy chọn cổng khác bằng --port",
    }
    name = errno.errorcode.get(error.errno or 0, "")
    place = f"{error.filename}: " if error.filename else ""
    return place + reasons.get(name, error.strerror or str(error))
