"""Takes an article out of a search bundle of an older release: the index is made again of what is left.

A bundle holds what it knows of each article in a file of its own, gzip around JSON. Of those the
documents are made that Pagefind is given anew.
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

_SIGN = b"pagefind_dcd"
"""What a fragment begins with, before its JSON."""
_LIMIT = 600
"""Seconds of silence after which an index is given up."""


def redact_search_index(
    fragments: Mapping[str, bytes], sought: WithdrawnAddresses
) -> Mapping[str, bytes] | None:
    """Return the files of a bundle made of ``fragments`` without what is ``sought``; None where it holds none of that.

    Paths are from the folder of the volume. No files at all where nothing is left. Raise SearchError.
    """
    known = [_read(data) for data in fragments.values()]
    left = [one for one in known if one["url"] not in sought.addresses]
    if len(left) == len(known):
        return None
    return _indexed(sorted(left, key=lambda one: str(one["url"]))) if left else {}


def _read(data: bytes) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(gzip.decompress(data).removeprefix(_SIGN))
    except (OSError, EOFError, ValueError) as error:
        raise SearchError(f"Không đọc được chỉ mục tìm kiếm của bản cũ: {error}") from error
    return found


def _indexed(articles: list[dict[str, Any]]) -> Mapping[str, bytes]:
    indexing = PagefindProcess(_documents(articles))
    try:
        while wait([cast("Any", indexing)], _LIMIT):
            if indexing.read_response():
                return indexing.get_index_files()
        raise SearchError(f"Pagefind không trả lời sau {_LIMIT // 60} phút.")
    finally:
        indexing.kill()


def _documents(articles: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for one in articles:
        meta = {key: str(value) for key, value in one["meta"].items()}
        title, text = meta.get("title", ""), str(one["content"])
        yield (
            convert_address_to_path(str(one["url"])),
            DOCUMENT_TEMPLATE.format(
                section=meta.get("section", ""),
                date=meta.get("date", ""),
                title=title,
                lede="",
                text=text.removeprefix(title).removeprefix("."),
            ),
        )
