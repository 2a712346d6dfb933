"""Settings of images: the table PICTURES in pelicanconf.py."""

from collections.abc import Sequence
from dataclasses import dataclass

from bulletin.settings.tables import InvalidValueError, quote_value
from bulletin.text.slugs import SLUG_PATTERN

WEBP_MAX_SIDE = 16383
"""Most pixels of a side of a WebP image (RFC 9649, section 2.6: 14 bits)."""
PILLOW_MAX_PIXELS = 178_956_970
"""Pixels above which Pillow refuses an image (twice Image.MAX_IMAGE_PIXELS)."""


@dataclass(frozen=True)
class ImageSettings:
    """The setting PICTURES."""

    widths: Sequence[int] = (320, 480, 720, 960, 1280, 1600)
    """Widths of the variants in pixels, rising. An image is never enlarged.

    Reason for 720: a phone of 360 or 412 pixels with a screen of twice or 1.75 times as many asks for it.
    """
    jpeg_quality: int = 82
    """Quality of JPEG, 1 to 95 (libjpeg's scale; Pillow advises against more)."""
    webp_quality: int = 75
    """Quality of WebP, 1 to 100."""

    max_pixels: int = 60_000_000
    """Width times height above which an image is refused before it is decoded.

    The work on one image takes at most ten bytes for each of these pixels (``memory.py``).
    """

    folder: str = "images"
    """Folder of images in content/ and in the output. Names of variants do not repeat it."""

    def __post_init__(self) -> None:
        """Check every value. Raise InvalidValueError.

        The widths may be a list in pelicanconf.py.
        """
        object.__setattr__(self, "widths", tuple(self.widths))
        widths = self.widths
        if (
            not widths
            or list(widths) != sorted(set(widths))
            or not 1 <= widths[0] <= widths[-1] <= WEBP_MAX_SIDE
        ):
            raise InvalidValueError(
                "widths",
                f"phải là các số tăng dần từ 1 đến {WEBP_MAX_SIDE}, không phải {quote_value(widths)}",
            )
        for name, value, highest in (
            ("jpeg_quality", self.jpeg_quality, 95),
            ("webp_quality", self.webp_quality, 100),
            ("max_pixels", self.max_pixels, PILLOW_MAX_PIXELS),
        ):
            if not 1 <= value <= highest:
                raise InvalidValueError(name, f"phải từ 1 đến {highest}, không phải “{value}”")
        if not SLUG_PATTERN.fullmatch(self.folder):
            raise InvalidValueError(
                "folder",
                f"phải là một tên chỉ có chữ thường không dấu, số và gạch nối, như images, không phải “{self.folder}”",
            )
