"""Reads the content, or remembers it: only files that changed are parsed, on every core."""

from collections.abc import Iterator, Mapping, Sequence
from os.path import realpath
from pathlib import Path
from secrets import token_hex
from typing import Any

from msgspec.structs import replace

from bulletin.build.content_store import ContentStore, StoredContent
from bulletin.build.fingerprints import (
    compute_digest,
    fingerprint_code,
    fingerprint_settings,
    has_third_party_markdown,
)
from bulletin.build.settings import BuildSettings
from bulletin.content.folder import ContentFolder
from bulletin.content.models import Article, Page, ParsedBody
from bulletin.content.reader import ContentReader, ParsedFile, create_content_reader
from bulletin.content.scan import select_markdown_files
from bulletin.processes.parallel import map_in_processes
from bulletin.processes.progress import track_progress
from bulletin.storage.cache_database import remove_cache_database
from bulletin.storage.cache_folder import is_regular_file
from bulletin.storage.file_system import UNKNOWN_STAMP

_SETTINGS = ("RECORDS", "MARKDOWN", "SITEURL")
"""What readings depend on besides files and code."""
_KEPT = 4
"""Stores that stay: one for each of the settings that a site is built with."""
_WORTH_A_FORK = 64
"""Files below which one process is faster than two."""


def open_content_store(folder: ContentFolder, settings: Mapping[str, Any]) -> ContentStore:
    """Return the store of the readings of ``folder``."""
    names = [(one.slug, one.name) for one in folder.sections.by_slug.values()]
    # The local site and the published one differ in their settings: each has its own.
    own = compute_digest(realpath(folder.root), fingerprint_settings(settings, _SETTINGS))
    stores = Path(settings["CACHE_PATH"]) / "engine"
    _forget_old(stores, own)
    once = token_hex() if has_third_party_markdown(settings) else ""  # never the same twice
    return ContentStore(stores / f"{own}.sqlite", compute_digest(fingerprint_code(), once, names))


def read_content(
    folder: ContentFolder, settings: Mapping[str, Any], store: ContentStore, engine: BuildSettings
) -> dict[str, StoredContent]:
    """Return a reading for every article and page of ``folder``, by source, sorted; their HTML is in ``store``."""
    former = store.load()
    stamps = {one.source: one.stamp for one in select_markdown_files(folder.files)}
    wanted = [
        name
        for name, stamp in stamps.items()
        if stamp is UNKNOWN_STAMP or name not in former or former[name].stamp != stamp
    ]
    if not wanted and len(former) == len(stamps):
        return {name: former[name] for name in stamps}
    fresh: dict[str, StoredContent] = {}
    store.close()  # before processes are forked
    parsed = track_progress("Đọc bài", _parsed(folder, settings, wanted, engine), len(wanted))
    for name, (mark, reading) in zip(wanted, parsed, strict=True):
        # A reading with problems may have come of a moment's trouble: it is not trusted twice.
        stamp = UNKNOWN_STAMP if reading.problems else stamps[name]
        fresh[name] = StoredContent(stamp, mark, store.store_html(reading))
    rows = {name: fresh.get(name) or former[name] for name in stamps}
    store.save(rows, former)
    return rows


def _forget_old(folder: Path, own: str) -> None:
    """Remove all but the stores that were written last: of settings that are no more."""
    others = [path for path in folder.glob("*.sqlite") if path.stem != own and is_regular_file(path)]
    if len(others) >= _KEPT:
        others.sort(key=lambda path: path.stat().st_mtime_ns)
        for path in others[: 1 - _KEPT]:
            remove_cache_database(path)


def _parsed(
    folder: ContentFolder, settings: Mapping[str, Any], names: Sequence[str], engine: BuildSettings
) -> Iterator[tuple[bytes, ParsedFile]]:
    desk = create_content_reader(folder.root, settings, folder.sections)
    workers = (engine.workers or None) if len(names) >= _WORTH_A_FORK else 1
    return map_in_processes(lambda name: _read(desk, name), names, workers, chunk=16)


def _read(desk: ContentReader, name: str) -> tuple[bytes, ParsedFile]:
    reading = desk.read_item(name)
    return _mark(reading.item), reading


def _mark(record: Article | Page | None) -> bytes:
    """Return a digest of all that ``record`` says."""
    if record is None:
        return b""
    text = ParsedBody("", "", record.body.references, digest=record.body.digest)  # ids are part of the HTML
    return bytes.fromhex(compute_digest(replace(record, body=text)))[:8]
