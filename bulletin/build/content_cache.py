"""Read the content files that changed, and load all others from the content store."""

from collections.abc import Callable, Iterator, Mapping, Sequence
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
from bulletin.content.files.scan import select_markdown_files
from bulletin.content.folder import ContentFolder
from bulletin.content.models import Article, Page, ParsedBody
from bulletin.content.reader import ContentReader, ParsedFile, create_content_reader
from bulletin.errors import UserError
from bulletin.processes.parallel import map_in_processes
from bulletin.processes.progress import track_progress
from bulletin.storage.cache_database import remove_cache_database
from bulletin.storage.cache_folder import is_regular_file
from bulletin.storage.file_system import UNKNOWN_STAMP

_SETTINGS = ("RECORDS", "MARKDOWN", "SITEURL")
"""Settings that parsed files depend on, besides files and code."""
_MAX_STORES = 4
"""Stores that stay in the cache, one for each set of settings."""
_MIN_FILES_TO_FORK = 64
"""Number of files below which one process is faster than two."""


def open_content_store(folder: ContentFolder, settings: Mapping[str, Any]) -> ContentStore:
    """Return the content store of ``folder`` for these settings."""
    names = [(section.slug, section.name) for section in folder.sections.by_slug.values()]
    # The local site and the published one have different settings, so each has its own store.
    store_name = compute_digest(realpath(folder.root), fingerprint_settings(settings, _SETTINGS))
    stores = Path(settings["CACHE_PATH"]) / "engine"
    _remove_old_stores(stores, store_name)
    salt = token_hex() if has_third_party_markdown(settings) else ""  # different in each build
    version = compute_digest(fingerprint_code(), salt, names, folder.document_names)
    return ContentStore(stores / f"{store_name}.sqlite", version)


def read_content(
    folder: ContentFolder, settings: Mapping[str, Any], store: ContentStore, build_settings: BuildSettings
) -> dict[str, StoredContent]:
    """Return the stored content of each file, sorted by source.

    The HTML of the bodies stays in ``store``.
    """
    stamps = {file.source: file.stamp for file in select_markdown_files(folder.files)}
    stored, outdated = store.load(stamps)
    changed = [name for name in stamps if name in outdated or name not in stored]
    parsed_rows: dict[str, StoredContent] = {}
    if changed:
        store.close()  # before processes are forked
        results = _parse_files(folder, settings, changed, build_settings)
        for name, (fingerprint, parsed_file) in zip(
            changed, track_progress("Đọc bài", results, len(changed)), strict=True
        ):
            if parsed_file.problems:  # their cause may be temporary, so the file is parsed again
                stamps[name] = UNKNOWN_STAMP
            parsed_rows[name] = StoredContent(fingerprint, store.store_html(parsed_file))
    found = (parsed_rows.get(name) or stored[name] for name in stamps)
    # The source of an item is its key too, which saves memory and a comparison for each look-up.
    rows = {row.parsed_file.source: row for row in found}
    if changed or outdated:
        store.save(rows, stored, stamps)
    return rows


def load_body_html(
    store: ContentStore,
    body: ParsedBody,
    root: Path,
    settings: Mapping[str, Any],
    find_source: Callable[[], str],
) -> str:
    """Return the HTML of a body; read its file again if the store has lost it.

    ``find_source`` finds that file below the content folder ``root``.
    Raise UserError if the file was changed in between.
    """
    html = store.load_html(body)
    if html is not None:
        return html
    source = find_source()
    item = create_content_reader(root, settings).read_item(source).item
    if item is None or item.body.digest != body.digest:
        raise UserError(f"content/{source}: tệp vừa bị thay đổi giữa chừng. Hãy chạy lại lệnh.")
    return item.body.html


def _remove_old_stores(folder: Path, store_name: str) -> None:
    """Remove the stores of other settings, except the newest ones."""
    other_stores = [
        path for path in folder.glob("*.sqlite") if path.stem != store_name and is_regular_file(path)
    ]
    if len(other_stores) >= _MAX_STORES:
        other_stores.sort(key=lambda path: path.stat().st_mtime_ns)
        for path in other_stores[: 1 - _MAX_STORES]:
            remove_cache_database(path)


def _parse_files(
    folder: ContentFolder, settings: Mapping[str, Any], names: Sequence[str], build_settings: BuildSettings
) -> Iterator[tuple[bytes, ParsedFile]]:
    reader = create_content_reader(folder.root, settings, folder.sections, folder.document_names)
    workers = (build_settings.workers or None) if len(names) >= _MIN_FILES_TO_FORK else 1
    return map_in_processes(lambda name: _parse_file(reader, name), names, workers, chunk=16)


def _parse_file(reader: ContentReader, name: str) -> tuple[bytes, ParsedFile]:
    parsed_file = reader.read_item(name)
    return _fingerprint_item(parsed_file.item), parsed_file


def _fingerprint_item(item: Article | Page | None) -> bytes:
    """Return a digest of all data of ``item``."""
    if item is None:
        return b""
    body = ParsedBody("", "", item.body.references, digest=item.body.digest)  # ids are part of the HTML
    return bytes.fromhex(compute_digest(replace(item, body=body)))[:8]
