"""Make files smaller before a server is asked for them: gzip (RFC 1952) and brotli (RFC 7932), each beside its file.

Only content that is new is worked on: what was made smaller once lies in a folder of the cache
under the SHA-256 of its source. At 10,000 articles a publish makes a few dozen files anew.

Articles are left as they are. They hold a directive that the server replaces by the latest news,
which it cannot do in a compressed page; it compresses them as it sends them.
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
from bulletin.storage.cache_file import read_cache_file, replace_cache_file, write_cache_file
from bulletin.storage.cache_folder import create_folder, remove_path
from bulletin.storage.file_system import FileStamp, get_stamp

_FILE = re.compile(r"\.?[0-9a-f]{64}\.(?:gz|br)(?:\.[0-9]+)?")
"""Names of our files in the cache, also while they grow: what else lies there stays."""
MIN_COMPRESSIBLE_SIZE = 1024
"""Bytes below which nothing is gained: the answer fits one packet as it is."""
MAX_COMPRESSION_RATIO = 0.9
"""A compressed file is kept where it is at most so large, in parts of its source."""
SSI_DIRECTIVE_START = b"<!--#include "
"""Opens a directive for the server (SSI)."""
_ENDINGS = (".html", ".css", ".js", ".json", ".xml", ".txt", ".svg", ".webmanifest")
"""Text; pictures, fonts and the parts of a search index are compressed in themselves."""
_UNCOMPRESSED_PREFIXES = ("files/", ".nginx/")
"""Attachments come as the office made them, and maps are for the server."""
_LEDGER = f"compressed-2 {brotli.version} {zlib.ZLIB_RUNTIME_VERSION}"
"""Raise the number with any change of what is made smaller, and how: all is made anew then."""


class _CompressedFile(Struct, frozen=True, gc=False, array_like=True):
    """A compressed file of the cache."""

    ending: str
    """``gz`` or ``br``."""
    size: int
    sha256: str
    stamp: FileStamp


_Row = tuple[_CompressedFile, ...]
"""What became of one content: empty where nothing is gained."""


class CompressionCache:
    """The compressed files of one site, in ``folder``, which holds nothing else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ledger = folder / "ledger"

    def add_compressed_files(self, outgoing: StagedSite, pipe: int | None = None) -> StagedSite:
        """Return ``outgoing`` with a ``.gz`` and a ``.br`` beside each file of text that gains by it.

        What is no longer needed goes. ``pipe`` is where to tell how far long work is (see bulletin/processes/progress.py).
        Raise OSError.
        """
        eligible = {
            path: entry for path, entry in outgoing.manifest.entries.items() if _eligible(path, entry)
        }
        wanted = {entry.sha256: entry for entry in eligible.values()}
        known, there = read_cache_file(self._ledger, dict[str, _Row], _LEDGER) or {}, self._files()
        rows = {digest: row for digest in wanted if (row := _sound(digest, known, there)) is not None}
        missing = [entry for digest, entry in wanted.items() if digest not in rows]
        if missing:
            with ThreadPoolExecutor(count_cpus()) as pool:  # both libraries work beside Python's lock
                files = [outgoing.get_file_path(entry.path) for entry in missing]
                made = zip(missing, pool.map(self._make, missing, files), strict=True)
                for entry, row in track_progress("Nén tệp", made, len(missing), pipe):
                    rows[entry.sha256] = row
        if rows != known:
            needed = {f"{digest}.{one.ending}" for digest, row in rows.items() for one in row}
            for name in filter(_FILE.fullmatch, there.keys() - needed):
                remove_path(self._folder / name)
            write_cache_file(self._ledger, rows, _LEDGER)
        return self._with(outgoing, eligible, rows)

    def _files(self) -> dict[str, FileStamp]:
        """Return the files of the cache with their stamps."""
        create_folder(self._folder)
        with os.scandir(self._folder) as items:
            return {item.name: get_stamp(item.stat(follow_symlinks=False)) for item in items}

    def _make(self, entry: FileEntry, source: Path) -> _Row:
        data = source.read_bytes()
        if SSI_DIRECTIVE_START in data:
            return ()
        return tuple(self._kept(entry, ending, small) for ending, small in _smaller(entry.path, data))

    def _kept(self, entry: FileEntry, ending: str, data: bytes) -> _CompressedFile:
        stamp = replace_cache_file(self._folder / f"{entry.sha256}.{ending}", data)
        return _CompressedFile(ending, len(data), sha256(data).hexdigest(), stamp)

    def _with(
        self, outgoing: StagedSite, eligible: dict[str, FileEntry], rows: dict[str, _Row]
    ) -> StagedSite:
        entries = dict(outgoing.manifest.entries)
        elsewhere = dict(outgoing.external_files)
        folder = str(self._folder)
        for path, entry in eligible.items():
            for one in rows[entry.sha256]:
                name = f"{path}.{one.ending}"
                entries[name] = FileEntry(name, one.size, one.sha256)
                elsewhere[name] = f"{folder}/{entry.sha256}.{one.ending}"
        return StagedSite(outgoing.folder, Manifest(dict(sorted(entries.items()))), elsewhere)


def _eligible(path: str, entry: FileEntry) -> bool:
    return (
        entry.size > MIN_COMPRESSIBLE_SIZE
        and path.endswith(_ENDINGS)
        and not path.startswith(_UNCOMPRESSED_PREFIXES)
    )


def _sound(digest: str, known: dict[str, _Row], there: dict[str, FileStamp]) -> _Row | None:
    """Return what is known of a content, where its files lie in the cache as they were written; else None."""
    row = known.get(digest)
    if row is None or any(there.get(f"{digest}.{one.ending}") != one.stamp for one in row):
        return None
    return row


def _smaller(path: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what is worth keeping; the same bytes for the same data.

    Brotli's best is 5 % smaller than its ninth level and takes twenty times as long: it is for what
    every new reader fetches once and keeps for a year. A window of 64 KiB spares the ninth half its time.
    """
    best = is_immutable(path)
    found = (
        ("gz", gzip.compress(data, 9, mtime=0)),
        ("br", brotli.compress(data, brotli.MODE_TEXT, 11 if best else 9, 22 if best else 16)),
    )
    return ((ending, small) for ending, small in found if len(small) <= MAX_COMPRESSION_RATIO * len(data))
