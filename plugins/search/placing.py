"""Bundles in the output: what is there as it was placed last time is neither read nor written."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from plugins.ledger import Stamp, read_ledger, replace, unaltered, write_ledger
from plugins.output import begin_search, listed
from plugins.own_files import refuse_detour
from plugins.search.shelf import Bundle
from plugins.search.volume import Volume

_VERSION = "placed-2"
_FOLDER = "pagefind"
Placed = Mapping[str, tuple[bytes, Stamp]]
"""By path from the folder of a volume: the digest of a file and its stamp."""


class Placing:
    """Places bundles in ``output/pagefind/<volume>/``; ``ledger`` remembers."""

    def __init__(self, output: Path, ledger: Path) -> None:
        """Read what was placed last time."""
        self._folder, self._ledger = output / _FOLDER, ledger
        self._former: dict[str, tuple[str, Placed]] = read_ledger(ledger, _VERSION)
        self._ours = {name for name in listed(output) if name.startswith(f"{_FOLDER}/")}
        self._ours.update(
            self._named(volume, name) for volume, (_, files) in self._former.items() for name in files
        )
        self._rows: dict[str, tuple[str, Placed]] = {}
        self.removed: list[str] = []
        """Files that are no more, from the output folder."""

    def lies(self, volume: Volume) -> bool:
        """Tell whether the bundle of ``volume`` is there, as it was placed."""
        key, files = self._former.get(volume.name, ("", {}))
        found = _stamps(self._of(volume))
        if key != volume.key or any(found.get(name) != mark for name, (_, mark) in files.items()):
            return False
        self._rows[volume.name] = key, files
        return True

    def place(self, volume: Volume, bundle: Bundle) -> list[str]:
        """Let the output hold ``bundle``; return the files that were written. What others put there stays."""
        folder, written = self._of(volume), []
        _, former = self._former.get(volume.name, ("", {}))
        found, placed = _stamps(folder), {}
        for name in bundle:
            refuse_detour(str(self._folder.parent), self._named(volume.name, name))
        begin_search(self._folder.parent, (self._named(volume.name, name) for name in bundle))
        for name in sorted(found.keys() - bundle.keys()):
            self._remove(self._named(volume.name, name))
        for name, data in sorted(bundle.items()):
            digest, mark = _digest(data), found.get(name)
            if mark is None or not (former.get(name) == (digest, mark) or _holds(folder / name, digest)):
                mark = replace(folder / name, data)
                written.append(self._named(volume.name, name))
            placed[name] = digest, mark
        self._rows[volume.name] = volume.key, placed
        return written

    def finish(self) -> list[str]:
        """Remove the bundles of volumes that were not asked about; return all files that lie there now."""
        for gone in sorted({name.split("/")[1] for name in self._ours} - self._rows.keys()):
            for name in sorted(_stamps(self._folder / gone)):
                self._remove(self._named(gone, name))
            _drop_empty(self._folder / gone)
        with suppress(OSError):  # not there, or not empty
            self._folder.rmdir()
        if self._rows != self._former:
            write_ledger(self._ledger, _VERSION, self._rows)
        return [self._named(volume, name) for volume, (_, files) in self._rows.items() for name in files]

    def _remove(self, name: str) -> None:
        """Remove a file, from the output folder, that an earlier build wrote; somebody else's stays."""
        if name in self._ours:
            refuse_detour(str(self._folder.parent), name)
            (self._folder.parent / name).unlink()
            self.removed.append(name)

    def _of(self, volume: Volume) -> Path:
        return self._folder / volume.name

    def _named(self, volume: str, name: str) -> str:
        return f"{_FOLDER}/{volume}/{name}"


def _drop_empty(folder: Path) -> None:
    """Remove ``folder`` and the folders in it, as far as they hold no files."""
    for directory, _, _ in os.walk(folder, topdown=False):
        with suppress(OSError):  # somebody else's files are in it
            Path(directory).rmdir()


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
            yield before + entry.name, unaltered(entry.stat(follow_symlinks=False))


def _holds(path: Path, digest: bytes) -> bool:
    return not path.is_symlink() and _digest(path.read_bytes()) == digest


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()
