"""What a build did: which files it wrote and removed, and because of what."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from plugins.cache_file import replace_cached
from plugins.cache_files import read_file
from plugins.deadline import Deadline
from plugins.engine.kept import kept
from plugins.engine.reasons import Change


@dataclass(slots=True)
class BuildReport:
    """Filled as a build goes on; kept beside the engine's memory for ``./inv build --explain``, and for a publish.

    A publish looks again at what was ``written``, and at nothing else: every file that a build touches must stand there.
    """

    changed: tuple[str, ...] = ()
    """Content files whose own pages are new in this output, or say something else than last time."""
    written: list[Change] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    """Files that this build does not make any more, from the output folder."""
    due: Deadline | None = None
    """When the output next changes of itself; None for never."""

    def add(self, files: Iterable[str], *why: str) -> None:
        """Note that ``files`` were written."""
        self.written += (Change(file, why) for file in files)

    def save(self, file: Path) -> None:
        """Write the report in place of the last one. Raise OSError."""
        row = {one.name: getattr(self, one.name) for one in fields(self)}
        replace_cached(file, json.dumps(row, ensure_ascii=False, default=_row).encode())

    @classmethod
    def read(cls, file: Path) -> Self | None:
        """Return what ``save`` wrote; None where there is no report that can be read."""
        try:
            found: Mapping[str, Any] = json.loads(read_file(file) or b"")
            written = [
                Change(one["file"], tuple(one["why"]), tuple(one["sources"])) for one in found["written"]
            ]
            due = found["due"] and Deadline(datetime.fromisoformat(found["due"][0]), found["due"][1])
            return cls(tuple(found["changed"]), written, list(found["removed"]), due)
        except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
            return None


def report_file(cache: Path, output: Path) -> Path:
    """Return where the report of the builds into ``output`` is kept."""
    return kept(cache, output, "report.json")


def _row(one: Change | datetime) -> dict[str, object] | str:
    """Return a change or a moment for JSON; ``asdict`` would copy ten thousand of them, tuple by tuple."""
    if isinstance(one, datetime):
        return one.isoformat()
    return {"file": one.file, "why": one.why, "sources": one.sources}
