"""The bundles that are being made: each by a process of its own, while this one goes on with its work."""

import os
import weakref
from collections import deque
from collections.abc import Iterable, Iterator
from multiprocessing.connection import wait
from typing import cast

from bulletin.archive.search_shards import format_shard_label
from bulletin.processes.parallel import count_cpus
from bulletin.search.index_cache import IndexCache, IndexFiles
from bulletin.search.pagefind import PagefindProcess, SearchError
from bulletin.search.shard import SearchShard

_AT_ONCE = 2
"""Indexes that are made at a time: for a thousand articles each takes a core and 250 MB."""
_LIMIT = 600
"""Seconds of silence after which an index is given up; a thousand articles take two."""


class BackgroundIndexer:
    """Makes the bundles of ``volumes`` and puts them on ``shelf``. What it has begun ends with it."""

    def __init__(self, volumes: Iterable[SearchShard], shelf: IndexCache) -> None:
        """Begin with the first. Raise SearchError or OSError."""
        self._waiting, self._shelf = deque(volumes), shelf
        self._running: dict[PagefindProcess, SearchShard] = {}
        weakref.finalize(self, _kill_all, self._running, os.getpid())
        self._begin()

    def wait_for_indexes(self) -> Iterator[tuple[SearchShard, IndexFiles]]:
        """Yield volumes with their bundles as they come to be. Raise SearchError or OSError."""
        while self._running:
            ready = cast("list[PagefindProcess]", wait(self._running, _LIMIT))  # type: ignore[arg-type]  # they have a fileno
            if not ready:
                volume = next(iter(self._running.values()))
                raise _failed(volume, f"Pagefind không trả lời sau {_LIMIT // 60} phút.")
            for indexing in ready:
                volume = self._running[indexing]
                bundle = _taken(indexing, volume)
                if bundle is not None:
                    del self._running[indexing]
                    indexing.kill()
                    self._begin()
                    self._shelf.store_index(volume, bundle)
                    yield volume, bundle

    def _begin(self) -> None:
        while self._waiting and len(self._running) < min(_AT_ONCE, count_cpus()):
            volume = self._waiting.popleft()
            self._running[PagefindProcess(volume.render_documents())] = volume


def _taken(indexing: PagefindProcess, volume: SearchShard) -> IndexFiles | None:
    """Take in what there is; return the files of the index once it is made."""
    try:
        return indexing.get_index_files() if indexing.read_response() else None
    except SearchError as error:
        raise _failed(volume, str(error)) from error


def _failed(volume: SearchShard, said: str) -> SearchError:
    return SearchError(f"Không lập được chỉ mục tìm kiếm {format_shard_label(volume.name)}: {said}")


def _kill_all(running: Iterable[PagefindProcess], process: int) -> None:
    """End what a build that failed had begun; a forked child has begun none of it."""
    if os.getpid() == process:
        for indexing in running:
            indexing.kill()
