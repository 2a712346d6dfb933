"""Files below content/: their list, their text, and the stray files among them."""

import errno
import os
import stat
import time
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from bulletin.content.content_types import CONTENT_FOLDERS
from bulletin.content.files.paths import PathError, is_ignored_name, resolve_reference
from bulletin.content.problems import Problem
from bulletin.errors import explain_os_error, is_utf8
from bulletin.storage.file_system import UNKNOWN_STAMP, FileStamp, get_stable_stamp
from bulletin.text.letters import normalize_letters

_TEXT_SUFFIXES = (".md", ".yml", ".yaml")
"""Suffixes of text files. A folder with such a name is a problem."""
_YAML_FOLDERS = ("ads/", "documents/")
"""Folders of text files that ``read_yaml_file`` reads. It reports links that it does not follow."""
_FOLDER_PROBLEM = (
    "Một thư mục đứng ở chỗ của tệp này.",
    "Hãy đổi tên hoặc chuyển thư mục ấy đi, rồi chép tệp thật vào chỗ này.",
)
NOT_A_FILE_PROBLEM = (
    "đây không phải tệp mà là một đường ống hay thiết bị của hệ thống.",
    "Hãy xóa rồi chép tệp thật vào chỗ này.",
)
"""Message and remedy for a pipe or device in the place of a file."""
_INVISIBLE_NAME = "Tên tệp có ký tự không nhìn thấy được."
COPY_FILE_REMEDY = "Hãy chép tệp thật vào content/ và xóa liên kết."
"""Remedy for a symbolic link that cannot be used."""
_REMEDIES = {
    ".docx": "Hãy chuyển bài từ Word sang Markdown (.md) hoặc để tệp vào content/files/ làm tệp đính kèm.",
    ".doc": "Hãy chuyển bài từ Word sang Markdown (.md) hoặc để tệp vào content/files/ làm tệp đính kèm.",
}


MAX_FOLDER_DEPTH = 40
"""Maximum depth of folders below content/. Deeper folders are not read."""
_SHOWN_FOLDERS = 6
"""Number of folders of a deep path that a message shows."""
MAX_TEXT_BYTES = 1_000_000
"""Maximum bytes of a text file: two hundred pages. A usual article has a hundredth."""
_OFFICE_MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""First bytes of Word documents: a ZIP archive, or the older format ([MS-CFB], 2.2)."""


class UnreadableTextError(Exception):
    """A file that cannot be read as text.

    ``line`` counts from 1, and the message is Vietnamese.
    ``text`` has the readable characters of a text in another encoding.
    """

    def __init__(
        self,
        line: int,
        message: str = "Tệp không phải mã hóa UTF-8.",
        remedy: str = "Hãy mở bằng trình soạn thảo và lưu lại với mã hóa UTF-8.",
        *,
        text: str = "",
    ) -> None:
        super().__init__(message)
        self.line, self.message, self.remedy, self.text = line, message, remedy, text


def read_text(path: Path, status: os.stat_result | None = None) -> str:
    """Return the text of ``path`` with normal letters and Unix line ends.

    ``status`` is the status of a regular file, if the caller knows it.
    A byte order mark of Windows is dropped. Pipes and devices are not opened, because reading them could block.
    Raise UnreadableTextError, OSError.
    """
    status = status or _get_file_status(path)
    if status.st_size > MAX_TEXT_BYTES:
        with path.open("rb") as file:
            if file.read(8).startswith(_OFFICE_MAGIC):
                raise _create_office_error()
        raise UnreadableTextError(
            1,
            f"Tệp quá dài: {status.st_size / 1e6:.1f} MB, nhiều nhất {MAX_TEXT_BYTES / 1e6:g} MB.".replace(
                ".", ",", 1
            ),
            "Hãy tách thành nhiều tệp, hoặc đăng làm tệp đính kèm trong content/files/.",
        )
    try:
        with path.open("rb", buffering=0) as file:
            data = file.read(status.st_size + 1)
            if len(data) != status.st_size:  # the file changed in between
                data += file.read()
    except PermissionError:
        raise _create_permission_error() from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if data.startswith(_OFFICE_MAGIC):
            raise _create_office_error() from None
        line, text = data.count(b"\n", 0, error.start) + 1, data.decode("utf-8-sig", "replace")
        raise UnreadableTextError(line, text=_unify_line_ends(text)) from None
    if text.count("\0") > len(text) // 4:  # UTF-16 of ASCII characters decodes as UTF-8 too
        raise UnreadableTextError(text.count("\n", 0, text.index("\0")) + 1)
    return normalize_letters(_unify_line_ends(text))


def _unify_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _get_file_status(path: Path) -> os.stat_result:
    """Return the status of a regular file.

    Raise UnreadableTextError if it is not a regular file, FileNotFoundError, OSError.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        if path.is_symlink():
            raise UnreadableTextError(
                1, "Đây là liên kết dẫn tới một tệp không có.", COPY_FILE_REMEDY
            ) from None
        raise
    except PermissionError:
        raise _create_permission_error() from None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise UnreadableTextError(1, "Đây là liên kết dẫn vòng về chính nó.", COPY_FILE_REMEDY) from None
        raise
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableTextError(1, *_FOLDER_PROBLEM)
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableTextError(
            1, f"{NOT_A_FILE_PROBLEM[0][:1].upper()}{NOT_A_FILE_PROBLEM[0][1:]}", NOT_A_FILE_PROBLEM[1]
        )
    return status


def _create_permission_error() -> UnreadableTextError:
    return UnreadableTextError(
        1,
        "Không có quyền đọc tệp này.",
        "Hãy kiểm tra chủ sở hữu và quyền của tệp, hoặc hỏi người quản trị máy.",
    )


def _create_office_error() -> UnreadableTextError:
    return UnreadableTextError(
        1,
        "Đây là tệp Word (hay một tệp nén khác), không phải tệp chữ.",
        "Hãy đổi lại đuôi .docx, mở bằng Word, rồi chép chữ vào một tệp .md mới.",
    )


def get_display_path(root: Path, source: str) -> str:
    """Return the path of a file for messages: ``content/articles/x.md``."""
    return f"{root.name}/{source}"


class ContentFile(NamedTuple):
    """A file or symbolic link below content/. Links are not followed."""

    source: str
    """Path from content/: ``articles/2019/12/x.md``. A folder that is not read ends in ``/``."""
    is_link: bool
    stamp: FileStamp
    """``UNKNOWN_STAMP`` for links, and for files that must be read each time."""


def scan_content(root: Path) -> list[ContentFile]:
    """Return all files below ``root`` (content/), sorted by source.

    Files with ignored names are left out.
    """
    return sorted(_walk_folder(str(root), time.time_ns())) if root.is_dir() else []


def select_markdown_files(files: Iterable[ContentFile]) -> Iterator[ContentFile]:
    """Yield the Markdown files that become content items.

    Files with unprintable names are left out, because ``find_stray_files`` reports them.
    """
    for file in files:
        if (
            file.source.endswith(".md")
            and file.source.startswith(CONTENT_FOLDERS)
            and file.source.isprintable()
        ):
            yield file


def find_stray_files(root: Path, files: Iterable[ContentFile]) -> Iterator[Problem]:
    """Yield problems of files that no reader of content would find.

    Examples are links out of content/ and Markdown files in other folders.
    """
    for file in files:
        source = file.source
        is_content, is_markdown = source.startswith(CONTENT_FOLDERS), source.endswith(".md")
        if source.endswith("/"):
            display_path = (
                source
                if source.count("/") <= _SHOWN_FOLDERS
                else "/".join([*source.split("/")[:_SHOWN_FOLDERS], "…"])
            )
            yield Problem(get_display_path(root, display_path), 1, *_explain_unread_folder(root, source))
            continue
        if not source.isprintable():
            yield Problem(
                get_display_path(root, source), 1,
                _INVISIBLE_NAME if is_utf8(source) else "Tên tệp không phải mã hóa UTF-8.",
                "Hãy đổi tên tệp, chỉ dùng chữ không dấu, chữ số và dấu gạch nối.",
            )  # fmt: skip
        if is_content and is_markdown:
            continue  # the content reader reports these
        if source.startswith(_YAML_FOLDERS) and source.lower().endswith(_TEXT_SUFFIXES[1:]):
            continue  # their reader does
        if file.is_link and (error := _find_link_error(root, source)):
            yield Problem(get_display_path(root, source), 1, str(error), error.remedy or COPY_FILE_REMEDY)
        elif is_content:
            yield Problem(
                get_display_path(root, source), 1,
                f"Thư mục {source.partition('/')[0]}/ chỉ đọc tệp Markdown (.md), tệp này sẽ bị bỏ qua.",
                _REMEDIES.get(
                    PurePosixPath(source).suffix.lower(),
                    "Hãy đổi tên thành .md, hoặc chuyển sang content/files/ hay content/images/.",
                ),
            )  # fmt: skip
        elif is_markdown:
            yield Problem(
                get_display_path(root, source), 1,
                "Bài đặt ở đây sẽ bị bỏ qua.",
                "Hãy chuyển vào content/articles/ (tin, bài) hoặc content/pages/ (trang).",
            )  # fmt: skip


def _explain_unread_folder(root: Path, folder: str) -> tuple[str, str]:
    """Return message and remedy for a folder that was not read."""
    if folder[:-1].endswith(_TEXT_SUFFIXES):
        return _FOLDER_PROBLEM
    if folder.count("/") <= MAX_FOLDER_DEPTH:
        try:
            next((root / folder).iterdir(), None)
        except OSError as error:
            if error.errno != errno.ENAMETOOLONG:
                message, _, remedy = explain_os_error(error).partition("; ")
                return f"Không mở được thư mục này: {message}.", f"{remedy[:1].upper()}{remedy[1:]}."
    return (
        f"Quá {MAX_FOLDER_DEPTH} thư mục lồng trong nhau, hoặc tên của chúng quá dài.",
        "Hãy chuyển tệp ra thư mục ngoài rồi xóa các thư mục thừa.",
    )


def _find_link_error(root: Path, source: str) -> PathError | None:
    """Return the error of a symbolic link that leaves its folder of content/, or None."""
    try:
        resolve_reference(root, source)
    except PathError as error:
        return error
    return None


def _walk_folder(root: str, now: int) -> Iterator[ContentFile]:
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        try:
            with os.scandir(f"{root}/{prefix}") as entries:
                found = list(entries)
        except OSError:
            if not prefix:
                raise
            yield ContentFile(prefix, False, UNKNOWN_STAMP)
            continue
        for entry in found:
            if is_ignored_name(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                below = f"{prefix}{entry.name}/"
                if entry.name.endswith(_TEXT_SUFFIXES) or prefix.count("/") == MAX_FOLDER_DEPTH:
                    yield ContentFile(below, False, UNKNOWN_STAMP)
                else:
                    waiting.append(below)
            elif entry.is_symlink():
                yield ContentFile(prefix + entry.name, True, UNKNOWN_STAMP)
            else:
                yield ContentFile(prefix + entry.name, False, _get_stamp(entry, now))


def _get_stamp(entry: "os.DirEntry[str]", now: int) -> FileStamp:
    try:
        return get_stable_stamp(entry.stat(follow_symlinks=False), now)
    except OSError:  # reading the file reports the problem
        return UNKNOWN_STAMP
