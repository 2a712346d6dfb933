"""Conversion of pixels to 8 bits, and colour profiles.

A colour profile is kept if it describes the pixels that are written.
A profile that cannot be kept is applied, as for CMYK, or for grey in WebP (always RGB).
A profile for another kind of pixels is dropped, as browsers do.
"""

from io import BytesIO

from PIL import Image, ImageCms

_COLOUR_SPACES = {"L": b"GRAY", "LA": b"GRAY", "RGB": b"RGB ", "RGBA": b"RGB ", "CMYK": b"CMYK"}


def convert_to_eight_bit(image: Image.Image) -> tuple[Image.Image, bytes | None]:
    """Return ``image`` as L, LA, RGB or RGBA of 8 bits, with ICC profile or None.

    Any transparency (palette, key colour, channel) becomes a channel.
    The result has no metadata. Do not use ``image`` afterwards.
    """
    profile = image.info.get("icc_profile")
    image = _reduce_to_eight_bits(image)
    profile = profile if _is_profile_for_mode(profile, image.mode) else None
    if image.mode == "CMYK":
        image, profile = _convert_to_srgb(image, profile), None
    image.info = {}
    return image, profile


def convert_to_rgb(image: Image.Image, profile: bytes | None) -> tuple[Image.Image, bytes | None]:
    """Return an image of 8 bits as RGB or RGBA, with the profile that describes it."""
    if image.mode == "L":
        return _convert_to_srgb(image, profile), None
    if image.mode == "LA":
        colours = _convert_to_srgb(image.getchannel("L"), profile)
        colours.putalpha(image.getchannel("A"))
        return colours, None
    return image, profile


def _reduce_to_eight_bits(image: Image.Image) -> Image.Image:
    key = image.info.get("transparency")
    if image.mode.startswith("I"):  # grey of 16 bits; Pillow would cut values off at 255
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
    return image if image.mode in _COLOUR_SPACES else image.convert("RGB")


def _is_profile_for_mode(profile: object, mode: str) -> bool:
    """Tell if ``profile`` is an ICC profile for pixels of ``mode``.

    Source: ICC.1:2022, 7.2.
    """
    return isinstance(profile, bytes) and profile[36:40] == b"acsp" and profile[16:20] == _COLOUR_SPACES[mode]


def _convert_to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return ``image`` in sRGB, converted by its profile if Pillow can use it."""
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
