"""Errors with a message for the user, and Vietnamese texts for system errors."""

import errno
import os
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TEMP_FILE_PATTERN = re.compile(r"(^|/)\.([^/]+)\.([1-9][0-9]{0,9})\Z")
"""Path of a temporary file: folder, final name and process id."""
_OTHER_BLANK = re.compile("[\xa0\u2000-\u200a\u202f\u205f\u3000]")
_PACKAGE = Path(__file__).resolve().parent
"""This package, in its repository or in the environment of a site."""
_ASK_ADMINISTRATOR = "hãy hỏi người quản trị máy"
_CHECK_NETWORK = "hãy kiểm tra đường mạng"
_CHECK_DISK = "ổ đĩa báo lỗi đọc ghi; hãy kiểm tra ổ đĩa"
_REASONS_BY_CODES = {
    "ENOSPC": "đĩa đã đầy; hãy giải phóng chỗ trống",
    "EDQUOT": "đã dùng hết dung lượng được cấp; hãy giải phóng chỗ trống",
    "EFBIG": f"tệp vượt giới hạn dung lượng được cấp; {_ASK_ADMINISTRATOR}",
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
    "EMLINK": f"tệp này có quá nhiều liên kết; {_ASK_ADMINISTRATOR}",
    "ENOMEM ENOBUFS": "máy hết bộ nhớ; hãy đóng bớt chương trình",
    "EAGAIN EWOULDBLOCK EINTR EDEADLK EDEADLOCK ENOLCK EALREADY EINPROGRESS": "máy đang bận; hãy đợi một lát",
    "EIO EUCLEAN EBADMSG ENODATA EMEDIUMTYPE ENOMEDIUM": _CHECK_DISK,
    "ESTALE ENOLINK EREMOTEIO EREMCHG ECOMM": "ổ đĩa mạng mất kết nối; hãy kiểm tra ổ đĩa mạng",
    "EINVAL EILSEQ ENOTSUP EOPNOTSUPP ENOSYS": "ổ đĩa không nhận tên hay việc này; hãy đổi tên, hoặc hỏi người quản trị máy",
    "ENOEXEC E2BIG ELIBACC ELIBBAD ELIBEXEC ELIBMAX ELIBSCN": f"máy này không chạy được chương trình ấy; {_ASK_ADMINISTRATOR}",
    "EPIPE ESHUTDOWN": "chương trình nhận dữ liệu đã dừng trước khi nhận hết",
    "EADDRINUSE": "cổng đang có chương trình khác dùng; hãy chọn cổng khác bằng --port",
    "EADDRNOTAVAIL": "máy này không có địa chỉ ấy; hãy chọn địa chỉ khác bằng --bind",
    "ETIMEDOUT ETIME": f"đợi lâu mà không có trả lời; {_CHECK_NETWORK}",
    "ECONNREFUSED": f"máy chủ từ chối kết nối; {_CHECK_NETWORK}",
    "ECONNRESET ECONNABORTED ENETRESET ENOTCONN": f"kết nối bị đứt giữa chừng; {_CHECK_NETWORK}",
    "EHOSTUNREACH EHOSTDOWN ENETUNREACH ENETDOWN ENONET": f"không có đường mạng tới máy chủ; {_CHECK_NETWORK}",
}
"""Reason and remedy for each error code of POSIX and Linux."""
_REASONS_BY_CODE = {name: reason for names, reason in _REASONS_BY_CODES.items() for name in names.split()}
_REASONS_BY_MODULE = {
    "socket": f"không tìm thấy máy chủ có tên ấy; {_CHECK_NETWORK}",
    "ssl": f"không lập được kết nối bảo mật; {_ASK_ADMINISTRATOR}",
}
"""Reasons for errors of modules that use numbers of their own."""
_CODES_OF_SECOND_FILE = (
    "ENOSPC",
    "EDQUOT",
    "EFBIG",
    "EROFS",
    "EEXIST",
    "EISDIR",
    "ENOTEMPTY",
    "ENAMETOOLONG",
    "EMLINK",
)
"""Codes that concern the second file of an operation with two files."""


class UserError(Exception):
    """An error that the user can correct. The message is shown without a traceback."""


class BuildError(UserError):
    """A build failed and has printed the reason."""

    def __init__(self, remedy: str = "Hãy sửa rồi chạy lại lệnh vừa rồi.") -> None:
        super().__init__(f"Chưa dựng được trang (lý do ở trên). {remedy}")


class UnknownOutcomeError(UserError):
    """The connection broke while a release was activated.

    Readers see the new release or the one before, and each is complete.
    """


class TargetError(UserError):
    """A target refused an operation or could not be reached.

    The message has reason and remedy. It does not say what readers see.
    Reason: only the publish knows how far it came (bulletin/publishing/error_context.py).
    """

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}.")
        self.place, self.reason = place, reason
        """Vietnamese clause with reason and remedy, without a full stop."""


def explain_error(error: Exception) -> str:
    """Return the Vietnamese message for an error that ended a command."""
    if isinstance(error, UserError):
        return str(error)
    if isinstance(error, OSError):
        return f"Không làm được: {explain_file_error(error)}."
    if isinstance(error, MemoryError):
        return "Máy hết bộ nhớ. Hãy đóng bớt chương trình rồi chạy lại."
    return (
        f"Lỗi ngoài dự kiến của chương trình{_format_place(error)}. "
        "Hãy chạy lại với --debug và gửi những dòng in ra cho người bảo trì."
    )


def _format_place(error: Exception) -> str:
    """Return the last line of a traceback in this package; empty for none."""
    frames = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    own_frames = [(file, line) for file, line in frames if file.is_relative_to(_PACKAGE)]
    if not own_frames:
        return ""
    file, line = own_frames[-1]
    return f" ({file.relative_to(_PACKAGE.parent).as_posix()}:{line})"


def explain_file_error(error: OSError) -> str:
    """Return the Vietnamese reason of a failed file operation, with the file."""
    path = (
        error.filename2
        if _get_code_name(error) in _CODES_OF_SECOND_FILE and error.filename2
        else error.filename
    )
    if path is None or isinstance(path, int):
        return explain_os_error(error)
    return f"{TEMP_FILE_PATTERN.sub(_restore_name, escape_unprintable(os.fsdecode(path)))}: {explain_os_error(error)}"


def explain_os_error(error: OSError) -> str:
    """Return the Vietnamese reason of a failed operation, a semicolon and a remedy."""
    if known := _REASONS_BY_MODULE.get(type(error).__module__):
        return known
    code = _get_code_name(error)
    return (
        _REASONS_BY_CODE.get(code)
        or f"hệ thống từ chối{f' (mã {code})' if code else ''}; {_ASK_ADMINISTRATOR}"
    )


def _get_code_name(error: OSError) -> str:
    """Return the name of the error code; empty if the error has none."""
    if error.errno is None and isinstance(error, TimeoutError):
        return "ETIMEDOUT"
    return errno.errorcode.get(error.errno or 0, "")


def escape_unprintable(text: str, most: int = 0) -> str:
    r"""Return ``text`` with unprintable characters escaped: ``\\x1b``.

    A text longer than ``most`` characters is cut off, unless ``most`` is 0.
    Reason: a terminal executes some of these characters, and others start a new line.
    """
    if most and len(text) > most:
        text = f"{text[:most]}…"
    return text if text.isprintable() else "".join(map(_escape_character, text))


def escape_message(text: str) -> str:
    """Return a message with escapes, and with plain blanks for other ones.

    Reason: a message quotes a text, and its readers know no escapes.
    """
    return escape_unprintable(text if text.isprintable() else _OTHER_BLANK.sub(" ", text))


def is_utf8(text: str) -> bool:
    """Tell if a text from the system is UTF-8.

    Python keeps other bytes as surrogates (PEP 383).
    """
    return not any("\ud800" <= char <= "\udfff" for char in text)


def _escape_character(char: str) -> str:
    if char.isprintable():
        return char
    if "\udc80" <= char <= "\udcff":  # a byte that is not UTF-8 (PEP 383)
        return f"\\x{ord(char) - 0xDC00:02x}"
    return ascii(char)[1:-1]


def _restore_name(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}"


@contextmanager
def translate_disk_errors() -> Iterator[None]:
    """Raise UserError for each OSError in the block."""
    try:
        yield
    except OSError as error:
        raise UserError(f"Không đọc hoặc ghi được {explain_file_error(error)} rồi chạy lại.") from error
