"""Generator of the search index, which is made after the pages."""

from pathlib import Path

from pelican.generators import Generator
from pelican.writers import Writer

from bulletin.build.build_lock import release_lock_on_error
from bulletin.build.draft_preview import get_draft_preview
from bulletin.build.report import BuildReport, get_build_report_path
from bulletin.errors import translate_disk_errors
from bulletin.storage.output_folder import record_search_files


class SearchGenerator(Generator):  # type: ignore[misc]  # Pelican is untyped
    """Makes the search index.

    PLUGINS names it after ``bulletin.plugins.site_builder``.
    """

    @release_lock_on_error
    @translate_disk_errors()
    def generate_output(self, writer: Writer) -> None:  # Pelican's signature
        """Make the parts that changed, and add the written files to the build report.

        Without a site context, nothing has changed. A draft preview may leave the index as it is.
        """
        output, cache = Path(self.output_path), Path(self.settings["CACHE_PATH"])
        preview = get_draft_preview(self.settings, output)
        if "site_context" not in self.context or (preview is not None and not preview.makes_search_index):
            return
        from bulletin.search.indexes import SearchIndexes  # noqa: PLC0415  # an unchanged site does not need it

        indexes = SearchIndexes(self.context["site_context"], output, cache / "search")
        record_search_files(output, indexes.install_all())
        report: BuildReport = self.context["build_report"]
        for label, files in indexes.written_files.items():
            report.add_written_files(files, f"chỉ mục tìm kiếm {label}")
        report.removed_files += indexes.removed_files
        report.save(get_build_report_path(cache, output))
