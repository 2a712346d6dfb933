"""What a release consists of: every file's path, size and SHA-256, sorted.

Two releases are the same when their manifests are, and what was published is the difference
between two of them.
"""

import hashlib
import json
import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from publishing.errors import PublishError

HIDDEN_BUT_SERVED = ".well-known"
"""The one name with a leading dot that the web asks for (RFC 8615)."""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One file of the site."""

    path: str
    """From the root of the site, with slashes: ``2019/12/giam-sat/index.html``."""
    size: int
    """Bytes."""
    sha256: str
    """In hexadecimal."""


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
    def of(cls, folder: Path, names: Collection[str] | None = None) -> Self:
        """Return the manifest of what stands in ``folder``; files that begin with a dot are no part of it.

        ``names`` leaves out all others.

        Raise PublishError at a symbolic link: it could publish what lies outside.
        """
        wanted = None if names is None else set(names)
        found = (path for path in _files(folder, "") if wanted is None or path in wanted)
        return cls({path: entry_of(folder, path) for path in sorted(found)})

    @classmethod
    def read(cls, file: Path) -> Self:
        """Return what ``write`` wrote. Raise PublishError where it is not that."""
        try:
            rows = json.loads(file.read_text(encoding="utf-8"))
            return cls({row["path"]: Entry(row["path"], row["size"], row["sha256"]) for row in rows})
        except (ValueError, TypeError, KeyError) as error:
            raise PublishError(
                f"Tệp {file} bị hỏng. Hãy xóa nó cùng thư mục {file.with_suffix('').name} rồi xuất bản lại."
            ) from error

    def write(self, file: Path) -> None:
        """Write it as JSON, a file a line, and make sure that it reached the disk."""
        rows = [
            json.dumps({"path": entry.path, "sha256": entry.sha256, "size": entry.size}, ensure_ascii=False)
            for entry in self.entries.values()
        ]
        with file.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write("[\n" + ",\n".join(rows) + "\n]\n")
            stream.flush()
            os.fsync(stream.fileno())

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


def _files(folder: Path, prefix: str) -> Iterator[str]:
    with os.scandir(folder) as items:
        for item in items:
            if item.name.startswith(".") and item.name != HIDDEN_BUT_SERVED:
                continue
            if item.is_symlink():
                raise PublishError(
                    f"{item.path} là liên kết tượng trưng, không được xuất bản. Hãy thay bằng tệp thật."
                )
            if item.is_dir():
                yield from _files(Path(item.path), f"{prefix}{item.name}/")
            else:
                yield prefix + item.name
