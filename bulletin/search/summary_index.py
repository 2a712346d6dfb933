"""The summary index: titles, summaries, facts and rows of all articles.

It has two volumes. The one of the closed shards changes when an older article does, or with a new shard.
The one of the newest shard stands in the head, with the tables by which a search counts and filters.
So a new article changes the head and one file of rows.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from msgspec import Struct
from msgspec.json import decode, encode

from bulletin.content.site_lists.sections import Sections
from bulletin.search.document import SearchDocument
from bulletin.search.volume import collect_postings, count_pairs, name_file, write_volume
from bulletin.urls import SEARCH_INDEX_ADDRESS

HEAD_FOLDER, CLOSED_FOLDER = SEARCH_INDEX_ADDRESS.split("/")[2], "closed"
HEAD_NAME = SEARCH_INDEX_ADDRESS.split("/")[3]
"""The one file of the index with a constant name."""
ROWS_PER_FILE = 320
_FORMAT = 2
EPOCH = date(1970, 1, 1).toordinal()
"""The day from which the head counts days."""


class ClosedIndex(Struct, frozen=True, gc=False):
    """The part of the summary index for the closed shards."""

    files: dict[str, bytes]
    volume: bytes
    """Its volume, as JSON."""
    tables: list[tuple[str, str, tuple[str, ...]]]
    """Date, section and authors of each article."""


def index_closed_shards(documents: Sequence[SearchDocument]) -> ClosedIndex:
    """Return the closed part of the summary index. ``documents`` are the oldest first."""
    volume, files = _write_documents(CLOSED_FOLDER, documents, is_inline=False)
    return ClosedIndex(files, encode(volume), _list_tables(documents))


def write_head(
    closed: ClosedIndex,
    newest: Sequence[SearchDocument],
    shards: Iterable[dict[str, Any]],
    sections: Sections,
    register: dict[str, Any] | None = None,
) -> dict[str, bytes]:
    """Return the head and the rows of the newest shard.

    Args:
        closed: The part of the closed shards.
        newest: Search documents of the newest shard, the oldest first.
        shards: Name, label, size and first file of each shard, the oldest first.
        sections: The sections of the site.
        register: The volume of official documents, or None without any.

    """
    volume, files = _write_documents(HEAD_FOLDER, newest, is_inline=True)
    tables = [*closed.tables, *_list_tables(newest)]
    days = [date.fromisoformat(day).toordinal() - EPOCH for day, _, _ in tables]
    names = list(sections.by_slug)
    authors = Counter(name for _, _, row in tables for name in row)
    author_names = sorted(authors, key=lambda name: (-authors[name], name))
    author_ids = {name: number for number, name in enumerate(author_names)}
    head = {
        "format": _FORMAT,
        "rowsPerFile": ROWS_PER_FILE,
        "days": [*days[:1], *(later - former for former, later in pairwise(days))],
        "section": [names.index(section) for _, section, _ in tables],
        "author": [_shorten([author_ids[name] for name in row]) for _, _, row in tables],
        "sections": [
            [section.slug, section.name, names.index(section.parent) if section.parent else -1]
            for section in sections.by_slug.values()
        ],
        "authors": author_names,
        "shards": list(shards),
        "volumes": [decode(closed.volume), volume],
        **({"documents": register} if register else {}),
    }
    return {HEAD_NAME: encode(head), **files}


def _write_documents(
    folder: str, documents: Sequence[SearchDocument], *, is_inline: bool
) -> tuple[dict[str, Any], dict[str, bytes]]:
    postings, lengths = collect_postings(document.fields for document in documents)
    pairs = {} if is_inline else count_pairs(document.fields for document in documents)
    volume, files = write_volume(folder, postings, lengths, pairs, is_inline=is_inline)
    rows = []
    for start in range(0, len(documents), ROWS_PER_FILE):
        part = documents[start : start + ROWS_PER_FILE]
        data = encode(
            [[item.title, item.slug, item.picture, item.summary, *_list_last_columns(item)] for item in part]
        )
        name = name_file(f"rows-{start // ROWS_PER_FILE:02d}", data)
        files[name] = data
        rows.append(f"{folder}/{name}")
    return {"size": len(documents), **volume, "rows": rows}, files


def _list_last_columns(item: SearchDocument) -> tuple[object, ...]:
    """Return the columns of a row that most articles lack."""
    if item.ai_label:
        return item.reasons, item.ai_label
    return (item.reasons,) if item.reasons else ()


def _list_tables(documents: Iterable[SearchDocument]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(document.date, document.section, document.authors) for document in documents]


def _shorten(ids: list[int]) -> int | list[int]:
    """Return the only id as a number, and -1 for none."""
    return ids if len(ids) > 1 else ids[0] if ids else -1
