"""The content folder as it lies on the disk, looked at once a build."""

from pathlib import Path
from typing import NamedTuple

from bulletin.content.problems import Problem
from bulletin.content.scan import ContentFile, find_stray_files, scan_content
from bulletin.content.sections import Sections, read_sections
from bulletin.content.withdrawals import Withdrawals, read_withdrawals


class ContentFolder(NamedTuple):
    """What ``root`` (content/) holds before any text is read."""

    root: Path
    files: list[ContentFile]
    """All files, sorted by source."""
    sections: Sections
    withdrawals: Withdrawals
    problems: tuple[Problem, ...]
    """What is wrong with sections, the list of what was taken down, and files that nobody reads."""


def open_content_folder(root: Path, found: list[ContentFile] | None = None) -> ContentFolder:
    """Return what ``root`` holds; ``found`` are its files where they were listed. Raise OSError."""
    files = scan_content(root) if found is None else found
    sections, problems = read_sections(root)
    withdrawals, more = read_withdrawals(root)
    return ContentFolder(
        root, files, sections, withdrawals, (*problems, *more, *find_stray_files(root, files))
    )
