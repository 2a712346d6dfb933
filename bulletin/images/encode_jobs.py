"""Encoding, the slow part: one job a source picture, on every core that there is."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bulletin.images.decoder import PictureError, decode
from bulletin.images.encoder import Derivative, Source
from bulletin.images.memory import room_for
from bulletin.images.variant_cache import Record, keep
from bulletin.processes.parallel import cores, forked_map


class Job(NamedTuple):
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
    """Run ``jobs``, in order, in ``workers`` processes (None: one a core). Raise what ``run`` raises.

    There are fewer where the greatest pictures that are allowed would not fit into the memory side by side.
    """
    most = max((job.limit for job in jobs), default=0)
    return forked_map(run, jobs, min(workers or cores(), room_for(most)))
