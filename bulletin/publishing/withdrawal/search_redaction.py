"""Takes an article out of a search bundle of an older release: the index is made again of what is left.

A bundle holds what it knows of each article in a file of its own, gzip around JSON. Of those the
documents are made that Pagefind is given anew.
"""

import gzip
import json
from collections.abc import Iterator, Mapping
from multiprocessing.connection import wait
from typing import Any, cast

from bulletin.publishing.withdrawal.addresses import Sought
from bulletin.search.document import DOCUMENT
from bulletin.search.pagefind import Indexing, SearchError
from bulletin.urls import output_path

_SIGN = b"pagefind_dcd"
"""What a fragment begins with, before its JSON."""
_LIMIT = 600
"""Seconds of silence after which an index is given up."""


def rebuilt(fragments: Mapping[str, bytes], sought: Sought) -> Mapping[str, bytes] | None:
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
    indexing = Indexing(_documents(articles))
    try:
        while wait([cast("Any", indexing)], _LIMIT):
            if indexing.take():
                return indexing.files()
        raise SearchError(f"Pagefind không trả lời sau {_LIMIT // 60} phút.")
    finally:
        indexing.end()


def _documents(articles: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for one in articles:
        meta = {key: str(value) for key, value in one["meta"].items()}
        title, text = meta.get("title", ""), str(one["content"])
        yield (
            output_path(str(one["url"])),
            DOCUMENT.format(
                section=meta.get("section", ""),
                date=meta.get("date", ""),
                title=title,
                lede="",
                text=text.removeprefix(title).removeprefix("."),
            ),
        )
