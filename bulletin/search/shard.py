"""The search shards of the archive. Equal cache keys mean equal indexes."""

from collections.abc import Iterator
from dataclasses import dataclass

from bulletin.archive.search_shards import split_into_shards
from bulletin.build.fingerprints import compute_digest
from bulletin.content.models import Article
from bulletin.context.site_context import SiteContext
from bulletin.search.document import get_section_name, render_search_document
from bulletin.search.index_version import get_index_version
from bulletin.urls import convert_address_to_path


@dataclass(frozen=True, slots=True, eq=False)
class SearchShard:
    """A shard of the archive, and all that its index is made from."""

    name: str
    """``2025`` or ``2026b``, also the name of its folder."""
    articles: tuple[Article, ...]
    """The articles, oldest first. Reason: a new article changes little of the index."""
    cache_key: str
    """Digest of all that the index is made from."""
    context: SiteContext

    def render_documents(self) -> Iterator[tuple[str, str]]:
        """Yield path and search document of each article."""
        for article in self.articles:
            yield convert_address_to_path(article.address), render_search_document(article, self.context)


def create_shards(context: SiteContext) -> list[SearchShard]:
    """Return the search shards of the archive, newest first."""
    return [
        _create_shard(name, articles, context)
        for name, articles in split_into_shards(context.archive).items()
    ]


def _create_shard(name: str, articles: tuple[Article, ...], context: SiteContext) -> SearchShard:
    section_names = {article.section: get_section_name(article, context) for article in articles}
    rows = [(article.address, context.fingerprints[article.source]) for article in articles]
    return SearchShard(
        name, articles, compute_digest(get_index_version(), sorted(section_names.items()), rows), context
    )
