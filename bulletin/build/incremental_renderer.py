"""Render only the output files whose inputs changed since the previous build."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from stat import S_ISREG
from typing import Any, NamedTuple

from bulletin.build.render_state import (
    RENDER_STATE_VERSION,
    RenderedFile,
    RenderedGroup,
    RenderState,
    describe_groups,
    read_render_state,
)
from bulletin.build.report import (
    INPUT_DIGEST_SIZE,
    REASON_CACHE_LOST,
    WrittenFile,
    find_rebuild_reasons,
    get_field_labels,
)
from bulletin.processes.parallel import map_in_processes
from bulletin.processes.progress import track_progress
from bulletin.storage.cache_file import write_cache_file
from bulletin.storage.file_system import FileStamp, get_stamp, read_stamp, write_file_atomically
from bulletin.storage.foreign_files import refuse_linked_path
from bulletin.urls import convert_path_to_address
from bulletin.view_models.output_file import OutputFile, OutputGroup

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


class _RenderJob(NamedTuple):
    """A page that must be rendered."""

    group: str
    """Name of its group."""
    file: OutputFile
    names: tuple[str, ...]
    inputs: bytes
    view: Any
    """The view model, or None if it has not been made yet."""


class _ChangedGroup(NamedTuple):
    """A group of which a file may be outdated."""

    fingerprint: bytes
    files: dict[str, RenderedFile]
    """The files that stay and, after the rendering, all files."""


class _WriteResult(NamedTuple):
    stamp: FileStamp
    existed: bool
    """True if the output folder had a file of that name."""
    written: bool
    """False if the file held the same bytes already."""
    sources: tuple[str, ...]
    """Changed articles whose addresses occur in the page."""


class OutdatedPages(NamedTuple):
    """The pages that must be rendered, and the state of all others."""

    former: RenderState
    former_files: dict[str, RenderedFile]
    """The former files of all groups that do not stay."""
    shared_inputs: SharedInputs
    kept_groups: dict[str, RenderedGroup]
    """The groups whose files all stay."""
    kept_paths: list[str]
    """The paths of the files in these groups."""
    changed_groups: dict[str, _ChangedGroup]
    """All other groups of this build."""
    jobs: list[_RenderJob]
    """The pages to render, in the order of the plan."""

    @property
    def paths(self) -> Iterator[str]:
        """The paths of all files of this build."""
        yield from self.kept_paths
        for group in self.changed_groups.values():
            yield from group.files
        yield from (job.file.path for job in self.jobs)

    def list_groups(self) -> dict[str, RenderedGroup]:
        """Return the state of all groups of this build."""
        changed = {
            name: RenderedGroup.create(group.fingerprint, group.files)
            for name, group in self.changed_groups.items()
        }
        return self.kept_groups | changed


class RenderResult(NamedTuple):
    """The files that were written, and the content files that changed."""

    written: list[WrittenFile]
    changed_sources: tuple[str, ...]
    """Content files whose own pages are new or have changed content, sorted."""
    rendered: tuple[OutputFile, ...]
    """The rendered files, also those whose bytes are equal."""


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

    def find_outdated(self, planned: Iterable[OutputFile | OutputGroup]) -> OutdatedPages:
        """Return the pages whose files are missing, altered or outdated.

        The files of a group are planned only if its fingerprint is new or one of its files was altered.
        """
        state = read_render_state(self._state_file, RENDER_STATE_VERSION)
        shared_inputs = self._read_inputs()  # before a template is read
        is_valid = state.shared_inputs == shared_inputs
        kept_groups, kept_paths = dict[str, RenderedGroup](), list[str]()
        changed_groups = {"": _ChangedGroup(b"", {})}
        planned_pages: list[tuple[str, OutputFile]] = []
        for entry in planned:
            if isinstance(entry, OutputFile):
                planned_pages.append(("", entry))
                continue
            former = state.groups.get(entry.name)
            if is_valid and former and former.fingerprint == entry.fingerprint:
                files = former.read_files()
                if self._are_unaltered(files):
                    kept_groups[entry.name] = former
                    kept_paths += files
                    continue
            changed_groups[entry.name] = _ChangedGroup(entry.fingerprint, {})
            planned_pages += ((entry.name, page) for page in entry.plan_files())
        # A page may have moved to another group, but not from one whose files all stay.
        former_files = dict(state.iterate_files(kept_groups))
        jobs: list[_RenderJob] = []
        for name, page in planned_pages:
            job = _create_job(name, page)
            row = former_files.get(page.path)
            if row is not None and is_valid and self._is_current(job, row):
                changed_groups[name].files[page.path] = row
            else:
                jobs.append(job)
        return OutdatedPages(
            state, former_files, shared_inputs, kept_groups, kept_paths, changed_groups, jobs
        )

    def _are_unaltered(self, files: Mapping[str, RenderedFile]) -> bool:
        """Tell if ``files`` are those of the previous build."""
        return all(row.stamp == read_stamp(f"{self._output}/{path}") for path, row in files.items())

    def _is_current(self, job: _RenderJob, row: RenderedFile) -> bool:
        """Tell if the file of the page is unaltered and has the inputs of ``job``."""
        return (
            row.template == job.file.template
            and row.input_digests == job.inputs
            and row.stamp == read_stamp(f"{self._output}/{job.file.path}")
        )

    def render(self, outdated: OutdatedPages, render: RenderPage) -> RenderResult:
        """Render the outdated pages, and save the state of all files."""
        state, shared_inputs = outdated.former, outdated.shared_inputs
        former_inputs, former, jobs = state.shared_inputs, outdated.former_files, outdated.jobs
        written = []
        changed_pages = [job.file for job in jobs if _is_changed_source(job, former)]
        for job, result in zip(jobs, self._render_jobs(jobs, render, changed_pages), strict=True):
            file, row = job.file.path, former.get(job.file.path)
            new_row = RenderedFile(job.file.template, job.inputs, result.stamp)
            outdated.changed_groups[job.group].files[file] = new_row
            if result.written:
                former_digests = row.input_digests if row and row.template == job.file.template else None
                if result.existed and not state.has_files:
                    written.append(WrittenFile(file, (REASON_CACHE_LOST,)))
                    continue
                reasons = find_rebuild_reasons(
                    job.names, job.inputs, former_digests, shared_inputs, former_inputs
                )
                written.append(WrittenFile(file, reasons, result.sources))
        groups = outdated.list_groups()
        if jobs or describe_groups(groups) != describe_groups(state.groups):
            # If a template changed during the build, it is unknown which pages were rendered with it.
            saved_inputs = dict(shared_inputs) if not jobs or self._read_inputs() == shared_inputs else {}
            new_state = RenderState(saved_inputs, groups)
            write_cache_file(self._state_file, new_state, RENDER_STATE_VERSION)
        if not state.has_files:  # without a saved state, a page is new if its file was written
            files = {change.path for change in written}
            changed_pages = [page for page in changed_pages if page.path in files]
        sources = tuple(sorted(page.source for page in changed_pages))
        return RenderResult(written, sources, tuple(job.file for job in jobs))

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


def _create_job(group: str, page: OutputFile) -> _RenderJob:
    """Return the job for a page of ``group``.

    Without fingerprints, it has digests of the view model.
    ``site`` is left out, because the site frame is a shared input.
    """
    if page.fingerprints is not None:
        return _RenderJob(group, page, page.input_labels, b"".join(page.fingerprints), None)
    view = page.build_view()
    names = [name for name in view.__struct_fields__ if name != "site"]
    digests = (
        blake2b(repr(getattr(view, name)).encode(), digest_size=INPUT_DIGEST_SIZE).digest() for name in names
    )
    return _RenderJob(group, page, get_field_labels(names), b"".join(digests), view)


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
