"""Paths that editors write: always from content/, never outside it."""

import re
from fnmatch import translate
from pathlib import Path, PurePath, PurePosixPath

from bulletin.text.unicode_forms import normalize_unicode

IGNORED_PATTERNS = (".*", "~*", "#*", "*~", "Thumbs.db", "desktop.ini", "Icon\r")
"""Files and folders of these names are the system's or an editor's own. Pelican reads by its setting
IGNORE_FILES, which holds the same."""
_IGNORED = re.compile("|".join(map(translate, IGNORED_PATTERNS)))


class PathError(Exception):
    """A path that may not be used; ``what`` and ``remedy`` are Vietnamese, the latter empty where the caller knows it."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.remedy = remedy


def normalize_reference(reference: str) -> str:
    """Return the path from content/ that ``reference`` names: ``files/x.pdf`` of ``{static}/files//x.pdf``."""
    for marker in ("{static}", "{attach}"):
        reference = reference.removeprefix(marker)
    return PurePosixPath(normalize_unicode("NFC", reference).lstrip("/")).as_posix()


def resolve_reference(root: Path, reference: str) -> Path:
    """Return the file that ``reference`` names below ``root`` (content/).

    ``images/x.jpg``, ``/images/x.jpg`` and ``{static}/images/x.jpg`` mean the same. The real file decides: a symbolic
    link may lead on within its own folder of ``root``, not from ``files/`` to a draft in ``articles/``. Raise PathError
    where the reference leaves that folder, or can be the name of no file. The file need not exist.
    """
    reference = normalize_reference(reference)
    if "\\" in reference or "\0" in reference:
        raise PathError("Đường dẫn chỉ dùng dấu gạch chéo “/”.")
    relative = PurePosixPath(reference)
    if ".." in relative.parts or not relative.parts or ":" in relative.parts[0]:
        raise PathError("Đường dẫn phải nằm trong thư mục content/.")
    path = root.joinpath(*relative.parts)
    try:
        path.exists()  # asks the system, which knows how long a name may be
        real, home = path.resolve(), root.resolve()
    except (OSError, RuntimeError):  # the second: links in a circle, up to Python 3.12
        raise PathError("Đường dẫn quá dài hoặc là liên kết vòng.") from None
    if not real.is_relative_to(home):
        raise PathError("Đây là liên kết ra ngoài thư mục content/ (symbolic link).")
    target = real.relative_to(home)
    if target.parts[:1] != relative.parts[:1] or _is_hidden(target) > _is_hidden(relative):
        folder = relative.parts[0] if len(relative.parts) > 1 else ""
        raise PathError(
            f"Đây là liên kết (symbolic link) tới content/{target.as_posix()}, nơi không được đăng từ đây.",
            f"Hãy xóa liên kết, rồi chép vào content/{f'{folder}/' if folder else ''} tệp thật nào cần dùng.",
        )
    return path


def is_ignored_name(name: str) -> bool:
    """Tell whether a file or folder of this name is no content."""
    return _IGNORED.match(name) is not None


def _is_hidden(path: PurePath) -> bool:
    return any(map(is_ignored_name, path.parts))
