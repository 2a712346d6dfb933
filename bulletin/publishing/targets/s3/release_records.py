"""The records of releases in a bucket, and a cache of them.

Reason: a record of a large site has a megabyte.
"""

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
    """The records of one site. ``cache`` is the folder for records that were read."""

    def __init__(self, bucket: Bucket, layout: KeyLayout, cache: Path) -> None:
        self._bucket, self._layout, self._cache = bucket, layout, cache
        self._objects: dict[str, ObjectInfo] = {}
        self._releases: dict[tuple[str, str], Release] = {}
        """Releases by id and ETag of the record."""

    def refresh(self) -> list[str]:
        """List the records again, and return the ids of the releases, oldest first.

        Cached records that the store does not have any more are removed.
        """
        found, _ = self._bucket.list_folder(self._layout.private_prefix)
        self._objects = {
            name: info for key, info in found.items() if (name := self._layout.release_id_from_key(key))
        }
        kept = {self._get_file(name) for name in self._objects}
        for file in self._cache.glob("*.json.gz"):
            if file not in kept:
                remove_path(file)
        return sorted(self._objects)

    def read(self, name: str) -> Release:
        """Return a release. Raise DamagedReleaseError if its record is unreadable."""
        if name not in self._objects:
            self.refresh()
        if name not in self._objects:
            raise DamagedReleaseError(name)
        cache_key = name, self._objects[name].etag
        if cache_key not in self._releases:
            self._releases[cache_key] = self._fetch(name)
        return self._releases[cache_key]

    def write(self, release: Release) -> None:
        """Write the record of a release, which makes the release complete, in one step."""
        compressed = gzip.compress(release.to_json().encode(), mtime=0)
        written = self._bucket.put(self._layout.record_key(release.id), compressed)
        if not written.etag:  # another publisher wrote the record too, and the store keeps one of both
            self.refresh()
            return
        self._objects[release.id] = written
        replace_cache_file(self._get_file(release.id), compressed)

    def remove(self, name: str) -> None:
        """Delete the record of a release."""
        self._bucket.delete(self._layout.record_key(name))
        remove_path(self._get_file(name))
        self._objects.pop(name, None)

    def read_all(self, names: Iterable[str] | None = None) -> tuple[list[Release], bool]:
        """Return the readable releases of ``names``, and True if all were readable.

        Without ``names``, return all releases.
        """
        found, is_complete = list[Release](), True
        for name in self.refresh() if names is None else names:
            try:
                found.append(self.read(name))
            except DamagedReleaseError:
                is_complete = False
        return found, is_complete

    def _fetch(self, name: str) -> Release:
        """Return a release from the cached record, or from the record in the store."""
        file = self._get_file(name)
        if cached := read_bytes_if_file(file):
            with suppress(DamagedReleaseError):  # a power cut or a bad disk may damage the file
                release = _parse_record(cached)
                if release.id == name:
                    return release
        try:
            compressed, _ = self._bucket.get(self._layout.record_key(name))
        except ObjectNotFoundError as error:
            raise DamagedReleaseError(str(error)) from error
        release = _parse_record(compressed)
        replace_cache_file(file, compressed)
        return release

    def _get_file(self, name: str) -> Path:
        return self._cache / f"{name}-{self._objects[name].etag.strip(chr(34))}.json.gz"


def _parse_record(compressed: bytes) -> Release:
    """Return the release of a compressed record. Raise DamagedReleaseError."""
    try:
        text = gzip.decompress(compressed).decode("utf-8")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise DamagedReleaseError(str(error)) from error
    return Release.from_json(text)
