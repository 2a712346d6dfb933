"""What a build did to its output: the files it wrote and removed, and the bytes that differ."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FileSnapshot:
    """One file of an output."""

    stamp: tuple[int, int]
    """Time of the last change in nanoseconds, and inode: another one means that it was written."""
    size: int
    digest: bytes


OutputSnapshot = dict[str, FileSnapshot]
"""The files of an output by their paths."""


@dataclass(frozen=True, slots=True)
class OutputChanges:
    """What stands between two snapshots of an output."""

    written: int
    """Files written, with the same bytes or others."""
    removed: int
    changed: int
    """Bytes in the files that are new or hold other bytes."""


def take_snapshot(folder: Path) -> OutputSnapshot:
    """Return the files below ``folder``; none where it does not exist."""
    return dict(_files(folder, folder))


def compare_snapshots(before: OutputSnapshot, after: OutputSnapshot) -> OutputChanges:
    """Return what a build did that found ``before`` and left ``after``."""
    return OutputChanges(
        written=sum(1 for name, file in after.items() if _stamp(before, name) != file.stamp),
        removed=len(before.keys() - after.keys()),
        changed=sum(
            file.size
            for name, file in after.items()
            if name not in before or before[name].digest != file.digest
        ),
    )


def _stamp(found: OutputSnapshot, name: str) -> tuple[int, int] | None:
    return found[name].stamp if name in found else None


def _files(folder: Path, root: Path) -> Iterator[tuple[str, FileSnapshot]]:
    if not folder.is_dir():
        return
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path), root)
        else:
            path = Path(entry.path)
            facts = path.stat()
            data = path.read_bytes()
            digest = blake2b(data, digest_size=16).digest()
            yield (
                path.relative_to(root).as_posix(),
                FileSnapshot((facts.st_mtime_ns, facts.st_ino), len(data), digest),
            )
