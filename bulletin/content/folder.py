"""The content folder as it lies on the disk, looked at once a build."""

from pathlib import Path
from typing import NamedTuple

from bulletin.content.scan import Found, stray_files, tree
from bulletin.content.problems import Problem
from bulletin.content.sections import Sections, read_sections
from bulletin.content.withdrawals import Withdrawals, read_withdrawals


class Folder(NamedTuple):
    """What ``root`` (content/) holds before any text is read."""

    root: Path
    files: list[Found]
    """All files, sorted by source."""
    sections: Sections
    withdrawals: Withdrawals
    problems: tuple[Problem, ...]
    """What is wrong with sections, the list of what was taken down, and files that nobody reads."""


def look(root: Path, found: list[Found] | None = None) -> Folder:
    """Return what ``root`` holds; ``found`` are its files where they were listed. Raise OSError."""
    files = tree(root) if found is None else found
    sections, problems = read_sections(root)
    withdrawals, more = read_withdrawals(root)
    return Folder(root, files, sections, withdrawals, (*problems, *more, *stray_files(root, files)))
