"""The records of releases in a store, and what they name; read once and kept here, for a large site has a megabyte of each."""

import gzip
import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from bulletin.publishing.release.release import DamagedReleaseError, Release
from bulletin.publishing.targets.s3.bucket import Bucket, ObjectInfo, ObjectNotFoundError
from bulletin.publishing.targets.s3.keys import KeyLayout
from bulletin.storage.cache_file import replace_cache_file
from bulletin.storage.cache_folder import read_bytes_if_file, remove_path


class ReleaseRecords:
    """The records below the layout's prefix; ``cache`` is a folder for those that were read."""

    def __init__(self, store: Bucket, layout: KeyLayout, cache: Path) -> None:
        self._store, self._layout, self._cache = store, layout, cache
        self._things: dict[str, ObjectInfo] = {}
        self._read: dict[tuple[str, str], Release] = {}

    def refresh(self) -> list[str]:
        """Ask the store again; return the ids, oldest first. Let go of copies of what is there no more."""
        found, _ = self._store.list_folder(self._layout.private_prefix)
        self._things = {
            name: one for key, one in found.items() if (name := self._layout.release_id_from_key(key))
        }
        kept = {self._file(name) for name in self._things}
        for file in self._cache.glob("*.json.gz"):
            if file not in kept:
                remove_path(file)
        return sorted(self._things)

    def read(self, name: str) -> Release:
        """Return a record. Raise DamagedReleaseError where it cannot be read."""
        if name not in self._things:
            self.refresh()
        if name not in self._things:
            raise DamagedReleaseError(name)
        mark = name, self._things[name].etag
        if mark not in self._read:
            self._read[mark] = self._fetched(name)
        return self._read[mark]

    def write(self, release: Release) -> None:
        """Write a record, which makes its release whole, in one step."""
        packed = gzip.compress(release.to_json().encode(), mtime=0)
        self._things[release.id] = self._store.put(self._layout.record_key(release.id), packed)
        self._keep(self._file(release.id), packed)

    def remove(self, name: str) -> None:
        """Take a record away."""
        self._store.delete(self._layout.record_key(name))
        remove_path(self._file(name))
        self._things.pop(name, None)

    def read_all(self, names: Iterable[str] | None = None) -> tuple[list[Release], bool]:
        """Return all releases, or those of ``names``, that can be read, and whether that is all of them."""
        found, whole = list[Release](), True
        for name in self.refresh() if names is None else names:
            try:
                found.append(self.read(name))
            except DamagedReleaseError:
                whole = False
        return found, whole

    def _fetched(self, name: str) -> Release:
        """Return a record: the copy here where that can be read, else what the store has."""
        file = self._file(name)
        if held := read_bytes_if_file(file):
            with suppress(DamagedReleaseError):  # a power cut leaves an empty file, a bad disk anything
                release = _unpacked(held)
                if release.id == name:
                    return release
        try:
            packed, _ = self._store.get(self._layout.record_key(name))
        except ObjectNotFoundError as error:
            raise DamagedReleaseError(str(error)) from error
        release = _unpacked(packed)
        self._keep(file, packed)
        return release

    def _file(self, name: str) -> Path:
        return self._cache / f"{name}-{self._things[name].etag.strip(chr(34))}.json.gz"

    def _keep(self, file: Path, packed: bytes) -> None:
        replace_cache_file(file, packed)


def _unpacked(packed: bytes) -> Release:
    """Return the release of a record. Raise DamagedReleaseError."""
    try:
        text = gzip.decompress(packed).decode("utf-8")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise DamagedReleaseError(str(error)) from error
    return Release.from_json(text)
