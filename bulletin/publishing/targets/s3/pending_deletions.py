"""What no page names any more: it stays for a while, for readers who have a page from before."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self


class Leaving:
    """Paths that are to go, and since when no page names them."""

    def __init__(self, since: dict[str, datetime]) -> None:
        self.since = since

    @classmethod
    def read(cls, text: bytes) -> Self:
        """Return what ``written`` wrote; nothing where it is damaged: what is there still is noted again."""
        try:
            return cls({str(path): datetime.fromisoformat(when) for path, when in json.loads(text).items()})
        except (ValueError, TypeError, AttributeError):
            return cls({})

    def written(self) -> bytes:
        """Return the note as JSON, a path a line."""
        table = {path: when.isoformat() for path, when in sorted(self.since.items())}
        return json.dumps(table, ensure_ascii=False, indent=0).encode()

    def without(self, paths: Iterable[str]) -> "Leaving":
        """Return the note without paths that are gone, or that came back."""
        gone = set(paths)
        return Leaving({path: when for path, when in self.since.items() if path not in gone})

    def joined(self, paths: Iterable[str], now: datetime) -> "Leaving":
        """Return the note of ``paths`` alone, those that are new to it from ``now`` on."""
        return Leaving({path: self.since.get(path, now) for path in paths})

    def due(self, now: datetime, grace: timedelta) -> list[str]:
        """Return what has been leaving for as long as ``grace``."""
        return [path for path, when in self.since.items() if now - when >= grace]
