"""A volume of the archive, and the key of its bundle: equal keys, equal bundles."""

from collections.abc import Iterator
from dataclasses import dataclass

from bulletin.archive.search_shards import volumes
from bulletin.build.fingerprints import digest
from bulletin.content.models import Article
from bulletin.context.site_context import Edition
from bulletin.search.document import document, section_name
from bulletin.search.recipe import recipe
from bulletin.urls import output_path


@dataclass(frozen=True, slots=True, eq=False)
class Volume:
    """A volume of the archive, and what its bundle is made from."""

    name: str
    """``2025``, ``2026b``: the folder of its bundle."""
    articles: tuple[Article, ...]
    """The oldest first: what is new changes little of the index."""
    key: str
    """Digest of all that the bundle is made from."""
    edition: Edition

    def documents(self) -> Iterator[tuple[str, str]]:
        """Yield file and document of each article."""
        for article in self.articles:
            yield output_path(article.address), document(article, self.edition)


def volumes_of(edition: Edition) -> list[Volume]:
    """Return the volumes of ``edition``, the newest first."""
    return [_volume(name, articles, edition) for name, articles in volumes(edition.archive).items()]


def _volume(name: str, articles: tuple[Article, ...], edition: Edition) -> Volume:
    names = {one.section: section_name(one, edition) for one in articles}
    rows = [(one.address, edition.marks[one.source]) for one in articles]
    return Volume(name, articles, digest(recipe(), sorted(names.items()), rows), edition)
