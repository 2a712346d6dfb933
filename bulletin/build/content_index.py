"""What a build came to, by content file: where each article and page stands, and a digest of what it says.

A publish reads it to tell which articles changed, and which addresses would vanish and why. It is kept
beside the engine's memory of the output folder.
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
"""States in which there is a page."""
REMOVED_STATES = ("expired", "withdrawn")
"""States in which there is none, and somebody meant it so."""
_LEDGER = "register-3"


class IndexEntry(Struct, frozen=True, gc=False, array_like=True):
    """One article or page, whatever its status."""

    state: str
    """As Article.state, or ``withdrawn``; of a page ``live``, ``hidden``, ``draft`` or ``review``."""
    address: str
    aliases: tuple[str, ...]
    """Addresses that lead on to it."""
    content_digest: str
    """Digest of all that readers find in it: title and date in the first eight digits, the rest behind."""
    address_line: int
    """Line of the file that decides the address."""
    listing_addresses: tuple[str, ...]
    """Of an article that is not among the news: the pages that list it where it is. They may be gone with it."""
    fingerprint: bytes
    """Of the record that this was made from; empty where nobody knows it."""

    @property
    def is_visible(self) -> bool:
        """Whether there is a page of it."""
        return self.state in VISIBLE_STATES


@dataclass(frozen=True, slots=True)
class ContentIndex:
    """Every content file that was read, by its path from content/."""

    entries: Mapping[str, IndexEntry]

    @classmethod
    def from_library(
        cls,
        library: Library,
        moment: datetime,
        marks: Mapping[str, bytes] | None = None,
        files: Mapping[str, object] | None = None,
        former: "ContentIndex | None" = None,
    ) -> "ContentIndex":
        """Return the register of ``library`` at ``moment``.

        ``files`` is what is known of the pictures and attachments of each. Where ``marks`` say that a
        record is as it was in ``former``, it stands as it stood there.
        """
        marks, files, known = marks or {}, files or {}, former.entries if former else {}
        entries: dict[str, IndexEntry] = {}
        taken = library.withdrawals.by_address
        for record in library.content_items:
            source = record.source
            state: str = record.get_state(moment)
            if record.address in taken:
                state = "withdrawn"
            mark, before = marks.get(source, b""), known.get(source)
            if before and mark and before.fingerprint == mark and before.state == state:
                entries[source] = before
                continue
            entries[source] = IndexEntry(
                state, record.address, get_alias_addresses(record) if record.aliases else (),
                _says(record, files.get(source)), record.address_line,
                record.listing_addresses if state != "live" else (), mark,
            )  # fmt: skip
        return cls(entries)

    @classmethod
    def read(cls, file: Path) -> "ContentIndex | None":
        """Return what ``save`` wrote; None where there is nothing that can be read."""
        entries = read_cache_file(file, dict[str, IndexEntry], _LEDGER)
        return cls(entries) if entries else None

    def save(self, file: Path) -> None:
        """Write it in place of what was there. Raise OSError."""
        write_cache_file(file, self.entries, _LEDGER)

    def count_articles(self, state: str = "") -> int:
        """Return the number of articles in ``state``, or of all articles."""
        return sum(
            source.startswith("articles/") and state in ("", entry.state)
            for source, entry in self.entries.items()
        )

    @property
    def article_digests(self) -> dict[str, str]:
        """Addresses of the articles that have a page, each with a digest of what it says."""
        return {
            entry.address: entry.content_digest
            for source, entry in self.entries.items()
            if entry.is_visible and source.startswith(ARTICLE_TYPE.folder)
        }

    @property
    def redirects(self) -> dict[str, str]:
        """Old addresses, each with the address of the article or page that it leads on to."""
        leading = (entry for entry in self.entries.values() if entry.aliases and entry.is_visible)
        return {old: entry.address for entry in leading for old in entry.aliases}


def get_content_index_path(cache: Path, output: Path) -> Path:
    """Return where the register of the builds into ``output`` is kept."""
    return get_state_file(cache, output, "register")


def _says(record: Article | Page, files: object) -> str:
    """Return the digest of what readers find in ``record``: not where it stands, nor who may see it until when."""
    common = (record.summary, record.modified, record.body.digest, _offered(record), files)
    return compute_digest(*record.headline)[:8] + compute_digest(*common, *record.details)[:8]


def _offered(record: Article | Page) -> list[tuple[str, str]]:
    return [(one.file, one.title) for one in record.attachments]
