"""The files of content/: which are read, and which cannot be."""

import os
import unicodedata
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from plugins.records.paths import PathError, inside
from plugins.records.problems import Problem

IGNORED = (".*", "~*", "#*", "*~", "Thumbs.db", "desktop.ini")
"""Files and folders of these names are the system's or an editor's own. Pelican reads by its setting
IGNORE_FILES, which holds the same."""
REAL_FILE = "Hãy chép tệp thật vào content/ và xóa liên kết."
"""What to do with a symbolic link that cannot be used."""
_REMEDIES = {
    ".docx": "Hãy chuyển bài từ Word sang Markdown (.md) hoặc để tệp vào content/files/ làm tệp đính kèm.",
    ".doc": "Hãy chuyển bài từ Word sang Markdown (.md) hoặc để tệp vào content/files/ làm tệp đính kèm.",
}


class NotTextError(Exception):
    """A file that is not UTF-8 text; ``line`` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__("not UTF-8")
        self.line = line


def read_text(path: Path) -> str:
    """Return the text of ``path`` in Unicode NFC, with Unix line ends. Raise NotTextError.

    A byte order mark, which Windows writes, is dropped.
    """
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotTextError(data.count(b"\n", 0, error.start) + 1) from None
    if text.count("\0") > len(text) // 4:  # UTF-16 of ASCII alone also decodes
        raise NotTextError(text.count("\n", 0, text.index("\0")) + 1)
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def is_ignored(name: str) -> bool:
    """Tell whether a file or folder of this name is no content."""
    return any(fnmatchcase(name, pattern) for pattern in IGNORED)


def label(root: Path, source: str) -> str:
    """Return how messages name a file: ``content/articles/x.md``."""
    return f"{root.name}/{source}"


def sources(root: Path, folder: str) -> Iterator[str]:
    """Yield the Markdown files below ``root/folder``, sorted, as paths from ``root``."""
    for source, _ in _walk(root, folder):
        if source.endswith(".md"):
            yield source


def stray_files(root: Path) -> Iterator[Problem]:
    """Yield what is wrong with files that nobody reads: links out of content/, texts of no known kind or place."""
    for source, path in _walk(root, ""):
        name, read = label(root, source), source.startswith(("articles/", "pages/"))
        if read and path.suffix == ".md":
            continue  # the desk looks at each of these
        if path.is_symlink() and (fault := _leaves(root, source)):
            yield Problem(name, 1, fault, REAL_FILE)
        elif read:
            yield Problem(
                name, 1,
                f"Thư mục {source.partition('/')[0]}/ chỉ đọc tệp Markdown (.md), tệp này sẽ bị bỏ qua.",
                _REMEDIES.get(
                    path.suffix.lower(),
                    "Hãy đổi tên thành .md, hoặc chuyển sang content/files/ hay content/images/.",
                ),
            )  # fmt: skip
        elif path.suffix == ".md":
            yield Problem(
                name, 1,
                "Bài đặt ở đây sẽ bị bỏ qua.",
                "Hãy chuyển vào content/articles/ (tin, bài) hoặc content/pages/ (trang).",
            )  # fmt: skip


def _leaves(root: Path, source: str) -> str:
    """Return why the link at ``source`` cannot be used; empty where it stays in content/."""
    try:
        inside(root, source)
    except PathError as error:
        return str(error)
    return ""


def _walk(root: Path, folder: str) -> Iterator[tuple[str, Path]]:
    for directory, folders, names in os.walk(root / folder):
        here = Path(directory)
        folders[:] = sorted(name for name in folders if not is_ignored(name))
        linked = [name for name in folders if (here / name).is_symlink()]
        folders[:] = [name for name in folders if name not in linked]
        for name in sorted([*names, *linked]):
            if not is_ignored(name):
                path = here / name
                yield path.relative_to(root).as_posix(), path
