"""What a build did: which files it wrote and removed, and because of what."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from msgspec import DecodeError, json

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
        replace_cached(file, json.encode(self))

    @classmethod
    def read(cls, file: Path) -> Self | None:
        """Return what ``save`` wrote; None where there is no report that can be read."""
        try:
            return json.decode(read_file(file) or b"", type=cls)
        except (DecodeError, RecursionError, ValueError):
            return None


def report_file(cache: Path, output: Path) -> Path:
    """Return where the report of the builds into ``output`` is kept."""
    return kept(cache, output, "report.json")
