"""Encoding, the slow part: one job a source picture, on every core that there is."""

import hashlib
import multiprocessing
import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from plugins.pictures.decoding import PictureError, decode
from plugins.pictures.encoding import Derivative, Source
from plugins.pictures.store import Record, keep


@dataclass(frozen=True, slots=True)
class Job:
    """A source picture and what is to be made of it."""

    path: Path
    name: str
    """How messages call the picture."""
    digest: str
    """sha-256 that the file must still have."""
    limit: int
    """Greatest number of pixels."""
    wanted: tuple[Derivative, ...]
    folder: Path
    """Of the store that keeps the results."""


Made = list[tuple[str, Record]]
"""Keys and records of what a job kept."""


def run(job: Job) -> Made:
    """Encode and keep all that ``job`` wants. Raise PictureError, OSError."""
    data = job.path.read_bytes()
    if hashlib.sha256(data).hexdigest() != job.digest:
        raise PictureError(job.name, "tệp vừa bị thay đổi trong lúc dựng trang.", "Hãy chạy lại lệnh.")
    source = Source(decode(data, job.limit, job.name)[0])
    return [
        (key, keep(job.folder, key, source.encode(wanted)))
        for wanted, key in ((wanted, wanted.key(job.digest)) for wanted in job.wanted)
    ]


def run_all(jobs: Sequence[Job], workers: int | None = None) -> Iterator[Made]:
    """Run ``jobs``, in order, in ``workers`` processes (None: as many as there are cores).

    Processes are forked; where fork is not there, or other threads run (forking them is not
    safe), a plain loop does the same. Raise what ``run`` raises.
    """
    if workers is None:
        workers = _cores() if threading.active_count() == 1 else 1
    workers = min(workers, len(jobs))
    if workers < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(run, jobs)
        return
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as pool:
        yield from pool.map(run, jobs)


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS
    return len(affinity(0)) if affinity else os.cpu_count() or 1
