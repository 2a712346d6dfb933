"""In which sizes a picture is offered, and what the files are called."""

import hashlib
from collections.abc import Sequence
from pathlib import PurePosixPath

from bulletin.images.encoder import ENCODER_VERSION, ImageVariant
from bulletin.images.metadata import ImageInfo
from bulletin.images.settings import WEBP_MAX_SIDE, ImageSettings
from bulletin.text.slugs import slugify

_NEAR = 1.1
"""An own width less than a tenth above a listed one is not worth two more files."""
_STEM = 80
"""Greatest length of a stem in characters: file systems stop at 255 bytes a name."""
_SUFFIXES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


def compute_variant_widths(width: int, height: int, listed: Sequence[int]) -> tuple[int, ...]:
    """Return the widths in which a picture of ``width`` by ``height`` pixels is offered, rising.

    Those of ``listed`` that do not enlarge it; and its own, where that stands a tenth or more
    above them and below the largest listed one, or where it is smaller than all of them. A
    picture so tall that WebP cannot hold it counts as narrower than it is.
    """
    own = max(1, min(width, WEBP_MAX_SIDE * width // height))
    fitting = [step for step in listed if step <= own]
    if not fitting:
        return (own,)
    if own < listed[-1] and own >= fitting[-1] * _NEAR:
        fitting.append(own)
    return tuple(fitting)


def plan_variants(facts: ImageInfo, settings: ImageSettings) -> tuple[ImageVariant, ...]:
    """Return what is made of a picture: each width in its own format, then each in WebP."""
    quality = {"JPEG": settings.jpeg_quality, "PNG": 0, "WEBP": settings.webp_quality}
    return tuple(
        ImageVariant(kind, width, _height(facts, width), quality[kind])
        for kind in (facts.format, "WEBP")
        for width in compute_variant_widths(facts.width, facts.height, settings.widths)
    )


def get_variant_path(stem: str, facts: ImageInfo, made: ImageVariant, settings: ImageSettings) -> str:
    """Return the path of a derivative below the output: ``images/2019/x-0a1b2c3d4e-640.webp``.

    The ten digits stand for the source and for the recipe with its qualities: under one address
    a browser may keep what it has for ever.
    """
    recipe = f"{facts.digest} {ENCODER_VERSION} {settings.jpeg_quality} {settings.webp_quality}"
    digits = hashlib.sha256(recipe.encode()).hexdigest()[:10]
    return f"{settings.folder}/{stem}-{digits}-{made.width}.{_SUFFIXES[made.format]}"


def get_image_stem(reference: PurePosixPath, folder: str) -> str:
    """Return the path of a source (from content/) as slugs, without ``folder`` and suffix."""
    parts = reference.with_suffix("").parts
    if len(parts) > 1 and parts[0] == folder:
        parts = parts[1:]
    slugs = [slugify(part)[:_STEM].strip("-") for part in parts]
    return "/".join([*filter(None, slugs[:-1]), slugs[-1] or "anh"])


def _height(facts: ImageInfo, width: int) -> int:
    return min(WEBP_MAX_SIDE, max(1, round(facts.height * width / facts.width)))
