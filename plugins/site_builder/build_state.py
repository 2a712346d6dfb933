"""One build: its moment, what it starts from, and what it came to."""

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
from bulletin.build.previous_build import ContentCounts, PreviousBuild, load_previous_build
from bulletin.build.report import BuildReport, get_build_report_path, get_state_file
from bulletin.clock import ScheduledChange
from bulletin.content.scan import ContentFile, scan_content
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
    """What the generators of a build share, in the setting BUILD."""

    build_time: datetime
    """The one reading of the clock."""
    output: Path
    previous_build: PreviousBuild
    unchanged_counts: ContentCounts | None
    """How many articles and pages there are, where the output is as it should be already."""
    content_files: list[ContentFile]
    """The files of content/, as they were when the build began; let go once they are read."""
    next_change: ScheduledChange | None = None
    """When the output next changes of itself."""
    rendered_files: Collection[str] = ()
    """Files that the press printed or knew."""
    render_state_version: str = ""
    """Version of its ledger."""
    built_counts: ContentCounts | None = None
    """How many articles and pages this build has."""

    def finish(self) -> None:
        """Remember what the build came to."""
        if self.unchanged_counts is None:
            remove_build_marker(self.output)
        if self.built_counts is not None and self.rendered_files:
            others = {OUTPUT_LIST_NAME, *read_output_list(self.output)}.difference(self.rendered_files)
            self.previous_build.save(
                self.build_time,
                self.next_change,
                press=self.render_state_version,
                others=others,
                counts=self.built_counts,
            )
        build_lock.release_build_lock()
        gc.freeze()  # or Python looks through all objects once more when it exits


def create_build_state(settings: dict[str, Any], output: Path) -> BuildState:
    """Return the build that begins. Its settings leave Pelican's own generators nothing to read."""
    if not gc.isenabled():  # a further build of --autoreload: free the cycles of the last one
        gc.unfreeze()
        gc.collect()
    gc.disable()  # searching for cycles costs an eighth of a short build, and there is hardly one
    refuse_foreign_cache(Path(settings["CACHE_PATH"]))
    refuse_foreign_output(output, (OUTPUT_LIST_NAME, BUILD_MARKER_NAME))
    build_lock.acquire_build_lock(get_state_file(Path(settings["CACHE_PATH"]), output, "turn"))
    try:
        return _create_build_state(settings, output)
    except BaseException:  # --autoreload waits for the next change, and others should not
        build_lock.release_build_lock()
        raise


def _create_build_state(settings: dict[str, Any], output: Path) -> BuildState:
    cache = Path(settings["CACHE_PATH"])
    moment, found = clock.read_build_time(), scan_content(Path(settings["PATH"]))
    start = load_previous_build(settings, found, output)
    settings["MOMENT"] = moment
    settings["ARTICLE_PATHS"] = settings["PAGE_PATHS"] = []  # the engine reads them
    counts = start.get_counts_if_current(moment)
    if counts is None:
        start.forget()
        killed = (cache / "pictures", cache / "ads") if lexists(output / BUILD_MARKER_NAME) else ()
        for folder in (start.state_file.parent, *killed):
            remove_stale_temp_files(folder, lambda _: True)
    return BuildState(moment, output, start, counts, found)


def report_counts(colleagues: Collection[Generator], counts: ContentCounts) -> None:
    """Let Pelican's closing line tell how many articles and pages there are, whoever read them."""
    for other in colleagues:
        if isinstance(other, ArticlesGenerator):
            other.articles, other.hidden_articles, other.drafts = (
                [None] * counts[name] for name in ("articles", "hidden", "drafts")
            )
        elif isinstance(other, PagesGenerator):
            other.pages, other.hidden_pages = ([None] * counts[name] for name in ("pages", "hidden_pages"))


class NoopGenerator(Generator):  # type: ignore[misc]  # Pelican is untyped
    """Writes nothing: the output is what a build would make."""

    generators: Collection[Generator] = ()
    """All generators of this build."""

    @translate_disk_errors()
    def generate_output(self, _writer: object) -> None:
        """Say that there is nothing to do, in Pelican's closing line and in the report."""
        build: BuildState = self.settings["BUILD"]
        assert build.unchanged_counts is not None  # noqa: S101  # else another generator is at work
        report_counts(self.generators, build.unchanged_counts)
        BuildReport(next_change=build.previous_build.get_next_change(build.build_time)).save(
            get_build_report_path(Path(self.settings["CACHE_PATH"]), build.output)
        )
