"""The content index: state, address and content digest of each content file.

A publish reads the index to find the articles that changed and the addresses that would vanish.
The index is kept beside the other state files of the output folder.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from bulletin.build.fingerprints import compute_digest
from bulletin.build.report import get_state_file
from bulletin.content.addresses import get_alias_addresses
from bulletin.content.content_types import ARTICLE_TYPE
from bulletin.content.library import Library
from bulletin.content.models import Article, Page
from bulletin.storage.cache_file import read_cache_file, write_cache_file

VISIBLE_STATES = ("live", "hidden")
"""States in which an item has a page."""
REMOVED_STATES = ("expired", "withdrawn")
"""States in which a publish removes the address of an item without asking an editor."""
_CACHE_VERSION = "content-index-4"


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
    fingerprint: bytes
    """Fingerprint of the item that the entry was made from, or empty if unknown."""

    @property
    def is_visible(self) -> bool:
        """True if the item has a page."""
        return self.state in VISIBLE_STATES


@dataclass(frozen=True, slots=True)
class ContentIndex:
    """The index entries of all content files, by source."""

    entries: Mapping[str, IndexEntry]

    @classmethod
    def from_library(
        cls,
        library: Library,
        now: datetime,
        fingerprints: Mapping[str, bytes] | None = None,
        files: Mapping[str, object] | None = None,
        former: "ContentIndex | None" = None,
        *,
        with_digests: bool = True,
    ) -> "ContentIndex":
        """Return the index of ``library`` at the time ``now``.

        An entry of ``former`` is reused if the item has the same fingerprint and state.

        Args:
            library: All content items.
            now: The build time.
            fingerprints: Digests of the items by source.
            files: States of the referenced files by source.
            former: The index of the previous build.
            with_digests: Compute the content digests. A check, which compares no content, does without.

        """
        fingerprints, files, former_entries = (
            fingerprints or {},
            files or {},
            former.entries if former else {},
        )
        entries: dict[str, IndexEntry] = {}
        withdrawn = library.withdrawals.by_address
        for item in library.content_items:
            source = item.source
            state: str = item.get_state(now)
            if item.address in withdrawn:
                state = "withdrawn"
            fingerprint, former_entry = fingerprints.get(source, b""), former_entries.get(source)
            if (
                former_entry
                and fingerprint
                and former_entry.fingerprint == fingerprint
                and former_entry.state == state
            ):
                entries[source] = former_entry
                continue
            entries[source] = IndexEntry(
                state, item.address, get_alias_addresses(item) if item.aliases else (),
                _compute_content_digest(item, files.get(source)) if with_digests else "", item.address_line,
                item.listing_addresses if state != "live" else (), fingerprint,
            )  # fmt: skip
        return cls(entries)

    @classmethod
    def read(cls, file: Path) -> "ContentIndex | None":
        """Return the saved index, or None if no valid index is there."""
        entries = read_cache_file(file, dict[str, IndexEntry], _CACHE_VERSION)
        return cls(entries) if entries else None

    def save(self, file: Path) -> None:
        """Write the index in place of the saved one. Raise OSError."""
        write_cache_file(file, self.entries, _CACHE_VERSION)

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


def get_content_index_path(cache: Path, output: Path) -> Path:
    """Return the path of the content index of builds into ``output``."""
    return get_state_file(cache, output, "content-index")


def _compute_content_digest(item: Article | Page, files: object) -> str:
    """Return the content digest of an item, without its address and its visibility."""
    common = (item.summary, item.modified, item.body.digest, _list_attachments(item), files)
    return compute_digest(*item.headline)[:8] + compute_digest(*common, *item.digest_fields)[:8]


def _list_attachments(item: Article | Page) -> list[tuple[str, str]]:
    return [(attachment.file, attachment.title) for attachment in item.attachments]
