"""Measure how well the package finds citations in real sentences.

``python -m tools.measure_citations`` prints precision and recall for each file of the sentences.
A citation counts as found if its words, kind, number, code, suffix, date, issuer and congress are all right.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bulletin.citations.finding import find_citations
from bulletin.citations.models import Citation

SENTENCES = Path(__file__).parents[1] / "tests/citations/sentences"
COLLECTIONS = ("tuned", "held_out", "later", "reviewed", "news", "offices", "portals", "composed")
"""Files of sentences. Their README tells how each was used."""


class Sentence(NamedTuple):
    """A sentence from a public text, with the citations that a person marked in it."""

    source: str
    text: str
    citations: tuple[tuple[tuple[str, object], ...], ...]


class Accuracy(NamedTuple):
    """Counts of one file, and the sentences with a difference."""

    right: int
    found: int
    marked: int
    misses: tuple[str, ...]

    @property
    def precision(self) -> float:
        """The part of the found citations that is right."""
        return self.right / self.found

    @property
    def recall(self) -> float:
        """The part of the marked citations that was found."""
        return self.right / self.marked


def read_sentences(name: str) -> Iterator[Sentence]:
    """Yield the sentences of one file."""
    for line in (SENTENCES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Sentence(row["source"], row["text"], tuple(_freeze(marked) for marked in row["citations"]))


def measure_accuracy(sentences: Sequence[Sentence]) -> Accuracy:
    """Compare what the package finds with what is marked."""
    right = found = marked = 0
    misses = []
    for sentence in sentences:
        made = [describe_citation(sentence.text, citation) for citation in find_citations(sentence.text)]
        both = sum(1 for citation in sentence.citations if citation in made)
        right, found, marked = right + both, found + len(made), marked + len(sentence.citations)
        if list(sentence.citations) != made:
            wrong = [dict(one) for one in made if one not in sentence.citations]
            missing = [dict(one) for one in sentence.citations if one not in made]
            misses.append(f"{sentence.text}\n    found {wrong}\n    marked {missing}")
    return Accuracy(right, found, marked, tuple(misses))


def describe_citation(text: str, citation: Citation) -> tuple[tuple[str, object], ...]:
    """Return a citation in the form of the marks, without empty parts."""
    return _freeze(
        {
            "text": text[citation.span.start : citation.span.end],
            "kind": citation.kind,
            "number": citation.number,
            "year": citation.year,
            "code": citation.code,
            "suffix": citation.suffix,
            "date": citation.day.isoformat() if citation.day else None,
            "issuer": citation.issuer.body if citation.issuer else None,
            "congress": citation.congress,
        }
    )


def _freeze(parts: dict[str, Any]) -> tuple[tuple[str, object], ...]:
    return tuple(sorted((name, value) for name, value in parts.items() if value))


def main(arguments: Sequence[str]) -> int:
    """Print the accuracy of the files that the arguments name, or of all."""
    has_misses = "--misses" in arguments
    for name in [name for name in arguments if name in COLLECTIONS] or COLLECTIONS:
        sentences = list(read_sentences(name))
        accuracy = measure_accuracy(sentences)
        print(
            f"{name}: {len(sentences)} sentences, {accuracy.marked} citations marked, {accuracy.found} found,"
            f" {accuracy.right} right: precision {accuracy.precision:.4f}, recall {accuracy.recall:.4f}"
        )
        if has_misses:
            print(*accuracy.misses, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
