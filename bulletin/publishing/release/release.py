"""A release: one state of the site that readers had, who made it when, and every file of it."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Self

from bulletin.publishing.release.manifest import Manifest

RELEASE_ID_TIME_FORMAT = "%Y%m%d-%H%M%S"
RELEASE_ID_PATTERN = r"\d{8}-\d{6}-[0-9a-f]{8}"
"""The form of an id, as a regular expression: local time and the first digits of the manifest's digest."""


class DamagedReleaseError(ValueError):
    """The record of a release, or one of its files, cannot be read."""


class ReleaseOutsideTargetError(Exception):
    """The folder of a release lies outside its target now: nothing may be written there."""

    def __init__(self, name: str, place: str) -> None:
        super().__init__(f"{name}: {place}")
        self.path = place
        """Where it lies, as the link says that leads there."""


@dataclass(frozen=True, slots=True)
class ArticleChanges:
    """What became of the articles since the release before; sorted addresses."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    """Gone, with nothing in their place; in older records also what belongs into the two fields below."""
    withdrawn: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    """Old addresses, each with the one that it leads on to; the new one is not ``added``."""


@dataclass(frozen=True, slots=True)
class Release:
    """One release, as its record beside it says."""

    id: str
    """``20261123-073000-1a2b3c4d``: sorts by time."""
    published_at: datetime
    """Aware, in local time."""
    published_by: str = ""
    """Who typed the command: ``Nguyễn Văn An (may-toa-soan)``."""
    commit: str = ""
    """The commit of the content in git, with ``+`` where files differed from it; empty outside git."""
    article_digests: Mapping[str, str] = field(default_factory=dict)
    """Addresses of the articles that have a page, each with a digest of all that the article says."""
    previous_id: str = ""
    """The release that readers had before; empty for the first."""
    changes: ArticleChanges = ArticleChanges()
    notice_addresses: tuple[str, ...] = ()
    """Addresses, sorted, at which there is a notice that something was taken down; none in older records."""
    manifest: Manifest = field(default_factory=Manifest)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return what ``to_json`` wrote. Raise DamagedReleaseError where it is not that."""
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
                    **{name: tuple(found) for name, found in table["changes"].items()},
                    withdrawn=tuple(table.get("withdrawn", ())),
                    moved=tuple((old, new) for old, new in table.get("moved", ())),
                ),
                notice_addresses=tuple(table.get("notices", ())),
                manifest=Manifest.from_rows(table["files"]),
            )
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise DamagedReleaseError(str(error)) from error

    def to_json(self) -> str:
        """Return the record as JSON, a file of the site a line."""
        return "".join(self._lines())

    def with_changes_since(
        self, older: "Release | None", onward: Mapping[str, str] = {}, withdrawn: Collection[str] = ()
    ) -> "Release":
        """Return this release with what became of the articles since ``older``, which readers had before.

        ``onward`` are old addresses, each with the one that it leads on to, ``withdrawn`` those at which there is a notice.
        """
        new, old = self.article_digests, older.article_digests if older else {}
        gone = old.keys() - new.keys()
        taken = gone.intersection(withdrawn)
        moved = {one: onward[one] for one in gone - taken if one in onward}
        changes = ArticleChanges(
            added=tuple(sorted(new.keys() - old.keys() - set(moved.values()))),
            changed=tuple(sorted(one for one in new.keys() & old.keys() if new[one] != old[one])),
            removed=tuple(sorted(gone - taken - moved.keys())),
            withdrawn=tuple(sorted(taken)),
            moved=tuple(sorted(moved.items())),
        )
        notices = tuple(sorted(withdrawn))
        return replace(self, previous_id=older.id if older else "", changes=changes, notice_addresses=notices)

    def _lines(self) -> Iterator[str]:
        changes = {  # no further key: who has not pulled yet would call the record damaged
            "added": self.changes.added,
            "changed": self.changes.changed,
            "removed": self.changes.removed,
        }
        head = {
            "id": self.id,
            "when": self.published_at.isoformat(),
            "who": self.published_by,
            "commit": self.commit,
            "after": self.previous_id,
            "changes": changes,
            "withdrawn": self.changes.withdrawn,
            "moved": self.changes.moved,
            "notices": self.notice_addresses,
            "articles": dict(sorted(self.article_digests.items())),
        }
        opening = json.dumps(head, ensure_ascii=False).removesuffix("}")
        yield f'{opening}, "files": [\n'
        yield ",\n".join(self.manifest.to_json_lines())
        yield "\n]}\n"


def create_release_id(moment: datetime, manifest: Manifest, last: str | None) -> str:
    """Return an id for a release of ``manifest`` that sorts after ``last``, also when the clock was set back."""
    if last:
        before = datetime.strptime(last[:15], RELEASE_ID_TIME_FORMAT).replace(tzinfo=moment.tzinfo)
        moment = max(moment, before + timedelta(seconds=1))
    return f"{moment.strftime(RELEASE_ID_TIME_FORMAT)}-{manifest.digest[:8]}"
