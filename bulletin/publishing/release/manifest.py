"""The manifest of a release: path, size and SHA-256 of every file, sorted."""

import hashlib
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from json.encoder import encode_basestring as quote_json
from pathlib import Path
from stat import S_ISLNK
from typing import Any, NamedTuple, Self

from bulletin.errors import UserError
from bulletin.processes.parallel import map_in_processes
from bulletin.publishing.release.file_types import FileType, get_file_type
from bulletin.storage.cache_file import StampCache
from bulletin.storage.file_system import FileStamp, get_stamp, read_chunks, walk_files

PUBLISHED_DOT_FOLDERS = (".well-known", ".nginx")
"""Dot folders that belong to a site: well-known addresses (RFC 8615) and server maps."""
_CACHE_VERSION = "digests-2"
_LEAVES_SITE = re.compile(r"//|/\.\.?/")
"""Found in a path between two slashes if the path leaves the folder or is no file path."""
MAX_UNSAVED_CHANGES = 100
"""Up to so many changed files, the digest cache is not written. The next publish reads them again."""
_FILES_AT_A_TIME = 64
"""Files that a process reads at a time. Fewer files are read without another process."""


class FileEntry(NamedTuple):
    """One file of the site."""

    path: str
    """Relative to the root of the site, with slashes: ``2019/12/giam-sat/index.html``."""
    size: int
    """Bytes."""
    sha256: str
    """In hexadecimal."""

    @property
    def file_type(self) -> FileType:
        """The file type of the path."""
        return get_file_type(self.path)


@dataclass(frozen=True, slots=True)
class ManifestDiff:
    """Sorted paths that differ between two manifests."""

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
        """Return the manifest of the files in ``folder``.

        Args:
            folder: The output of a build.
            names: Paths of the files; None means all files but hidden ones.
            digests: Digests of the last publish, so that only changed files are read.

        Raises:
            UserError: A file is missing, or is a symbolic link, which could publish a file outside.

        """
        known = digests.entries if digests else {}
        root, rows, changed = str(folder), dict[str, tuple[FileStamp, str]](), list[str]()
        for path in sorted(_find_files(folder) if names is None else names):
            row = known.get(path)
            status = _read_status(f"{root}/{path}")
            stamp = get_stamp(status)
            if row is None or row[0] != stamp:
                if S_ISLNK(status.st_mode):
                    raise UserError(
                        f"{root}/{path} là liên kết tượng trưng, không được xuất bản. Hãy thay bằng tệp thật."
                    )
                row = (stamp, "")
                changed.append(path)
            rows[path] = row
        for path, entry in zip(
            changed,
            map_in_processes(partial(hash_file, folder), changed, chunk=_FILES_AT_A_TIME),
            strict=True,
        ):
            rows[path] = (rows[path][0], entry.sha256)
        if digests and len(changed) > MAX_UNSAVED_CHANGES:
            digests.save(rows)
        return cls({path: FileEntry(path, stamp[0], digest) for path, (stamp, digest) in rows.items()})

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Any]]) -> Self:
        """Return the manifest from the rows of a release record.

        Raises:
            KeyError: A row lacks a field.
            TypeError: A row is no mapping.
            ValueError: A path leaves the site, which is possible because others may write the record.

        """
        entries = {row["path"]: FileEntry(row["path"], row["size"], row["sha256"]) for row in rows}
        joined = "/" + "/\0/".join(entries) + "/"
        if entries and (joined.count("\0") >= len(entries) or _LEAVES_SITE.search(joined)):
            raise ValueError("a path leads out of the site")
        return cls(entries)

    def to_json_lines(self) -> Iterator[str]:
        """Return every entry as a JSON object, which ``from_rows`` reads."""
        return map(_format_entry, self.entries.values())

    @property
    def digest(self) -> str:
        """The SHA-256 over all entries, in hexadecimal."""
        lines = (f"{entry.sha256} {entry.size} {entry.path}\n" for entry in self.entries.values())
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    @property
    def size(self) -> int:
        """The sum of all file sizes, in bytes."""
        return sum(entry.size for entry in self.entries.values())

    def diff_from(self, older: "Manifest") -> ManifestDiff:
        """Return the differences from the ``older`` manifest to this one."""
        new, old = self.entries, older.entries
        return ManifestDiff(
            added=tuple(path for path in new if path not in old),
            changed=tuple(path for path in new if path in old and new[path] != old[path]),
            removed=tuple(path for path in old if path not in new),
        )


class DigestCache:
    """The digests of output files by file stamp, kept in one cache file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @cached_property
    def _cache(self) -> StampCache[str, str]:
        return StampCache(self._file, str, str, _CACHE_VERSION)

    @property
    def entries(self) -> Mapping[str, tuple[FileStamp, str]]:
        """Stamp and digest of each file by path."""
        return self._cache.entries

    def save(self, rows: Mapping[str, tuple[FileStamp, str]]) -> None:
        """Replace all entries by ``rows``. Raise OSError."""
        self._cache.replace_all(rows)


@lru_cache(maxsize=1 << 20)  # the next release has nearly the same entries
def _format_entry(entry: FileEntry) -> str:
    path, size, sha256 = entry
    return f'{{"path": {quote_json(path)}, "sha256": "{sha256}", "size": {size}, "kind": "{get_file_type(path)}"}}'


def hash_file(folder: Path, path: str) -> FileEntry:
    """Read one file and return its entry."""
    digest, size = hashlib.sha256(), 0
    for chunk in read_chunks(f"{folder}/{path}"):
        digest.update(chunk)
        size += len(chunk)
    return FileEntry(path, size, digest.hexdigest())


def _read_status(file: str) -> os.stat_result:
    """Return the ``lstat`` of a file. Raise UserError if the file is missing."""
    try:
        return os.lstat(file)
    except FileNotFoundError:
        raise UserError(f"Thiếu tệp {file}. Hãy chạy lại lệnh publish.") from None


def _find_files(folder: Path) -> Iterator[str]:
    return (path for path, _ in walk_files(folder, is_skipped=_is_hidden))


def _is_hidden(name: str) -> bool:
    return name.startswith(".") and name not in PUBLISHED_DOT_FOLDERS
