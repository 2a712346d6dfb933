"""The search bundles of a build, one a year: begun when the edition is known, placed when its pages are written."""

from pathlib import Path

from plugins.composer.edition import Edition
from plugins.engine.version import digest
from plugins.progress import told
from plugins.search.making import Making
from plugins.search.placing import Placing
from plugins.search.shelf import Bundle, Shelf
from plugins.search.year import Year, years


class Bundles:
    """The bundles of ``edition`` in ``output``; ``cache`` keeps those that were made."""

    def __init__(self, edition: Edition, output: Path, cache: Path) -> None:
        """Begin to make what is missing, in the background. Raise SearchError or OSError."""
        self._placing = Placing(output, cache / f"{digest(str(output.resolve()))}.placed")
        shelf = Shelf(cache)
        self._found: list[tuple[Year, Bundle]] = []
        missing = []
        for year in years(edition):
            if self._placing.lies(year):
                continue
            bundle = shelf.find(year)
            if bundle:
                self._found.append((year, bundle))
            else:
                missing.append(year)
        self._count = len(missing)
        self._making = Making(missing, shelf)
        self.written: dict[int, list[str]] = {}
        """Files that were written, by year."""

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
            for year, bundle in bundles:
                self.written[year.number] = self._placing.place(year, bundle)
        return self._placing.finish()
