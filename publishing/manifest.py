"""What a release consists of: every file's path, size, SHA-256 and kind, sorted.

Two releases are the same when their manifests are, and what was published is the difference
between two of them.
"""

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from json.encoder import encode_basestring as quoted
from pathlib import Path
from stat import S_ISLNK
from typing import Any, NamedTuple, Self

from plugins.ledger import Stamp, read_ledger, unaltered, write_ledger
from publishing.errors import PublishError
from publishing.kinds import Kind, kind_of

HIDDEN_BUT_OURS = (".well-known", ".nginx")
"""Names with a leading dot that are part of a site: what the web asks for (RFC 8615), and what its server reads."""
_LEDGER = "digests-1"


class Entry(NamedTuple):
    """One file of the site."""

    path: str
    """From the root of the site, with slashes: ``2019/12/giam-sat/index.html``."""
    size: int
    """Bytes."""
    sha256: str
    """In hexadecimal."""

    @property
    def kind(self) -> Kind:
        """What kind of file it is."""
        return kind_of(self.path)


@dataclass(frozen=True, slots=True)
class Difference:
    """What readers see changed from one release to the next; sorted paths."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True)
class Manifest:
    """The files of one release, by path."""

    entries: dict[str, Entry] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path, names: Collection[str] | None = None, digests: Path | None = None) -> Self:
        """Return the manifest of what stands in ``folder``; files that begin with a dot are no part of it.

        ``names``, where they are given, are its files. ``digests`` is where digests are kept by the stamps of
        files, so that only those that changed are read.

        Raise PublishError at a symbolic link: it could publish what lies outside.
        """
        found = sorted(_files(folder, "") if names is None else names)
        known: Mapping[str, tuple[Stamp, str]] = read_ledger(digests, _LEDGER) if digests else {}
        rows: dict[str, tuple[Stamp, str]] = {}
        for path in found:
            mark, row = unaltered(_status(f"{folder}/{path}")), known.get(path)
            rows[path] = row if row is not None and row[0] == mark else (mark, entry_of(folder, path).sha256)
        if digests and rows != known:
            write_ledger(digests, _LEDGER, rows)
        return cls({path: Entry(path, mark[0], digest) for path, (mark, digest) in rows.items()})

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Any]]) -> Self:
        """Return what ``rows`` made. Raise KeyError or TypeError where they are something else."""
        return cls({row["path"]: Entry(row["path"], row["size"], row["sha256"]) for row in rows})

    def lines(self) -> Iterator[str]:
        """Yield every file as a JSON object, which ``from_rows`` reads."""
        for path, size, sha256 in self.entries.values():
            yield f'{{"path": {quoted(path)}, "sha256": "{sha256}", "size": {size}, "kind": "{kind_of(path)}"}}'

    @property
    def digest(self) -> str:
        """The SHA-256 over all entries, in hexadecimal: the same files, the same digest."""
        lines = (f"{entry.sha256} {entry.size} {entry.path}\n" for entry in self.entries.values())
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    @property
    def size(self) -> int:
        """All files together, in bytes."""
        return sum(entry.size for entry in self.entries.values())

    def since(self, older: "Manifest") -> Difference:
        """Return what changed from ``older`` to this one."""
        new, old = self.entries, older.entries
        return Difference(
            added=tuple(path for path in new if path not in old),
            changed=tuple(path for path in new if path in old and new[path] != old[path]),
            removed=tuple(path for path in old if path not in new),
        )


def entry_of(folder: Path, path: str) -> Entry:
    """Read one file."""
    with (folder / path).open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return Entry(path, stream.tell(), digest)


def _status(file: str) -> os.stat_result:
    """Return what the system says of a file. Raise PublishError where it is not one of ours."""
    try:
        status = os.lstat(file)
    except FileNotFoundError:
        raise PublishError(f"Thiếu tệp {file}. Hãy chạy lại lệnh publish.") from None
    if S_ISLNK(status.st_mode):
        raise PublishError(f"{file} là liên kết tượng trưng, không được xuất bản. Hãy thay bằng tệp thật.")
    return status


def _files(folder: Path, prefix: str) -> Iterator[str]:
    with os.scandir(folder) as items:
        for item in items:
            if item.name.startswith(".") and item.name not in HIDDEN_BUT_OURS:
                continue
            if item.is_dir(follow_symlinks=False):
                yield from _files(Path(item.path), f"{prefix}{item.name}/")
            else:
                yield prefix + item.name
