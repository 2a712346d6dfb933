"""The search indexes of one build: started early, installed after the pages."""

from os.path import realpath
from pathlib import Path

from bulletin.build.fingerprints import compute_digest
from bulletin.context.site_context import SiteContext
from bulletin.processes.progress import track_progress
from bulletin.search.background_indexer import BackgroundIndexer
from bulletin.search.index_cache import IndexCache, IndexFiles
from bulletin.search.installer import IndexInstaller
from bulletin.search.shard import SearchShard, create_shards


class SearchIndexes:
    """The search indexes of a site in ``output``, with the finished ones in ``cache``."""

    def __init__(self, context: SiteContext, output: Path, cache: Path) -> None:
        """Start to make the missing indexes. Raise SearchError or OSError."""
        self._installer = IndexInstaller(output, cache / f"{compute_digest(realpath(output))}.placed")
        index_cache = IndexCache(cache)
        self._cached: list[tuple[SearchShard, IndexFiles]] = []
        missing = []
        for shard in create_shards(context):
            if self._installer.is_installed(shard):
                continue
            index = index_cache.find_index(shard)
            if index:
                self._cached.append((shard, index))
            else:
                missing.append(shard)
        self._count = len(missing)
        self._indexer = BackgroundIndexer(missing, index_cache)
        self.written_files: dict[str, list[str]] = {}
        """Written files by the name of the shard."""

    @property
    def removed_files(self) -> list[str]:
        """Files that this build removed."""
        return self._installer.removed_files

    def install_all(self) -> list[str]:
        """Wait for all indexes and install them. Raise SearchError or OSError.

        Return the files of all indexes, from the output folder.
        """
        finished = track_progress("Lập chỉ mục tìm kiếm", self._indexer.wait_for_indexes(), self._count)
        for indexes in (self._cached, finished):
            for shard, index in indexes:
                self.written_files[shard.name] = self._installer.install(shard, index)
        return self._installer.remove_unused()
