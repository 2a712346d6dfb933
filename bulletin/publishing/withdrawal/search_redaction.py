"""Remove withdrawn articles from the search index of an older release.

The index has one fragment for each article: JSON, compressed with gzip.
Pagefind makes a new index from the fragments of the other articles.
"""

import gzip
import json
from collections.abc import Iterator, Mapping
from multiprocessing.connection import wait
from typing import Any, cast

from bulletin.publishing.withdrawal.addresses import WithdrawnAddresses
from bulletin.search.document import DOCUMENT_TEMPLATE
from bulletin.search.pagefind import PagefindProcess, SearchError
from bulletin.urls import convert_address_to_path

_FRAGMENT_PREFIX = b"pagefind_dcd"
"""The first bytes of a fragment, before the JSON."""
_MAX_SILENCE_SECONDS = 600
"""Seconds without a response after which Pagefind is stopped."""


def redact_search_index(
    fragments: Mapping[str, bytes], withdrawn: WithdrawnAddresses
) -> Mapping[str, bytes] | None:
    """Return the files of a search index without the withdrawn articles.

    Args:
        fragments: Bytes of the fragments by path.
        withdrawn: The addresses to remove.

    Returns:
        Files by path from the folder of the shard, none if no article is left.
        None means that the index has no withdrawn article.

    Raises:
        SearchError: A fragment is damaged, or Pagefind fails.

    """
    articles = [_parse_fragment(data) for data in fragments.values()]
    remaining = [article for article in articles if article["url"] not in withdrawn.addresses]
    if len(remaining) == len(articles):
        return None
    return _create_index(sorted(remaining, key=lambda article: str(article["url"]))) if remaining else {}


def _parse_fragment(data: bytes) -> dict[str, Any]:
    try:
        fragment: dict[str, Any] = json.loads(gzip.decompress(data).removeprefix(_FRAGMENT_PREFIX))
    except (OSError, EOFError, ValueError) as error:
        raise SearchError(f"Không đọc được chỉ mục tìm kiếm của bản cũ: {error}") from error
    return fragment


def _create_index(articles: list[dict[str, Any]]) -> Mapping[str, bytes]:
    indexing = PagefindProcess(_create_documents(articles))
    try:
        while wait([cast("Any", indexing)], _MAX_SILENCE_SECONDS):
            if indexing.read_response():
                return indexing.get_index_files()
        raise SearchError(f"Pagefind không trả lời sau {_MAX_SILENCE_SECONDS // 60} phút.")
    finally:
        indexing.kill()


def _create_documents(articles: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for article in articles:
        meta = {key: str(value) for key, value in article["meta"].items()}
        title, text = meta.get("title", ""), str(article["content"])
        yield (
            convert_address_to_path(str(article["url"])),
            DOCUMENT_TEMPLATE.format(
                section=meta.get("section", ""),
                date=meta.get("date", ""),
                title=title,
                lede="",
                text=text.removeprefix(title).removeprefix("."),
            ),
        )
