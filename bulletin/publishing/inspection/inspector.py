"""Inspect the built site before its release.

Every internal link must lead to a file of the site, and every ``#fragment`` to an element.
A page must not be empty, and must have no inline script or style.
A page must load nothing from other hosts, except films.
Links to other sites are not requested, because a publish must not depend on other servers.

Only changed files are read.
If the last inspection found no problem, only the links of changed files are checked.
If an internal link target is gone, the links of all files are checked.
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
"""Below this number of files, one process is faster than two."""


@dataclass(frozen=True, slots=True, order=True)
class OutputProblem:
    """A problem of one file of the output."""

    path: str
    """The path of the file in ``output-publish/``."""
    message: str
    """A Vietnamese sentence."""

    def __str__(self) -> str:
        """Return a line such as ``output-publish/2019/12/x/index.html: Liên kết …``."""
        return f"output-publish/{self.path}: {self.message}"


def inspect_output(
    staged_site: StagedSite, origin: SiteOrigin, cache: LinkCache | None = None
) -> list[OutputProblem]:
    """Return the sorted problems of the staged site.

    ``origin`` tells internal links from links to other sites.
    ``cache`` keeps the links of files for the next inspection.
    """
    if cache is None:
        return _Inspection(staged_site, origin).find_problems(None)
    for _ in range(2):  # again with an empty cache if it is damaged
        with suppress(LinkCacheDamagedError):
            return _Inspection(staged_site, origin).find_problems(cache)
        cache.clear()
    return _Inspection(staged_site, origin).find_problems(None)  # the cache cannot be written either


class _Inspection:
    """One inspection of a staged site."""

    def __init__(self, staged_site: StagedSite, origin: SiteOrigin) -> None:
        self._staged_site, self._origin = staged_site, origin
        self._entries = staged_site.manifest.entries
        self._links: dict[str, PageLinks] = {}
        """The links of changed files, and of files that were loaded from the cache."""

    def find_problems(self, cache: LinkCache | None) -> list[OutputProblem]:
        """Return the sorted problems; save the links in the cache."""
        known_digests, counts = cache.load() if cache else ({}, None)
        digests = {
            path: entry.sha256 for path, entry in self._entries.items() if path.endswith(INSPECTED_SUFFIXES)
        }
        changed = [path for path, digest in digests.items() if known_digests.get(path) != digest]
        gone = [path for path in known_digests if path not in digests]
        earlier = (
            dict(cache.read_links(path for path in (*changed, *gone) if path in known_digests))
            if cache
            else {}
        )
        fresh = dict(zip(changed, self._read(changed), strict=True))
        self._links.update(fresh)
        if counts is not None and self._are_targets_present(counts, earlier, fresh):
            self._load_anchors(cache, fresh)
            problems = self._check_files(fresh)
            counts = _update_counts(counts, earlier, fresh)
        else:
            self._links = dict(cache.read_links()) if cache and known_digests else {}
            for path in gone:
                self._links.pop(path, None)
            self._links.update(fresh)
            problems = self._check_files(self._links)
            counts = _update_counts({}, {}, self._links)
        if cache:
            cache.save(fresh, digests, gone, None if problems else counts)
        return problems

    def _read(self, paths: list[str]) -> Iterator[PageLinks]:
        def read_file(path: str) -> PageLinks:
            text = self._staged_site.get_file_path(path).read_text(encoding="utf-8", errors="replace")
            return extract_links(path, text, self._origin)

        workers = None if len(paths) >= _MIN_FILES_FOR_WORKERS else 1
        return track_progress(
            "Soát liên kết", map_in_processes(read_file, paths, workers, chunk=16), len(paths)
        )

    def _are_targets_present(
        self, counts: InboundLinkCounts, earlier: Mapping[str, PageLinks], fresh: Mapping[str, PageLinks]
    ) -> bool:
        """Tell if the internal link targets of all unchanged files still exist."""
        counts_of_unchanged = _update_counts(counts, earlier, {})
        for path, slash, fragment in counts_of_unchanged:
            file = self._find_file(path, slash=slash)
            if file is None:
                return False
            if fragment and file in fresh and fragment not in fresh[file].anchors:
                return False
        return True

    def _load_anchors(self, cache: LinkCache | None, fresh: Mapping[str, PageLinks]) -> None:
        """Load the anchors of pages that changed files link to with a fragment."""
        targets = {
            file
            for page in fresh.values()
            for path, slash, fragment, _ in page.links
            if fragment and (file := self._find_file(path, slash=slash)) and file not in self._links
        }
        if cache and targets:
            self._links.update(cache.read_links(targets))

    def _check_files(self, files: Mapping[str, PageLinks]) -> list[OutputProblem]:
        problems = {OutputProblem(path, problem) for path, page in files.items() for problem in page.problems}
        link_problems: dict[InternalLink, str | None] = {}
        for path, page in files.items():
            for link in page.links:
                if link not in link_problems:  # menus repeat on every page
                    link_problems[link] = self._check_link(link)
                if problem := link_problems[link]:
                    problems.add(OutputProblem(path, problem))
        return sorted(problems)

    def _check_link(self, link: InternalLink) -> str | None:
        """Return the problem of a link, or None."""
        path, slash, fragment, written = link
        file = self._find_file(path, slash=slash)
        if file is None:
            return f"Liên kết “{written}” không dẫn đến tệp nào."
        if fragment and file.endswith(".html") and fragment not in self._links[file].anchors:
            return f"Liên kết “{written}” dẫn đến chỗ “#{fragment}” không có trong trang."
        return None

    def _find_file(self, path: str, *, slash: bool) -> str | None:
        """Return the file that a server would send for an address, or None."""
        if path.startswith(("..", "/")):
            return None
        if path in self._entries and not slash:
            return path
        index = f"{path}/index.html" if path else "index.html"
        return index if index in self._entries else None


def _update_counts(
    counts: InboundLinkCounts, earlier: Mapping[str, PageLinks], fresh: Mapping[str, PageLinks]
) -> InboundLinkCounts:
    """Return the counts of inbound links with ``fresh`` links for ``earlier`` ones."""
    updated = Counter(counts)
    updated.subtract(_list_targets(earlier.values()))
    updated.update(_list_targets(fresh.values()))
    return {target: count for target, count in updated.items() if count > 0}


def _list_targets(files: Iterable[PageLinks]) -> Iterator[LinkTarget]:
    return (link[:3] for page in files for link in page.links)
