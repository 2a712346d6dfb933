"""The shelf: bundles that were made, each under its year and key.

A bundle lies there with a list of its files and their digests, so that one which was harmed is
noticed and made again.
"""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from plugins.forks import alive
from plugins.ledger import read_ledger, write_ledger
from plugins.search.year import Year

_LIST, _VERSION = "list", "bundle-1"
_KEPT = 4
"""Bundles of a year that stay: the local site and the published one may differ, and what is taken back comes again."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle on the shelf."""

    folder: Path
    files: Mapping[str, bytes]
    """Digests by path from ``folder``."""

    def read(self, name: str) -> bytes:
        """Return the content of a file. Raise OSError."""
        return (self.folder / name).read_bytes()


class Shelf:
    """The bundles in ``folder``."""

    def __init__(self, folder: Path) -> None:
        """Remove what builds that were killed left half written."""
        self._folder = folder
        for left in folder.glob(".*-*.*"):
            if not alive(left.name.rpartition(".")[2]):
                shutil.rmtree(left, ignore_errors=True)

    def find(self, year: Year) -> Bundle | None:
        """Return the bundle of ``year`` where there is one, whole."""
        bundle = _bundle(self._place(year))
        if not _whole(bundle):
            return None
        self._place(year).touch()  # used last, forgotten last
        return bundle

    def put(self, year: Year, files: Mapping[str, bytes]) -> Bundle:
        """Keep ``files`` as the bundle of ``year``, and forget those of that year that were used long ago.

        Raise OSError.
        """
        place = self._place(year)
        room = self._folder / f".{place.name}.{os.getpid()}"
        try:
            _write(room, files)
            if place.exists():  # harmed, or another build made it meanwhile
                shutil.rmtree(place)
            room.rename(place)
        except OSError:
            shutil.rmtree(room, ignore_errors=True)
            if not _whole(_bundle(place)):
                raise
        self._forget_old(year)
        return _bundle(place)

    def _place(self, year: Year) -> Path:
        return self._folder / f"{year.number}-{year.key}"

    def _forget_old(self, year: Year) -> None:
        found = [path for path in self._folder.glob(f"{year.number}-*") if path.is_dir()]
        found.sort(key=lambda path: (path.stat().st_mtime_ns, path.name))
        for path in found[:-_KEPT]:
            shutil.rmtree(path, ignore_errors=True)


def content_digest(data: bytes) -> bytes:
    """Return the digest that tells files apart."""
    return blake2b(data, digest_size=16).digest()


def _bundle(place: Path) -> Bundle:
    return Bundle(place / "bundle", read_ledger(place / _LIST, _VERSION))


def _whole(bundle: Bundle) -> bool:
    try:
        return bool(bundle.files) and all(
            content_digest(bundle.read(name)) == digest for name, digest in bundle.files.items()
        )
    except OSError:
        return False


def _write(room: Path, files: Mapping[str, bytes]) -> None:
    shutil.rmtree(room, ignore_errors=True)
    for name, data in files.items():
        path = room / "bundle" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    write_ledger(room / _LIST, _VERSION, {name: content_digest(data) for name, data in files.items()})
