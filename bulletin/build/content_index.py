"""What a build came to, by content file: where each article and page stands, and a digest of what it says.

A publish reads it to tell which articles changed, and which addresses would vanish and why. It is kept
beside the engine's memory of the output folder.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from bulletin.build.fingerprints import digest
from bulletin.build.report import kept
from bulletin.content.addresses import old_addresses
from bulletin.content.content_types import ARTICLES
from bulletin.content.library import Library
from bulletin.content.models import Article, Page
from bulletin.storage.cache_file import read_cache_file, write_cache_file

SHOWN = ("live", "hidden")
"""States in which there is a page."""
GONE = ("expired", "withdrawn")
"""States in which there is none, and somebody meant it so."""
_LEDGER = "register-3"


class Entry(Struct, frozen=True, gc=False, array_like=True):
    """One article or page, whatever its status."""

    state: str
    """As Article.state, or ``withdrawn``; of a page ``live``, ``hidden``, ``draft`` or ``review``."""
    address: str
    aliases: tuple[str, ...]
    """Addresses that lead on to it."""
    says: str
    """Digest of all that readers find in it: title and date in the first eight digits, the rest behind."""
    line: int
    """Line of the file that decides the address."""
    shelves: tuple[str, ...]
    """Of an article that is not among the news: the pages that list it where it is. They may be gone with it."""
    mark: bytes
    """Of the record that this was made from; empty where nobody knows it."""

    @property
    def shown(self) -> bool:
        """Whether there is a page of it."""
        return self.state in SHOWN


@dataclass(frozen=True, slots=True)
class Register:
    """Every content file that was read, by its path from content/."""

    entries: Mapping[str, Entry]

    @classmethod
    def of(
        cls,
        library: Library,
        moment: datetime,
        marks: Mapping[str, bytes] | None = None,
        files: Mapping[str, object] | None = None,
        former: "Register | None" = None,
    ) -> "Register":
        """Return the register of ``library`` at ``moment``.

        ``files`` is what is known of the pictures and attachments of each. Where ``marks`` say that a
        record is as it was in ``former``, it stands as it stood there.
        """
        marks, files, known = marks or {}, files or {}, former.entries if former else {}
        entries: dict[str, Entry] = {}
        taken = library.withdrawals.addresses
        for record in library.records:
            source = record.source
            state: str = record.state(moment)
            if record.address in taken:
                state = "withdrawn"
            mark, before = marks.get(source, b""), known.get(source)
            if before and mark and before.mark == mark and before.state == state:
                entries[source] = before
                continue
            entries[source] = Entry(
                state, record.address, old_addresses(record) if record.aliases else (),
                _says(record, files.get(source)), record.line,
                record.listings if state != "live" else (), mark,
            )  # fmt: skip
        return cls(entries)

    @classmethod
    def read(cls, file: Path) -> "Register | None":
        """Return what ``save`` wrote; None where there is nothing that can be read."""
        entries = read_cache_file(file, dict[str, Entry], _LEDGER)
        return cls(entries) if entries else None

    def save(self, file: Path) -> None:
        """Write it in place of what was there. Raise OSError."""
        write_cache_file(file, self.entries, _LEDGER)

    def count(self, state: str = "") -> int:
        """Return the number of articles in ``state``, or of all articles."""
        return sum(
            source.startswith("articles/") and state in ("", entry.state)
            for source, entry in self.entries.items()
        )

    @property
    def articles(self) -> dict[str, str]:
        """Addresses of the articles that have a page, each with a digest of what it says."""
        return {
            entry.address: entry.says
            for source, entry in self.entries.items()
            if entry.shown and source.startswith(ARTICLES.folder)
        }

    @property
    def onward(self) -> dict[str, str]:
        """Old addresses, each with the address of the article or page that it leads on to."""
        leading = (entry for entry in self.entries.values() if entry.aliases and entry.shown)
        return {old: entry.address for entry in leading for old in entry.aliases}


def register_file(cache: Path, output: Path) -> Path:
    """Return where the register of the builds into ``output`` is kept."""
    return kept(cache, output, "register")


def _says(record: Article | Page, files: object) -> str:
    """Return the digest of what readers find in ``record``: not where it stands, nor who may see it until when."""
    common = (record.summary, record.modified, record.text.digest, _offered(record), files)
    return digest(*record.headline)[:8] + digest(*common, *record.details)[:8]


def _offered(record: Article | Page) -> list[tuple[str, str]]:
    return [(one.file, one.title) for one in record.attachments]
