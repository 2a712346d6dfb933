"""What a release consists of: every file's path, size, SHA-256 and kind, sorted.

Two releases are the same when their manifests are, and what was published is the difference
between two of them.
"""

import hashlib
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from json.encoder import encode_basestring as quoted
from pathlib import Path
from stat import S_ISLNK
from typing import Any, NamedTuple, Self

from bulletin.errors import UserError
from bulletin.publishing.release.file_types import FileType, get_file_type
from bulletin.storage.cache_file import StampCache
from bulletin.storage.file_system import FileStamp, get_stamp, walk_files

PUBLISHED_DOT_FOLDERS = (".well-known", ".nginx")
"""Names with a leading dot that are part of a site: what the web asks for (RFC 8615), and what its server reads."""
_CACHE_VERSION = "digests-2"
_OUTWARD = re.compile(r"//|/\.\.?/")
"""In paths with a slash before and behind: what leads out of their folder, or is no path of a file."""
_MAX_UNSAVED_CHANGES = 100
"""Files that are read again next time rather than that what is remembered of all is written anew."""


class FileEntry(NamedTuple):
    """One file of the site."""

    path: str
    """From the root of the site, with slashes: ``2019/12/giam-sat/index.html``."""
    size: int
    """Bytes."""
    sha256: str
    """In hexadecimal."""

    @property
    def file_type(self) -> FileType:
        """What kind of file it is."""
        return get_file_type(self.path)


@dataclass(frozen=True, slots=True)
class ManifestDiff:
    """What readers see changed from one release to the next; sorted paths."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True)
class Manifest:
    """The files of one release, by path."""

    entries: dict[str, FileEntry] = field(default_factory=dict)

    @classmethod
    def from_folder(
        cls,
        folder: Path,
        names: Collection[str] | None = None,
        digests: "DigestCache | None" = None,
    ) -> Self:
        """Return the manifest of what stands in ``folder``; files that begin with a dot are no part of it.

        ``names``, where they are given, are its files. ``digests`` remembers those of the last time: only files
        that changed are read.

        Raise UserError at a symbolic link: it could publish what lies outside.
        """
        known = digests.entries if digests else {}
        root, rows, read = str(folder), {}, 0
        for path in sorted(_files(folder) if names is None else names):
            row = known.get(path)
            status = _status(f"{root}/{path}")
            mark = get_stamp(status)
            if row is None or row[0] != mark:
                if S_ISLNK(status.st_mode):
                    raise UserError(
                        f"{root}/{path} là liên kết tượng trưng, không được xuất bản. Hãy thay bằng tệp thật."
                    )
                row, read = (mark, hash_file(folder, path).sha256), read + 1
            rows[path] = row
        if digests and read > _MAX_UNSAVED_CHANGES:
            digests.save(rows)
        return cls({path: FileEntry(path, mark[0], digest) for path, (mark, digest) in rows.items()})

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Any]]) -> Self:
        """Return what ``rows`` made. Raise KeyError, TypeError or ValueError where they are something else.

        A path that leads out of the site is an error: a record lies where others may write.
        """
        entries = {row["path"]: FileEntry(row["path"], row["size"], row["sha256"]) for row in rows}
        joined = "/" + "/\0/".join(entries) + "/"
        if entries and (joined.count("\0") >= len(entries) or _OUTWARD.search(joined)):
            raise ValueError("a path leads out of the site")
        return cls(entries)

    def to_json_lines(self) -> Iterator[str]:
        """Return every file as a JSON object, which ``from_rows`` reads."""
        return map(_line, self.entries.values())

    @property
    def digest(self) -> str:
        """The SHA-256 over all entries, in hexadecimal: the same files, the same digest."""
        lines = (f"{entry.sha256} {entry.size} {entry.path}\n" for entry in self.entries.values())
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    @property
    def size(self) -> int:
        """All files together, in bytes."""
        return sum(entry.size for entry in self.entries.values())

    def diff_from(self, older: "Manifest") -> ManifestDiff:
        """Return what changed from ``older`` to this one."""
        new, old = self.entries, older.entries
        return ManifestDiff(
            added=tuple(path for path in new if path not in old),
            changed=tuple(path for path in new if path in old and new[path] != old[path]),
            removed=tuple(path for path in old if path not in new),
        )


class DigestCache:
    """The digests of files by their stamps, as the last publish left them in a ``file`` of the cache."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @cached_property
    def _cache(self) -> StampCache[str, str]:
        return StampCache(self._file, str, str, _CACHE_VERSION)

    @property
    def entries(self) -> Mapping[str, tuple[FileStamp, str]]:
        """Stamps and digests by paths from the root of the site."""
        return self._cache.entries

    def save(self, rows: Mapping[str, tuple[FileStamp, str]]) -> None:
        """Remember ``rows`` in place of what was remembered. Raise OSError."""
        self._cache.replace_all(rows)


@lru_cache(maxsize=1 << 20)  # the next release says nearly all of it again
def _line(entry: FileEntry) -> str:
    path, size, sha256 = entry
    return (
        f'{{"path": {quoted(path)}, "sha256": "{sha256}", "size": {size}, "kind": "{get_file_type(path)}"}}'
    )


def hash_file(folder: Path, path: str) -> FileEntry:
    """Read one file."""
    with (folder / path).open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return FileEntry(path, stream.tell(), digest)


def _status(file: str) -> os.stat_result:
    """Return what the system says of a file. Raise UserError where there is none."""
    try:
        return os.lstat(file)
    except FileNotFoundError:
        raise UserError(f"Thiếu tệp {file}. Hãy chạy lại lệnh publish.") from None


def _files(folder: Path) -> Iterator[str]:
    return (path for path, _ in walk_files(folder, is_skipped=_is_hidden))


def _is_hidden(name: str) -> bool:
    return name.startswith(".") and name not in PUBLISHED_DOT_FOLDERS
