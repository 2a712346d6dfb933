"""The bundles that are being made: each by a process of its own, while this one goes on with its work."""

import os
import weakref
from collections import deque
from collections.abc import Iterable, Iterator
from multiprocessing.connection import wait
from typing import cast

from bulletin.archive.search_shards import in_words
from bulletin.processes.parallel import cores
from bulletin.search.index_cache import Bundle, Shelf
from bulletin.search.pagefind import Indexing, SearchError
from bulletin.search.shard import Volume

_AT_ONCE = 2
"""Indexes that are made at a time: for a thousand articles each takes a core and 250 MB."""
_LIMIT = 600
"""Seconds of silence after which an index is given up; a thousand articles take two."""


class Making:
    """Makes the bundles of ``volumes`` and puts them on ``shelf``. What it has begun ends with it."""

    def __init__(self, volumes: Iterable[Volume], shelf: Shelf) -> None:
        """Begin with the first. Raise SearchError or OSError."""
        self._waiting, self._shelf = deque(volumes), shelf
        self._running: dict[Indexing, Volume] = {}
        weakref.finalize(self, _abandon, self._running, os.getpid())
        self._begin()

    def bundles(self) -> Iterator[tuple[Volume, Bundle]]:
        """Yield volumes with their bundles as they come to be. Raise SearchError or OSError."""
        while self._running:
            ready = cast("list[Indexing]", wait(self._running, _LIMIT))  # type: ignore[arg-type]  # they have a fileno
            if not ready:
                volume = next(iter(self._running.values()))
                raise _failed(volume, f"Pagefind không trả lời sau {_LIMIT // 60} phút.")
            for indexing in ready:
                volume = self._running[indexing]
                bundle = _taken(indexing, volume)
                if bundle is not None:
                    del self._running[indexing]
                    indexing.end()
                    self._begin()
                    self._shelf.put(volume, bundle)
                    yield volume, bundle

    def _begin(self) -> None:
        while self._waiting and len(self._running) < min(_AT_ONCE, cores()):
            volume = self._waiting.popleft()
            self._running[Indexing(volume.documents())] = volume


def _taken(indexing: Indexing, volume: Volume) -> Bundle | None:
    """Take in what there is; return the files of the index once it is made."""
    try:
        return indexing.files() if indexing.take() else None
    except SearchError as error:
        raise _failed(volume, str(error)) from error


def _failed(volume: Volume, said: str) -> SearchError:
    return SearchError(f"Không lập được chỉ mục tìm kiếm {in_words(volume.name)}: {said}")


def _abandon(running: Iterable[Indexing], process: int) -> None:
    """End what a build that failed had begun; a forked child has begun none of it."""
    if os.getpid() == process:
        for indexing in running:
            indexing.end()
