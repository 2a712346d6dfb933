"""Bundles in the output: what is there as it was placed last time is neither read nor written."""

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from plugins.ledger import Stamp, read_ledger, replace, write_ledger
from plugins.search.shelf import Bundle
from plugins.search.year import Year

_VERSION = "placed-1"
_FOLDER = "pagefind"
Placed = Mapping[str, tuple[bytes, Stamp]]
"""By path from the folder of a year: the digest of a file and its stamp."""


class Placing:
    """Places bundles in ``output/pagefind/<year>/``; ``ledger`` remembers."""

    def __init__(self, output: Path, ledger: Path) -> None:
        """Read what was placed last time."""
        self._folder, self._ledger = output / _FOLDER, ledger
        self._former: dict[str, tuple[str, Placed]] = read_ledger(ledger, _VERSION)
        self._rows: dict[str, tuple[str, Placed]] = {}
        self.removed: list[str] = []
        """Files that are no more, from the output folder."""

    def lies(self, year: Year) -> bool:
        """Tell whether the bundle of ``year`` is there, as it was placed."""
        key, files = self._former.get(str(year.number), ("", {}))
        if key != year.key or _stamps(self._of(year)) != {name: mark for name, (_, mark) in files.items()}:
            return False
        self._rows[str(year.number)] = key, files
        return True

    def place(self, year: Year, bundle: Bundle) -> list[str]:
        """Let the output hold ``bundle`` and nothing beside it; return the files that were written."""
        folder, written = self._of(year), []
        _, former = self._former.get(str(year.number), ("", {}))
        found, placed = _stamps(folder), {}
        for name in sorted(found.keys() - bundle.keys()):
            (folder / name).unlink()
            self.removed.append(self._named(year.number, name))
        for name, data in sorted(bundle.items()):
            digest, mark = _digest(data), found.get(name)
            if mark is None or not (former.get(name) == (digest, mark) or _holds(folder / name, digest)):
                mark = replace(folder / name, data)
                written.append(self._named(year.number, name))
            placed[name] = digest, mark
        self._rows[str(year.number)] = year.key, placed
        return written

    def finish(self) -> list[str]:
        """Remove the bundles of years that were not asked about; return all files that lie there now."""
        for stale in self._others():
            self.removed += [self._named(stale.name, name) for name in sorted(_stamps(stale))]
            shutil.rmtree(stale)
        with suppress(OSError):  # not there, or somebody else's files in it
            self._folder.rmdir()
        if self._rows != self._former:
            write_ledger(self._ledger, _VERSION, self._rows)
        return [self._named(year, name) for year, (_, files) in self._rows.items() for name in files]

    def _others(self) -> Iterable[Path]:
        if not self._folder.is_dir():
            return []
        return [path for path in self._folder.iterdir() if path.is_dir() and path.name not in self._rows]

    def _of(self, year: Year) -> Path:
        return self._folder / str(year.number)

    def _named(self, year: int | str, name: str) -> str:
        return f"{_FOLDER}/{year}/{name}"


def _stamps(folder: Path) -> dict[str, Stamp]:
    """Return the stamps of all files below ``folder``, by path from there."""
    return dict(_walk(str(folder), ""))


def _walk(folder: str, before: str) -> Iterator[tuple[str, Stamp]]:
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, f"{before}{entry.name}/")
        else:
            status = entry.stat(follow_symlinks=False)
            yield before + entry.name, (status.st_size, status.st_mtime_ns, status.st_ino)


def _holds(path: Path, digest: bytes) -> bool:
    return not path.is_symlink() and _digest(path.read_bytes()) == digest


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()
