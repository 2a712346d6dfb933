"""The content index: state, address and content digest of each content file.

A publish reads the index to find the articles that changed and the addresses that would vanish.
The index is kept beside the other state files of the output folder.
A build makes the entries of a folder of ``content/`` again only if an item of it changed.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from msgspec import Raw, Struct, msgpack

from bulletin.build.fingerprints import compute_digest
from bulletin.build.report import get_state_file
from bulletin.content.addresses import get_alias_addresses
from bulletin.content.content_types import ARTICLE_TYPE
from bulletin.content.library import Library
from bulletin.content.models import Article, Page
from bulletin.storage.cache_file import get_decoder, read_cache_file, write_cache_file

VISIBLE_STATES = ("live", "hidden")
"""States in which an item has a page."""
REMOVED_STATES = ("expired", "withdrawn")
"""States in which a publish removes the address of an item without asking an editor."""
_CACHE_VERSION = "content-index-5"


class IndexEntry(Struct, frozen=True, gc=False, array_like=True):
    """The index data of one article or page in any state."""

    state: str
    """The value of ``get_state``, or ``withdrawn``."""
    address: str
    aliases: tuple[str, ...]
    """Addresses that redirect to the item."""
    content_digest: str
    """Digest of the printed content: title and date in the first eight digits, the rest after them."""
    address_line: int
    """Line of the file that decides the address."""
    listing_addresses: tuple[str, ...]
    """Listings that an article names, if it is not live. They may have vanished with it."""

    @property
    def is_visible(self) -> bool:
        """True if the item has a page."""
        return self.state in VISIBLE_STATES


class _IndexFolder(Struct, frozen=True, gc=False, array_like=True):
    """The index entries of one folder of ``content/``."""

    inputs: str
    """Digest of fingerprints and states of the items."""
    entries: Raw
    """The entries by source, still encoded."""


@dataclass(frozen=True, slots=True)
class ContentIndex:
    """The index entries of all content files, by source."""

    entries: Mapping[str, IndexEntry]

    @classmethod
    def from_library(cls, library: Library, now: datetime) -> "ContentIndex":
        """Return the index of ``library`` at the time ``now``, without content digests.

        A check, which compares no content, does without them.
        """
        items, withdrawn = library.content_items, library.withdrawals.by_address
        return cls({item.source: _create_entry(item, _get_state(item, now, withdrawn)) for item in items})

    @classmethod
    def read(cls, file: Path) -> "ContentIndex | None":
        """Return the saved index, or None if no valid index is there."""
        folders = read_cache_file(file, dict[str, _IndexFolder], _CACHE_VERSION) or {}
        entries: dict[str, IndexEntry] = {}
        for folder in folders.values():
            entries.update(get_decoder(dict[str, IndexEntry]).decode(folder.entries))
        return cls(entries) if entries else None

    def count_articles(self, state: str = "") -> int:
        """Return the number of articles in ``state``, or of all articles."""
        return sum(
            source.startswith("articles/") and state in ("", entry.state)
            for source, entry in self.entries.items()
        )

    @property
    def article_digests(self) -> dict[str, str]:
        """Content digests of the articles that have a page, by address."""
        return {
            entry.address: entry.content_digest
            for source, entry in self.entries.items()
            if entry.is_visible and source.startswith(ARTICLE_TYPE.folder)
        }

    @property
    def redirects(self) -> dict[str, str]:
        """Target addresses by alias, for items that have a page."""
        redirecting = (entry for entry in self.entries.values() if entry.aliases and entry.is_visible)
        return {old: entry.address for entry in redirecting for old in entry.aliases}


def update_content_index(
    file: Path,
    library: Library,
    now: datetime,
    fingerprints: Mapping[str, bytes],
    file_states: Mapping[str, object],
) -> None:
    """Save the index of ``library`` at the time ``now``, if it changed. Raise OSError.

    Args:
        file: The file of the index.
        library: All content items.
        now: The build time.
        fingerprints: Digests of the items and the files that they refer to, by source.
        file_states: States of the referenced files by source.

    """
    former = read_cache_file(file, dict[str, _IndexFolder], _CACHE_VERSION) or {}
    items_by_folder: dict[str, list[Article | Page]] = {}
    for item in library.content_items:
        items_by_folder.setdefault(item.source.rpartition("/")[0], []).append(item)
    folders: dict[str, _IndexFolder] = {}
    withdrawn = library.withdrawals.by_address
    for name, items in items_by_folder.items():
        states = [_get_state(item, now, withdrawn) for item in items]
        inputs = compute_digest(b"".join([fingerprints[item.source] for item in items]), states)
        if name in former and former[name].inputs == inputs:
            folders[name] = former[name]
            continue
        entries = {
            item.source: _create_entry(
                item, state, _compute_content_digest(item, file_states.get(item.source))
            )
            for item, state in zip(items, states, strict=True)
        }
        folders[name] = _IndexFolder(inputs, Raw(msgpack.encode(entries)))
    if any(former.get(name) is not folder for name, folder in folders.items()) or len(former) != len(folders):
        write_cache_file(file, folders, _CACHE_VERSION)


def get_content_index_path(cache: Path, output: Path) -> Path:
    """Return the path of the content index of builds into ``output``."""
    return get_state_file(cache, output, "content-index")


def _get_state(item: Article | Page, now: datetime, withdrawn: Container[str]) -> str:
    return "withdrawn" if item.address in withdrawn else item.get_state(now)


def _create_entry(item: Article | Page, state: str, content_digest: str = "") -> IndexEntry:
    return IndexEntry(
        state,
        item.address,
        get_alias_addresses(item) if item.aliases else (),
        content_digest,
        item.address_line,
        item.listing_addresses if state != "live" else (),
    )


def _compute_content_digest(item: Article | Page, files: object) -> str:
    """Return the content digest of an item, without its address and its visibility."""
    common = (item.summary, item.modified, item.body.digest, _list_attachments(item), files)
    return compute_digest(*item.headline)[:8] + compute_digest(*common, *item.digest_fields)[:8]


def _list_attachments(item: Article | Page) -> list[tuple[str, str]]:
    return [(attachment.file, attachment.title) for attachment in item.attachments]
