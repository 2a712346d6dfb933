"""Compress text files with gzip (RFC 1952) and brotli (RFC 7932) before release.

Compressed files stay in the cache, under the SHA-256 of their source.
At 10,000 articles a publish compresses a few dozen files.

Articles, official documents and the search index are compressed with brotli alone.
Servers make gzip for the few clients that lack brotli.
Reason: at 10,000 articles, 30,000 more files would be made once and linked by each publish.

Pages with an SSI directive are not compressed. The templates of an office may hold one.
Reason: the server replaces the directive by a fragment, and cannot do so in a compressed file.
"""

import gzip
import os
import re
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import brotli
from msgspec import Struct

from bulletin.processes.parallel import count_cpus
from bulletin.processes.progress import track_progress
from bulletin.publishing.release.file_types import is_immutable
from bulletin.publishing.release.manifest import FileEntry, Manifest
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.search.volume import WORD_FILE_NAME
from bulletin.storage.cache_file import read_cache_file, replace_cache_file, write_cache_file
from bulletin.storage.cache_folder import create_folder, remove_path
from bulletin.storage.file_system import FileStamp, get_stamp
from bulletin.urls import FEED_PREFIX, REGISTER_ADDRESS, SEARCH_INDEX_PREFIX, parse_article_month

_FILE = re.compile(r"\.?[0-9a-f]{64}\.(?:gz|br)(?:\.[0-9]+)?")
"""Names of compressed and temporary files in the cache. No other file is removed."""
MIN_COMPRESSIBLE_SIZE = 1024
"""Bytes. A smaller file fits one packet uncompressed."""
MAX_COMPRESSION_RATIO = 0.9
"""Size of a compressed file divided by the size of its source, at most."""
SSI_DIRECTIVE_START = b"<!--#include "
"""The beginning of an SSI directive."""
_ENDINGS = (".html", ".css", ".js", ".json", ".xml", ".txt", ".svg", ".webmanifest")
"""Text files. Images and fonts are compressed already."""
_UNCOMPRESSED_PREFIXES = ("files/", ".nginx/")
"""Attachments, which are mostly compressed already, and server maps, which readers do not get."""
_BROTLI_PREFIXES = (REGISTER_ADDRESS, f"{FEED_PREFIX.rstrip('/')}{REGISTER_ADDRESS}", SEARCH_INDEX_PREFIX)
"""Addresses that get brotli alone, besides those of articles."""
_WORD_FILE = f"/{WORD_FILE_NAME}-"
"""In the paths of the word files of the search index."""
_CACHE_VERSION = f"compressed-4 {brotli.version} {zlib.ZLIB_RUNTIME_VERSION}"
"""Raise the number after a change of the rules, so that all files are compressed again."""


class _CompressedFile(Struct, frozen=True, gc=False, array_like=True):
    """A compressed file of the cache."""

    ending: str
    """``gz`` or ``br``."""
    size: int
    sha256: str
    stamp: FileStamp


_Row = tuple[_CompressedFile, ...]
"""The compressed files of one source; empty if compression gains too little."""


class CompressionCache:
    """Compressed files of one site, in a cache folder of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index_file = folder / "ledger"

    def add_compressed_files(self, site: StagedSite, pipe: int | None = None) -> StagedSite:
        """Return the staged site with a ``.gz`` and a ``.br`` file beside each text file.

        A compressed file is left out if it is not much smaller. Unused files leave the cache.

        Args:
            site: The staged site without compressed files.
            pipe: File descriptor for progress messages (see bulletin/processes/progress.py).

        Raises:
            OSError: The cache or a source cannot be read or written.

        """
        eligible = {
            path: entry for path, entry in site.manifest.entries.items() if _is_compressible(path, entry)
        }
        wanted = {entry.sha256: entry for entry in eligible.values()}
        known, stamps = (
            read_cache_file(self._index_file, dict[str, _Row], _CACHE_VERSION) or {},
            self._read_stamps(),
        )
        rows = {
            digest: row for digest in wanted if (row := _find_intact_row(digest, known, stamps)) is not None
        }
        missing = [entry for digest, entry in wanted.items() if digest not in rows]
        if missing:
            with ThreadPoolExecutor(count_cpus()) as pool:  # both libraries release the GIL
                files = [site.get_file_path(entry.path) for entry in missing]
                made = zip(missing, pool.map(self._compress_file, missing, files), strict=True)
                for entry, row in track_progress("Nén tệp", made, len(missing), pipe):
                    rows[entry.sha256] = row
        if rows != known:
            needed = {f"{digest}.{file.ending}" for digest, row in rows.items() for file in row}
            for name in filter(_FILE.fullmatch, stamps.keys() - needed):
                remove_path(self._folder / name)
            write_cache_file(self._index_file, rows, _CACHE_VERSION)
        return self._add_entries(site, eligible, rows)

    def _read_stamps(self) -> dict[str, FileStamp]:
        """Return the file stamps of the cache folder by name."""
        create_folder(self._folder)
        with os.scandir(self._folder) as items:
            return {item.name: get_stamp(item.stat(follow_symlinks=False)) for item in items}

    def _compress_file(self, entry: FileEntry, source: Path) -> _Row:
        data = source.read_bytes()
        if SSI_DIRECTIVE_START in data:
            return ()
        return tuple(
            self._store_file(entry, ending, compressed)
            for ending, compressed in compress_data(entry.path, data)
        )

    def _store_file(self, entry: FileEntry, ending: str, data: bytes) -> _CompressedFile:
        stamp = replace_cache_file(self._folder / f"{entry.sha256}.{ending}", data)
        return _CompressedFile(ending, len(data), sha256(data).hexdigest(), stamp)

    def _add_entries(
        self, site: StagedSite, eligible: dict[str, FileEntry], rows: dict[str, _Row]
    ) -> StagedSite:
        entries = dict(site.manifest.entries)
        external_files = dict(site.external_files)
        folder = str(self._folder)
        for path, entry in eligible.items():
            for file in rows[entry.sha256]:
                name = f"{path}.{file.ending}"
                entries[name] = FileEntry(name, file.size, file.sha256)
                external_files[name] = f"{folder}/{entry.sha256}.{file.ending}"
        return StagedSite(site.folder, Manifest(dict(sorted(entries.items()))), external_files)


def _is_compressible(path: str, entry: FileEntry) -> bool:
    return (
        entry.size > MIN_COMPRESSIBLE_SIZE
        and path.endswith(_ENDINGS)
        and not path.startswith(_UNCOMPRESSED_PREFIXES)
    )


def _find_intact_row(digest: str, known: dict[str, _Row], stamps: dict[str, FileStamp]) -> _Row | None:
    """Return the compressed files of a source, None if one is not intact."""
    row = known.get(digest)
    if row is None or any(stamps.get(f"{digest}.{file.ending}") != file.stamp for file in row):
        return None
    return row


def compress_data(path: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield ending and bytes of each compressed form, if small enough.

    Equal data give equal bytes.
    """
    level, window = _choose_brotli_level(path)
    found = [("br", brotli.compress(data, brotli.MODE_TEXT, level, window))]
    if not parse_article_month(f"/{path}") and not f"/{path}".startswith(_BROTLI_PREFIXES):
        found.append(("gz", gzip.compress(data, 9, mtime=0)))
    return (
        (ending, compressed)
        for ending, compressed in found
        if len(compressed) <= MAX_COMPRESSION_RATIO * len(data)
    )


def _choose_brotli_level(path: str) -> tuple[int, int]:
    """Return level and window (binary logarithm of bytes) of brotli for a file.

    Reason: docs/maintaining.md has bytes and seconds by level.
    """
    if not is_immutable(path) or _WORD_FILE in path:
        return 7, 16
    return (10 if f"/{path}".startswith(SEARCH_INDEX_PREFIX) else 11), 22
