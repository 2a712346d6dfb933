"""The search bundles of a build, one a volume: begun when the edition is known, placed when its pages are written."""

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
    """The bundles of ``edition`` in ``output``; ``cache`` keeps those that were made."""

    def __init__(self, edition: SiteContext, output: Path, cache: Path) -> None:
        """Begin to make what is missing, in the background. Raise SearchError or OSError."""
        self._placing = IndexInstaller(output, cache / f"{compute_digest(realpath(output))}.placed")
        shelf = IndexCache(cache)
        self._found: list[tuple[SearchShard, IndexFiles]] = []
        missing = []
        for volume in create_shards(edition):
            if self._placing.is_installed(volume):
                continue
            bundle = shelf.find_index(volume)
            if bundle:
                self._found.append((volume, bundle))
            else:
                missing.append(volume)
        self._count = len(missing)
        self._making = BackgroundIndexer(missing, shelf)
        self.written_files: dict[str, list[str]] = {}
        """Files that were written, by the name of the volume."""

    @property
    def removed_files(self) -> list[str]:
        """Files that this build does not make any more."""
        return self._placing.removed_files

    def install_all(self) -> list[str]:
        """Wait for the rest and place it all; return the files of all bundles, from the output folder.

        Raise SearchError or OSError.
        """
        made = track_progress("Lập chỉ mục tìm kiếm", self._making.wait_for_indexes(), self._count)
        for bundles in (self._found, made):
            for volume, bundle in bundles:
                self.written_files[volume.name] = self._placing.install(volume, bundle)
        return self._placing.remove_unused()
