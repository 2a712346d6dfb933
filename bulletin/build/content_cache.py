"""Reads the content, or remembers it: only files that changed are parsed, on every core."""

from collections.abc import Iterator, Mapping, Sequence
from os.path import realpath
from pathlib import Path
from secrets import token_hex
from typing import Any

from msgspec.structs import replace

from bulletin.build.content_store import ReadingStore, Row
from bulletin.build.fingerprints import code, digest, has_foreign_markdown, settings_digest
from bulletin.build.settings import EngineSettings
from bulletin.content.folder import Folder
from bulletin.content.models import Article, Page, Text
from bulletin.content.reader import Desk, Reading, open_desk
from bulletin.content.scan import texts
from bulletin.processes.parallel import forked_map
from bulletin.processes.progress import told
from bulletin.storage.cache_database import discard
from bulletin.storage.cache_folder import is_file
from bulletin.storage.file_system import UNSURE

_SETTINGS = ("RECORDS", "MARKDOWN", "SITEURL")
"""What readings depend on besides files and code."""
_KEPT = 4
"""Stores that stay: one for each of the settings that a site is built with."""
_WORTH_A_FORK = 64
"""Files below which one process is faster than two."""


def open_store(folder: Folder, settings: Mapping[str, Any]) -> ReadingStore:
    """Return the store of the readings of ``folder``."""
    names = [(one.slug, one.name) for one in folder.sections.by_slug.values()]
    # The local site and the published one differ in their settings: each has its own.
    own = digest(realpath(folder.root), settings_digest(settings, _SETTINGS))
    stores = Path(settings["CACHE_PATH"]) / "engine"
    _forget_old(stores, own)
    once = token_hex() if has_foreign_markdown(settings) else ""  # never the same twice
    return ReadingStore(stores / f"{own}.sqlite", digest(code(), once, names))


def read_all(
    folder: Folder, settings: Mapping[str, Any], store: ReadingStore, engine: EngineSettings
) -> dict[str, Row]:
    """Return a reading for every article and page of ``folder``, by source, sorted; their HTML is in ``store``."""
    former = store.load()
    stamps = {one.source: one.stamp for one in texts(folder.files)}
    wanted = [
        name
        for name, stamp in stamps.items()
        if stamp is UNSURE or name not in former or former[name].stamp != stamp
    ]
    if not wanted and len(former) == len(stamps):
        return {name: former[name] for name in stamps}
    fresh: dict[str, Row] = {}
    store.close()  # before processes are forked
    parsed = told("Đọc bài", _parsed(folder, settings, wanted, engine), len(wanted))
    for name, (mark, reading) in zip(wanted, parsed, strict=True):
        # A reading with problems may have come of a moment's trouble: it is not trusted twice.
        stamp = UNSURE if reading.problems else stamps[name]
        fresh[name] = Row(stamp, mark, store.slim(reading))
    rows = {name: fresh.get(name) or former[name] for name in stamps}
    store.save(rows, former)
    return rows


def _forget_old(folder: Path, own: str) -> None:
    """Remove all but the stores that were written last: of settings that are no more."""
    others = [path for path in folder.glob("*.sqlite") if path.stem != own and is_file(path)]
    if len(others) >= _KEPT:
        others.sort(key=lambda path: path.stat().st_mtime_ns)
        for path in others[: 1 - _KEPT]:
            discard(path)


def _parsed(
    folder: Folder, settings: Mapping[str, Any], names: Sequence[str], engine: EngineSettings
) -> Iterator[tuple[bytes, Reading]]:
    desk = open_desk(folder.root, settings, folder.sections)
    workers = (engine.workers or None) if len(names) >= _WORTH_A_FORK else 1
    return forked_map(lambda name: _read(desk, name), names, workers, chunk=16)


def _read(desk: Desk, name: str) -> tuple[bytes, Reading]:
    reading = desk.read(name)
    return _mark(reading.record), reading


def _mark(record: Article | Page | None) -> bytes:
    """Return a digest of all that ``record`` says."""
    if record is None:
        return b""
    text = Text("", "", record.text.references, digest=record.text.digest)  # ids are part of the HTML
    return bytes.fromhex(digest(replace(record, text=text)))[:8]
