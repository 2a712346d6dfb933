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

from bulletin.build.fingerprints import TABLES, code, digest, files, has_foreign_code, jinja_digest, templates
from bulletin.build.incremental_renderer import read_printed
from bulletin.build.report import kept
from bulletin.clock import Deadline
from bulletin.content.scan import Found
from bulletin.storage.cache_file import read_cache_file, write_cache_file
from bulletin.storage.cache_folder import remove
from bulletin.storage.file_system import UNSURE, Stamp, unaltered

_LEDGER = "standstill-5"
_PASSING = ("OUTPUT_PATH", "CACHE_PATH")
"""Settings that say nothing of what the output holds."""

Counts = Mapping[str, int]
"""How many articles and pages of each state a build had."""


class LastBuild(Struct, frozen=True, gc=False):
    """The build before, as it was noted at its end."""

    inputs: str
    """Digest of all that it started from."""
    moment: float
    due: float
    """When its output next changes of itself, in seconds as ``moment``; infinite for never."""
    why: str
    press: str
    """Version of the press's ledger."""
    others: dict[str, Stamp]
    """Stamps of the files that the press does not know."""
    register: Stamp
    counts: dict[str, int]


class Standstill(NamedTuple):
    """What is known of the build before, and of what this one starts from."""

    ledger: Path
    pages: Path
    """The ledger of the press: the pages, and their stamps."""
    register: Path
    """What the publish reads of the build (see content_index.py)."""
    output: Path
    inputs: str
    """Digest of all that the build starts from; empty where it cannot be trusted."""
    last: LastBuild | None
    """None if the build before was cut short."""

    def counts(self, moment: datetime) -> Counts | None:
        """Return the counts of the last build where one at ``moment`` would change nothing, else None."""
        last = self.last
        if last is None or not self.inputs or last.inputs != self.inputs:
            return None
        if not last.moment <= moment.timestamp() < last.due:
            return None
        known = read_printed(self.pages, last.press)
        rows = known.rows if known.shared else {}
        pages = all(_stamp(f"{self.output}/{file}") == row.stamp for file, row in rows.items())
        others = self._others(last.others)
        if not rows or not pages or others != last.others or UNSURE in others.values():
            return None
        return last.counts if _stamp(str(self.register)) == last.register else None

    def untouched(self, version: str) -> Iterator[str]:
        """Yield the files of the last build that nobody altered since. ``version`` is that of the press's ledger."""
        for file, row in read_printed(self.pages, version).rows.items():
            if _stamp(f"{self.output}/{file}") == row.stamp:
                yield file
        for file, mark in self.last.others.items() if self.last else ():
            if mark != UNSURE and _stamp(f"{self.output}/{file}") == mark:
                yield file

    def due(self, moment: datetime) -> Deadline | None:
        """Return when the output of the last build next changes of itself, in the zone of ``moment``; None for never."""
        if self.last is None or self.last.due == float("inf"):
            return None
        return Deadline(datetime.fromtimestamp(self.last.due, moment.tzinfo), self.last.why)

    def note(
        self,
        moment: datetime,
        due: Deadline | None,
        *,
        press: str,
        others: Iterable[str],
        counts: Counts,
    ) -> None:
        """Keep what this build came to. ``press`` is the version of the press's ledger, ``others`` the files it does not know.

        ``due`` is when the output next changes of itself; None for never.
        """
        build = LastBuild(
            inputs=self.inputs,
            moment=moment.timestamp(),
            due=due.moment.timestamp() if due else float("inf"),
            why=due.why if due else "",
            press=press,
            others=self._others(others),
            register=_stamp(str(self.register)),
            counts=dict(counts),
        )
        write_cache_file(self.ledger, build, _LEDGER)

    def _others(self, files: Iterable[str]) -> dict[str, Stamp]:
        """Return the stamps of files that the press did not print."""
        return {file: _stamp(f"{self.output}/{file}") for file in files}

    def forget(self) -> None:
        """Forget the last build: this one is about to write."""
        remove(self.ledger)


def standstill(settings: Mapping[str, Any], found: list[Found], output: Path) -> Standstill:
    """Return what is known before the build of ``found``, the files of content/, into ``output``."""
    cache = Path(settings["CACHE_PATH"])
    last, press, register = (kept(cache, output, kind) for kind in ("last", "press", "register"))
    known = read_cache_file(last, LastBuild, _LEDGER)
    return Standstill(last, press, register, output, _inputs(settings, found), known)


def _inputs(settings: Mapping[str, Any], found: list[Found]) -> str:
    """Return a digest of all that a build depends on; empty where something may change unseen."""
    if has_foreign_code(settings):
        return ""
    if settings["DELETE_OUTPUT_DIRECTORY"]:
        return ""  # Pelican is about to empty the output
    if any(one.stamp is UNSURE for one in found):
        return ""
    theme = [files(Path(settings["THEME"])), templates(settings)]
    left_out = (*_PASSING, *TABLES, "JINJA_ENVIRONMENT")
    own = sorted((name, repr(value)) for name, value in settings.items() if name not in left_out)
    rows = msgpack.encode([(os.fsencode(one.source), one.is_link, one.stamp) for one in found])
    tree = hashlib.sha256(rows).hexdigest()
    return digest(code(), jinja_digest(settings), tree, theme, own)


def _stamp(path: str) -> Stamp:
    try:
        return unaltered(os.stat(path))  # noqa: PTH116  # text is enough, ten thousand times
    except OSError:
        return UNSURE
