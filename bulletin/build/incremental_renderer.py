"""Prints what changed: a page made from what it was made from last time is left alone."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from stat import S_ISREG
from typing import Any, NamedTuple

from msgspec import Struct

from bulletin.build.report import FORGOTTEN, SIZE, Change, field_names, reasons
from bulletin.processes.parallel import forked_map
from bulletin.processes.progress import told
from bulletin.storage.cache_file import read_cache_file, write_cache_file
from bulletin.storage.file_system import Stamp, stamp_of, unaltered, write_atomically
from bulletin.storage.foreign_files import refuse_detour
from bulletin.urls import address_from_path
from bulletin.view_models.output_file import Planned

LEDGER = "press-3"
"""Version of the ledger."""
_WORTH_A_FORK = 64
"""Pages below which one process is faster than two."""
_SHORT, _LONG = 16, 128
"""Pages that one process prints without a break: neighbours share teasers, which each process makes for itself."""
_NAMED = 100
"""Changed sources up to which it is looked up which of them each page names."""
Render = Callable[[Planned, Any], str]
"""Prints one page from its view; given the same view it must give the same text."""
Shared = Mapping[str, str]
"""What all pages depend on, as digests by names for people."""


class PrintedPage(Struct, frozen=True, gc=False, array_like=True):
    """A page as it was printed."""

    template: str
    inputs: bytes
    """Digests of what it was made from."""
    stamp: Stamp
    """Of the file in the output."""


class PrintedPages(Struct, frozen=True, gc=False):
    """The ledger: all pages of an output, as they were printed."""

    shared: dict[str, str] = {}
    """See Shared; empty where it is not sure."""
    rows: dict[str, PrintedPage] = {}
    """By path from the output folder."""


class _Job(NamedTuple):
    """A page to be printed."""

    page: Planned
    names: tuple[str, ...]
    inputs: bytes
    view: Any
    """None where it is yet to be made."""


class _Printed(NamedTuple):
    stamp: Stamp
    there: bool
    """Whether the output held a page of that name."""
    written: bool
    """False where it held the same bytes already."""
    sources: tuple[str, ...]
    """Changed sources whose addresses stand in the page."""


class Pressed(NamedTuple):
    """What came of a run."""

    written: list[Change]
    news: tuple[str, ...]
    """Content files whose own pages are new, or say something else than last time; sorted."""


class Press:
    """Prints into ``output``. ``ledger`` remembers, ``shared`` tells what pages depend on besides their inputs."""

    def __init__(
        self, output: Path, ledger: Path, shared: Callable[[], Shared], workers: int | None = None
    ) -> None:
        self._output, self._ledger, self._look, self._workers = str(output), ledger, shared, workers

    def run(self, pages: Sequence[Planned], render: Render) -> Pressed:
        """Print those of ``pages`` that would come out other than they lie there."""
        known, shared = read_printed(self._ledger, LEDGER), self._look()  # before a template is read
        before, former = known.shared, known.rows
        trusted = former if before == shared else {}
        rows: dict[str, PrintedPage] = {}
        jobs = []
        for page in pages:
            job = _looked_at(page) if page.inputs is None else None
            inputs = b"".join(page.inputs or ()) if job is None else job.inputs
            row = trusted.get(page.file)
            if (
                row is not None
                and row.template == page.template
                and row.inputs == inputs
                and row.stamp == stamp_of(f"{self._output}/{page.file}")
            ):
                rows[page.file] = row
            else:
                jobs.append(job or _Job(page, page.names, inputs, None))
        written = []
        news = [job.page for job in jobs if _is_news(job, former)]
        for job, printed in zip(jobs, self._printed(jobs, render, news), strict=True):
            file, row = job.page.file, former.get(job.page.file)
            rows[file] = PrintedPage(job.page.template, job.inputs, printed.stamp)
            if printed.written:
                old = row.inputs if row and row.template == job.page.template else None
                if printed.there and not former:
                    written.append(Change(file, (FORGOTTEN,)))
                    continue
                why = reasons(job.names, job.inputs, old, shared, before)
                written.append(Change(file, why, printed.sources))
        if jobs or len(rows) != len(former):
            # A template that was saved meanwhile, and may be taken back: nobody knows which pages show it.
            sure = dict(shared) if not jobs or self._look() == shared else {}
            write_cache_file(self._ledger, PrintedPages(sure, rows), LEDGER)
        if not former:  # what is not known to be old is new where its page came out another
            files = {change.file for change in written}
            news = [page for page in news if page.file in files]
        return Pressed(written, tuple(sorted(page.source for page in news)))

    def _printed(self, jobs: Sequence[_Job], render: Render, news: Sequence[Planned]) -> Iterator[_Printed]:
        # Static pages stand in every footer: they are not looked for.
        articles = [page for page in news if page.source.startswith("articles/")]
        sought = (
            {address_from_path(one.file): one.source for one in articles} if len(articles) <= _NAMED else {}
        )

        def one(job: _Job) -> _Printed:
            text = render(job.page, job.page.make() if job.view is None else job.view)
            there, written, mark = _put(self._output, job.page.file, text.encode())
            named = (source for address, source in sought.items() if address in text) if written else ()
            return _Printed(mark, there, written, tuple(named))

        workers = self._workers if len(jobs) >= _WORTH_A_FORK else 1
        chunk = min(max(len(jobs) // 64, _SHORT), _LONG)  # dozens of stretches, so that all end at one time
        return told("Dựng trang", forked_map(one, jobs, workers, chunk), len(jobs))


def read_printed(ledger: Path, version: str) -> PrintedPages:
    """Return the pages that a build with that version of the ledger printed; none if they cannot be read."""
    return read_cache_file(ledger, PrintedPages, version) or PrintedPages()


def _looked_at(page: Planned) -> _Job:
    """Return what printing ``page`` takes, found out by making its view. What all pages share is no input of its own."""
    view = page.make()
    names = [name for name in view.__struct_fields__ if name != "site"]
    digests = (blake2b(repr(getattr(view, name)).encode(), digest_size=SIZE).digest() for name in names)
    return _Job(page, field_names(names), b"".join(digests), view)


def _is_news(job: _Job, former: Mapping[str, PrintedPage]) -> bool:
    """Tell whether ``job`` is the page of a content file that is new here, or says something else than last time."""
    row = former.get(job.page.file)
    return bool(job.page.source) and (
        row is None or row.template != job.page.template or row.inputs[:SIZE] != job.inputs[:SIZE]
    )


def _put(output: str, file: str, data: bytes) -> tuple[bool, bool, Stamp]:
    """Write ``data`` to ``file`` below ``output``, unless it holds them; a reader never meets half of it.

    Return whether a file was there, whether it was written, and the stamp. Raise UserError.
    """
    refuse_detour(output, file)
    path = f"{output}/{file}"
    try:
        status = os.lstat(path)
    except OSError:
        return False, True, write_atomically(path, data)
    if not S_ISREG(status.st_mode) or status.st_size != len(data) or Path(path).read_bytes() != data:
        return True, True, write_atomically(path, data)
    return True, False, unaltered(status)
