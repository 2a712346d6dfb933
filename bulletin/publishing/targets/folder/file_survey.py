"""What the system says of the files in the folder of a release."""

import os
from stat import S_ISREG
from typing import NamedTuple

from bulletin.publishing.release.manifest import FileEntry
from bulletin.storage.file_system import walk_files

FileIdentity = tuple[int, int]
"""Inode of a file, and when it last changed in any way (nanoseconds)."""


class FileStat(NamedTuple):
    """What the system says of a file."""

    inode: int
    size: int
    """In bytes; -1 of what is no regular file."""
    mtime_ns: int


def is_stat_unmodified(entry: FileEntry, size: int, mtime_ns: int, sealed: int) -> bool:
    """Tell whether a file of a release that was finished at ``sealed`` was not written over since, by size and time."""
    return size == entry.size and mtime_ns <= sealed


def is_file_intact(seen: FileStat, entry: FileEntry, sealed: int) -> bool:
    """Tell whether a file of the last release was not touched since.

    A link to another would hand the damage on to every release to come.
    """
    return is_stat_unmodified(entry, seen.size, seen.mtime_ns, sealed)


def list_file_identities(folder: str) -> dict[str, FileIdentity]:
    """Return the marks of what is in ``folder`` and is no folder, by path."""
    return {path: get_file_identity(item.stat(follow_symlinks=False)) for path, item in walk_files(folder)}


def get_file_identity(status: os.stat_result) -> FileIdentity:
    """Return what tells a file from another one that is put in its place, also where its inode is used again."""
    return status.st_ino, status.st_ctime_ns


def stat_files(folder: str) -> dict[str, FileStat]:
    """Return what the system says of the files below ``folder``, by their paths from it."""
    statuses = ((path, item.stat(follow_symlinks=False)) for path, item in walk_files(folder))
    return {
        path: FileStat(one.st_ino, one.st_size if S_ISREG(one.st_mode) else -1, one.st_mtime_ns)
        for path, one in statuses
    }
