"""Metadata of the files in the folder of a release."""

import os
from stat import S_ISREG
from typing import NamedTuple

from bulletin.publishing.release.manifest import FileEntry
from bulletin.storage.file_system import walk_files

FileIdentity = tuple[int, int]
"""Inode and change time (``st_ctime_ns``) of a file."""


class FileStat(NamedTuple):
    """Inode, size and modification time of a file."""

    inode: int
    size: int
    """In bytes. -1 if the path is no regular file."""
    mtime_ns: int


def is_stat_unmodified(entry: FileEntry, size: int, mtime_ns: int, completed_at: int) -> bool:
    """Tell if a file is unmodified since its release was completed, by size and time.

    ``completed_at`` is in nanoseconds.
    """
    return size == entry.size and mtime_ns <= completed_at


def is_file_intact(stat: FileStat, entry: FileEntry, completed_at: int) -> bool:
    """Tell if a file of the last release is unmodified.

    Reason: a hard link to an altered file would pass the damage on to all later releases.
    """
    return is_stat_unmodified(entry, stat.size, stat.mtime_ns, completed_at)


def list_file_identities(folder: str) -> dict[str, FileIdentity]:
    """Return the identities of all files below ``folder``, by path."""
    return {path: get_file_identity(item.stat(follow_symlinks=False)) for path, item in walk_files(folder)}


def get_file_identity(status: os.stat_result) -> FileIdentity:
    """Return the identity of a file.

    Reason: the change time tells two files apart even if the system reuses the inode.
    """
    return status.st_ino, status.st_ctime_ns


def stat_files(folder: str) -> dict[str, FileStat]:
    """Return the metadata of all files below ``folder``, by their relative paths."""
    statuses = ((path, item.stat(follow_symlinks=False)) for path, item in walk_files(folder))
    return {
        path: FileStat(status.st_ino, status.st_size if S_ISREG(status.st_mode) else -1, status.st_mtime_ns)
        for path, status in statuses
    }
