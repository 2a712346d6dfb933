"""Make missing search indexes in other processes while pages are rendered."""

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

_MAX_PROCESSES = 2
"""Number of Pagefind processes. Reason: a thousand articles take a CPU core and 250 MB."""
PAGEFIND_TIMEOUT = 600
"""Seconds without a response after which an index is given up. A thousand articles take two."""


class BackgroundIndexer:
    """Makes the indexes of ``shards`` and stores them in ``cache``.

    Its processes end with it.
    """

    def __init__(self, shards: Iterable[SearchShard], cache: IndexCache) -> None:
        """Start the first processes. Raise SearchError or OSError."""
        self._waiting, self._cache = deque(shards), cache
        self._running: dict[PagefindProcess, SearchShard] = {}
        weakref.finalize(self, _kill_all, self._running, os.getpid())
        self._start_processes()

    def wait_for_indexes(self) -> Iterator[tuple[SearchShard, IndexFiles]]:
        """Yield shards with their finished indexes. Raise SearchError or OSError."""
        while self._running:
            ready = cast("list[PagefindProcess]", wait(self._running, PAGEFIND_TIMEOUT))  # type: ignore[arg-type]  # PagefindProcess has a fileno
            if not ready:
                shard = next(iter(self._running.values()))
                raise _create_error(shard, f"Pagefind không trả lời sau {PAGEFIND_TIMEOUT // 60} phút.")
            for process in ready:
                shard = self._running[process]
                index = _read_index(process, shard)
                if index is not None:
                    del self._running[process]
                    process.kill()
                    self._start_processes()
                    self._cache.store_index(shard, index)
                    yield shard, index

    def _start_processes(self) -> None:
        while self._waiting and len(self._running) < min(_MAX_PROCESSES, count_cpus()):
            shard = self._waiting.popleft()
            self._running[PagefindProcess(shard.render_documents())] = shard


def _read_index(process: PagefindProcess, shard: SearchShard) -> IndexFiles | None:
    """Read a response; return the files of the index if it is finished."""
    try:
        return process.get_index_files() if process.read_response() else None
    except SearchError as error:
        raise _create_error(shard, str(error)) from error


def _create_error(shard: SearchShard, message: str) -> SearchError:
    return SearchError(f"Không lập được chỉ mục tìm kiếm {format_shard_label(shard.name)}: {message}")


def _kill_all(running: Iterable[PagefindProcess], process_id: int) -> None:
    """Kill the processes of a failed build, unless this is a forked child."""
    if os.getpid() == process_id:
        for process in running:
            process.kill()
