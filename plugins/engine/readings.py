"""Reads the content, or remembers it: only files that changed are parsed, on every core."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from plugins.engine.settings import EngineSettings
from plugins.engine.store import ReadingStore, Rows
from plugins.engine.version import code, digest, extension_source, settings_digest
from plugins.forks import forked_map
from plugins.ledger import UNSURE, Stamp, stamp
from plugins.records.desk import Desk, Reading, open_desk
from plugins.records.files import sources

_SETTINGS = ("RECORDS", "MARKDOWN", "SITEURL")
"""What readings depend on besides files and code."""
_WORTH_A_FORK = 64
"""Files below which one process is faster than two."""


def open_store(root: Path, settings: Mapping[str, Any]) -> ReadingStore:
    """Return the store of the readings of ``root`` (content/)."""
    sections = root / "sections.yml"
    tree = sections.read_bytes() if sections.is_file() else b""
    extensions = [extension_source(name) for name in (settings.get("MARKDOWN") or {}).get("extensions", ())]
    version = digest(code(), settings_digest(settings, _SETTINGS), tree, extensions)
    return ReadingStore(
        Path(settings["CACHE_PATH"]) / "engine" / f"{digest(str(root.resolve()))}.sqlite", version
    )


def read_all(
    root: Path, settings: Mapping[str, Any], store: ReadingStore, engine: EngineSettings
) -> list[Reading]:
    """Return a reading for every article and page of ``root``, sorted by source, their HTML left in ``store``."""
    known = store.load()
    names = [*sources(root, "articles"), *sources(root, "pages")]
    stamps = {name: _stamp(root / name) for name in names}
    wanted = [
        name
        for name in names
        if name not in known or known[name][0] != stamps[name] or stamps[name] == UNSURE
    ]
    if wanted or len(known) != len(names):
        store.close()
        fresh = zip(wanted, _parsed(root, settings, wanted, engine.workers or None), strict=True)
        # A reading with problems may have come of a moment's trouble: it is not trusted twice.
        read: Rows = {
            name: (UNSURE if reading.problems else stamps[name], store.slim(reading))
            for name, reading in fresh
        }
        known = {name: read.get(name) or known[name] for name in names}
        store.save(known)
    return [known[name][1] for name in names]


def _parsed(
    root: Path, settings: Mapping[str, Any], names: Sequence[str], workers: int | None
) -> list[Reading]:
    desk = open_desk(root, settings)
    if len(names) < _WORTH_A_FORK:
        return [_read(desk, name) for name in names]
    return list(forked_map(lambda name: _read(desk, name), names, workers, chunk=32))


def _read(desk: Desk, name: str) -> Reading:
    return desk.page(name) if name.startswith("pages/") else desk.article(name)


def _stamp(path: Path) -> Stamp:
    try:
        return UNSURE if path.is_symlink() else stamp(path, settled=True)
    except OSError:  # the desk says what is wrong with it
        return UNSURE
