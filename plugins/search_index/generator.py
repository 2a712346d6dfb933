"""The generator of the search bundles: at work while the one of the edition writes the pages."""

from pathlib import Path
from typing import TYPE_CHECKING

from pelican.generators import Generator
from pelican.writers import Writer

from bulletin.archive.search_shards import in_words
from bulletin.build.build_lock import left_on_failure
from bulletin.build.report import BuildReport, report_file
from bulletin.errors import disk_in_words
from bulletin.storage.output_folder import finish_search

if TYPE_CHECKING:
    from bulletin.search.indexes import Bundles


class SearchGenerator(Generator):  # type: ignore[misc]  # Pelican is untyped
    """Indexes the articles of the edition. Name the plugin after ``plugins.site_builder``."""

    _bundles: "Bundles | None" = None

    @left_on_failure
    @disk_in_words()
    def generate_context(self) -> None:
        """Begin with the volumes that changed; without an edition there is nothing that changed."""
        if "edition" not in self.context:
            return
        from bulletin.search.indexes import Bundles  # noqa: PLC0415  # not for a build that does nothing

        self._output, self._cache = Path(self.output_path), Path(self.settings["CACHE_PATH"])
        self._bundles = Bundles(self.context["edition"], self._output, self._cache / "search")

    @left_on_failure
    @disk_in_words()
    def generate_output(self, writer: Writer) -> None:  # Pelican's signature
        """Place one bundle a volume, and add to the report of the build what was written."""
        if self._bundles is None:
            return
        finish_search(self._output, self._bundles.finish())
        report: BuildReport = self.context["report"]
        for name, files in self._bundles.written.items():
            report.add(files, f"chỉ mục tìm kiếm {in_words(name)}")
        report.removed += self._bundles.removed
        report.save(report_file(self._cache, self._output))
