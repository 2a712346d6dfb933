"""The files of content/: which are read, and which cannot be."""

import errno
import os
import stat
import time
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from bulletin.content.content_types import CONTENT_FOLDERS
from bulletin.content.paths import PathError, is_ignored_name, resolve_reference
from bulletin.content.problems import Problem
from bulletin.errors import explain_os_error, is_utf8
from bulletin.storage.file_system import UNKNOWN_STAMP, FileStamp, get_stable_stamp
from bulletin.text.unicode_forms import normalize_unicode

_TEXTS = (".md", ".yml", ".yaml")
"""Endings of files that are read as text: no folder is called so."""
_FOLDER = (
    "Một thư mục đứng ở chỗ của tệp này.",
    "Hãy đổi tên hoặc chuyển thư mục ấy đi, rồi chép tệp thật vào chỗ này.",
)
NOT_A_FILE_PROBLEM = (
    "đây không phải tệp mà là một đường ống hay thiết bị của hệ thống.",
    "Hãy xóa rồi chép tệp thật vào chỗ này.",
)
"""Fault and remedy for a pipe in the place of a file."""
_UNSEEN = "Tên tệp có ký tự không nhìn thấy được."
COPY_FILE_REMEDY = "Hãy chép tệp thật vào content/ và xóa liên kết."
"""What to do with a symbolic link that cannot be used."""
_REMEDIES = {
    ".docx": "Hãy chuyển bài từ Word sang Markdown (.md) hoặc để tệp vào content/files/ làm tệp đính kèm.",
    ".doc": "Hãy chuyển bài từ Word sang Markdown (.md) hoặc để tệp vào content/files/ làm tệp đính kèm.",
}


MAX_FOLDER_DEPTH = 40
"""Folders within each other at most, from content/; deeper ones are not looked into."""
_SHOWN = 6
"""So many of them are named; there one finds the rest."""
MAX_TEXT_BYTES = 1_000_000
"""Bytes at most of a file that is read as text: two hundred pages. A text for readers has a hundredth."""
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""How documents of Word begin, the newer (a ZIP archive) and the older ([MS-CFB], 2.2)."""


class UnreadableTextError(Exception):
    """A file that cannot be read as a text of ours; ``line`` counts from 1, the message is Vietnamese."""

    def __init__(
        self,
        line: int,
        what: str = "Tệp không phải mã hóa UTF-8.",
        remedy: str = "Hãy mở bằng trình soạn thảo và lưu lại với mã hóa UTF-8.",
    ) -> None:
        super().__init__(what)
        self.line, self.message, self.remedy = line, what, remedy


def read_text(path: Path) -> str:
    """Return the text of ``path`` in Unicode NFC, with Unix line ends. Raise NotTextError, OSError.

    A byte order mark, which Windows writes, is dropped. What is no file (a pipe would be waited for) is not opened.
    """
    status = _status(path)
    if status.st_size > MAX_TEXT_BYTES:
        with path.open("rb") as file:
            if file.read(8).startswith(_OFFICE):
                raise _of_office()
        raise UnreadableTextError(
            1,
            f"Tệp quá dài: {status.st_size / 1e6:.1f} MB, nhiều nhất {MAX_TEXT_BYTES / 1e6:g} MB.".replace(
                ".", ",", 1
            ),
            "Hãy tách thành nhiều tệp, hoặc đăng làm tệp đính kèm trong content/files/.",
        )
    try:
        data = path.read_bytes()
    except PermissionError:
        raise _unreadable() from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if data.startswith(_OFFICE):
            raise _of_office() from None
        raise UnreadableTextError(data.count(b"\n", 0, error.start) + 1) from None
    if text.count("\0") > len(text) // 4:  # UTF-16 of ASCII alone also decodes
        raise UnreadableTextError(text.count("\n", 0, text.index("\0")) + 1)
    return normalize_unicode("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _status(path: Path) -> os.stat_result:
    """Return what the system says of a file. Raise NotTextError where it is none, FileNotFoundError, OSError."""
    try:
        status = path.stat()
    except FileNotFoundError:
        if path.is_symlink():
            raise UnreadableTextError(
                1, "Đây là liên kết dẫn tới một tệp không có.", COPY_FILE_REMEDY
            ) from None
        raise
    except PermissionError:
        raise _unreadable() from None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise UnreadableTextError(1, "Đây là liên kết dẫn vòng về chính nó.", COPY_FILE_REMEDY) from None
        raise
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableTextError(1, *_FOLDER)
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableTextError(
            1, f"{NOT_A_FILE_PROBLEM[0][:1].upper()}{NOT_A_FILE_PROBLEM[0][1:]}", NOT_A_FILE_PROBLEM[1]
        )
    return status


def _unreadable() -> UnreadableTextError:
    return UnreadableTextError(
        1,
        "Không có quyền đọc tệp này.",
        "Hãy kiểm tra chủ sở hữu và quyền của tệp, hoặc hỏi người quản trị máy.",
    )


def _of_office() -> UnreadableTextError:
    return UnreadableTextError(
        1,
        "Đây là tệp Word (hay một tệp nén khác), không phải tệp chữ.",
        "Hãy đổi lại đuôi .docx, mở bằng Word, rồi chép chữ vào một tệp .md mới.",
    )


def get_display_path(root: Path, source: str) -> str:
    """Return how messages name a file: ``content/articles/x.md``."""
    return f"{root.name}/{source}"


class ContentFile(NamedTuple):
    """A file below content/, or a link of any kind (links are not followed)."""

    source: str
    """From content/: ``articles/2019/12/x.md``; ``images/…/`` of a folder that is too deep to look into."""
    is_link: bool
    stamp: FileStamp
    """UNSURE for links, and for what must be read each time."""


def scan_content(root: Path) -> list[ContentFile]:
    """Return all files below ``root`` (content/), sorted by source. What systems leave there is passed over."""
    return sorted(_walk(str(root), time.time_ns())) if root.is_dir() else []


def select_markdown_files(found: Iterable[ContentFile]) -> Iterator[ContentFile]:
    """Yield the Markdown files that are read; not those whose names no one can read, which are problems themselves."""
    for one in found:
        if one.source.endswith(".md") and one.source.startswith(CONTENT_FOLDERS) and one.source.isprintable():
            yield one


def find_stray_files(root: Path, found: Iterable[ContentFile]) -> Iterator[Problem]:
    """Yield what is wrong with files that nobody reads: links out of content/, texts of no known kind or place."""
    for one in found:
        source, read, text = one.source, one.source.startswith(CONTENT_FOLDERS), one.source.endswith(".md")
        if source.endswith("/"):
            shown = source if source.count("/") <= _SHOWN else "/".join([*source.split("/")[:_SHOWN], "…"])
            yield Problem(get_display_path(root, shown), 1, *_closed(root, source))
            continue
        if not source.isprintable():
            yield Problem(
                get_display_path(root, source), 1,
                _UNSEEN if is_utf8(source) else "Tên tệp không phải mã hóa UTF-8.",
                "Hãy đổi tên tệp, chỉ dùng chữ không dấu, chữ số và dấu gạch nối.",
            )  # fmt: skip
        if read and text:
            continue  # the desk looks at each of these
        if one.is_link and (fault := _leaves(root, source)):
            yield Problem(get_display_path(root, source), 1, str(fault), fault.remedy or COPY_FILE_REMEDY)
        elif read:
            yield Problem(
                get_display_path(root, source), 1,
                f"Thư mục {source.partition('/')[0]}/ chỉ đọc tệp Markdown (.md), tệp này sẽ bị bỏ qua.",
                _REMEDIES.get(
                    PurePosixPath(source).suffix.lower(),
                    "Hãy đổi tên thành .md, hoặc chuyển sang content/files/ hay content/images/.",
                ),
            )  # fmt: skip
        elif text:
            yield Problem(
                get_display_path(root, source), 1,
                "Bài đặt ở đây sẽ bị bỏ qua.",
                "Hãy chuyển vào content/articles/ (tin, bài) hoặc content/pages/ (trang).",
            )  # fmt: skip


def _closed(root: Path, folder: str) -> tuple[str, str]:
    """Return why ``folder`` was not looked into, and what to do."""
    if folder[:-1].endswith(_TEXTS):
        return _FOLDER
    if folder.count("/") <= MAX_FOLDER_DEPTH:
        try:
            next((root / folder).iterdir(), None)
        except OSError as error:
            if error.errno != errno.ENAMETOOLONG:
                what, _, remedy = explain_os_error(error).partition("; ")
                return f"Không mở được thư mục này: {what}.", f"{remedy[:1].upper()}{remedy[1:]}."
    return (
        f"Quá {MAX_FOLDER_DEPTH} thư mục lồng trong nhau, hoặc tên của chúng quá dài.",
        "Hãy chuyển tệp ra thư mục ngoài rồi xóa các thư mục thừa.",
    )


def _leaves(root: Path, source: str) -> PathError | None:
    """Return why the link at ``source`` cannot be used; None where it stays in its folder of content/."""
    try:
        resolve_reference(root, source)
    except PathError as error:
        return error
    return None


def _walk(root: str, now: int) -> Iterator[ContentFile]:
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
                if entry.name.endswith(_TEXTS) or prefix.count("/") == MAX_FOLDER_DEPTH:
                    yield ContentFile(below, False, UNKNOWN_STAMP)
                else:
                    waiting.append(below)
            elif entry.is_symlink():
                yield ContentFile(prefix + entry.name, True, UNKNOWN_STAMP)
            else:
                yield ContentFile(prefix + entry.name, False, _stamp(entry, now))


def _stamp(entry: "os.DirEntry[str]", now: int) -> FileStamp:
    try:
        return get_stable_stamp(entry.stat(follow_symlinks=False), now)
    except OSError:  # whoever reads it says what is wrong with it
        return UNKNOWN_STAMP
