"""A release: one state of the site that readers had, who made it when, and every file of it."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Self

from bulletin.publishing.release.manifest import Manifest

STAMP = "%Y%m%d-%H%M%S"
ID = r"\d{8}-\d{6}-[0-9a-f]{8}"
"""The form of an id, as a regular expression: local time and the first digits of the manifest's digest."""


class DamagedReleaseError(ValueError):
    """The record of a release, or one of its files, cannot be read."""


class ForeignReleaseError(Exception):
    """The folder of a release lies outside its target now: nothing may be written there."""

    def __init__(self, name: str, place: str) -> None:
        super().__init__(f"{name}: {place}")
        self.place = place
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
    when: datetime
    """Aware, in local time."""
    who: str = ""
    """Who typed the command: ``Nguyễn Văn An (may-toa-soan)``."""
    commit: str = ""
    """The commit of the content in git, with ``+`` where files differed from it; empty outside git."""
    articles: Mapping[str, str] = field(default_factory=dict)
    """Addresses of the articles that have a page, each with a digest of all that the article says."""
    after: str = ""
    """The release that readers had before; empty for the first."""
    changes: ArticleChanges = ArticleChanges()
    notices: tuple[str, ...] = ()
    """Addresses, sorted, at which there is a notice that something was taken down; none in older records."""
    manifest: Manifest = field(default_factory=Manifest)

    @classmethod
    def read(cls, text: str) -> Self:
        """Return what ``written`` wrote. Raise DamagedReleaseError where it is not that."""
        try:
            table: Mapping[str, Any] = json.loads(text)
            if not re.fullmatch(ID, table["id"]):
                raise ValueError(f"{table['id']!r} is no id")
            return cls(
                id=table["id"],
                when=datetime.fromisoformat(table["when"]),
                who=table["who"],
                commit=table["commit"],
                articles=dict(table["articles"]),
                after=table.get("after", ""),
                changes=ArticleChanges(
                    **{name: tuple(found) for name, found in table["changes"].items()},
                    withdrawn=tuple(table.get("withdrawn", ())),
                    moved=tuple((old, new) for old, new in table.get("moved", ())),
                ),
                notices=tuple(table.get("notices", ())),
                manifest=Manifest.from_rows(table["files"]),
            )
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise DamagedReleaseError(str(error)) from error

    def written(self) -> str:
        """Return the record as JSON, a file of the site a line."""
        return "".join(self._lines())

    def since(
        self, older: "Release | None", onward: Mapping[str, str] = {}, withdrawn: Collection[str] = ()
    ) -> "Release":
        """Return this release with what became of the articles since ``older``, which readers had before.

        ``onward`` are old addresses, each with the one that it leads on to, ``withdrawn`` those at which there is a notice.
        """
        new, old = self.articles, older.articles if older else {}
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
        return replace(self, after=older.id if older else "", changes=changes, notices=notices)

    def _lines(self) -> Iterator[str]:
        changes = {  # no further key: who has not pulled yet would call the record damaged
            "added": self.changes.added,
            "changed": self.changes.changed,
            "removed": self.changes.removed,
        }
        head = {
            "id": self.id,
            "when": self.when.isoformat(),
            "who": self.who,
            "commit": self.commit,
            "after": self.after,
            "changes": changes,
            "withdrawn": self.changes.withdrawn,
            "moved": self.changes.moved,
            "notices": self.notices,
            "articles": dict(sorted(self.articles.items())),
        }
        opening = json.dumps(head, ensure_ascii=False).removesuffix("}")
        yield f'{opening}, "files": [\n'
        yield ",\n".join(self.manifest.lines())
        yield "\n]}\n"


def next_id(moment: datetime, manifest: Manifest, last: str | None) -> str:
    """Return an id for a release of ``manifest`` that sorts after ``last``, also when the clock was set back."""
    if last:
        before = datetime.strptime(last[:15], STAMP).replace(tzinfo=moment.tzinfo)
        moment = max(moment, before + timedelta(seconds=1))
    return f"{moment.strftime(STAMP)}-{manifest.digest[:8]}"
