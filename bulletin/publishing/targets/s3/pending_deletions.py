"""What no page names any more: it stays for a while, for readers who have a page from before."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self


class PendingDeletions:
    """Paths that are to go, and since when no page names them."""

    def __init__(self, since: dict[str, datetime]) -> None:
        self.unreferenced_since = since

    @classmethod
    def from_json(cls, text: bytes) -> Self:
        """Return what ``to_json`` wrote; nothing where it is damaged: what is there still is noted again."""
        try:
            return cls({str(path): datetime.fromisoformat(when) for path, when in json.loads(text).items()})
        except (ValueError, TypeError, AttributeError):
            return cls({})

    def to_json(self) -> bytes:
        """Return the note as JSON, a path a line."""
        table = {path: when.isoformat() for path, when in sorted(self.unreferenced_since.items())}
        return json.dumps(table, ensure_ascii=False, indent=0).encode()

    def without_paths(self, paths: Iterable[str]) -> "PendingDeletions":
        """Return the note without paths that are gone, or that came back."""
        gone = set(paths)
        return PendingDeletions(
            {path: when for path, when in self.unreferenced_since.items() if path not in gone}
        )

    def with_paths(self, paths: Iterable[str], now: datetime) -> "PendingDeletions":
        """Return the note of ``paths`` alone, those that are new to it from ``now`` on."""
        return PendingDeletions({path: self.unreferenced_since.get(path, now) for path in paths})

    def due_paths(self, now: datetime, grace: timedelta) -> list[str]:
        """Return what has been leaving for as long as ``grace``."""
        return [path for path, when in self.unreferenced_since.items() if now - when >= grace]
