"""Sizes and file names of image variants."""

import hashlib
from collections.abc import Sequence
from pathlib import PurePosixPath

from bulletin.images.encoder import ENCODER_VERSION, ImageVariant
from bulletin.images.metadata import ImageInfo
from bulletin.images.settings import WEBP_MAX_SIDE, ImageSettings
from bulletin.text.slugs import slugify

_MIN_RATIO = 1.1
"""Least ratio of the image width to the next smaller width to be worth two more files."""
_MAX_STEM_LENGTH = 80
"""Most characters of each part of a stem. File systems allow 255 bytes for a name."""
_SUFFIXES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


def compute_variant_widths(width: int, height: int, listed: Sequence[int]) -> tuple[int, ...]:
    """Return the widths of the variants of an image, rising.

    These are the widths of ``listed`` that do not enlarge the image.
    The own width of the image is added if it is a tenth or more above the last of them.
    The own width is not added above the largest listed width.
    An image smaller than all listed widths is offered in its own width only.
    An image that is too tall for WebP counts as narrower.
    """
    own_width = max(1, min(width, WEBP_MAX_SIDE * width // height))
    widths = [step for step in listed if step <= own_width]
    if not widths:
        return (own_width,)
    if own_width < listed[-1] and own_width >= widths[-1] * _MIN_RATIO:
        widths.append(own_width)
    return tuple(widths)


def plan_variants(info: ImageInfo, settings: ImageSettings) -> tuple[ImageVariant, ...]:
    """Return the variants of an image: all widths in its format, then in WebP."""
    quality = {"JPEG": settings.jpeg_quality, "PNG": 0, "WEBP": settings.webp_quality}
    return tuple(
        ImageVariant(image_format, width, _scale_height(info, width), quality[image_format])
        for image_format in (info.format, "WEBP")
        for width in compute_variant_widths(info.width, info.height, settings.widths)
    )


def get_variant_path(stem: str, info: ImageInfo, variant: ImageVariant, settings: ImageSettings) -> str:
    """Return the output path of a variant: ``images/2019/x-0a1b2c3d4e-640.webp``.

    The ten digits depend on source, encoder version and qualities.
    Reason: a browser may keep the file of an address without limit.
    """
    recipe = f"{info.digest} {ENCODER_VERSION} {settings.jpeg_quality} {settings.webp_quality}"
    digits = hashlib.sha256(recipe.encode()).hexdigest()[:10]
    return f"{settings.folder}/{stem}-{digits}-{variant.width}.{_SUFFIXES[variant.format]}"


def get_image_stem(reference: PurePosixPath, folder: str) -> str:
    """Return the path of a source as slugs, without ``folder`` and suffix."""
    parts = reference.with_suffix("").parts
    if len(parts) > 1 and parts[0] == folder:
        parts = parts[1:]
    slugs = [slugify(part)[:_MAX_STEM_LENGTH].strip("-") for part in parts]
    return "/".join([*filter(None, slugs[:-1]), slugs[-1] or "anh"])


def _scale_height(info: ImageInfo, width: int) -> int:
    return min(WEBP_MAX_SIDE, max(1, round(info.height * width / info.width)))
