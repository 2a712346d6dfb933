"""The search bundles of a build, one a volume: begun when the edition is known, placed when its pages are written."""

from os.path import realpath
from pathlib import Path

from bulletin.build.fingerprints import digest
from bulletin.context.site_context import Edition
from bulletin.processes.progress import told
from bulletin.search.background_indexer import Making
from bulletin.search.index_cache import Bundle, Shelf
from bulletin.search.installer import Placing
from bulletin.search.shard import Volume, volumes_of


class Bundles:
    """The bundles of ``edition`` in ``output``; ``cache`` keeps those that were made."""

    def __init__(self, edition: Edition, output: Path, cache: Path) -> None:
        """Begin to make what is missing, in the background. Raise SearchError or OSError."""
        self._placing = Placing(output, cache / f"{digest(realpath(output))}.placed")
        shelf = Shelf(cache)
        self._found: list[tuple[Volume, Bundle]] = []
        missing = []
        for volume in volumes_of(edition):
            if self._placing.lies(volume):
                continue
            bundle = shelf.find(volume)
            if bundle:
                self._found.append((volume, bundle))
            else:
                missing.append(volume)
        self._count = len(missing)
        self._making = Making(missing, shelf)
        self.written: dict[str, list[str]] = {}
        """Files that were written, by the name of the volume."""

    @property
    def removed(self) -> list[str]:
        """Files that this build does not make any more."""
        return self._placing.removed

    def finish(self) -> list[str]:
        """Wait for the rest and place it all; return the files of all bundles, from the output folder.

        Raise SearchError or OSError.
        """
        made = told("Lập chỉ mục tìm kiếm", self._making.bundles(), self._count)
        for bundles in (self._found, made):
            for volume, bundle in bundles:
                self.written[volume.name] = self._placing.place(volume, bundle)
        return self._placing.finish()
