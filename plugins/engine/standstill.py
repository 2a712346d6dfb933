"""Knows at a glance that a build would change nothing: then nothing is read, made or printed.

All that a build depends on is looked at: the files of content/ by their stamps, theme and code by
what they hold, every setting, the clock up to the moment when the output changes of itself, and
the output by its stamps. Where any of it is in doubt, there is no standstill.
"""

import hashlib
import marshal
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from plugins.cache_files import remove
from plugins.clock import Deadline
from plugins.engine.report import kept
from plugins.engine.version import TABLES, code, digest, files, has_foreign_code, jinja_digest, templates
from plugins.ledger import UNSURE, Stamp, read_ledger, unaltered, write_ledger
from plugins.records.files import Found

_LEDGER = "standstill-4"
_PASSING = ("OUTPUT_PATH", "CACHE_PATH")
"""Settings that say nothing of what the output holds."""

Counts = Mapping[str, int]
"""How many articles and pages of each state a build had."""


class Standstill(NamedTuple):
    """What is known of the build before, and of what this one starts from."""

    ledger: Path
    pages: Path
    """The ledger of the press: the pages, and their stamps."""
    register: Path
    """What the publish reads of the build (see register.py)."""
    output: Path
    inputs: str
    """Digest of all that the build starts from; empty where it cannot be trusted."""
    last: Mapping[str, Any]
    """What the last build noted; nothing where it was cut short."""

    def counts(self, moment: datetime) -> Counts | None:
        """Return the counts of the last build where one at ``moment`` would change nothing, else None."""
        last = self.last
        if not self.inputs or last.get("inputs") != self.inputs:
            return None
        if not last["moment"] <= moment.timestamp() < last["due"]:
            return None
        known = read_ledger(self.pages, last["press"])
        rows = known.get("rows", {}) if known.get("shared") else {}
        pages = all(_stamp(f"{self.output}/{file}") == tuple(row[-3:]) for file, row in rows.items())
        others = self._others(last["others"])
        if not rows or not pages or others != last["others"] or UNSURE in others.values():
            return None
        if _stamp(str(self.register)) != last["register"]:
            return None
        counts: Counts = last["counts"]
        return counts

    def untouched(self, version: str) -> Iterator[str]:
        """Yield the files of the last build that nobody altered since. ``version`` is that of the press's ledger."""
        for file, row in read_ledger(self.pages, version).get("rows", {}).items():
            if _stamp(f"{self.output}/{file}") == tuple(row[-3:]):
                yield file
        for file, mark in self.last.get("others", {}).items():
            if mark != UNSURE and _stamp(f"{self.output}/{file}") == mark:
                yield file

    def due(self, moment: datetime) -> Deadline | None:
        """Return when the output of the last build next changes of itself, in the zone of ``moment``; None for never."""
        seconds = self.last["due"]
        if seconds == float("inf"):
            return None
        return Deadline(datetime.fromtimestamp(seconds, moment.tzinfo), self.last["why"])

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
        row = {
            "inputs": self.inputs,
            "moment": moment.timestamp(),
            "due": due.moment.timestamp() if due else float("inf"),
            "why": due.why if due else "",
            "press": press,
            "others": self._others(others),
            "register": _stamp(str(self.register)),
            "counts": dict(counts),
        }
        write_ledger(self.ledger, _LEDGER, row)

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
    return Standstill(last, press, register, output, _inputs(settings, found), read_ledger(last, _LEDGER))


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
    tree = hashlib.sha256(marshal.dumps([tuple(one) for one in found], 2)).hexdigest()
    return digest(code(), jinja_digest(settings), tree, theme, own)


def _stamp(path: str) -> Stamp:
    try:
        return unaltered(os.stat(path))  # noqa: PTH116  # text is enough, ten thousand times
    except OSError:
        return UNSURE
