"""File references of content items: checks that each file exists and is allowed."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from urllib.parse import quote, unquote

from bulletin.content.attachments.file_types import (
    EXECUTABLE_SUFFIXES,
    REFUSED_TYPE_REMEDIES,
    FileTypeProblem,
    check_double_suffix,
)
from bulletin.content.files.paths import PathError, resolve_reference
from bulletin.content.files.scan import NOT_A_FILE_PROBLEM
from bulletin.content.markup.slips.links import get_file_path
from bulletin.content.models import FileReference, ParsedBody
from bulletin.content.problems import Problem, ProblemText
from bulletin.text.formatting import format_size
from bulletin.text.letters import normalize_letters
from bulletin.text.suggestions import find_closest_match, is_same_name, suggest_correction

ImageCheck = Callable[[str], ProblemText | None]
"""Takes a path from content/. Returns message and remedy of a bad image, or None."""
FileCheck = Callable[[Path, str], FileTypeProblem | None]
"""Takes a file and its suffix in lower case. Returns a ``FileTypeProblem`` or None."""
MAX_AUDIO_SIZE = 50_000_000
"""Bytes of a recorded article. An hour of speech at 64 kbit/s takes 29 MB."""
_MIN_SIMILARITY = 0.75
"""Ratio of difflib. The suffix alone makes any two names a little similar."""


def find_file_references(body: ParsedBody) -> Iterator[FileReference]:
    """Yield the images and files of a body.

    Images of other sites are left out, because ``find_reference_problems`` reports them.
    """
    for reference in body.references:
        target = reference.target
        if reference.kind == "link":
            if target.startswith(("/files/", "/images/")):
                yield create_file_reference(get_file_path(target), reference.line)
        elif "://" not in target and not target.startswith("//"):
            yield FileReference("picture", target, reference.line)


def create_file_reference(path: str, line: int) -> FileReference:
    """Return the file reference of a link. A link to an image is an image reference."""
    return FileReference("picture" if path.startswith("/images/") else "file", path, line)


class FileReferenceChecker:
    """Checks file references below ``root`` (content/).

    Each build checks them, because files can change without the content files that name them.
    """

    def __init__(
        self, root: Path, types: tuple[str, ...], check_image: ImageCheck, check_type: FileCheck
    ) -> None:
        self._root, self._types = root, types
        self._check_image_file, self._check_type = check_image, check_type
        self._checks = {"picture": self._check_image, "file": self._check_file, "audio": self._check_audio}

    def find_problems(self, name: str, files: Iterable[FileReference]) -> Iterator[Problem]:
        """Yield the problems of the files that the content file ``name`` names."""
        for file in files:
            check = self._checks[file.kind]
            if problem := check(file.path):
                yield Problem(name, file.line, *problem)

    def _check_image(self, path: str) -> ProblemText | None:
        if problem := self._find_missing_file(path, "ảnh", "images"):
            return problem
        broken = self._check_image_file(path)
        return (f"Ảnh “{path}”: {broken[0]}", broken[1]) if broken else None

    def _check_file(self, path: str) -> ProblemText | None:
        if problem := self._find_missing_file(path, "tệp", "files"):
            return problem
        suffix = path.rsplit(".", 1)[-1].lower()
        if suffix not in self._types or suffix in EXECUTABLE_SUFFIXES:
            known = f"Các loại dùng được: {', '.join(self._types)}."
            return f"Không đính kèm được tệp loại .{suffix}: “{path}”.", REFUSED_TYPE_REMEDIES.get(
                suffix, known
            )
        name = path.rsplit("/", 1)[-1]
        file = resolve_reference(self._root, path)
        if (
            problem := check_double_suffix(name)
            or self._check_type(file, suffix)
            or self._check_hard_link(file)
        ):
            return f"Tệp “{path}” {problem[0]}", problem[1]
        return None

    def _check_audio(self, path: str) -> ProblemText | None:
        if problem := self._check_file(path):
            return problem
        size = resolve_reference(self._root, path).stat().st_size
        if size <= MAX_AUDIO_SIZE:
            return None
        return (
            f"Tệp “{path}” nặng {format_size(size)}, quá nặng để nghe trên điện thoại.",
            f"Hãy lưu lại thành mp3 loại 64 kbit/s, một kênh; nhiều nhất {format_size(MAX_AUDIO_SIZE)}.",
        )

    def _check_hard_link(self, file: Path) -> ProblemText | None:
        """Return the problem of a hard link to a file outside images/ and files/.

        Reason: that file can be a draft.
        """
        status = file.stat()
        source = self._other_files.get((status.st_dev, status.st_ino)) if status.st_nlink > 1 else None
        if source is None:
            return None
        return (
            f"cũng chính là {source} (hard link).",
            "Hãy xóa tệp này, rồi chép vào content/files/ tệp thật nào cần đăng.",
        )

    @cached_property
    def _other_files(self) -> dict[tuple[int, int], str]:
        """Files of the workspace except images and attachments, by device and inode.

        Ignored files are included, because a backup copy of a text editor can be a draft.
        """
        found = dict[tuple[int, int], str]()
        for directory, folders, names in os.walk(self._root):
            if Path(directory) == self._root:
                folders[:] = [name for name in folders if name not in ("files", "images")]
            _note_files(found, self._root.parent, directory, names)
        with suppress(OSError):  # this user may not read the folder above
            above = [file.name for file in self._root.parent.iterdir()]
            _note_files(found, self._root.parent, str(self._root.parent), above)
        return found

    def _find_missing_file(self, reference: str, noun: str, folder: str) -> ProblemText | None:
        """Return the problem of a reference that names no file below ``folder``, or None."""
        name = f"{noun.capitalize()} “{reference}”"
        try:
            path = resolve_reference(self._root, reference)
        except PathError as error:
            return f"{name}: {error}", error.remedy or f"Hãy viết {folder}/… từ thư mục content/."
        if any(part.startswith(".") for part in path.relative_to(self._root).parts):
            return f"{name} có tên bắt đầu bằng dấu chấm, máy chủ không phát tệp như vậy.", "Hãy đổi tên tệp."
        if path.relative_to(self._root).parts[0] != folder and (
            path.exists() or not _find_same_name(self._root / folder, path.name)
        ):
            remedy = f"Hãy chuyển tệp vào content/{folder}/ và viết {folder}/…."
            if path.relative_to(self._root).parts[0] == self._root.name:
                remedy = f"Hãy viết {reference.lstrip('/').removeprefix(f'{self._root.name}/')}, bỏ phần {self._root.name}/."
            return f"{name} không nằm trong content/{folder}/.", remedy
        if path.is_file():
            return None
        with suppress(OSError):
            if not S_ISDIR(path.stat().st_mode):
                return f"{name}: {NOT_A_FILE_PROBLEM[0]}", NOT_A_FILE_PROBLEM[1]
        remedy = suggest_encoded_name(self._root, path)
        if not remedy and (same := _find_same_name(self._root / folder, path.name)):
            remedy = f"Hãy viết {'/' if reference.startswith('/') else ''}{folder}/{same}"
        remedy = remedy or suggest_file(self._root, path, [folder])
        return f"Không có {noun} “{reference}” trong content/.", remedy


def _find_same_name(folder: Path, name: str) -> str:
    """Return the path of the only file with a name below a folder, or nothing."""
    if name.startswith("."):
        return ""
    found = [
        Path(directory, name).relative_to(folder).as_posix()
        for directory, _, names in os.walk(folder)
        if name in names
    ]
    return found[0] if len(found) == 1 else ""


def _note_files(found: dict[tuple[int, int], str], above: Path, directory: str, names: Iterable[str]) -> None:
    """Add the files in ``directory`` to ``found``, as paths from the folder ``above``."""
    for name in names:
        path = Path(directory, name)
        with suppress(OSError):  # the file was just removed, or its name is too long
            status = path.lstat()
            if S_ISREG(status.st_mode):
                found[status.st_dev, status.st_ino] = path.relative_to(above).as_posix()


def suggest_encoded_name(root: Path, path: Path) -> str:
    """Return the remedy for a link to a file with ``#``, ``?`` or ``%`` in its name.

    ``path`` is what a browser reads from the link: the part before ``#`` or ``?``, with ``%20`` as a blank.
    Return nothing if there is no such file.
    """
    names = (file.name for file in path.parent.iterdir()) if path.parent.is_dir() else ()
    for name in sorted(names):
        sign = next((sign for sign in "#?%" if sign in name), "")
        if sign and path.name in (re.split("[#?]", name)[0], unquote(name)):
            address = quote(f"/{path.with_name(name).relative_to(root).as_posix()}")
            return f"Tên tệp “{name}” có dấu {sign}: trong liên kết hãy viết {address}, hoặc đổi tên tệp."
    return ""


def suggest_file(root: Path, path: Path, folders: Sequence[str]) -> str:
    """Return the remedy for ``path``, below ``root`` (content/), which does not exist.

    ``folders`` are the folders of content/ that may hold such a file. The file is to be copied into the first.

    Reason: another document can have nearly the same name, so the remedy asks before it proposes one.
    """
    for folder in dict.fromkeys((path.parent, *(root / name for name in folders))):
        names = sorted(file.name for file in folder.iterdir() if file.is_file()) if folder.is_dir() else []
        place = folder.relative_to(root).as_posix()
        if any(normalize_letters(name) == path.name != name for name in names):
            # macOS decomposed the letters, or Ð stands for Đ: the name looks the same
            return f"Hãy đổi tên tệp trong {place}/, chỉ dùng chữ không dấu."
        near = next((name for name in names if is_same_name(name, path.name)), None) or find_closest_match(
            path.name, names, _MIN_SIMILARITY
        )
        if near is not None:
            written = path.name if path.parent in (folder, root) else path.relative_to(root).as_posix()
            return suggest_correction(written, near, f"hãy chép tệp vào content/{folders[0]}/", f"{place}/")
    return f"Hãy chép tệp vào content/{folders[0]}/ hoặc sửa đường dẫn."
