"""Detect that the output is up to date, before a build reads anything.

All inputs are compared: stamps of the files in ``content/``, digests of theme and code, and the settings.
The build time and the stamps of the output are compared too. If any input is uncertain, the build runs.
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
from bulletin.build.render_state import read_render_state
from bulletin.build.report import get_state_file
from bulletin.clock import ScheduledChange
from bulletin.content.files.scan import ContentFile
from bulletin.content.problems import Problem
from bulletin.content.warnings.warning import ContentWarning
from bulletin.storage.cache_file import read_cache_file, write_cache_file
from bulletin.storage.cache_folder import remove_path
from bulletin.storage.file_system import UNKNOWN_STAMP, FileStamp, get_stamp

_CACHE_VERSION = "previous-build-8"
_IGNORED_SETTINGS = ("OUTPUT_PATH", "CACHE_PATH")
"""Settings that do not change the output."""

ContentCounts = Mapping[str, int]
"""Number of articles and pages in each state."""


class SavedBuild(Struct, frozen=True, gc=False):
    """The saved inputs and results of the previous build."""

    input_fingerprint: str
    """Digest of all inputs."""
    build_time: float
    next_change_time: float
    """Time of the next scheduled change, in seconds as ``build_time``. Infinite if there is none."""
    next_change_reason: str
    render_state_version: str
    """Cache version of the render state."""
    other_files: dict[str, FileStamp]
    """Stamps of the files that the incremental renderer did not write."""
    content_index_stamp: FileStamp
    counts: dict[str, int]
    draft_problems: tuple[Problem, ...]
    """Problems of drafts. They are told again by a build that has nothing to do."""
    warnings: tuple[ContentWarning, ...] = ()
    draft_warnings: tuple[ContentWarning, ...] = ()


class PreviousBuild(NamedTuple):
    """The saved previous build, and the inputs of the present one."""

    state_file: Path
    render_state_file: Path
    """The state file of the incremental renderer."""
    content_index_file: Path
    """The content index, which a publish reads (see content_index.py)."""
    output: Path
    input_fingerprint: str
    """Digest of all inputs of the present build, or empty if it cannot be trusted."""
    last_state: SavedBuild | None
    """None if the previous build did not end normally."""

    def get_counts_if_current(self, now: datetime) -> ContentCounts | None:
        """Return the counts of the previous build if the output is current, else None."""
        last = self.last_state
        if last is None or not self.input_fingerprint or last.input_fingerprint != self.input_fingerprint:
            return None
        if not last.build_time <= now.timestamp() < last.next_change_time:
            return None
        state = read_render_state(self.render_state_file, last.render_state_version)
        pages = all(_read_stamp(f"{self.output}/{file}") == row.stamp for file, row in state.iterate_files())
        if not state.shared_inputs or not state.has_files or not pages:
            return None
        other_files = self._read_stamps(last.other_files)
        if other_files != last.other_files or UNKNOWN_STAMP in other_files.values():
            return None
        return last.counts if _read_stamp(str(self.content_index_file)) == last.content_index_stamp else None

    def find_unmodified_files(self, version: str) -> Iterator[str]:
        """Yield the files that were not altered since the previous build.

        ``version`` is the cache version of the render state.
        """
        for file, row in read_render_state(self.render_state_file, version).iterate_files():
            if _read_stamp(f"{self.output}/{file}") == row.stamp:
                yield file
        for file, stamp in self.last_state.other_files.items() if self.last_state else ():
            if stamp != UNKNOWN_STAMP and _read_stamp(f"{self.output}/{file}") == stamp:
                yield file

    def get_next_change(self, now: datetime) -> ScheduledChange | None:
        """Return the next scheduled change in the time zone of ``now``, or None."""
        if self.last_state is None or self.last_state.next_change_time == float("inf"):
            return None
        return ScheduledChange(
            datetime.fromtimestamp(self.last_state.next_change_time, now.tzinfo),
            self.last_state.next_change_reason,
        )

    def save(
        self,
        now: datetime,
        next_change: ScheduledChange | None,
        *,
        render_state_version: str,
        other_files: Iterable[str],
        counts: ContentCounts,
        draft_problems: tuple[Problem, ...] = (),
        warnings: tuple[ContentWarning, ...] = (),
        draft_warnings: tuple[ContentWarning, ...] = (),
    ) -> None:
        """Save the inputs and results of the present build.

        Args:
            now: The build time.
            next_change: The next scheduled change of the output, or None.
            render_state_version: Cache version of the render state.
            other_files: Files that the incremental renderer did not write.
            counts: Number of articles and pages in each state.
            draft_problems: Problems of drafts.
            warnings: Warnings of what is published.
            draft_warnings: Warnings of drafts.

        """
        build = SavedBuild(
            input_fingerprint=self.input_fingerprint,
            build_time=now.timestamp(),
            next_change_time=next_change.time.timestamp() if next_change else float("inf"),
            next_change_reason=next_change.reason if next_change else "",
            render_state_version=render_state_version,
            other_files=self._read_stamps(other_files),
            content_index_stamp=_read_stamp(str(self.content_index_file)),
            counts=dict(counts),
            draft_problems=draft_problems,
            warnings=warnings,
            draft_warnings=draft_warnings,
        )
        write_cache_file(self.state_file, build, _CACHE_VERSION)

    def _read_stamps(self, files: Iterable[str]) -> dict[str, FileStamp]:
        """Return the stamps of files that the incremental renderer did not write."""
        return {file: _read_stamp(f"{self.output}/{file}") for file in files}

    def forget(self) -> None:
        """Delete the saved build, because the present build is about to write."""
        remove_path(self.state_file)


def load_previous_build(
    settings: Mapping[str, Any], content_files: list[ContentFile], output: Path
) -> PreviousBuild:
    """Return the previous build into ``output``.

    ``content_files`` are the present files of ``content/``.
    """
    cache = Path(settings["CACHE_PATH"])
    state_file, render_state_file, content_index_file = (
        get_state_file(cache, output, kind) for kind in ("previous-build", "render-state", "content-index")
    )
    state = read_cache_file(state_file, SavedBuild, _CACHE_VERSION)
    return PreviousBuild(
        state_file,
        render_state_file,
        content_index_file,
        output,
        _fingerprint_inputs(settings, content_files),
        state,
    )


def _fingerprint_inputs(settings: Mapping[str, Any], content_files: list[ContentFile]) -> str:
    """Return a digest of all inputs, or nothing if an input may change unseen."""
    if has_third_party_code(settings):
        return ""
    if settings["DELETE_OUTPUT_DIRECTORY"]:
        return ""  # Pelican is about to empty the output
    if any(file.stamp is UNKNOWN_STAMP for file in content_files):
        return ""
    folders = [settings["THEME"], *settings.get("THEME_STATIC_OVERRIDES", ())]
    theme = [*(fingerprint_folder(Path(folder)) for folder in folders), fingerprint_templates(settings)]
    excluded = (*_IGNORED_SETTINGS, *JINJA_SETTINGS, "JINJA_ENVIRONMENT")
    values = sorted((name, repr(value)) for name, value in settings.items() if name not in excluded)
    rows = msgpack.encode([(os.fsencode(file.source), file.is_link, file.stamp) for file in content_files])
    content = hashlib.sha256(rows).hexdigest()
    return compute_digest(fingerprint_code(), fingerprint_jinja(settings), content, theme, values)


def _read_stamp(path: str) -> FileStamp:
    try:
        return get_stamp(os.stat(path))  # noqa: PTH116  # called for each output file
    except OSError:
        return UNKNOWN_STAMP
