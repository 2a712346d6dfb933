"""The memory that a picture takes from its file to the last size made of it, known before a pixel is decoded.

A hundred kilobytes of a PNG may hold sixty million pixels, and these several copies: Pillow holds most modes in four bytes
a pixel, turning a picture and making it transparent take a second copy, and a progressive JPEG is decoded from all its
coefficients at once.
"""

import re
from pathlib import Path

from PIL import Image

BYTES_PER_PIXEL = 10
"""Memory at most for each of the pixels that a picture may have by the settings: 600 MB for sixty million."""
MAX_IMAGE_SIDE = 65_500
"""Pixels of a side at most, as in a JPEG (libjpeg's JPEG_MAX_DIMENSION). Pillow has a pointer to each row."""
_MEMORY = Path("/proc/meminfo")
_FREE = re.compile(r"^MemAvailable: *([0-9]+) kB$", re.MULTILINE)
"""Memory that programs may take (proc_meminfo(5))."""
_ANY = 1_000
"""More pictures than there are cores."""
_HELD = {"1": 1.0, "L": 1.0, "P": 1.0, "I;16": 2.0}
"""Bytes of a pixel in Pillow's memory; four in other modes."""
_MADE = {"1": 7.0, "L": 7.0, "P": 6.0, "I;16": 7.5, "RGB": 6.0, "CMYK": 8.5, "RGBA": 9.8}
"""Bytes for each pixel at the peak of the work on it (measured: tests/images/test_memory.py)."""
_WITH_KEY = {"1": 14.0, "L": 14.0, "I;16": 14.5, "P": 9.8, "RGB": 9.8}
"""The same where a palette or a key colour makes pixels transparent."""
_MOST_MADE = 14.0
"""Of modes that stand in no table: grey with transparency."""


def estimate_memory(image: Image.Image, scans: int = 1) -> int:
    """Return how many bytes the work on ``image`` takes, which was opened and is not loaded; ``scans`` are its JPEG's."""
    mode = image.mode.partition(";16")[0] + ";16" if ";16" in image.mode else image.mode
    held = _HELD.get(mode, 4.0)
    made = (_WITH_KEY if "transparency" in image.info else _MADE).get(mode, _MOST_MADE)
    turned = 2 * held
    decoded = held + (_coefficients(image) if scans > 1 else 0.0)
    return int(image.width * image.height * max(made, turned, decoded))


def count_fitting_images(limit: int) -> int:
    """Return how many pictures of ``limit`` pixels fit into the free memory, at least one."""
    try:
        free = _FREE.search(_MEMORY.read_text(encoding="ascii"))
    except OSError:  # not Linux
        return _ANY
    return max(int(free[1]) * 1024 // (BYTES_PER_PIXEL * limit), 1) if free and limit else _ANY


def _coefficients(image: Image.Image) -> float:
    """Return the bytes for each pixel of a JPEG's coefficients, two each (ITU-T T.81, A.1.1)."""
    layers: list[tuple[int, int, int, int]] = getattr(image, "layer", [])
    most = max((across * down for _, across, down, _ in layers), default=1)
    return 2.0 * sum(across * down for _, across, down, _ in layers) / most
