import io

import pytest
from PIL import Image

from bulletin.images.colour import convert_to_eight_bit, convert_to_rgb
from bulletin.images.decoder import decode_image_bytes
from tests.images.photo_factory import SRGB_PROFILE, create_jpeg, create_png, draw_image, encode_image, is_red

GREY = bytearray(SRGB_PROFILE)
GREY[16:20] = b"GRAY"  # header of a profile for grey; no test uses its curves


def decode_image(data: bytes) -> Image.Image:
    return decode_image_bytes(data, 10**6, "x")[0]


def test_convert_to_eight_bit_keeps_profile_of_photograph() -> None:
    assert convert_to_eight_bit(decode_image(create_jpeg()))[1] == SRGB_PROFILE


def test_convert_to_eight_bit_removes_metadata() -> None:
    assert convert_to_eight_bit(decode_image(create_jpeg()))[0].info == {}
    assert convert_to_eight_bit(decode_image(create_png()))[0].info == {}


@pytest.mark.parametrize("profile", [None, SRGB_PROFILE, b"not a profile"])
def test_convert_to_eight_bit_cmyk_returns_rgb_without_profile(profile: bytes | None) -> None:
    image, kept = convert_to_eight_bit(
        decode_image(encode_image(draw_image(mode="CMYK"), "JPEG", icc_profile=profile))
    )
    assert (image.mode, kept) == ("RGB", None)
    assert is_red(image, (10, 10))


def test_convert_to_eight_bit_profile_of_other_colours_is_dropped() -> None:
    assert convert_to_eight_bit(decode_image(create_png(draw_image(mode="L"))))[1] is None
    assert convert_to_eight_bit(decode_image(create_png(draw_image(mode="L"), icc_profile=bytes(GREY))))[
        1
    ] == bytes(GREY)


def test_convert_to_eight_bit_palette_returns_rgb() -> None:
    assert convert_to_eight_bit(decode_image(create_png(draw_image().quantize(8))))[0].mode == "RGB"


def test_convert_to_eight_bit_transparent_palette_entry_becomes_channel() -> None:
    image = convert_to_eight_bit(decode_image(create_png(draw_image().quantize(2), transparency=0)))[0]
    assert image.mode == "RGBA"
    assert image.getchannel("A").getextrema() == (0, 255)


@pytest.mark.parametrize(("mode", "key"), [("RGB", (20, 40, 200)), ("L", 52), ("1", 0)])
def test_convert_to_eight_bit_transparent_colour_becomes_channel(
    mode: str, key: int | tuple[int, int, int]
) -> None:
    image = convert_to_eight_bit(decode_image(encode_image(draw_image(mode=mode), "PNG", transparency=key)))[
        0
    ]
    assert image.mode == ("RGBA" if mode == "RGB" else "LA")
    assert image.getchannel(image.mode[-1]).getextrema() == (0, 255)


@pytest.mark.parametrize("mode", ["LA", "RGBA"])
def test_convert_to_eight_bit_keeps_transparent_channel(mode: str) -> None:
    assert convert_to_eight_bit(decode_image(create_png(draw_image(mode=mode))))[0].mode == mode


def decode_grey_image(values: list[int], **options: object) -> Image.Image:
    wide = Image.new("I;16", (len(values), 1))
    for x, value in enumerate(values):
        wide.putpixel((x, 0), value)
    return decode_image(encode_image(wide, "PNG", **options))


def test_convert_to_eight_bit_sixteen_bits_are_scaled() -> None:
    image = convert_to_eight_bit(decode_grey_image([0, 255, 256, 32768, 65535]))[0]
    assert [image.getpixel((x, 0)) for x in range(5)] == [0, 0, 1, 128, 255]


def test_convert_to_eight_bit_transparent_colour_of_sixteen_bits_becomes_channel() -> None:
    image = convert_to_eight_bit(decode_grey_image([300, 301], transparency=300))[0]
    assert [image.getpixel((x, 0)) for x in range(2)] == [(1, 0), (1, 255)]


def test_convert_to_eight_bit_black_and_white_returns_grey() -> None:
    assert convert_to_eight_bit(decode_image(encode_image(draw_image(mode="1"), "PNG")))[0].mode == "L"


def test_convert_to_rgb_grey_keeps_transparency_and_loses_profile() -> None:
    image, profile = convert_to_rgb(draw_image(mode="LA"), bytes(GREY))
    assert (image.mode, profile) == ("RGBA", None)
    image.save(io.BytesIO(), "WEBP")
