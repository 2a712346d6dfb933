"""One picture in one size and one format: the recipe, and nothing else decides the bytes."""

import hashlib
import json
from io import BytesIO
from typing import NamedTuple

from PIL import Image, features
from PIL import __version__ as pillow_version

from bulletin.images.colour import convert_to_eight_bit, convert_to_rgb

ENCODER_VERSION = 1
"""Raise it whenever this package writes other bytes or pixels for the same input."""
IMAGE_LIBRARY_VERSIONS = [
    pillow_version,
    *(features.version(name) for name in ("libjpeg_turbo", "zlib_ng", "zlib", "webp", "littlecms2")),
]
"""Versions of what encodes: other versions, other bytes."""


class ImageVariant(NamedTuple):
    """A picture to be made from a source."""

    format: str
    """``JPEG``, ``PNG`` or ``WEBP``."""
    width: int
    """In pixels, as the height."""
    height: int
    quality: int
    """Of JPEG and WebP; 0 for PNG, which loses nothing."""

    def compute_key(self, digest: str) -> str:
        """Return the key (64 hex digits) of the bytes made from the source with this sha-256."""
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
    """A decoded picture, ready to be encoded in several sizes."""

    def __init__(self, image: Image.Image) -> None:
        """Take what ``decode`` returned; metadata are left behind here."""
        self._image, self._profile = convert_to_eight_bit(image)

    def encode_variant(self, wanted: ImageVariant) -> bytes:
        """Return ``wanted`` as a file: pixels and their colour profile, no other metadata.

        The same input gives the same bytes, whatever else is made from the source.
        """
        image, profile = self._image, self._profile
        if wanted.format == "WEBP":
            image, profile = convert_to_rgb(image, profile)
        if image.size != (wanted.width, wanted.height):
            size = (wanted.width, wanted.height)
            image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        options: dict[str, object] = {"icc_profile": profile} if profile else {}
        if wanted.format == "JPEG":
            options |= {"quality": wanted.quality, "progressive": True, "optimize": True}
        elif wanted.format == "PNG":
            options |= {"optimize": True}
        else:
            options |= {"quality": wanted.quality, "method": 4}
        file = BytesIO()
        image.save(file, wanted.format, **options)
        return file.getvalue()
