"""Change the corpus between two builds as an editor does, and restore it.

Each change is written again before each measured build.
Reason: the file of an editor is seconds old too.
"""

import random
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bench.corpus import SECTION_WEIGHTS, generate_article, generate_sentence

ADDED_ARTICLE_DATE = datetime(2026, 11, 23, 7, 0)  # noqa: DTZ001  # local time, an hour before the build time


@dataclass(frozen=True, slots=True)
class Corpus:
    """Content of a benchmark, which can be changed and restored."""

    content: Path
    count: int
    """Articles in the corpus."""
    edited_file: Path
    """The article that is edited, in the middle of the archive."""
    original_text: str
    """The text of ``edited_file`` before any edit."""

    def edit_article(self, number: int) -> None:
        """Add a sentence, chosen by ``number``, to the article in the middle."""
        head, body, *rest = self.original_text.split("\n\n")
        changed = f"{body} {generate_sentence(random.Random(number))}"
        self.edited_file.write_text("\n\n".join((head, changed, *rest)), encoding="utf-8")

    def add_article(self, number: int) -> None:
        """Write the newest article, in the largest section; ``number`` varies its text."""
        new = generate_article(
            random.Random(f"added {number}"), self.count + 1, ADDED_ARTICLE_DATE, next(iter(SECTION_WEIGHTS))
        )
        (self.content / new.file).write_text(new.text, encoding="utf-8")

    def restore(self) -> None:
        """Undo all changes."""
        if self.edited_file.read_text(encoding="utf-8") != self.original_text:
            self.edited_file.write_text(self.original_text, encoding="utf-8")
        added = generate_article(random.Random(0), self.count + 1, ADDED_ARTICLE_DATE)
        (self.content / added.file).unlink(missing_ok=True)


def open_corpus(content: Path) -> Corpus:
    """Return the unchanged corpus in ``content``."""
    files = sorted((content / "articles").rglob("*.md"))
    middle = files[len(files) // 2]
    return Corpus(content, len(files), middle, middle.read_text(encoding="utf-8"))
