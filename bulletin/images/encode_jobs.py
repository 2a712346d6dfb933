"""Encoding of image variants, one job for each source image, on all CPUs."""

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
    """A source image and the variants to make from it."""

    path: Path
    name: str
    """Name of the image in messages."""
    digest: str
    """SHA-256 that the file must still have."""
    max_pixels: int
    """Greatest number of pixels."""
    variants: tuple[ImageVariant, ...]
    folder: Path
    """Folder of the variant cache."""


EncodedVariants = list[tuple[str, CachedVariant]]
"""Keys and records of the stored variants of a job."""


def run_encode_job(job: EncodeJob) -> EncodedVariants:
    """Encode and store the variants of ``job``. Raise ImageError, OSError."""
    data = job.path.read_bytes()
    if hashlib.sha256(data).hexdigest() != job.digest:
        raise ImageError(job.name, "tệp vừa bị thay đổi trong lúc dựng trang.", "Hãy chạy lại lệnh.")
    image = DecodedImage(decode_image_bytes(data, job.max_pixels, job.name)[0])
    by_size = sorted(job.variants, key=lambda variant: variant.width)  # each size is computed once
    return [
        (key, store_variant(job.folder, key, image.encode_variant(variant)))
        for variant, key in ((variant, variant.compute_key(job.digest)) for variant in by_size)
    ]


def run_encode_jobs(jobs: Sequence[EncodeJob], workers: int | None = None) -> Iterator[EncodedVariants]:
    """Run ``jobs`` in order and yield their results.

    Args:
        jobs: what to encode.
        workers: number of processes. None means one for each CPU.
            There are fewer if the largest allowed images would not fit into memory.

    Raises:
        ImageError: an image cannot be used.
        OSError: a file cannot be read or written.

    """
    max_pixels = max((job.max_pixels for job in jobs), default=0)
    return map_in_processes(
        run_encode_job, jobs, min(workers or count_cpus(), count_fitting_images(max_pixels))
    )
