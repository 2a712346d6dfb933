"""What an editor does between two builds, and how the bench takes it back.

Each change is written anew before each build that is measured: an editor's file is seconds old too.
"""

import random
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bench.corpus import SECTIONS, piece, sentence

ADDED = datetime(2026, 11, 23, 7, 0)  # noqa: DTZ001  # local time, an hour before the moment of all builds


@dataclass(frozen=True, slots=True)
class Archive:
    """The content of a run: a corpus that changes are made to and taken back from."""

    content: Path
    count: int
    """Articles in the corpus."""
    middle: Path
    """The article that is edited: in the middle of the archive."""
    original: str
    """Its text."""

    def edit(self, turn: int) -> None:
        """Add a sentence to the first paragraph of the article in the middle; another one each ``turn``."""
        head, body, *rest = self.original.split("\n\n")
        changed = f"{body} {sentence(random.Random(turn))}"
        self.middle.write_text("\n\n".join((head, changed, *rest)), encoding="utf-8")

    def add(self, turn: int) -> None:
        """Write an article newer than all others, in the largest section; another one each ``turn``."""
        new = piece(random.Random(f"added {turn}"), self.count + 1, ADDED, next(iter(SECTIONS)))
        (self.content / new.file).write_text(new.text, encoding="utf-8")

    def restore(self) -> None:
        """Take back all changes."""
        if self.middle.read_text(encoding="utf-8") != self.original:
            self.middle.write_text(self.original, encoding="utf-8")
        added = piece(random.Random(0), self.count + 1, ADDED)
        (self.content / added.file).unlink(missing_ok=True)


def open_archive(content: Path) -> Archive:
    """Return the corpus in ``content``, as it was written."""
    files = sorted((content / "articles").rglob("*.md"))
    middle = files[len(files) // 2]
    return Archive(content, len(files), middle, middle.read_text(encoding="utf-8"))
