import io

import pytest
from PIL import Image

from bulletin.images.colour import as_rgb, plain
from bulletin.images.decoder import decode
from tests.images.photo_factory import SRGB, drawing, jpeg, png, saved

GREY = bytearray(SRGB)
GREY[16:20] = b"GRAY"  # the header of a profile for grey; its curves do not matter here


def opened(data: bytes) -> Image.Image:
    return decode(data, 10**6, "x")[0]


def test_the_profile_of_a_photograph_is_kept():
    assert plain(opened(jpeg()))[1] == SRGB


def test_no_other_metadata_are_kept():
    assert plain(opened(jpeg()))[0].info == {}
    assert plain(opened(png()))[0].info == {}


@pytest.mark.parametrize("profile", [None, SRGB, b"not a profile"])
def test_cmyk_becomes_rgb_without_profile(profile):
    image, kept = plain(opened(saved(drawing(mode="CMYK"), "JPEG", icc_profile=profile)))
    assert (image.mode, kept) == ("RGB", None)
    red, _, blue = image.getpixel((10, 10))
    assert red > 150 > blue


def test_a_profile_of_other_colours_than_the_pixels_is_dropped():
    assert plain(opened(png(drawing(mode="L"))))[1] is None
    assert plain(opened(png(drawing(mode="L"), icc_profile=bytes(GREY))))[1] == bytes(GREY)


def test_a_palette_becomes_rgb():
    assert plain(opened(png(drawing().quantize(8))))[0].mode == "RGB"


def test_a_transparent_palette_entry_becomes_a_channel():
    image = plain(opened(png(drawing().quantize(2), transparency=0)))[0]
    assert image.mode == "RGBA"
    assert image.getchannel("A").getextrema() == (0, 255)


@pytest.mark.parametrize(("mode", "key"), [("RGB", (20, 40, 200)), ("L", 52), ("1", 0)])
def test_a_transparent_colour_becomes_a_channel(mode, key):
    image = plain(opened(saved(drawing(mode=mode), "PNG", transparency=key)))[0]
    assert image.mode == ("RGBA" if mode == "RGB" else "LA")
    assert image.getchannel(image.mode[-1]).getextrema() == (0, 255)


@pytest.mark.parametrize("mode", ["LA", "RGBA"])
def test_a_transparent_channel_stays(mode):
    assert plain(opened(png(drawing(mode=mode))))[0].mode == mode


def grey16(values: list[int], **options: object) -> Image.Image:
    wide = Image.new("I;16", (len(values), 1))
    for x, value in enumerate(values):
        wide.putpixel((x, 0), value)
    return opened(saved(wide, "PNG", **options))


def test_sixteen_bits_are_scaled_not_cut_off():
    image = plain(grey16([0, 255, 256, 32768, 65535]))[0]
    assert [image.getpixel((x, 0)) for x in range(5)] == [0, 0, 1, 128, 255]


def test_a_transparent_colour_of_sixteen_bits_becomes_a_channel():
    image = plain(grey16([300, 301], transparency=300))[0]
    assert [image.getpixel((x, 0)) for x in range(2)] == [(1, 0), (1, 255)]


def test_black_and_white_becomes_grey():
    assert plain(opened(saved(drawing(mode="1"), "PNG")))[0].mode == "L"


def test_grey_in_rgb_keeps_its_transparency_and_loses_its_profile():
    image, profile = as_rgb(drawing(mode="LA"), bytes(GREY))
    assert (image.mode, profile) == ("RGBA", None)
    image.save(io.BytesIO(), "WEBP")
