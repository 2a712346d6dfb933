"""The generator of the search bundles: at work while the one of the edition writes the pages."""

from pathlib import Path
from typing import TYPE_CHECKING

from pelican.generators import Generator
from pelican.writers import Writer

from bulletin.archive.search_shards import format_shard_label
from bulletin.build.build_lock import release_lock_on_error
from bulletin.build.report import BuildReport, get_build_report_path
from bulletin.errors import translate_disk_errors
from bulletin.storage.output_folder import record_search_files

if TYPE_CHECKING:
    from bulletin.search.indexes import SearchIndexes


class SearchGenerator(Generator):  # type: ignore[misc]  # Pelican is untyped
    """Indexes the articles of the edition. Name the plugin after ``plugins.site_builder``."""

    _bundles: "SearchIndexes | None" = None

    @release_lock_on_error
    @translate_disk_errors()
    def generate_context(self) -> None:
        """Begin with the volumes that changed; without an edition there is nothing that changed."""
        if "edition" not in self.context:
            return
        from bulletin.search.indexes import SearchIndexes  # noqa: PLC0415  # not for a build that does nothing

        self._output, self._cache = Path(self.output_path), Path(self.settings["CACHE_PATH"])
        self._bundles = SearchIndexes(self.context["edition"], self._output, self._cache / "search")

    @release_lock_on_error
    @translate_disk_errors()
    def generate_output(self, writer: Writer) -> None:  # Pelican's signature
        """Place one bundle a volume, and add to the report of the build what was written."""
        if self._bundles is None:
            return
        record_search_files(self._output, self._bundles.install_all())
        report: BuildReport = self.context["report"]
        for name, files in self._bundles.written_files.items():
            report.add_written_files(files, f"chỉ mục tìm kiếm {format_shard_label(name)}")
        report.removed_files += self._bundles.removed_files
        report.save(get_build_report_path(self._cache, self._output))
