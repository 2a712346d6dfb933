"""The search shards of the archive. Equal cache keys mean equal indexes."""

from dataclasses import dataclass
from typing import Protocol

from bulletin.archive.search_shards import split_into_shards
from bulletin.build.fingerprints import compute_digest
from bulletin.content.models import Article
from bulletin.context.site_context import SiteContext
from bulletin.search.document import get_thumbnail
from bulletin.search.index_version import get_index_version


class IndexPart(Protocol):
    """A part of the search index with a folder of its own."""

    @property
    def name(self) -> str:
        """Name of the folder."""

    @property
    def cache_key(self) -> str:
        """Digest of all that the files are made from."""


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


def create_shards(context: SiteContext) -> list[SearchShard]:
    """Return the search shards of the archive, newest first."""
    return [
        _create_shard(name, articles, context)
        for name, articles in split_into_shards(context.archive).items()
    ]


def _create_shard(name: str, articles: tuple[Article, ...], context: SiteContext) -> SearchShard:
    tree = context.archive.section_tree
    sections = {
        article.section: [section.name for section in tree.get_section_path(article.section)]
        for article in articles
    }
    rows = [
        (article.address, context.fingerprints[article.source], get_thumbnail(article, context))
        for article in articles
    ]
    return SearchShard(
        name, articles, compute_digest(get_index_version(), sorted(sections.items()), rows), context
    )
