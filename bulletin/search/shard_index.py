"""The full-text index of one shard, and the search documents of its articles."""

from msgspec import Struct
from msgspec.json import encode

from bulletin.search.document import SearchDocument, create_search_document, list_text_blocks
from bulletin.search.shard import SearchShard
from bulletin.search.volume import collect_postings, name_file, write_volume

FULL_TEXT_NAME = "text"
"""Name, without digest and ending, of the file that names the others of a shard."""


class ShardIndex(Struct, frozen=True, gc=False):
    """The files of a shard and its search documents."""

    files: dict[str, bytes]
    documents: list[SearchDocument]
    """Search documents, oldest first."""


def index_shard(shard: SearchShard) -> ShardIndex:
    """Return the index of a shard."""
    texts = [list_text_blocks(article, shard.context) for article in shard.articles]
    documents = [
        create_search_document(article, shard.context, blocks)
        for article, blocks in zip(shard.articles, texts, strict=True)
    ]
    postings, lengths = collect_postings(
        (*document.fields[:3], blocks) for document, blocks in zip(documents, texts, strict=True)
    )
    volume, files = write_volume(shard.name, postings, lengths)
    data = encode(volume)
    return ShardIndex({name_file(FULL_TEXT_NAME, data): data, **files}, documents)
