"""What an editor does between two builds, and how the bench takes it back.

Each change is written anew before each build that is measured: an editor's file is seconds old too.
"""

import random
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bench.corpus import SECTION_WEIGHTS, generate_article, generate_sentence

ADDED_ARTICLE_DATE = datetime(2026, 11, 23, 7, 0)  # noqa: DTZ001  # local time, an hour before the moment of all builds


@dataclass(frozen=True, slots=True)
class Corpus:
    """The content of a run: a corpus that changes are made to and taken back from."""

    content: Path
    count: int
    """Articles in the corpus."""
    edited_file: Path
    """The article that is edited: in the middle of the archive."""
    original_text: str
    """Its text."""

    def edit_article(self, turn: int) -> None:
        """Add a sentence to the first paragraph of the article in the middle; another one each ``turn``."""
        head, body, *rest = self.original_text.split("\n\n")
        changed = f"{body} {generate_sentence(random.Random(turn))}"
        self.edited_file.write_text("\n\n".join((head, changed, *rest)), encoding="utf-8")

    def add_article(self, turn: int) -> None:
        """Write an article newer than all others, in the largest section; another one each ``turn``."""
        new = generate_article(
            random.Random(f"added {turn}"), self.count + 1, ADDED_ARTICLE_DATE, next(iter(SECTION_WEIGHTS))
        )
        (self.content / new.file).write_text(new.text, encoding="utf-8")

    def restore(self) -> None:
        """Take back all changes."""
        if self.edited_file.read_text(encoding="utf-8") != self.original_text:
            self.edited_file.write_text(self.original_text, encoding="utf-8")
        added = generate_article(random.Random(0), self.count + 1, ADDED_ARTICLE_DATE)
        (self.content / added.file).unlink(missing_ok=True)


def open_corpus(content: Path) -> Corpus:
    """Return the corpus in ``content``, as it was written."""
    files = sorted((content / "articles").rglob("*.md"))
    middle = files[len(files) // 2]
    return Corpus(content, len(files), middle, middle.read_text(encoding="utf-8"))
