"""Paths that editors write. Each begins at content/ and stays inside it."""

import os
import re
import stat
from fnmatch import translate
from pathlib import Path, PurePath, PurePosixPath

from bulletin.text.late_patterns import compile_late
from bulletin.text.unicode_forms import normalize_unicode

IGNORED_PATTERNS = (".*", "~*", "#*", "*~", "Thumbs.db", "desktop.ini", "Icon\r")
"""Names of files and folders that a system or a text editor makes for itself.

Pelican's setting IGNORE_FILES has the same value.
"""
_IGNORED_NAME = compile_late("|".join(map(translate, IGNORED_PATTERNS)))


MAX_NAME_BYTES = 240
"""Most bytes in the name of a published file.

File systems allow 255. A copy under way has a dot, an ending and a process id besides. rsync adds eight bytes.
"""
_PLAIN_PATH = compile_late(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*", re.ASCII)
"""A path of names that mean themselves on every system."""


class PathError(Exception):
    """A path that may not be used, with a Vietnamese message.

    ``remedy`` is empty if the caller knows a better one.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy


def normalize_reference(reference: str) -> str:
    """Return a reference as a path from content/.

    ``{static}/files//x.pdf`` becomes ``files/x.pdf``.
    """
    for marker in ("{static}", "{attach}"):
        reference = reference.removeprefix(marker)
    return PurePosixPath(normalize_unicode("NFC", reference).lstrip("/")).as_posix()


def resolve_reference(root: Path, reference: str) -> Path:
    """Return the file that ``reference`` names below ``root`` (content/).

    ``images/x.jpg``, ``/images/x.jpg`` and ``{static}/images/x.jpg`` mean the same. The file need not exist.
    A symbolic link may lead to another file in its own folder of ``root``. It may not lead to another folder,
    because a link in ``files/`` could publish a draft in ``articles/``.

    Raise PathError if the reference leaves its folder, or cannot be the name of a file.
    """
    reference = normalize_reference(reference)
    if "\\" in reference or "\0" in reference:
        raise PathError("Đường dẫn chỉ dùng dấu gạch chéo “/”.")
    relative = PurePosixPath(reference)
    if ".." in relative.parts or not relative.parts or ":" in relative.parts[0]:
        raise PathError("Đường dẫn phải nằm trong thư mục content/.")
    _refuse_long_name(relative)
    path = root.joinpath(*relative.parts)
    try:
        path.exists()  # the system knows the longest name that it allows
        real_path, real_root = path.resolve(), root.resolve()
    except (OSError, RuntimeError):  # RuntimeError: circular links, up to Python 3.12
        raise PathError("Đường dẫn quá dài hoặc là liên kết vòng.") from None
    if not real_path.is_relative_to(real_root):
        raise PathError("Đây là liên kết ra ngoài thư mục content/ (symbolic link).")
    target = real_path.relative_to(real_root)
    if target.parts[:1] != relative.parts[:1] or _is_hidden(target) > _is_hidden(relative):
        folder = relative.parts[0] if len(relative.parts) > 1 else ""
        raise PathError(
            f"Đây là liên kết (symbolic link) tới content/{target.as_posix()}, nơi không được đăng từ đây.",
            f"Hãy xóa liên kết, rồi chép vào content/{f'{folder}/' if folder else ''} tệp thật nào cần dùng.",
        )
    return path


def _refuse_long_name(path: PurePosixPath) -> None:
    """Raise PathError if a publish could not copy a file of this name.

    The name of a Markdown file is not published.
    """
    length = len(os.fsencode(path.name))
    if length > MAX_NAME_BYTES and path.suffix.lower() != ".md":
        letters = len(path.name) * MAX_NAME_BYTES // length
        raise PathError(
            f"Tên tệp quá dài ({length} byte, nhiều nhất {MAX_NAME_BYTES}).",
            f"Hãy đổi tên tệp còn chừng {letters} chữ, rồi viết tên mới ở đây.",
        )


def is_ignored_name(name: str) -> bool:
    """Tell if a file or folder of this name is not content."""
    return _IGNORED_NAME.match(name) is not None


def _is_hidden(path: PurePath) -> bool:
    return any(map(is_ignored_name, path.parts))


class PlainFileCheck:
    """Tells cheaply that a path is a file in ``root`` (content/) and no link.

    The check resolves each folder once, and then looks at each file. A new build needs a new check.
    Reason: ``resolve_reference`` looks at every part of every path, which is 3 % of a cold build.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._inside_folders: dict[str, bool] = {}

    def find_status(self, source: str) -> os.stat_result | None:
        """Return the status of ``source`` if it certainly is a file in ``root``."""
        if not _PLAIN_PATH.fullmatch(source):
            return None
        folder = source.rpartition("/")[0]
        is_inside = self._inside_folders.get(folder)
        if is_inside is None:
            is_inside = self._inside_folders[folder] = self._is_inside(folder)
        if not is_inside:
            return None
        try:
            status = os.lstat(f"{self._root}/{source}")
        except OSError:
            return None
        return status if stat.S_ISREG(status.st_mode) else None

    def _is_inside(self, folder: str) -> bool:
        try:
            top_folder = self._root.resolve() / folder.partition("/")[0]
            return (self._root / folder).resolve().is_relative_to(top_folder)
        except (OSError, RuntimeError):  # RuntimeError: circular links, up to Python 3.12
            return False
