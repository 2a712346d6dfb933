"""Estimate of the memory that an image needs, before its pixels are decoded.

A PNG of a hundred kilobytes may hold sixty million pixels in several copies.
Pillow uses four bytes a pixel for most modes.
Rotation and transparency take a second copy.
A progressive JPEG is decoded from all its coefficients at once.
"""

import re
from pathlib import Path

from PIL import Image

from bulletin.text.late_patterns import compile_late

BYTES_PER_PIXEL = 10
"""Most memory for each pixel of the limit in the settings: 600 MB for sixty million."""
MAX_IMAGE_SIDE = 65_500
"""Most pixels of a side, as in a JPEG (libjpeg's JPEG_MAX_DIMENSION).

Reason: Pillow keeps a pointer for each row.
"""
MEMORY_INFO = Path("/proc/meminfo")
_FREE_MEMORY = compile_late(r"^MemAvailable: *([0-9]+) kB$", re.MULTILINE)
"""Memory that programs may take (proc_meminfo(5))."""
_UNLIMITED = 1_000
"""A number of images above any number of CPUs."""
_BYTES_LOADED = {"1": 1.0, "L": 1.0, "P": 1.0, "I;16": 2.0}
"""Bytes for each pixel in Pillow's memory; 4 in other modes."""
_PEAK_BYTES = {"1": 7.0, "L": 7.0, "P": 6.0, "I;16": 7.5, "RGB": 6.0, "CMYK": 8.5, "RGBA": 9.8}
"""Bytes for each pixel at the peak of the work (measured by tests/images/test_memory.py)."""
_PEAK_BYTES_TRANSPARENT = {"1": 14.0, "L": 14.0, "I;16": 14.5, "P": 9.8, "RGB": 9.8}
"""The same if a palette or a key colour makes pixels transparent."""
_PEAK_BYTES_OTHER = 14.0
"""The same for other modes, such as grey with transparency."""


def estimate_memory(image: Image.Image, scans: int = 1) -> int:
    """Return the bytes that the work on an opened image needs.

    Args:
        image: an image whose pixels are not loaded.
        scans: number of scans of a JPEG.

    """
    mode = image.mode.partition(";16")[0] + ";16" if ";16" in image.mode else image.mode
    loaded = _BYTES_LOADED.get(mode, 4.0)
    peak = (_PEAK_BYTES_TRANSPARENT if "transparency" in image.info else _PEAK_BYTES).get(
        mode, _PEAK_BYTES_OTHER
    )
    rotated = 2 * loaded
    decoded = loaded + (_count_coefficient_bytes(image) if scans > 1 else 0.0)
    return int(image.width * image.height * max(peak, rotated, decoded))


def count_fitting_images(limit: int) -> int:
    """Return how many images of ``limit`` pixels fit into free memory, at least 1."""
    try:
        found = _FREE_MEMORY.search(MEMORY_INFO.read_text(encoding="ascii"))
    except OSError:  # not Linux
        return _UNLIMITED
    return max(int(found[1]) * 1024 // (BYTES_PER_PIXEL * limit), 1) if found and limit else _UNLIMITED


def _count_coefficient_bytes(image: Image.Image) -> float:
    """Return the bytes of JPEG coefficients for each pixel, two bytes each.

    Source: ITU-T T.81, A.1.1.
    """
    layers: list[tuple[int, int, int, int]] = getattr(image, "layer", [])
    most = max((across * down for _, across, down, _ in layers), default=1)
    return 2.0 * sum(across * down for _, across, down, _ in layers) / most
