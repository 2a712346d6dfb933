"""Check files that no reader requests: server maps and compressed files.

The files are downloaded from the target. ``Target.unexpected_files`` finds added files.

Reason: nginx obeys ``.nginx/*.map``, so an added line could redirect readers to another site.
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

MAX_COMPRESSED_SAMPLE = 300
"""Compressed files that are checked in one run. Requests with compression check the others."""
_MAX_NAMED_LOSSES = 5
"""Missing files that are reported one by one. Each costs a connection."""
_HOST = re.compile(rb"//([^/\"'\s>:?#]+)")


def check_stored_files(
    target: Target, release: Release, folder: Path, rng: random.Random
) -> Iterator[ContentDifference]:
    """Yield the differences of server maps and of some compressed files.

    The files are downloaded into the empty ``folder``.
    """
    entries = release.manifest.entries.values()
    compressed = [entry for entry in entries if entry.file_type is FileType.COMPRESSED]
    wanted = [entry for entry in entries if entry.file_type is FileType.SERVER_MAP]
    wanted += rng.sample(compressed, min(MAX_COMPRESSED_SAMPLE, len(compressed)))
    try:
        missing = _download_files(target, release, wanted, folder)
        for entry in wanted:
            file = folder / entry.path
            if entry.path in missing:
                yield ContentDifference(f"/{entry.path}", f"Tệp này đã mất ở {target.name}.")
            elif file.is_file() and hash_file(folder, entry.path) != entry:
                yield ContentDifference(
                    f"/{entry.path}", f"{_describe_altered_file(entry, file)} ở {target.name}."
                )
    except (OSError, UserError) as error:
        reason = f"{explain_file_error(error)}." if isinstance(error, OSError) else str(error)
        message = f"Chưa đọc lại được các tệp dành cho máy chủ ở {target.name}: {reason}"
        yield ContentDifference("/.nginx/", message, is_unchecked=True)


def _download_files(target: Target, release: Release, wanted: Sequence[FileEntry], folder: Path) -> set[str]:
    """Download files into ``folder`` and return the paths of missing files."""
    missing: set[str] = set()
    pending = [entry.path for entry in wanted]
    while pending and len(missing) < _MAX_NAMED_LOSSES:
        try:
            target.download(release, pending, folder)
        except DamagedReleaseError:
            pending = [entry for entry in pending if not (folder / entry).is_file()]
            missing.add(pending.pop(0))
        else:
            pending = []
    return missing


def _describe_altered_file(entry: FileEntry, file: Path) -> str:
    message = "Nội dung tệp khác bản đã xuất bản"
    if entry.file_type is not FileType.SERVER_MAP:
        return message
    message = f"{message} (máy chủ đọc tệp này khi tải lại, để chuyển bạn đọc đi)"
    hosts = sorted({entry.decode("ascii", "replace") for entry in _HOST.findall(file.read_bytes())})
    return (
        f"{message}; có địa chỉ lạ tới {escape_unprintable(', '.join(hosts[:5]), 200)}" if hosts else message
    )
