"""Files of a release that no reader asks for by name, read back from where they lie: maps of nginx, compressed copies.

Reason: nginx obeys what is in ``.nginx/*.map``, so a line that is added there leads readers away. Files that were
added beside them are found by ``Target.unexpected_files``.
"""

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from bulletin.errors import UserError, escape_unprintable, explain_file_error
from bulletin.publishing.release.file_types import FileType
from bulletin.publishing.release.manifest import FileEntry, hash_file
from bulletin.publishing.release.release import DamagedReleaseError, Release
from bulletin.publishing.targets.base import Target
from bulletin.publishing.verification.report import ContentDifference

_MAX_COMPRESSED_SAMPLE = 300
"""Compressed files that are read back in one run; readers get the others as answers."""
_MAX_NAMED_LOSSES = 5
"""Missing files that are named one by one: each costs a connection."""
_HOST = re.compile(rb"//([^/\"'\s>:?#]+)")


def check_stored_files(
    target: Target, release: Release, folder: Path, dice: random.Random
) -> Iterator[ContentDifference]:
    """Yield what differs of the maps and of some compressed files; ``folder`` is an empty one to bring them to."""
    entries = release.manifest.entries.values()
    compressed = [one for one in entries if one.file_type is FileType.COMPRESSED]
    wanted = [one for one in entries if one.file_type is FileType.SERVER_MAP]
    wanted += dice.sample(compressed, min(_MAX_COMPRESSED_SAMPLE, len(compressed)))
    try:
        lost = _bring(target, release, wanted, folder)
        for entry in wanted:
            file = folder / entry.path
            if entry.path in lost:
                yield ContentDifference(f"/{entry.path}", f"Tệp này đã mất ở {target.name}.")
            elif file.is_file() and hash_file(folder, entry.path) != entry:
                yield ContentDifference(f"/{entry.path}", f"{_altered(entry, file)} ở {target.name}.")
    except (OSError, UserError) as error:
        reason = f"{explain_file_error(error)}." if isinstance(error, OSError) else str(error)
        what = f"Chưa đọc lại được các tệp dành cho máy chủ ở {target.name}: {reason}"
        yield ContentDifference("/.nginx/", what, is_unchecked=True)


def _bring(target: Target, release: Release, wanted: Sequence[FileEntry], folder: Path) -> set[str]:
    """Bring files to ``folder``; return which are missing there."""
    lost: set[str] = set()
    pending = [one.path for one in wanted]
    while pending and len(lost) < _MAX_NAMED_LOSSES:
        try:
            target.download(release, pending, folder)
        except DamagedReleaseError:
            pending = [one for one in pending if not (folder / one).is_file()]
            lost.add(pending.pop(0))
        else:
            pending = []
    return lost


def _altered(entry: FileEntry, file: Path) -> str:
    what = "Nội dung tệp khác bản đã xuất bản"
    if entry.file_type is not FileType.SERVER_MAP:
        return what
    what = f"{what} (máy chủ đọc tệp này khi tải lại, để chuyển bạn đọc đi)"
    hosts = sorted({one.decode("ascii", "replace") for one in _HOST.findall(file.read_bytes())})
    return f"{what}; có địa chỉ lạ tới {escape_unprintable(', '.join(hosts[:5]), 200)}" if hosts else what
