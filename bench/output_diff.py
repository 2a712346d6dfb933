"""Compare an output folder before and after a build, file by file."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FileSnapshot:
    """State of one file of an output folder."""

    stamp: tuple[int, int]
    """Modification time in nanoseconds, and inode; another stamp means that the file was written."""
    size: int
    digest: bytes


OutputSnapshot = dict[str, FileSnapshot]
"""The files of an output folder by their paths."""


@dataclass(frozen=True, slots=True)
class OutputChanges:
    """Differences between two snapshots of an output folder."""

    written: int
    """Number of files written, even if their bytes are the same."""
    removed: int
    """Number of files removed."""
    changed: int
    """Sum of the sizes of files that are new or have other bytes."""


def take_snapshot(folder: Path) -> OutputSnapshot:
    """Return the files below ``folder``, or none if it does not exist."""
    return dict(_walk_snapshots(folder, folder))


def compare_snapshots(before: OutputSnapshot, after: OutputSnapshot) -> OutputChanges:
    """Return the changes of a build between two snapshots."""
    return OutputChanges(
        written=sum(1 for name, file in after.items() if _get_stamp(before, name) != file.stamp),
        removed=len(before.keys() - after.keys()),
        changed=sum(
            file.size
            for name, file in after.items()
            if name not in before or before[name].digest != file.digest
        ),
    )


def _get_stamp(snapshot: OutputSnapshot, name: str) -> tuple[int, int] | None:
    return snapshot[name].stamp if name in snapshot else None


def _walk_snapshots(folder: Path, root: Path) -> Iterator[tuple[str, FileSnapshot]]:
    if not folder.is_dir():
        return
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            yield from _walk_snapshots(Path(entry.path), root)
        else:
            path = Path(entry.path)
            status = path.stat()
            data = path.read_bytes()
            digest = blake2b(data, digest_size=16).digest()
            yield (
                path.relative_to(root).as_posix(),
                FileSnapshot((status.st_mtime_ns, status.st_ino), len(data), digest),
            )
