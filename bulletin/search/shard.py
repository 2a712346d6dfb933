"""A volume of the archive, and the key of its bundle: equal keys, equal bundles."""

from collections.abc import Iterator
from dataclasses import dataclass

from bulletin.archive.search_shards import split_into_shards
from bulletin.build.fingerprints import compute_digest
from bulletin.content.models import Article
from bulletin.context.site_context import SiteContext
from bulletin.search.document import get_section_name, render_search_document
from bulletin.search.recipe import get_index_version
from bulletin.urls import convert_address_to_path


@dataclass(frozen=True, slots=True, eq=False)
class SearchShard:
    """A volume of the archive, and what its bundle is made from."""

    name: str
    """``2025``, ``2026b``: the folder of its bundle."""
    articles: tuple[Article, ...]
    """The oldest first: what is new changes little of the index."""
    cache_key: str
    """Digest of all that the bundle is made from."""
    context: SiteContext

    def render_documents(self) -> Iterator[tuple[str, str]]:
        """Yield file and document of each article."""
        for article in self.articles:
            yield convert_address_to_path(article.address), render_search_document(article, self.context)


def create_shards(edition: SiteContext) -> list[SearchShard]:
    """Return the volumes of ``edition``, the newest first."""
    return [_volume(name, articles, edition) for name, articles in split_into_shards(edition.archive).items()]


def _volume(name: str, articles: tuple[Article, ...], edition: SiteContext) -> SearchShard:
    names = {one.section: get_section_name(one, edition) for one in articles}
    rows = [(one.address, edition.fingerprints[one.source]) for one in articles]
    return SearchShard(
        name, articles, compute_digest(get_index_version(), sorted(names.items()), rows), edition
    )
