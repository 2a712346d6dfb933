"""Encoding of one image in one size and format.

The source and the fields of an ``ImageVariant`` alone decide the bytes.
"""

import hashlib
import json
from io import BytesIO
from typing import NamedTuple

from PIL import Image, features
from PIL import __version__ as pillow_version

from bulletin.images.colour import convert_to_eight_bit, convert_to_rgb

ENCODER_VERSION = 1
"""Number to raise if this package writes other bytes or pixels for the same input."""
IMAGE_LIBRARY_VERSIONS = [
    pillow_version,
    *(features.version(name) for name in ("libjpeg_turbo", "zlib_ng", "zlib", "webp", "littlecms2")),
]
"""Versions of the libraries that encode. Another version may write other bytes."""


class ImageVariant(NamedTuple):
    """One width and format of an image."""

    format: str
    """``JPEG``, ``PNG`` or ``WEBP``."""
    width: int
    """Width in pixels."""
    height: int
    quality: int
    """Quality of JPEG and WebP; 0 for PNG, which is lossless."""

    def compute_key(self, digest: str) -> str:
        """Return the key (64 hex digits) of this variant of a source with this SHA-256."""
        parts = [
            ENCODER_VERSION,
            IMAGE_LIBRARY_VERSIONS,
            digest,
            self.format,
            self.width,
            self.height,
            self.quality,
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


class DecodedImage:
    """A decoded image, ready to be encoded in several sizes."""

    def __init__(self, image: Image.Image) -> None:
        """Take the image of ``decode_image_bytes`` and drop its metadata."""
        self._image, self._profile = convert_to_eight_bit(image)
        self._resized = self._image
        """The image in the size of the last variant. Reason: the next variant often has the same size."""

    def encode_variant(self, variant: ImageVariant) -> bytes:
        """Return a variant as a file with pixels and colour profile, no other metadata.

        The bytes do not depend on other variants of the source.
        """
        image, profile = self._image, self._profile
        if variant.format == "WEBP":
            image, profile = convert_to_rgb(image, profile)
        size = variant.width, variant.height
        if image is not self._image:
            image = _resize(image, size)
        else:
            if self._resized.size != size:
                self._resized = image  # frees the last size before the next one is made
                self._resized = _resize(image, size)
            image = self._resized
        options: dict[str, object] = {"icc_profile": profile} if profile else {}
        if variant.format == "JPEG":
            options |= {"quality": variant.quality, "progressive": True, "optimize": True}
        elif variant.format == "PNG":
            options |= {"optimize": True}
        else:
            options |= {"quality": variant.quality, "method": 4}
        file = BytesIO()
        image.save(file, variant.format, **options)
        return file.getvalue()


def _resize(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
