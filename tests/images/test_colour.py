import io
from typing import Any

import pytest
from PIL import Image

from bulletin.images.colour import convert_to_eight_bit, convert_to_rgb
from bulletin.images.decoder import decode_image_bytes
from tests.images.photo_factory import SRGB_PROFILE, create_jpeg, create_png, draw_image, encode_image

GREY = bytearray(SRGB_PROFILE)
GREY[16:20] = b"GRAY"  # the header of a profile for grey; its curves do not matter here


def decode_image(data: bytes) -> Image.Image:
    return decode_image_bytes(data, 10**6, "x")[0]


def test_the_profile_of_a_photograph_is_kept() -> None:
    assert convert_to_eight_bit(decode_image(create_jpeg()))[1] == SRGB_PROFILE


def test_no_other_metadata_are_kept() -> None:
    assert convert_to_eight_bit(decode_image(create_jpeg()))[0].info == {}
    assert convert_to_eight_bit(decode_image(create_png()))[0].info == {}


@pytest.mark.parametrize("profile", [None, SRGB_PROFILE, b"not a profile"])
def test_cmyk_becomes_rgb_without_profile(profile: Any) -> None:
    image, kept = convert_to_eight_bit(
        decode_image(encode_image(draw_image(mode="CMYK"), "JPEG", icc_profile=profile))
    )
    assert (image.mode, kept) == ("RGB", None)
    red, _, blue = image.getpixel((10, 10))
    assert red > 150 > blue


def test_a_profile_of_other_colours_than_the_pixels_is_dropped() -> None:
    assert convert_to_eight_bit(decode_image(create_png(draw_image(mode="L"))))[1] is None
    assert convert_to_eight_bit(decode_image(create_png(draw_image(mode="L"), icc_profile=bytes(GREY))))[
        1
    ] == bytes(GREY)


def test_a_palette_becomes_rgb() -> None:
    assert convert_to_eight_bit(decode_image(create_png(draw_image().quantize(8))))[0].mode == "RGB"


def test_a_transparent_palette_entry_becomes_a_channel() -> None:
    image = convert_to_eight_bit(decode_image(create_png(draw_image().quantize(2), transparency=0)))[0]
    assert image.mode == "RGBA"
    assert image.getchannel("A").getextrema() == (0, 255)


@pytest.mark.parametrize(("mode", "key"), [("RGB", (20, 40, 200)), ("L", 52), ("1", 0)])
def test_a_transparent_colour_becomes_a_channel(mode: str, key: Any) -> None:
    image = convert_to_eight_bit(decode_image(encode_image(draw_image(mode=mode), "PNG", transparency=key)))[
        0
    ]
    assert image.mode == ("RGBA" if mode == "RGB" else "LA")
    assert image.getchannel(image.mode[-1]).getextrema() == (0, 255)


@pytest.mark.parametrize("mode", ["LA", "RGBA"])
def test_a_transparent_channel_stays(mode: str) -> None:
    assert convert_to_eight_bit(decode_image(create_png(draw_image(mode=mode))))[0].mode == mode


def decode_grey_image(values: list[int], **options: object) -> Image.Image:
    wide = Image.new("I;16", (len(values), 1))
    for x, value in enumerate(values):
        wide.putpixel((x, 0), value)
    return decode_image(encode_image(wide, "PNG", **options))


def test_sixteen_bits_are_scaled_not_cut_off() -> None:
    image = convert_to_eight_bit(decode_grey_image([0, 255, 256, 32768, 65535]))[0]
    assert [image.getpixel((x, 0)) for x in range(5)] == [0, 0, 1, 128, 255]


def test_a_transparent_colour_of_sixteen_bits_becomes_a_channel() -> None:
    image = convert_to_eight_bit(decode_grey_image([300, 301], transparency=300))[0]
    assert [image.getpixel((x, 0)) for x in range(2)] == [(1, 0), (1, 255)]


def test_black_and_white_becomes_grey() -> None:
    assert convert_to_eight_bit(decode_image(encode_image(draw_image(mode="1"), "PNG")))[0].mode == "L"


def test_grey_in_rgb_keeps_its_transparency_and_loses_its_profile() -> None:
    image, profile = convert_to_rgb(draw_image(mode="LA"), bytes(GREY))
    assert (image.mode, profile) == ("RGBA", None)
    image.save(io.BytesIO(), "WEBP")
