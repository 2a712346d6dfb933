"""Pictures and files that a record names: whether they are there and may be shown or offered."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from bulletin.content.attachments.file_types import (
    EXECUTABLE_SUFFIXES,
    REFUSED_TYPE_REMEDIES,
    check_double_suffix,
)
from bulletin.content.attachments.suggestions import suggest_file
from bulletin.content.markup.links import get_file_path
from bulletin.content.models import FileReference, ParsedBody
from bulletin.content.paths import PathError, resolve_reference
from bulletin.content.problems import Problem
from bulletin.content.scan import NOT_A_FILE_PROBLEM

ImageCheck = Callable[[str], tuple[str, str] | None]
"""Given a path from content/, what is wrong with the picture and what to do, or None."""
FileCheck = Callable[[Path, str], tuple[str, str] | None]
"""Given a file and its ending in lower case, how the sentence about it ends and what to do, or None."""
FileProblem = tuple[str, str]
"""What is wrong, and what to do."""


def find_file_references(text: ParsedBody) -> Iterator[FileReference]:
    """Yield what a body shows and links to. Pictures of other sites are the text's own problem."""
    for reference in text.references:
        target = reference.target
        if reference.kind == "link":
            if target.startswith(("/files/", "/images/")):
                yield create_file_reference(get_file_path(target), reference.line)
        elif "://" not in target and not target.startswith("//"):
            yield FileReference("picture", target, reference.line)


def create_file_reference(path: str, line: int) -> FileReference:
    """Return what ``path`` names: a link to a picture is looked up as a picture."""
    return FileReference("picture" if path.startswith("/images/") else "file", path, line)


class FileReferenceChecker:
    """Looks files up below ``root`` (content/). They change without the texts that name them."""

    def __init__(self, root: Path, types: tuple[str, ...], fault: ImageCheck, kind: FileCheck) -> None:
        self._root, self._types, self._fault, self._kind = root, types, fault, kind

    def find_problems(self, name: str, files: Iterable[FileReference]) -> Iterator[Problem]:
        """Yield what is wrong with ``files``, which the content file called ``name`` names."""
        for file in files:
            if fault := self._picture(file.path) if file.kind == "picture" else self._file(file.path):
                yield Problem(name, file.line, *fault)

    def _picture(self, path: str) -> FileProblem | None:
        if fault := self._missing(path, "ảnh", "images"):
            return fault
        broken = self._fault(path)
        return (f"Ảnh “{path}”: {broken[0]}", broken[1]) if broken else None

    def _file(self, path: str) -> FileProblem | None:
        if fault := self._missing(path, "tệp", "files"):
            return fault
        ending = path.rsplit(".", 1)[-1].lower()
        if ending not in self._types or ending in EXECUTABLE_SUFFIXES:
            known = f"Các loại dùng được: {', '.join(self._types)}."
            return f"Không đính kèm được tệp loại .{ending}: “{path}”.", REFUSED_TYPE_REMEDIES.get(
                ending, known
            )
        name = path.rsplit("/", 1)[-1]
        file = resolve_reference(self._root, path)
        if fault := check_double_suffix(name) or self._kind(file, ending) or self._check_hard_link(file):
            return f"Tệp “{path}” {fault[0]}", fault[1]
        return None

    def _check_hard_link(self, file: Path) -> FileProblem | None:
        """Return what is wrong where ``file`` has the bytes of a text of ours: it may be a draft."""
        status = file.stat()
        source = self._texts.get((status.st_dev, status.st_ino)) if status.st_nlink > 1 else None
        if source is None:
            return None
        return (
            f"cũng chính là {source} (hard link).",
            "Hãy xóa tệp này, rồi chép vào content/files/ tệp thật nào cần đăng.",
        )

    @cached_property
    def _texts(self) -> dict[tuple[int, int], str]:
        """Files of the working copy apart from pictures and attachments, by device and number.

        Files that are passed over elsewhere count too: a copy that an editor's program saved may be of a draft.
        """
        found = dict[tuple[int, int], str]()
        for directory, folders, names in os.walk(self._root):
            if Path(directory) == self._root:
                folders[:] = [name for name in folders if name not in ("files", "images")]
            _note_files(found, self._root.parent, directory, names)
        with suppress(OSError):  # the folder above may be closed to this user
            above = [one.name for one in self._root.parent.iterdir()]
            _note_files(found, self._root.parent, str(self._root.parent), above)
        return found

    def _missing(self, reference: str, noun: str, folder: str) -> FileProblem | None:
        """Return what is wrong where ``reference`` names no file below ``folder``."""
        name = f"{noun.capitalize()} “{reference}”"
        try:
            path = resolve_reference(self._root, reference)
        except PathError as error:
            return f"{name}: {error}", error.remedy or f"Hãy viết {folder}/… từ thư mục content/."
        if any(part.startswith(".") for part in path.relative_to(self._root).parts):
            return f"{name} có tên bắt đầu bằng dấu chấm, máy chủ không phát tệp như vậy.", "Hãy đổi tên tệp."
        if path.relative_to(self._root).parts[0] != folder:
            remedy = f"Hãy chuyển tệp vào content/{folder}/ và viết {folder}/…."
            if path.relative_to(self._root).parts[0] == self._root.name:
                remedy = f"Hãy viết {reference.lstrip('/').removeprefix(f'{self._root.name}/')}, bỏ phần {self._root.name}/."
            return f"{name} không nằm trong content/{folder}/.", remedy
        if path.is_file():
            return None
        with suppress(OSError):
            if not S_ISDIR(path.stat().st_mode):
                return f"{name}: {NOT_A_FILE_PROBLEM[0]}", NOT_A_FILE_PROBLEM[1]
        return f"Không có {noun} “{reference}” trong content/.", suggest_file(self._root, path, [folder])


def _note_files(found: dict[tuple[int, int], str], above: Path, directory: str, names: Iterable[str]) -> None:
    """Add the files called ``names`` in ``directory`` to ``found``, named from the folder ``above``."""
    for name in names:
        path = Path(directory, name)
        with suppress(OSError):  # removed at this moment, or its name is too long for the system
            status = path.lstat()
            if S_ISREG(status.st_mode):
                found[status.st_dev, status.st_ino] = path.relative_to(above).as_posix()
