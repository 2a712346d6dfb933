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
from bulletin.build.previous_build import Counts, Standstill, standstill
from bulletin.build.report import BuildReport, kept, report_file
from bulletin.clock import Deadline
from bulletin.content.scan import Found, tree
from bulletin.errors import disk_in_words
from bulletin.storage.foreign_files import refuse_foreign_cache, refuse_foreign_output
from bulletin.storage.output_folder import BUSY, MANIFEST, done, listed
from bulletin.storage.temporary_files import sweep


@dataclass(slots=True)
class Build:
    """What the generators of a build share, in the setting BUILD."""

    moment: datetime
    """The one reading of the clock."""
    output: Path
    start: Standstill
    counts: Counts | None
    """How many articles and pages there are, where the output is as it should be already."""
    found: list[Found]
    """The files of content/, as they were when the build began; let go once they are read."""
    due: Deadline | None = None
    """When the output next changes of itself."""
    pages: Collection[str] = ()
    """Files that the press printed or knew."""
    press: str = ""
    """Version of its ledger."""
    made: Counts | None = None
    """How many articles and pages this build has."""

    def end(self) -> None:
        """Remember what the build came to."""
        if self.counts is None:
            done(self.output)
        if self.made is not None and self.pages:
            others = {MANIFEST, *listed(self.output)}.difference(self.pages)
            self.start.note(self.moment, self.due, press=self.press, others=others, counts=self.made)
        build_lock.leave()
        gc.freeze()  # or Python looks through all objects once more when it exits


def begun(settings: dict[str, Any], output: Path) -> Build:
    """Return the build that begins. Its settings leave Pelican's own generators nothing to read."""
    if not gc.isenabled():  # a further build of --autoreload: free the cycles of the last one
        gc.unfreeze()
        gc.collect()
    gc.disable()  # searching for cycles costs an eighth of a short build, and there is hardly one
    refuse_foreign_cache(Path(settings["CACHE_PATH"]))
    refuse_foreign_output(output, (MANIFEST, BUSY))
    build_lock.take(kept(Path(settings["CACHE_PATH"]), output, "turn"))
    try:
        return _begun(settings, output)
    except BaseException:  # --autoreload waits for the next change, and others should not
        build_lock.leave()
        raise


def _begun(settings: dict[str, Any], output: Path) -> Build:
    cache = Path(settings["CACHE_PATH"])
    moment, found = clock.now(), tree(Path(settings["PATH"]))
    start = standstill(settings, found, output)
    settings["MOMENT"] = moment
    settings["ARTICLE_PATHS"] = settings["PAGE_PATHS"] = []  # the engine reads them
    counts = start.counts(moment)
    if counts is None:
        start.forget()
        killed = (cache / "pictures", cache / "ads") if lexists(output / BUSY) else ()
        for folder in (start.ledger.parent, *killed):
            sweep(folder, lambda _: True)
    return Build(moment, output, start, counts, found)


def tell_counts(colleagues: Collection[Generator], counts: Counts) -> None:
    """Let Pelican's closing line tell how many articles and pages there are, whoever read them."""
    for other in colleagues:
        if isinstance(other, ArticlesGenerator):
            other.articles, other.hidden_articles, other.drafts = (
                [None] * counts[name] for name in ("articles", "hidden", "drafts")
            )
        elif isinstance(other, PagesGenerator):
            other.pages, other.hidden_pages = ([None] * counts[name] for name in ("pages", "hidden_pages"))


class StillGenerator(Generator):  # type: ignore[misc]  # Pelican is untyped
    """Writes nothing: the output is what a build would make."""

    colleagues: Collection[Generator] = ()
    """All generators of this build."""

    @disk_in_words()
    def generate_output(self, _writer: object) -> None:
        """Say that there is nothing to do, in Pelican's closing line and in the report."""
        build: Build = self.settings["BUILD"]
        assert build.counts is not None  # noqa: S101  # else another generator is at work
        tell_counts(self.colleagues, build.counts)
        BuildReport(due=build.start.due(build.moment)).save(
            report_file(Path(self.settings["CACHE_PATH"]), build.output)
        )
