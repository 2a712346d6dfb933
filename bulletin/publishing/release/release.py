"""The record of a release: time, publisher, commit, article changes and manifest."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Self

from bulletin.clock import VIETNAM_TZ
from bulletin.publishing.release.manifest import Manifest

RELEASE_ID_TIME_FORMAT = "%Y%m%d-%H%M%S"
RELEASE_ID_PATTERN = r"\d{8}-\d{6}-[0-9a-f]{8}"
"""Regular expression of a release id: local time and eight digits of the manifest digest."""


class DamagedReleaseError(ValueError):
    """The record of a release or one of its files cannot be read."""


class ReleaseOutsideTargetError(Exception):
    """The folder of a release lies outside its target.

    Reason: a publish must not write there.
    """

    def __init__(self, name: str, folder: str) -> None:
        super().__init__(f"{name}: {folder}")
        self.path = folder
        """The target of the symbolic link."""


@dataclass(frozen=True, slots=True)
class ReleaseMetadata:
    """Facts about one publish, besides the files."""

    build_time: datetime
    """Aware."""
    published_by: str = ""
    """The publisher and the host."""
    commit: str = ""
    """The commit of the content (see ``read_content_commit``)."""
    article_digests: Mapping[str, str] = field(default_factory=dict)
    """Content digests of the articles that have a page, by address."""
    redirects: Mapping[str, str] = field(default_factory=dict)
    """The new address of each old address."""
    withdrawn_addresses: Collection[str] = frozenset()
    """Addresses with a withdrawal notice."""
    other_digests: Mapping[str, str] = field(default_factory=dict)
    """Digests of pages, campaigns, sections, settings and theme, by path (see ``read_other_digests``)."""
    product_version: str = ""
    """The version of the bulletin."""


@dataclass(frozen=True, slots=True)
class ArticleChanges:
    """Sorted addresses of the articles that changed since the previous release."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    """Removed without a notice or a redirect. Older records put withdrawn and moved ones here too."""
    withdrawn: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    """Pairs of old and new address. The new address is not in ``added``."""


@dataclass(frozen=True, slots=True)
class Release:
    """One release, as stored in its record."""

    id: str
    """``20261123-073000-1a2b3c4d``; ids sort by time."""
    published_at: datetime
    """Aware, in local time."""
    published_by: str = ""
    """The publisher and the host: ``Nguyễn Văn An (may-toa-soan)``."""
    commit: str = ""
    """The commit of the content, with ``+`` if files differed from the commit; empty outside git."""
    article_digests: Mapping[str, str] = field(default_factory=dict)
    """Content digests of the articles that have a page, by address."""
    previous_id: str = ""
    """The id of the previous release; empty for the first one."""
    changes: ArticleChanges = ArticleChanges()
    notice_addresses: tuple[str, ...] = ()
    """Sorted addresses with a withdrawal notice; empty in older records."""
    other_digests: Mapping[str, str] = field(default_factory=dict)
    """Digests of pages, campaigns, sections, settings and theme, by path; empty in older records."""
    product_version: str = ""
    """The version of the bulletin that made the release; empty in older records."""
    manifest: Manifest = field(default_factory=Manifest)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the release from its record. Raise DamagedReleaseError."""
        try:
            table: Mapping[str, Any] = json.loads(text)
            if not re.fullmatch(RELEASE_ID_PATTERN, table["id"]):
                raise ValueError(f"{table['id']!r} is no id")
            return cls(
                id=table["id"],
                published_at=datetime.fromisoformat(table["when"]),
                published_by=table["who"],
                commit=table["commit"],
                article_digests=dict(table["articles"]),
                previous_id=table.get("after", ""),
                changes=ArticleChanges(
                    **{name: tuple(addresses) for name, addresses in table["changes"].items()},
                    withdrawn=tuple(table.get("withdrawn", ())),
                    moved=tuple((old, new) for old, new in table.get("moved", ())),
                ),
                notice_addresses=tuple(table.get("notices", ())),
                other_digests=dict(table.get("other", {})),
                product_version=str(table.get("version", "")),
                manifest=Manifest.from_rows(table["files"]),
            )
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise DamagedReleaseError(str(error)) from error

    def to_json(self) -> str:
        """Return the record as JSON, with one line for each file."""
        return "".join(self._lines())

    def with_changes_since(
        self, older: "Release | None", redirects: Mapping[str, str] = {}, withdrawn: Collection[str] = ()
    ) -> "Release":
        """Return this release with the article changes since the ``older`` one.

        ``redirects`` has the new address of each old address.
        ``withdrawn`` are the addresses with a withdrawal notice.
        """
        changes = compare_articles(
            self.article_digests, older.article_digests if older else {}, redirects, withdrawn
        )
        notices = tuple(sorted(withdrawn))
        return replace(self, previous_id=older.id if older else "", changes=changes, notice_addresses=notices)

    def _lines(self) -> Iterator[str]:
        changes = {  # no further key, because older code would call the record damaged
            "added": self.changes.added,
            "changed": self.changes.changed,
            "removed": self.changes.removed,
        }
        head = {
            "id": self.id,
            "when": self.published_at.isoformat(),
            "who": self.published_by,
            "commit": self.commit,
            "version": self.product_version,
            "after": self.previous_id,
            "changes": changes,
            "withdrawn": self.changes.withdrawn,
            "moved": self.changes.moved,
            "notices": self.notice_addresses,
            "articles": dict(sorted(self.article_digests.items())),
            "other": dict(sorted(self.other_digests.items())),
        }
        opening = json.dumps(head, ensure_ascii=False).removesuffix("}")
        yield f'{opening}, "files": [\n'
        yield ",\n".join(self.manifest.to_json_lines())
        yield "\n]}\n"


def compare_articles(
    new: Mapping[str, str], old: Mapping[str, str], redirects: Mapping[str, str], withdrawn: Collection[str]
) -> ArticleChanges:
    """Return the changes between two sets of article digests.

    ``redirects`` has the new address of each old address.
    ``withdrawn`` are the addresses with a withdrawal notice.
    """
    missing = old.keys() - new.keys()
    taken_down = missing.intersection(withdrawn)
    moved = {address: redirects[address] for address in missing - taken_down if address in redirects}
    return ArticleChanges(
        added=tuple(sorted(new.keys() - old.keys() - set(moved.values()))),
        changed=tuple(sorted(address for address in new.keys() & old.keys() if new[address] != old[address])),
        removed=tuple(sorted(missing - taken_down - moved.keys())),
        withdrawn=tuple(sorted(taken_down)),
        moved=tuple(sorted(moved.items())),
    )


def create_release_id(published_at: datetime, manifest: Manifest, last: str | None) -> str:
    """Return an id that sorts after ``last``, even if the clock was set back."""
    if last:
        published_at = max(published_at, parse_release_time(last) + timedelta(seconds=1))
    return f"{published_at.astimezone(VIETNAM_TZ).strftime(RELEASE_ID_TIME_FORMAT)}-{manifest.digest[:8]}"


def parse_release_time(release_id: str) -> datetime:
    """Return the local time in a release id."""
    return datetime.strptime(release_id[:15], RELEASE_ID_TIME_FORMAT).replace(tzinfo=VIETNAM_TZ)
