"""Colours that every browser shows alike, whatever a camera or an old scanner wrote.

A colour profile is kept where it describes the pixels that are written, and applied where it
cannot be kept (CMYK from a print shop; grey in WebP, which is always RGB). One that describes
another kind of pixels than the picture has says nothing, and is dropped as browsers drop it.
"""

from io import BytesIO

from PIL import Image, ImageCms

_SPACES = {"L": b"GRAY", "LA": b"GRAY", "RGB": b"RGB ", "RGBA": b"RGB ", "CMYK": b"CMYK"}


def convert_to_eight_bit(image: Image.Image) -> tuple[Image.Image, bytes | None]:
    """Return ``image`` as L, LA, RGB or RGBA of 8 bits, and its ICC profile or None.

    Transparency of any kind (palette, key colour, channel) becomes a channel. What is returned
    carries no metadata; ``image`` itself is used up.
    """
    profile = image.info.get("icc_profile")
    image = _eight_bits(image)
    profile = profile if _describes(profile, image.mode) else None
    if image.mode == "CMYK":
        image, profile = _converted(image, profile), None
    image.info = {}
    return image, profile


def convert_to_rgb(image: Image.Image, profile: bytes | None) -> tuple[Image.Image, bytes | None]:
    """Return a plain picture as RGB or RGBA, and the profile that still describes it."""
    if image.mode == "L":
        return _converted(image, profile), None
    if image.mode == "LA":
        colours = _converted(image.getchannel("L"), profile)
        colours.putalpha(image.getchannel("A"))
        return colours, None
    return image, profile


def _eight_bits(image: Image.Image) -> Image.Image:
    key = image.info.get("transparency")
    if image.mode.startswith("I"):  # grey of 16 bits; Pillow's own conversion would cut it off at 255
        wide = image.convert("I")
        grey = wide.point([value >> 8 for value in range(65536)], "L")
        if isinstance(key, int):
            grey.putalpha(wide.point([0 if value == key else 255 for value in range(65536)], "L"))
        return grey
    if image.mode in ("P", "PA"):
        return image.convert("RGBA" if image.mode == "PA" or key is not None else "RGB")
    if image.mode == "1":
        return image.convert("L" if key is None else "LA")
    if key is not None and image.mode in ("L", "RGB"):
        return image.convert(f"{image.mode}A")
    return image if image.mode in _SPACES else image.convert("RGB")


def _describes(profile: object, mode: str) -> bool:
    """Tell whether ``profile`` is an ICC profile (ICC.1:2022, 7.2) of pixels of ``mode``."""
    return isinstance(profile, bytes) and profile[36:40] == b"acsp" and profile[16:20] == _SPACES[mode]


def _converted(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return ``image`` in sRGB, by its profile where that works, else by Pillow's plain formula."""
    if profile is not None:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError):
            converted = None
        if converted is not None:
            converted.info = {}
            return converted
    return image.convert("RGB")
