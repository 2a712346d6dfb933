"""Hold the built site to what a reader expects before anyone sees it.

Every address that points into the site must lead to a file of it, every ``#fragment`` to an
element; no page is empty, none carries script or style in its HTML, and none has anything of other
hosts but films. Addresses that lead outside are not asked: a publish must not depend on other people's servers.

Only files that changed are read. Where nothing was wrong last time, only their links are followed,
unless something that others lead to went away: then the links of all are.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from bulletin.processes.parallel import map_in_processes
from bulletin.processes.progress import track_progress
from bulletin.publishing.inspection.link_cache import (
    InboundLinkCounts,
    LinkCache,
    LinkCacheDamagedError,
    LinkTarget,
)
from bulletin.publishing.inspection.page_links import (
    INSPECTED_SUFFIXES,
    InternalLink,
    PageLinks,
    SiteOrigin,
    extract_links,
)
from bulletin.publishing.release.staged_site import StagedSite

_MIN_FILES_FOR_WORKERS = 64
"""Files below which one process is faster than two."""


@dataclass(frozen=True, slots=True, order=True)
class OutputProblem:
    """One fault of the output."""

    path: str
    """The file of output-publish/ in which it stands."""
    message: str
    """A Vietnamese sentence."""

    def __str__(self) -> str:
        """``output-publish/2019/12/x/index.html: Liên kết …``."""
        return f"output-publish/{self.path}: {self.message}"


def inspect_output(
    outgoing: StagedSite, origin: SiteOrigin, store: LinkCache | None = None
) -> list[OutputProblem]:
    """Return what is wrong with what is about to be published, sorted.

    ``origin`` says where readers will find it: what begins with that address, or with its path, points into the site.
    ``store`` remembers what was read.
    """
    if store is None:
        return _Inspection(outgoing, origin).all(None)
    for _ in range(2):  # anew, where it is damaged
        with suppress(LinkCacheDamagedError):
            return _Inspection(outgoing, origin).all(store)
        store.clear()
    return _Inspection(outgoing, origin).all(None)  # it cannot be written either


class _Inspection:
    def __init__(self, outgoing: StagedSite, origin: SiteOrigin) -> None:
        self._outgoing, self._origin = outgoing, origin
        self._entries = outgoing.manifest.entries
        self._facts: dict[str, PageLinks] = {}
        """Of files that were read now, or asked for."""

    def all(self, store: LinkCache | None) -> list[OutputProblem]:
        """Return what is wrong, and let ``store`` remember."""
        known, counts = store.load() if store else ({}, None)
        digests = {
            path: one.sha256 for path, one in self._entries.items() if path.endswith(INSPECTED_SUFFIXES)
        }
        changed = [path for path, digest in digests.items() if known.get(path) != digest]
        gone = [path for path in known if path not in digests]
        before = dict(store.read_links(path for path in (*changed, *gone) if path in known)) if store else {}
        fresh = dict(zip(changed, self._read(changed), strict=True))
        self._facts.update(fresh)
        if counts is not None and self._still_led_to(counts, before, fresh):
            self._load(store, fresh)
            findings = self._findings(fresh)
            counts = _update_counts(counts, before, fresh)
        else:
            self._facts = dict(store.read_links()) if store and known else {}
            for path in gone:
                self._facts.pop(path, None)
            self._facts.update(fresh)
            findings = self._findings(self._facts)
            counts = _update_counts({}, {}, self._facts)
        if store:
            store.save(fresh, digests, gone, None if findings else counts)
        return findings

    def _read(self, paths: list[str]) -> Iterator[PageLinks]:
        def one(path: str) -> PageLinks:
            text = self._outgoing.get_file_path(path).read_text(encoding="utf-8", errors="replace")
            return extract_links(path, text, self._origin)

        workers = None if len(paths) >= _MIN_FILES_FOR_WORKERS else 1
        return track_progress("Soát liên kết", map_in_processes(one, paths, workers, chunk=16), len(paths))

    def _still_led_to(
        self, counts: InboundLinkCounts, before: Mapping[str, PageLinks], fresh: Mapping[str, PageLinks]
    ) -> bool:
        """Tell whether all that files lead to which did not change is there still."""
        left = _update_counts(counts, before, {})
        for path, slash, fragment in left:
            file = self._file(path, slash=slash)
            if file is None:
                return False
            if fragment and file in fresh and fragment not in fresh[file].anchors:
                return False
        return True

    def _load(self, store: LinkCache | None, fresh: Mapping[str, PageLinks]) -> None:
        """Ask for the facts of pages in which places are named by files that changed."""
        places = {
            file
            for facts in fresh.values()
            for path, slash, fragment, _ in facts.links
            if fragment and (file := self._file(path, slash=slash)) and file not in self._facts
        }
        if store and places:
            self._facts.update(store.read_links(places))

    def _findings(self, files: Mapping[str, PageLinks]) -> list[OutputProblem]:
        found = {OutputProblem(path, fault) for path, facts in files.items() for fault in facts.problems}
        verdicts: dict[InternalLink, str | None] = {}
        for path, facts in files.items():
            for aim in facts.links:
                if aim not in verdicts:  # menus repeat on every page
                    verdicts[aim] = self._check_link(aim)
                if fault := verdicts[aim]:
                    found.add(OutputProblem(path, fault))
        return sorted(found)

    def _check_link(self, aim: InternalLink) -> str | None:
        """Return the fault of a link, or None where it leads somewhere."""
        path, slash, fragment, written = aim
        file = self._file(path, slash=slash)
        if file is None:
            return f"Liên kết “{written}” không dẫn đến tệp nào."
        if fragment and file.endswith(".html") and fragment not in self._facts[file].anchors:
            return f"Liên kết “{written}” dẫn đến chỗ “#{fragment}” không có trong trang."
        return None

    def _file(self, path: str, *, slash: bool) -> str | None:
        """Return the file that a server would answer with, or None."""
        if path.startswith(("..", "/")):
            return None
        if path in self._entries and not slash:
            return path
        index = f"{path}/index.html" if path else "index.html"
        return index if index in self._entries else None


def _update_counts(
    counts: InboundLinkCounts, before: Mapping[str, PageLinks], fresh: Mapping[str, PageLinks]
) -> InboundLinkCounts:
    """Return how often each place is led to, once files say ``fresh`` what was ``before``."""
    moved = Counter(counts)
    moved.subtract(_places(before.values()))
    moved.update(_places(fresh.values()))
    return {place: count for place, count in moved.items() if count > 0}


def _places(files: Iterable[PageLinks]) -> Iterator[LinkTarget]:
    return (aim[:3] for facts in files for aim in facts.links)
