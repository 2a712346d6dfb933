"""A year of articles, and the key of its bundle: equal keys, equal bundles."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from plugins.composer.edition import Edition
from plugins.composer.urls import file_of
from plugins.engine.version import digest, files
from plugins.records.record import Article
from plugins.search.document import document, section_name

_BESIDES = ("records/references.py", "composer/urls.py")
"""Modules outside this package that have a say in what a document holds."""


@dataclass(frozen=True, slots=True, eq=False)
class Year:
    """The articles of a year that anybody may find."""

    number: int
    articles: tuple[Article, ...]
    """The oldest first: what is new changes little of the index."""
    key: str
    """Digest of all that the bundle is made from."""
    edition: Edition

    def documents(self) -> Iterator[tuple[str, str]]:
        """Yield file and document of each article."""
        for article in self.articles:
            yield file_of(article.address), document(article, self.edition)


def years(edition: Edition) -> list[Year]:
    """Return the years of ``edition``, the newest first."""
    found: dict[int, list[Article]] = defaultdict(list)
    for article in edition.archive.everything.items:  # neither hidden ones nor drafts
        found[article.date.year].append(article)
    return [_year(number, found[number], edition) for number in sorted(found, reverse=True)]


def _year(number: int, articles: list[Article], edition: Edition) -> Year:
    articles.sort(key=lambda one: one.order)
    names = {one.section: section_name(one, edition) for one in articles}
    rows = [
        (one.address, edition.marks.get(one.source) or digest(document(one, edition))) for one in articles
    ]
    return Year(number, tuple(articles), digest(_recipe(), sorted(names.items()), rows), edition)


@cache
def _recipe() -> tuple[str, ...]:
    """Return what makes bundles from articles: Pagefind and this package."""
    plugins = Path(__file__).parents[1]
    rest = [sha256((plugins / name).read_bytes()).hexdigest() for name in _BESIDES]
    return version("pagefind_bin"), files(plugins / "search", "*.py"), *rest
