"""Render only the output files whose inputs changed since the previous build."""

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

RENDER_STATE_VERSION = "render-state-4"
"""Cache version of the render state."""
_MIN_PAGES_TO_FORK = 64
"""Number of pages below which one process is faster than two."""
_MIN_CHUNK, _MAX_CHUNK = 16, 128
"""Limits for the pages in one task of a process. Reason: neighbours share teasers, cached in each process."""
_MAX_NAMED_SOURCES = 100
"""Largest number of changed articles that are searched for in the rendered pages."""
RenderPage = Callable[[OutputFile, Any], str]
"""Renders a page from its view model. Equal view models must give equal texts."""
SharedInputs = Mapping[str, str]
"""Digests of the shared inputs of all pages, by Vietnamese names."""


class RenderedFile(Struct, frozen=True, gc=False, array_like=True):
    """The state of a rendered file."""

    template: str
    input_digests: bytes
    """Joined digests of the inputs."""
    stamp: FileStamp
    """Stamp of the file in the output folder."""


class RenderState(Struct, frozen=True, gc=False):
    """The state of all rendered files of an output folder."""

    shared_inputs: dict[str, str] = {}
    """See SharedInputs. Empty if a template changed during the build."""
    rendered_files: dict[str, RenderedFile] = {}
    """Rendered files by path from the output folder."""


class _RenderJob(NamedTuple):
    """A page that must be rendered."""

    file: OutputFile
    names: tuple[str, ...]
    inputs: bytes
    view: Any
    """The view model, or None if it has not been made yet."""


class _WriteResult(NamedTuple):
    stamp: FileStamp
    existed: bool
    """True if the output folder had a file of that name."""
    written: bool
    """False if the file held the same bytes already."""
    sources: tuple[str, ...]
    """Changed articles whose addresses occur in the page."""


class RenderResult(NamedTuple):
    """The files that were written, and the content files that changed."""

    written: list[WrittenFile]
    changed_sources: tuple[str, ...]
    """Content files whose own pages are new or have changed content, sorted."""


class IncrementalRenderer:
    """Renders pages into ``output`` and saves their state in ``state_file``.

    ``shared_inputs`` returns the shared inputs of all pages.
    """

    def __init__(
        self,
        output: Path,
        state_file: Path,
        shared_inputs: Callable[[], SharedInputs],
        workers: int | None = None,
    ) -> None:
        self._output, self._state_file, self._read_inputs, self._workers = (
            str(output),
            state_file,
            shared_inputs,
            workers,
        )

    def render_changed(self, pages: Sequence[OutputFile], render: RenderPage) -> RenderResult:
        """Render the pages whose files are missing, altered or outdated."""
        state = read_render_state(self._state_file, RENDER_STATE_VERSION)
        shared_inputs = self._read_inputs()  # before a template is read
        former_inputs, former = state.shared_inputs, state.rendered_files
        valid_rows = former if former_inputs == shared_inputs else {}
        rows: dict[str, RenderedFile] = {}
        jobs = []
        for page in pages:
            job = _create_job(page) if page.fingerprints is None else None
            inputs = b"".join(page.fingerprints or ()) if job is None else job.inputs
            row = valid_rows.get(page.path)
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
        changed_pages = [job.file for job in jobs if _is_changed_source(job, former)]
        for job, result in zip(jobs, self._render_jobs(jobs, render, changed_pages), strict=True):
            file, row = job.file.path, former.get(job.file.path)
            rows[file] = RenderedFile(job.file.template, job.inputs, result.stamp)
            if result.written:
                former_digests = row.input_digests if row and row.template == job.file.template else None
                if result.existed and not former:
                    written.append(WrittenFile(file, (REASON_CACHE_LOST,)))
                    continue
                reasons = find_rebuild_reasons(
                    job.names, job.inputs, former_digests, shared_inputs, former_inputs
                )
                written.append(WrittenFile(file, reasons, result.sources))
        if jobs or len(rows) != len(former):
            # If a template changed during the build, it is unknown which pages were rendered with it.
            saved_inputs = dict(shared_inputs) if not jobs or self._read_inputs() == shared_inputs else {}
            write_cache_file(self._state_file, RenderState(saved_inputs, rows), RENDER_STATE_VERSION)
        if not former:  # without a saved state, a page is new if its file was written
            files = {change.path for change in written}
            changed_pages = [page for page in changed_pages if page.path in files]
        return RenderResult(written, tuple(sorted(page.source for page in changed_pages)))

    def _render_jobs(
        self, jobs: Sequence[_RenderJob], render: RenderPage, changed_pages: Sequence[OutputFile]
    ) -> Iterator[_WriteResult]:
        # Static pages are not searched for, because the footer of every page links to them.
        articles = [page for page in changed_pages if page.source.startswith("articles/")]
        sources_by_address = (
            {convert_path_to_address(page.path): page.source for page in articles}
            if len(articles) <= _MAX_NAMED_SOURCES
            else {}
        )

        def render_one(job: _RenderJob) -> _WriteResult:
            text = render(job.file, job.file.build_view() if job.view is None else job.view)
            existed, written, stamp = _write_if_changed(self._output, job.file.path, text.encode())
            sources = (
                (source for address, source in sources_by_address.items() if address in text)
                if written
                else ()
            )
            return _WriteResult(stamp, existed, written, tuple(sources))

        workers = self._workers if len(jobs) >= _MIN_PAGES_TO_FORK else 1
        # dozens of tasks, so that all processes end at about the same time
        chunk = min(max(len(jobs) // 64, _MIN_CHUNK), _MAX_CHUNK)
        return track_progress("Dựng trang", map_in_processes(render_one, jobs, workers, chunk), len(jobs))


def read_render_state(state_file: Path, version: str) -> RenderState:
    """Return the saved render state, or an empty one if it is missing or invalid."""
    return read_cache_file(state_file, RenderState, version) or RenderState()


def _create_job(page: OutputFile) -> _RenderJob:
    """Return the job for a page without fingerprints, with digests of its view model.

    ``site`` is left out, because the site frame is a shared input.
    """
    view = page.build_view()
    names = [name for name in view.__struct_fields__ if name != "site"]
    digests = (
        blake2b(repr(getattr(view, name)).encode(), digest_size=INPUT_DIGEST_SIZE).digest() for name in names
    )
    return _RenderJob(page, get_field_labels(names), b"".join(digests), view)


def _is_changed_source(job: _RenderJob, former: Mapping[str, RenderedFile]) -> bool:
    """Tell if a page belongs to a content file that is new or has changed."""
    row = former.get(job.file.path)
    return bool(job.file.source) and (
        row is None
        or row.template != job.file.template
        or row.input_digests[:INPUT_DIGEST_SIZE] != job.inputs[:INPUT_DIGEST_SIZE]
    )


def _write_if_changed(output: str, file: str, data: bytes) -> tuple[bool, bool, FileStamp]:
    """Write ``data`` atomically, unless the file holds these bytes. Raise UserError.

    Return if a file existed, if it was written, and its stamp.
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
