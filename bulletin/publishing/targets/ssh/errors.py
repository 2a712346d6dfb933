"""Error messages of servers and connections, in Vietnamese for the editor.

ssh, rsync and the programs on the server report errors in English, because they run in the C locale.
The tables have parts of their messages.
"""

import re

from bulletin.errors import TargetError, escape_unprintable
from bulletin.publishing.targets.ssh.address import SshAddress

LOCK_LOST_MESSAGE = "bulletin: the lock is another's"
COMMAND_BUSY_MESSAGE = "bulletin: a command is still at work"
UPLOAD_ALTERED_MESSAGE = "bulletin: files are not what was announced"
CURRENT_NOT_LINK_MESSAGE = "bulletin: current is not a link"
NO_PARENT_MESSAGE = "bulletin: no folder to make it in"
FOREIGN_PATH_MESSAGE = "bulletin: foreign"
MOUNT_POINT_MESSAGE = "bulletin: mounted"
"""The messages of our own scripts on the server (see ``remote_scripts.py``)."""

_SSH_FAILED = 255
_DISK_FULL = ("No space left on device", "Disk quota exceeded")
_CONNECTION_ERRORS = (
    (
        "REMOTE HOST IDENTIFICATION HAS CHANGED",
        "khóa của máy chủ khác với khóa đã ghi nhớ. Có thể có kẻ đứng giữa giả làm máy chủ, cũng có thể máy chủ vừa được "
        "cài lại. Không gửi gì đi cả. Hãy gọi điện cho người quản trị máy chủ, hỏi dấu vân tay của khóa mới; nếu đúng là "
        "đã đổi thì bỏ khóa cũ: ssh-keygen -R {known}, rồi nối một lần bằng tay, so dấu vân tay và trả lời yes: ssh {login}",
    ),
    (
        "host key is known",
        "máy này chưa biết khóa của máy chủ nên không nối. Hãy xem dấu vân tay: {scan} | ssh-keygen -lf - và so với dấu "
        "vân tay mà người quản trị máy chủ đưa; nếu khớp, nối một lần bằng tay và trả lời yes: ssh {login}",
    ),
    (
        "Host key verification failed",
        "không tin được khóa của máy chủ nên không nối. Hãy nối thử bằng tay để xem vì sao: ssh {login}",
    ),
    (
        "Permission denied (",
        "máy chủ không nhận khóa SSH của máy này. Hãy nối thử bằng tay: ssh {login}; nếu không được, gửi khóa công khai "
        "(~/.ssh/id_ed25519.pub) cho người quản trị máy chủ",
    ),
    (
        "Too many authentication failures",
        "máy chủ từ chối vì quá nhiều khóa; hãy ghi IdentityFile vào ~/.ssh/config",
    ),
    (
        "Connection refused",
        "máy chủ không nhận kết nối; hãy kiểm tra địa chỉ và cổng, thử lại sau hoặc hỏi người quản trị",
    ),
    ("Could not resolve hostname", "không tìm thấy máy chủ; hãy kiểm tra địa chỉ và đường mạng"),
    ("No route to host", "không có đường tới máy chủ; hãy kiểm tra đường mạng"),
    ("Network is unreachable", "không có đường tới máy chủ; hãy kiểm tra đường mạng"),
    ("timed out", "máy chủ không trả lời; hãy kiểm tra đường mạng rồi thử lại"),
    ("Bad configuration option", "tệp cấu hình của ssh có lỗi; hãy nối thử bằng tay: ssh {login}"),
)
"""Messages of ssh before there is a connection, with their Vietnamese reasons."""
_SERVER_ERRORS = (
    (
        LOCK_LOST_MESSAGE,
        "đường truyền đứt quá lâu nên máy chủ đã nhường quyền xuất bản cho người khác, hoặc khóa đã hết hạn; hãy chạy lại",
    ),
    (
        COMMAND_BUSY_MESSAGE,
        "máy chủ còn đang làm dở việc của lần xuất bản trước; hãy chờ vài phút rồi chạy lại",
    ),
    (
        UPLOAD_ALTERED_MESSAGE,
        "các tệp đến máy chủ không đúng như bản đã dựng; chưa dùng đến chúng. Hãy chạy lại",
    ),
    (
        CURRENT_NOT_LINK_MESSAGE,
        "{path}/current không phải liên kết do lệnh publish tạo; hãy đổi tên nó rồi chạy lại",
    ),
    (
        NO_PARENT_MESSAGE,
        "trên máy chủ không có thư mục chứa {path}; hãy kiểm tra PUBLISH_TO hoặc tạo thư mục ấy",
    ),
    ("rsync: not found", "máy chủ chưa có rsync; hãy nhờ người quản trị cài: apt install rsync"),
    ("rsync: command not found", "máy chủ chưa có rsync; hãy nhờ người quản trị cài: apt install rsync"),
    ("flock: not found", "máy chủ chưa có flock; hãy nhờ người quản trị cài gói util-linux"),
    ("No space left on device", "đĩa của máy chủ đã đầy; hãy giải phóng chỗ trống rồi chạy lại"),
    (
        "Disk quota exceeded",
        "đã dùng hết dung lượng được cấp trên máy chủ; hãy giải phóng chỗ trống rồi chạy lại",
    ),
    ("Read-only file system", "ổ đĩa của máy chủ chỉ cho đọc; hãy hỏi người quản trị máy chủ"),
    ("Permission denied", "không có quyền ghi vào {path} trên máy chủ; hãy hỏi người quản trị máy chủ"),
    ("Operation not permitted", "không có quyền ghi vào {path} trên máy chủ; hãy hỏi người quản trị máy chủ"),
    ("Not a directory", "một tệp đứng ở chỗ của thư mục {path} trên máy chủ; hãy đổi tên tệp ấy"),
    ("has vanished", "thư mục output thay đổi trong lúc phát hành; hãy chạy lại"),
    (
        "No such file or directory",
        "không có thư mục hoặc tệp cần đến ở {path} trên máy chủ; hãy kiểm tra PUBLISH_TO",
    ),
)
"""Messages of the programs on the server, with their Vietnamese reasons."""
_FOREIGN_PATH = re.compile(rf"{FOREIGN_PATH_MESSAGE}\|([^|]*)\|([^\n]*)\|$", re.MULTILINE)
_MOUNT = re.compile(rf"{MOUNT_POINT_MESSAGE}\|([^\n]*)\|$", re.MULTILINE)
_FILE_TYPE_NOUNS = {
    "symbolic link": "một liên kết",
    "directory": "một thư mục",
    "fifo": "một ống",
    "socket": "một ổ cắm",
    "regular file": "một tệp của ai khác",
    "regular empty file": "một tệp rỗng",
}
"""Vietnamese nouns for the types of files, as ``stat`` names the types."""
_PARENT = re.compile(r'link_stat "[^\n]*" failed: (Not a directory|Too many levels of symbolic links) \(')
"""The message of rsync if the folder of a file to send is a file or a link to itself."""
_RSYNC_LOST_CODES = {10, 12, 30, 35}
"""Exit codes of rsync for a lost connection (EXIT VALUES in its manual)."""


class SshError(TargetError):
    """The server or the connection refused a command."""


class ConnectionLostError(SshError):
    """The connection was lost. The outcome of the last command is unknown."""


class RemoteDiskFullError(SshError):
    """The disk of the server is full."""


class RemotePathMissingError(SshError):
    """A file to fetch is missing, because its folder is another file."""


def create_ssh_error(address: SshAddress, stderr: str, code: int, *, program: str = "ssh") -> SshError:
    """Return the error for a ``program`` that ended with ``code``."""
    server_reason = _describe_foreign_path(stderr) or _find_reason(address, stderr, _SERVER_ERRORS)
    connection_reason = _find_reason(address, stderr, _CONNECTION_ERRORS)
    if program == "rsync":
        is_lost = code in _RSYNC_LOST_CODES or code == _SSH_FAILED
        reason = server_reason or connection_reason
    else:
        is_lost = code == _SSH_FAILED or code < 0
        reason = connection_reason if is_lost else server_reason
    if _PARENT.search(stderr):
        return RemotePathMissingError(
            str(address),
            f"thứ khác đứng ở chỗ của một thư mục trong {address.path} trên máy chủ; hãy chạy lại ./inv publish",
        )
    if reason:
        error_class = RemoteDiskFullError if any(sign in stderr for sign in _DISK_FULL) else SshError
        return error_class(str(address), reason)
    if is_lost:
        return ConnectionLostError(
            str(address),
            "mất kết nối với máy chủ giữa chừng; hãy kiểm tra đường mạng rồi chạy lại, phần đã chuyển không phải chuyển lại",
        )
    last = stderr.strip().splitlines()[-1] if stderr.strip() else f"mã lỗi {code}"
    return SshError(str(address), f"máy chủ báo “{last}”")


def _find_reason(address: SshAddress, stderr: str, table: tuple[tuple[str, str], ...]) -> str:
    scan = f"ssh-keyscan {f'-p {address.port} ' if address.port else ''}{address.host}"
    for sign, reason in table:
        if sign in stderr:
            return reason.format(
                known=address.known_hosts_name, login=address.login_arguments, path=address.path, scan=scan
            )
    return ""


def _describe_foreign_path(stderr: str) -> str:
    """Return the reason if a script refused a path or a mount, or an empty text."""
    if found := _MOUNT.search(stderr):
        return (
            f"trên máy chủ có một ổ đĩa gắn ở {escape_unprintable(found[1])}, nên không thể ghi hay xóa gì ở đó. "
            "Hãy nhờ người quản trị gắn nó ở nơi khác (umount) rồi chạy lại"
        )
    if not (found := _FOREIGN_PATH.search(stderr)):
        return ""
    file_type, name = found[1], escape_unprintable(found[2])
    statement = f"“{name}” trên máy chủ không phải do lệnh publish tạo (đây là {_FILE_TYPE_NOUNS.get(file_type, 'thứ khác')})"
    if name.endswith("/releases") and file_type == "symbolic link":
        return f"{statement}. Hãy ghi thẳng đường dẫn thật vào PUBLISH_TO, hoặc dời thư mục thật về chỗ ấy, rồi chạy lại"
    return f"{statement}. Hãy đổi tên hoặc dời nó đi rồi chạy lại"
