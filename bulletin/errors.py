"""What a person can mend: an exception whose message is a sentence for them, without a traceback."""

import errno
import os
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TEMP_FILE_PATTERN = re.compile(r"(^|/)\.([^/]+)\.([1-9][0-9]{0,9})\Z")
"""The name under which a file grows before it gets its own: its folder, name and the process that writes it."""
_HERE = f"{Path(__file__).resolve().parents[1]}/"
_ASK = "hãy hỏi người quản trị máy"
_NETWORK = "hãy kiểm tra đường mạng"
_DISK = "ổ đĩa báo lỗi đọc ghi; hãy kiểm tra ổ đĩa"
_KINDS = {
    "ENOSPC": "đĩa đã đầy; hãy giải phóng chỗ trống",
    "EDQUOT": "đã dùng hết dung lượng được cấp; hãy giải phóng chỗ trống",
    "EFBIG": f"tệp vượt giới hạn dung lượng được cấp; {_ASK}",
    "EROFS": "ổ đĩa chỉ cho đọc; hãy kiểm tra ổ đĩa",
    "EACCES EPERM": "không có quyền ghi hoặc đọc; hãy kiểm tra chủ sở hữu và quyền của thư mục",
    "ENOTDIR": "một tệp đứng ở chỗ của thư mục; hãy đổi tên hoặc xóa tệp ấy",
    "EISDIR": "một thư mục đứng ở chỗ của tệp; hãy đổi tên hoặc xóa thư mục ấy",
    "EEXIST": "một tệp đứng ở chỗ của thư mục; hãy đổi tên hoặc xóa tệp ấy",
    "ENOTEMPTY": "thư mục này còn tệp bên trong; hãy chuyển các tệp ấy đi",
    "ENAMETOOLONG": "tên quá dài; hãy đặt tên ngắn hơn",
    "ENOENT": "không tìm thấy tệp hoặc thư mục này; có thể vừa bị xóa",
    "ELOOP": "liên kết dẫn vòng về chính nó; hãy xóa liên kết ấy",
    "ENXIO ENODEV ENOTBLK ESPIPE ENOTSOCK": "đây không phải tệp thường; hãy xóa hoặc chuyển đi",
    "EBUSY ETXTBSY": "đang có chương trình khác dùng; hãy đóng chương trình ấy",
    "EXDEV": "hai thư mục nằm trên hai ổ đĩa; hãy đặt cả hai trên cùng một ổ đĩa",
    "EMFILE ENFILE": "máy đang mở quá nhiều tệp; hãy đóng bớt chương trình",
    "EMLINK": f"tệp này có quá nhiều liên kết; {_ASK}",
    "ENOMEM ENOBUFS": "máy hết bộ nhớ; hãy đóng bớt chương trình",
    "EAGAIN EWOULDBLOCK EINTR EDEADLK EDEADLOCK ENOLCK EALREADY EINPROGRESS": "máy đang bận; hãy đợi một lát",
    "EIO EUCLEAN EBADMSG ENODATA EMEDIUMTYPE ENOMEDIUM": _DISK,
    "ESTALE ENOLINK EREMOTEIO EREMCHG ECOMM": "ổ đĩa mạng mất kết nối; hãy kiểm tra ổ đĩa mạng",
    "EINVAL EILSEQ ENOTSUP EOPNOTSUPP ENOSYS": "ổ đĩa không nhận tên hay việc này; hãy đổi tên, hoặc hỏi người quản trị máy",
    "ENOEXEC E2BIG ELIBACC ELIBBAD ELIBEXEC ELIBMAX ELIBSCN": f"máy này không chạy được chương trình ấy; {_ASK}",
    "EPIPE ESHUTDOWN": "chương trình nhận dữ liệu đã dừng trước khi nhận hết",
    "EADDRINUSE": "cổng đang có chương trình khác dùng; hãy chọn cổng khác bằng --port",
    "EADDRNOTAVAIL": "máy này không có địa chỉ ấy; hãy chọn địa chỉ khác bằng --bind",
    "ETIMEDOUT ETIME": f"đợi lâu mà không có trả lời; {_NETWORK}",
    "ECONNREFUSED": f"máy chủ từ chối kết nối; {_NETWORK}",
    "ECONNRESET ECONNABORTED ENETRESET ENOTCONN": f"kết nối bị đứt giữa chừng; {_NETWORK}",
    "EHOSTUNREACH EHOSTDOWN ENETUNREACH ENETDOWN ENONET": f"không có đường mạng tới máy chủ; {_NETWORK}",
}
"""Reason and remedy for each code of the system, by its names (POSIX and Linux)."""
_REASONS = {name: reason for names, reason in _KINDS.items() for name in names.split()}
_OF_MODULES = {
    "socket": f"không tìm thấy máy chủ có tên ấy; {_NETWORK}",
    "ssl": f"không lập được kết nối bảo mật; {_ASK}",
}
"""Errors of these modules have numbers of their own, which are no codes of the system."""
_AT_TARGET = ("ENOSPC", "EDQUOT", "EFBIG", "EROFS", "EEXIST", "EISDIR", "ENOTEMPTY", "ENAMETOOLONG", "EMLINK")
"""Of an operation from one file to another, these are about the second."""


class UserError(Exception):
    """A mistake in content, settings or theme, or a machine that refuses; the message says what to do."""


class BuildError(UserError):
    """A build failed; why was said before."""

    def __init__(self, remedy: str = "Hãy sửa rồi chạy lại lệnh vừa rồi.") -> None:
        super().__init__(f"Chưa dựng được trang (lý do ở trên). {remedy}")


class UnknownOutcomeError(UserError):
    """The line was lost while readers were shown a release: they see it or the one before, either of them whole."""


class TargetError(UserError):
    """A place to publish to refused, or could not be reached.

    It says why and what to do, and nothing of what readers see: that depends on how far a publish has come,
    which those know who call the place (bulletin/publishing/error_context.py).
    """

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}.")
        self.place, self.reason = place, reason
        """What people call it; why and what to do, a clause in Vietnamese without a full stop."""


def explain_error(error: Exception) -> str:
    """Return what ``error``, which ended a command, means to its user."""
    if isinstance(error, UserError):
        return str(error)
    if isinstance(error, OSError):
        return f"Không làm được: {explain_file_error(error)}."
    if isinstance(error, MemoryError):
        return "Máy hết bộ nhớ. Hãy đóng bớt chương trình rồi chạy lại."
    return (
        f"Lỗi ngoài dự kiến của chương trình{_place(error)}. "
        "Hãy chạy lại với --debug và gửi những dòng in ra cho người bảo trì."
    )


def _place(error: Exception) -> str:
    """Return where in the code of this site ``error`` was raised, for the maintainer; empty where nowhere in it."""
    frames = [(one.filename, one.lineno) for one in traceback.extract_tb(error.__traceback__)]
    ours = [one for one in frames if one[0].startswith(_HERE) and "/.venv/" not in one[0]]
    return f" ({ours[-1][0].removeprefix(_HERE)}:{ours[-1][1]})" if ours else ""


def explain_file_error(error: OSError) -> str:
    """Return the reason of a failed file operation in Vietnamese, with the file it was about."""
    named = error.filename2 if _code(error) in _AT_TARGET and error.filename2 else error.filename
    if named is None or isinstance(named, int):
        return explain_os_error(error)
    return (
        f"{TEMP_FILE_PATTERN.sub(_whole, escape_unprintable(os.fsdecode(named)))}: {explain_os_error(error)}"
    )


def explain_os_error(error: OSError) -> str:
    """Return the reason of a failed operation in Vietnamese, and what to do, parted by a semicolon."""
    if known := _OF_MODULES.get(type(error).__module__):
        return known
    code = _code(error)
    return _REASONS.get(code) or f"hệ thống từ chối{f' (mã {code})' if code else ''}; {_ASK}"


def _code(error: OSError) -> str:
    """Return the name of the code that the system gave; of an error without one empty."""
    if error.errno is None and isinstance(error, TimeoutError):
        return "ETIMEDOUT"
    return errno.errorcode.get(error.errno or 0, "")


def escape_unprintable(text: str, most: int = 0) -> str:
    r"""Return ``text`` with what no one would see written out: ``\\x1b``; of a longer one ``most`` characters, 0 for all.

    A terminal obeys some such characters, and none may make of one message two. So is a byte of a
    name that is not UTF-8.
    """
    if most and len(text) > most:
        text = f"{text[:most]}…"
    return text if text.isprintable() else "".join(map(_visible, text))


def is_utf8(text: str) -> bool:
    """Tell whether ``text``, which the system gave, is UTF-8; Python keeps other bytes as surrogates (PEP 383)."""
    return not any("\ud800" <= char <= "\udfff" for char in text)


def _visible(char: str) -> str:
    if char.isprintable():
        return char
    if "\udc80" <= char <= "\udcff":  # as Python keeps such a byte (PEP 383)
        return f"\\x{ord(char) - 0xDC00:02x}"
    return ascii(char)[1:-1]


def _whole(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}"


@contextmanager
def translate_disk_errors() -> Iterator[None]:
    """Turn what the disk refuses meanwhile into words for whoever started the build. Raise UserError."""
    try:
        yield
    except OSError as error:
        raise UserError(f"Không đọc hoặc ghi được {explain_file_error(error)} rồi chạy lại.") from error
