"""The build state: build time, previous build and results of one build."""

import gc
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from os.path import lexists
from pathlib import Path
from typing import Any

from pelican.generators import ArticlesGenerator, Generator, PagesGenerator

from bulletin import clock
from bulletin.build import build_lock
from bulletin.build.draft_preview import get_draft_preview
from bulletin.build.previous_build import ContentCounts, PreviousBuild, load_previous_build
from bulletin.build.report import BuildReport, get_build_report_path, get_state_file
from bulletin.clock import ScheduledChange
from bulletin.content.files.scan import ContentFile, scan_content
from bulletin.content.problems import Problem
from bulletin.content.warnings.warning import ContentWarning
from bulletin.errors import translate_disk_errors
from bulletin.storage.file_system import remove_stale_temp_files
from bulletin.storage.foreign_files import refuse_foreign_cache, refuse_foreign_output
from bulletin.storage.output_folder import (
    BUILD_MARKER_NAME,
    OUTPUT_LIST_NAME,
    read_output_list,
    remove_build_marker,
)


@dataclass(slots=True)
class BuildState:
    """The state that the generators of a build share in the setting BUILD_STATE."""

    build_time: datetime
    """The only reading of the clock."""
    output: Path
    previous_build: PreviousBuild
    unchanged_counts: ContentCounts | None
    """The counts of the previous build if this build has nothing to do, else None."""
    content_files: list[ContentFile]
    """The files of ``content/`` at the start. Emptied once they are read."""
    next_change: ScheduledChange | None = None
    """The next scheduled change of the output, or None."""
    rendered_files: Collection[str] = ()
    """The files of the incremental renderer."""
    render_state_version: str = ""
    """Cache version of the render state."""
    built_counts: ContentCounts | None = None
    """The counts of this build."""
    draft_problems: tuple[Problem, ...] = ()
    """Problems of drafts, which do not stop this build."""
    warnings: tuple[ContentWarning, ...] = ()
    draft_warnings: tuple[ContentWarning, ...] = ()

    def finish(self) -> None:
        """Save the results of the build and release the lock."""
        if self.unchanged_counts is None:
            remove_build_marker(self.output)
        if self.built_counts is not None and self.rendered_files:
            other_files = {OUTPUT_LIST_NAME, *read_output_list(self.output)}.difference(self.rendered_files)
            self.previous_build.save(
                self.build_time,
                self.next_change,
                render_state_version=self.render_state_version,
                other_files=other_files,
                counts=self.built_counts,
                draft_problems=self.draft_problems,
                warnings=self.warnings,
                draft_warnings=self.draft_warnings,
            )
        build_lock.release_build_lock()
        gc.freeze()  # skips the garbage collection at interpreter exit


def create_build_state(settings: dict[str, Any], output: Path) -> BuildState:
    """Acquire the build lock and return the state of the new build.

    The settings leave Pelican's own generators no files to read.
    """
    if not gc.isenabled():  # under --autoreload, free the objects of the last build
        gc.unfreeze()
        gc.collect()
    gc.disable()  # costs an eighth of a short build and finds almost nothing
    get_draft_preview(settings, output)  # raises SettingError before anything is written
    refuse_foreign_cache(Path(settings["CACHE_PATH"]))
    refuse_foreign_output(output, (OUTPUT_LIST_NAME, BUILD_MARKER_NAME))
    # The name is that of version 0.1.0, so that builds of both versions wait for each other.
    build_lock.acquire_build_lock(get_state_file(Path(settings["CACHE_PATH"]), output, "turn"))
    try:
        return _create_build_state(settings, output)
    except BaseException:  # under --autoreload the process lives on and would block other builds
        build_lock.release_build_lock()
        raise


def _create_build_state(settings: dict[str, Any], output: Path) -> BuildState:
    cache = Path(settings["CACHE_PATH"])
    build_time, content_files = clock.read_build_time(), scan_content(Path(settings["PATH"]))
    previous_build = load_previous_build(settings, content_files, output)
    settings["ARTICLE_PATHS"] = settings["PAGE_PATHS"] = []  # the site generator reads them
    counts = previous_build.get_counts_if_current(build_time)
    if counts is None:
        previous_build.forget()
        interrupted = (cache / "pictures", cache / "ads") if lexists(output / BUILD_MARKER_NAME) else ()
        for folder in (previous_build.state_file.parent, *interrupted):
            remove_stale_temp_files(folder, lambda _: True)
    return BuildState(build_time, output, previous_build, counts, content_files)


def report_counts(generators: Collection[Generator], counts: ContentCounts) -> None:
    """Let Pelican's closing line print the number of articles and pages."""
    for generator in generators:
        if isinstance(generator, ArticlesGenerator):
            generator.articles, generator.hidden_articles, generator.drafts = (
                [None] * counts[name] for name in ("articles", "hidden", "drafts")
            )
        elif isinstance(generator, PagesGenerator):
            generator.pages, generator.hidden_pages = (
                [None] * counts[name] for name in ("pages", "hidden_pages")
            )


class NoopGenerator(Generator):  # type: ignore[misc]  # Pelican is untyped
    """Writes nothing, because the output is up to date."""

    generators: Collection[Generator] = ()
    """All generators of the build."""

    @translate_disk_errors()
    def generate_output(self, _writer: object) -> None:
        """Set the counts of Pelican's closing line and save an empty build report."""
        build: BuildState = self.settings["BUILD_STATE"]
        assert build.unchanged_counts is not None  # noqa: S101  # otherwise SiteGenerator runs
        report_counts(self.generators, build.unchanged_counts)
        last = build.previous_build.last_state
        BuildReport(
            next_change=build.previous_build.get_next_change(build.build_time),
            draft_problems=last.draft_problems if last else (),
            warnings=last.warnings if last else (),
            draft_warnings=last.draft_warnings if last else (),
        ).save(get_build_report_path(Path(self.settings["CACHE_PATH"]), build.output))
