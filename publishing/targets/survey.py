"""What the system says of the files in the folder of a release."""

import os
from collections.abc import Iterator
from stat import S_ISREG
from typing import NamedTuple

from publishing.manifest import Entry
from publishing.targets.ownership import is_untouched


class SeenFile(NamedTuple):
    """What the system says of a file."""

    inode: int
    size: int
    """In bytes; -1 of what is no regular file."""
    mtime_ns: int


def is_sound(seen: SeenFile, entry: Entry, sealed: int) -> bool:
    """Tell whether a file of the last release was not touched since.

    A link to another would hand the damage on to every release to come.
    """
    return is_untouched(entry, seen.size, seen.mtime_ns, sealed)


def survey_folder(folder: str) -> dict[str, SeenFile]:
    """Return what the system says of the files below ``folder``, by their paths from it."""
    statuses = ((path, item.stat(follow_symlinks=False)) for path, item in _files(folder))
    return {
        path: SeenFile(one.st_ino, one.st_size if S_ISREG(one.st_mode) else -1, one.st_mtime_ns)
        for path, one in statuses
    }


def _files(folder: str) -> Iterator[tuple[str, "os.DirEntry[str]"]]:
    prefixes = [""]
    while prefixes:
        prefix = prefixes.pop()
        with os.scandir(f"{folder}/{prefix}") as items:
            for item in items:
                if item.is_dir(follow_symlinks=False):
                    prefixes.append(f"{prefix}{item.name}/")
                else:
                    yield prefix + item.name, item
