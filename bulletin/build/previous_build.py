"""Knows at a glance that a build would change nothing: then nothing is read, made or printed.

All that a build depends on is looked at: the files of content/ by their stamps, theme and code by
what they hold, every setting, the clock up to the moment when the output changes of itself, and
the output by its stamps. Where any of it is in doubt, there is no standstill.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct, msgpack

from bulletin.build.fingerprints import (
    JINJA_SETTINGS,
    compute_digest,
    fingerprint_code,
    fingerprint_folder,
    fingerprint_jinja,
    fingerprint_templates,
    has_third_party_code,
)
from bulletin.build.incremental_renderer import read_render_state
from bulletin.build.report import get_state_file
from bulletin.clock import ScheduledChange
from bulletin.content.scan import ContentFile
from bulletin.storage.cache_file import read_cache_file, write_cache_file
from bulletin.storage.cache_folder import remove_path
from bulletin.storage.file_system import UNKNOWN_STAMP, FileStamp, get_stamp

_LEDGER = "standstill-5"
_PASSING = ("OUTPUT_PATH", "CACHE_PATH")
"""Settings that say nothing of what the output holds."""

ContentCounts = Mapping[str, int]
"""How many articles and pages of each state a build had."""


class SavedBuild(Struct, frozen=True, gc=False):
    """The build before, as it was noted at its end."""

    input_fingerprint: str
    """Digest of all that it started from."""
    build_time: float
    next_change_time: float
    """When its output next changes of itself, in seconds as ``build_time``; infinite for never."""
    next_change_reason: str
    render_state_version: str
    """Version of the press's ledger."""
    other_files: dict[str, FileStamp]
    """Stamps of the files that the press does not know."""
    content_index_stamp: FileStamp
    counts: dict[str, int]


class PreviousBuild(NamedTuple):
    """What is known of the build before, and of what this one starts from."""

    state_file: Path
    render_state_file: Path
    """The ledger of the press: the pages, and their stamps."""
    content_index_file: Path
    """What the publish reads of the build (see content_index.py)."""
    output: Path
    input_fingerprint: str
    """Digest of all that the build starts from; empty where it cannot be trusted."""
    last_state: SavedBuild | None
    """None if the build before was cut short."""

    def get_counts_if_current(self, moment: datetime) -> ContentCounts | None:
        """Return the counts of the last build where one at ``moment`` would change nothing, else None."""
        last = self.last_state
        if last is None or not self.input_fingerprint or last.input_fingerprint != self.input_fingerprint:
            return None
        if not last.build_time <= moment.timestamp() < last.next_change_time:
            return None
        known = read_render_state(self.render_state_file, last.render_state_version)
        rows = known.rendered_files if known.shared_inputs else {}
        pages = all(_stamp(f"{self.output}/{file}") == row.stamp for file, row in rows.items())
        others = self._others(last.other_files)
        if not rows or not pages or others != last.other_files or UNKNOWN_STAMP in others.values():
            return None
        return last.counts if _stamp(str(self.content_index_file)) == last.content_index_stamp else None

    def find_unmodified_files(self, version: str) -> Iterator[str]:
        """Yield the files of the last build that nobody altered since. ``version`` is that of the press's ledger."""
        for file, row in read_render_state(self.render_state_file, version).rendered_files.items():
            if _stamp(f"{self.output}/{file}") == row.stamp:
                yield file
        for file, mark in self.last_state.other_files.items() if self.last_state else ():
            if mark != UNKNOWN_STAMP and _stamp(f"{self.output}/{file}") == mark:
                yield file

    def get_next_change(self, moment: datetime) -> ScheduledChange | None:
        """Return when the output of the last build next changes of itself, in the zone of ``moment``; None for never."""
        if self.last_state is None or self.last_state.next_change_time == float("inf"):
            return None
        return ScheduledChange(
            datetime.fromtimestamp(self.last_state.next_change_time, moment.tzinfo),
            self.last_state.next_change_reason,
        )

    def save(
        self,
        moment: datetime,
        due: ScheduledChange | None,
        *,
        press: str,
        others: Iterable[str],
        counts: ContentCounts,
    ) -> None:
        """Keep what this build came to. ``press`` is the version of the press's ledger, ``others`` the files it does not know.

        ``due`` is when the output next changes of itself; None for never.
        """
        build = SavedBuild(
            input_fingerprint=self.input_fingerprint,
            build_time=moment.timestamp(),
            next_change_time=due.time.timestamp() if due else float("inf"),
            next_change_reason=due.reason if due else "",
            render_state_version=press,
            other_files=self._others(others),
            content_index_stamp=_stamp(str(self.content_index_file)),
            counts=dict(counts),
        )
        write_cache_file(self.state_file, build, _LEDGER)

    def _others(self, files: Iterable[str]) -> dict[str, FileStamp]:
        """Return the stamps of files that the press did not print."""
        return {file: _stamp(f"{self.output}/{file}") for file in files}

    def forget(self) -> None:
        """Forget the last build: this one is about to write."""
        remove_path(self.state_file)


def load_previous_build(settings: Mapping[str, Any], found: list[ContentFile], output: Path) -> PreviousBuild:
    """Return what is known before the build of ``found``, the files of content/, into ``output``."""
    cache = Path(settings["CACHE_PATH"])
    last, press, register = (get_state_file(cache, output, kind) for kind in ("last", "press", "register"))
    known = read_cache_file(last, SavedBuild, _LEDGER)
    return PreviousBuild(last, press, register, output, _inputs(settings, found), known)


def _inputs(settings: Mapping[str, Any], found: list[ContentFile]) -> str:
    """Return a digest of all that a build depends on; empty where something may change unseen."""
    if has_third_party_code(settings):
        return ""
    if settings["DELETE_OUTPUT_DIRECTORY"]:
        return ""  # Pelican is about to empty the output
    if any(one.stamp is UNKNOWN_STAMP for one in found):
        return ""
    theme = [fingerprint_folder(Path(settings["THEME"])), fingerprint_templates(settings)]
    left_out = (*_PASSING, *JINJA_SETTINGS, "JINJA_ENVIRONMENT")
    own = sorted((name, repr(value)) for name, value in settings.items() if name not in left_out)
    rows = msgpack.encode([(os.fsencode(one.source), one.is_link, one.stamp) for one in found])
    tree = hashlib.sha256(rows).hexdigest()
    return compute_digest(fingerprint_code(), fingerprint_jinja(settings), tree, theme, own)


def _stamp(path: str) -> FileStamp:
    try:
        return get_stamp(os.stat(path))  # noqa: PTH116  # text is enough, ten thousand times
    except OSError:
        return UNKNOWN_STAMP
