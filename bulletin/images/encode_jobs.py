"""Encoding, the slow part: one job a source picture, on every core that there is."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bulletin.images.decoder import ImageError, decode_image_bytes
from bulletin.images.encoder import DecodedImage, ImageVariant
from bulletin.images.memory import count_fitting_images
from bulletin.images.variant_cache import CachedVariant, store_variant
from bulletin.processes.parallel import count_cpus, map_in_processes


class EncodeJob(NamedTuple):
    """A source picture and what is to be made of it."""

    path: Path
    name: str
    """How messages call the picture."""
    digest: str
    """sha-256 that the file must still have."""
    max_pixels: int
    """Greatest number of pixels."""
    variants: tuple[ImageVariant, ...]
    folder: Path
    """Of the store that keeps the results."""


EncodedVariants = list[tuple[str, CachedVariant]]
"""Keys and records of what a job kept."""


def run_encode_job(job: EncodeJob) -> EncodedVariants:
    """Encode and keep all that ``job`` wants. Raise PictureError, OSError."""
    data = job.path.read_bytes()
    if hashlib.sha256(data).hexdigest() != job.digest:
        raise ImageError(job.name, "tệp vừa bị thay đổi trong lúc dựng trang.", "Hãy chạy lại lệnh.")
    source = DecodedImage(decode_image_bytes(data, job.max_pixels, job.name)[0])
    return [
        (key, store_variant(job.folder, key, source.encode_variant(wanted)))
        for wanted, key in ((wanted, wanted.compute_key(job.digest)) for wanted in job.variants)
    ]


def run_encode_jobs(jobs: Sequence[EncodeJob], workers: int | None = None) -> Iterator[EncodedVariants]:
    """Run ``jobs``, in order, in ``workers`` processes (None: one a core). Raise what ``run_encode_job`` raises.

    There are fewer where the greatest pictures that are allowed would not fit into the memory side by side.
    """
    most = max((job.max_pixels for job in jobs), default=0)
    return map_in_processes(run_encode_job, jobs, min(workers or count_cpus(), count_fitting_images(most)))
