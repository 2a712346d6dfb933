"""Prints what changed: a page made from what it was made from last time is left alone."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from stat import S_ISREG
from typing import Any, NamedTuple

from msgspec import Struct

from bulletin.build.report import (
    INPUT_DIGEST_SIZE,
    REASON_CACHE_LOST,
    WrittenFile,
    find_rebuild_reasons,
    get_field_labels,
)
from bulletin.processes.parallel import map_in_processes
from bulletin.processes.progress import track_progress
from bulletin.storage.cache_file import read_cache_file, write_cache_file
from bulletin.storage.file_system import FileStamp, get_stamp, read_stamp, write_file_atomically
from bulletin.storage.foreign_files import refuse_linked_path
from bulletin.urls import convert_path_to_address
from bulletin.view_models.output_file import OutputFile

RENDER_STATE_VERSION = "press-3"
"""Version of the ledger."""
_WORTH_A_FORK = 64
"""Pages below which one process is faster than two."""
_SHORT, _LONG = 16, 128
"""Pages that one process prints without a break: neighbours share teasers, which each process makes for itself."""
_NAMED = 100
"""Changed sources up to which it is looked up which of them each page names."""
RenderPage = Callable[[OutputFile, Any], str]
"""Prints one page from its view; given the same view it must give the same text."""
SharedInputs = Mapping[str, str]
"""What all pages depend on, as digests by names for people."""


class RenderedFile(Struct, frozen=True, gc=False, array_like=True):
    """A page as it was printed."""

    template: str
    input_digests: bytes
    """Digests of what it was made from."""
    stamp: FileStamp
    """Of the file in the output."""


class RenderState(Struct, frozen=True, gc=False):
    """The ledger: all pages of an output, as they were printed."""

    shared_inputs: dict[str, str] = {}
    """See Shared; empty where it is not sure."""
    rendered_files: dict[str, RenderedFile] = {}
    """By path from the output folder."""


class _RenderJob(NamedTuple):
    """A page to be printed."""

    file: OutputFile
    names: tuple[str, ...]
    inputs: bytes
    view: Any
    """None where it is yet to be made."""


class _WriteResult(NamedTuple):
    stamp: FileStamp
    existed: bool
    """Whether the output held a page of that name."""
    written: bool
    """False where it held the same bytes already."""
    sources: tuple[str, ...]
    """Changed sources whose addresses stand in the page."""


class RenderResult(NamedTuple):
    """What came of a run."""

    written: list[WrittenFile]
    changed_sources: tuple[str, ...]
    """Content files whose own pages are new, or say something else than last time; sorted."""


class IncrementalRenderer:
    """Prints into ``output``. ``ledger`` remembers, ``shared`` tells what pages depend on besides their inputs."""

    def __init__(
        self, output: Path, ledger: Path, shared: Callable[[], SharedInputs], workers: int | None = None
    ) -> None:
        self._output, self._ledger, self._look, self._workers = str(output), ledger, shared, workers

    def render_changed(self, pages: Sequence[OutputFile], render: RenderPage) -> RenderResult:
        """Print those of ``pages`` that would come out other than they lie there."""
        known = read_render_state(self._ledger, RENDER_STATE_VERSION)
        shared = self._look()  # before a template is read
        before, former = known.shared_inputs, known.rendered_files
        trusted = former if before == shared else {}
        rows: dict[str, RenderedFile] = {}
        jobs = []
        for page in pages:
            job = _looked_at(page) if page.fingerprints is None else None
            inputs = b"".join(page.fingerprints or ()) if job is None else job.inputs
            row = trusted.get(page.path)
            if (
                row is not None
                and row.template == page.template
                and row.input_digests == inputs
                and row.stamp == read_stamp(f"{self._output}/{page.path}")
            ):
                rows[page.path] = row
            else:
                jobs.append(job or _RenderJob(page, page.input_labels, inputs, None))
        written = []
        news = [job.file for job in jobs if _is_changed_source(job, former)]
        for job, printed in zip(jobs, self._render_jobs(jobs, render, news), strict=True):
            file, row = job.file.path, former.get(job.file.path)
            rows[file] = RenderedFile(job.file.template, job.inputs, printed.stamp)
            if printed.written:
                old = row.input_digests if row and row.template == job.file.template else None
                if printed.existed and not former:
                    written.append(WrittenFile(file, (REASON_CACHE_LOST,)))
                    continue
                why = find_rebuild_reasons(job.names, job.inputs, old, shared, before)
                written.append(WrittenFile(file, why, printed.sources))
        if jobs or len(rows) != len(former):
            # A template that was saved meanwhile, and may be taken back: nobody knows which pages show it.
            sure = dict(shared) if not jobs or self._look() == shared else {}
            write_cache_file(self._ledger, RenderState(sure, rows), RENDER_STATE_VERSION)
        if not former:  # what is not known to be old is new where its page came out another
            files = {change.path for change in written}
            news = [page for page in news if page.path in files]
        return RenderResult(written, tuple(sorted(page.source for page in news)))

    def _render_jobs(
        self, jobs: Sequence[_RenderJob], render: RenderPage, news: Sequence[OutputFile]
    ) -> Iterator[_WriteResult]:
        # Static pages stand in every footer: they are not looked for.
        articles = [page for page in news if page.source.startswith("articles/")]
        sought = (
            {convert_path_to_address(one.path): one.source for one in articles}
            if len(articles) <= _NAMED
            else {}
        )

        def one(job: _RenderJob) -> _WriteResult:
            text = render(job.file, job.file.build_view() if job.view is None else job.view)
            there, written, mark = _put(self._output, job.file.path, text.encode())
            named = (source for address, source in sought.items() if address in text) if written else ()
            return _WriteResult(mark, there, written, tuple(named))

        workers = self._workers if len(jobs) >= _WORTH_A_FORK else 1
        chunk = min(max(len(jobs) // 64, _SHORT), _LONG)  # dozens of stretches, so that all end at one time
        return track_progress("Dựng trang", map_in_processes(one, jobs, workers, chunk), len(jobs))


def read_render_state(ledger: Path, version: str) -> RenderState:
    """Return the pages that a build with that version of the ledger printed; none if they cannot be read."""
    return read_cache_file(ledger, RenderState, version) or RenderState()


def _looked_at(page: OutputFile) -> _RenderJob:
    """Return what printing ``page`` takes, found out by making its view. What all pages share is no input of its own."""
    view = page.build_view()
    names = [name for name in view.__struct_fields__ if name != "site"]
    digests = (
        blake2b(repr(getattr(view, name)).encode(), digest_size=INPUT_DIGEST_SIZE).digest() for name in names
    )
    return _RenderJob(page, get_field_labels(names), b"".join(digests), view)


def _is_changed_source(job: _RenderJob, former: Mapping[str, RenderedFile]) -> bool:
    """Tell whether ``job`` is the page of a content file that is new here, or says something else than last time."""
    row = former.get(job.file.path)
    return bool(job.file.source) and (
        row is None
        or row.template != job.file.template
        or row.input_digests[:INPUT_DIGEST_SIZE] != job.inputs[:INPUT_DIGEST_SIZE]
    )


def _put(output: str, file: str, data: bytes) -> tuple[bool, bool, FileStamp]:
    """Write ``data`` to ``file`` below ``output``, unless it holds them; a reader never meets half of it.

    Return whether a file was there, whether it was written, and the stamp. Raise UserError.
    """
    refuse_linked_path(output, file)
    path = f"{output}/{file}"
    try:
        status = os.lstat(path)
    except OSError:
        return False, True, write_file_atomically(path, data)
    if not S_ISREG(status.st_mode) or status.st_size != len(data) or Path(path).read_bytes() != data:
        return True, True, write_file_atomically(path, data)
    return True, False, get_stamp(status)
