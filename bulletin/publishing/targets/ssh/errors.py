"""What a server, or the line to it, refuses: in words for the editor who typed the command.

ssh, rsync and the programs on the server say it in English (they are run in the C locale); the
signs here are theirs.
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
"""What our own scripts on the server say (see remote_scripts.py)."""

_SSH_FAILED = 255
_FULL = ("No space left on device", "Disk quota exceeded")
_LINE = (
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
"""What ssh itself says before there is a line."""
_SERVER = (
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
"""What the programs on the server say."""
_IN_THE_WAY = re.compile(rf"{FOREIGN_PATH_MESSAGE}\|([^|]*)\|([^\n]*)\|$", re.MULTILINE)
_MOUNT = re.compile(rf"{MOUNT_POINT_MESSAGE}\|([^\n]*)\|$", re.MULTILINE)
_KINDS = {
    "symbolic link": "một liên kết",
    "directory": "một thư mục",
    "fifo": "một ống",
    "socket": "một ổ cắm",
    "regular file": "một tệp của ai khác",
    "regular empty file": "một tệp rỗng",
}
"""Kinds of what stands in the way, as ``stat`` names them."""
_PARENT = re.compile(r'link_stat "[^\n]*" failed: (Not a directory|Too many levels of symbolic links) \(')
"""What rsync says where a file, or a link in a circle, stands in the place of a folder of a file to send."""
_RSYNC_CUT = {10, 12, 30, 35}
"""What rsync returns when the line breaks (see EXIT VALUES in its manual)."""


class SshError(TargetError):
    """The server, or the line to it, refused."""


class ConnectionLostError(SshError):
    """The line was cut: what the server did of the last command is not known."""


class RemoteDiskFullError(SshError):
    """The disk of the server is full."""


class RemotePathMissingError(SshError):
    """A file to fetch is missing because something else stands where its folder should be."""


def create_ssh_error(address: SshAddress, said: str, code: int, *, program: str = "ssh") -> SshError:
    """Return what to raise where ``program`` ended with ``code`` and ``said`` why."""
    server, line = _in_the_way(said) or _reason(address, said, _SERVER), _reason(address, said, _LINE)
    if program == "rsync":
        cut = code in _RSYNC_CUT or code == _SSH_FAILED
        reason = server or line
    else:
        cut = code == _SSH_FAILED or code < 0
        reason = line if cut else server
    if _PARENT.search(said):
        return RemotePathMissingError(
            str(address),
            f"thứ khác đứng ở chỗ của một thư mục trong {address.path} trên máy chủ; hãy chạy lại ./inv publish",
        )
    if reason:
        return (RemoteDiskFullError if any(sign in said for sign in _FULL) else SshError)(
            str(address), reason
        )
    if cut:
        return ConnectionLostError(
            str(address),
            "mất kết nối với máy chủ giữa chừng; hãy kiểm tra đường mạng rồi chạy lại, phần đã chuyển không phải chuyển lại",
        )
    last = said.strip().splitlines()[-1] if said.strip() else f"mã lỗi {code}"
    return SshError(str(address), f"máy chủ báo “{last}”")


def _reason(address: SshAddress, said: str, table: tuple[tuple[str, str], ...]) -> str:
    scan = f"ssh-keyscan {f'-p {address.port} ' if address.port else ''}{address.host}"
    for sign, reason in table:
        if sign in said:
            return reason.format(
                known=address.known_hosts_name, login=address.login_arguments, path=address.path, scan=scan
            )
    return ""


def _in_the_way(said: str) -> str:
    """Return a reason where a script met something that it may not write into; else an empty text."""
    if found := _MOUNT.search(said):
        return (
            f"trên máy chủ có một ổ đĩa gắn ở {escape_unprintable(found[1])}, nên không thể ghi hay xóa gì ở đó. "
            "Hãy nhờ người quản trị gắn nó ở nơi khác (umount) rồi chạy lại"
        )
    if not (found := _IN_THE_WAY.search(said)):
        return ""
    kind, name = found[1], escape_unprintable(found[2])
    stands = f"“{name}” trên máy chủ không phải do lệnh publish tạo (đây là {_KINDS.get(kind, 'thứ khác')})"
    if name.endswith("/releases") and kind == "symbolic link":
        return f"{stands}. Hãy ghi thẳng đường dẫn thật vào PUBLISH_TO, hoặc dời thư mục thật về chỗ ấy, rồi chạy lại"
    return f"{stands}. Hãy đổi tên hoặc dời nó đi rồi chạy lại"
