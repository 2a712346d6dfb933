"""Generator of the search indexes, which work while the pages are rendered."""

from pathlib import Path
from typing import TYPE_CHECKING

from pelican.generators import Generator
from pelican.writers import Writer

from bulletin.archive.search_shards import format_shard_label
from bulletin.build.build_lock import release_lock_on_error
from bulletin.build.draft_preview import get_draft_preview
from bulletin.build.report import BuildReport, get_build_report_path
from bulletin.errors import translate_disk_errors
from bulletin.storage.output_folder import record_search_files

if TYPE_CHECKING:
    from bulletin.search.indexes import SearchIndexes


class SearchGenerator(Generator):  # type: ignore[misc]  # Pelican is untyped
    """Makes the search indexes.

    PLUGINS names it after ``bulletin.plugins.site_builder``.
    """

    _indexes: "SearchIndexes | None" = None

    @release_lock_on_error
    @translate_disk_errors()
    def generate_context(self) -> None:
        """Start to index the shards that changed.

        Without a site context, nothing has changed. A draft preview may leave the indexes as they are.
        """
        if "site_context" not in self.context:
            return
        preview = get_draft_preview(self.settings, Path(self.output_path))
        if preview is not None and not preview.makes_search_index:
            return
        from bulletin.search.indexes import SearchIndexes  # noqa: PLC0415  # an unchanged site does not need it

        self._output, self._cache = Path(self.output_path), Path(self.settings["CACHE_PATH"])
        self._indexes = SearchIndexes(self.context["site_context"], self._output, self._cache / "search")

    @release_lock_on_error
    @translate_disk_errors()
    def generate_output(self, writer: Writer) -> None:  # Pelican's signature
        """Install the indexes and add the written files to the build report."""
        if self._indexes is None:
            return
        record_search_files(self._output, self._indexes.install_all())
        report: BuildReport = self.context["build_report"]
        for name, files in self._indexes.written_files.items():
            report.add_written_files(files, f"chỉ mục tìm kiếm {format_shard_label(name)}")
        report.removed_files += self._indexes.removed_files
        report.save(get_build_report_path(self._cache, self._output))
