from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bulletin.images.colour import plain
from bulletin.images.decoder import PictureError, decode
from tests.images.photo_factory import drawing, jpeg, png, png_header, saved

LIMIT = 60_000_000


def refusal(data: bytes, limit: int = LIMIT) -> PictureError:
    with pytest.raises(PictureError) as caught:
        decode(data, limit, "images/x.jpg")
    return caught.value


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_as_its_exif_asks(orientation):
    upright = drawing(60, 40)
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Pillow's Transpose that undoes each
    lying = upright.transpose(Image.Transpose(back[orientation])) if orientation > 1 else upright
    image, _ = decode(jpeg(lying, orientation=orientation, quality=95), LIMIT, "x")
    assert image.size == (60, 40)
    red, _, blue = image.convert("RGB").getpixel((5, 5))
    assert red > 150 > blue


@pytest.mark.parametrize(
    "image",
    [
        drawing(mode="L"),
        drawing(mode="CMYK"),
        drawing(mode="1").convert("L"),
    ],
)
def test_every_jpeg_mode_is_read(image):
    assert decode(saved(image, "JPEG"), LIMIT, "x")[1] == "JPEG"


def test_the_format_is_told_by_the_bytes_not_the_name():
    assert decode(png(), LIMIT, "images/x.jpg")[1] == "PNG"


def test_broken_exif_does_not_stop_a_picture():
    image, _ = decode(jpeg(exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff\xff\xff"), LIMIT, "x")
    assert image.size == (700, 500)


def test_a_jpeg_of_several_frames_is_its_first():
    data = saved(drawing(), "MPO", save_all=True, append_images=[Image.new("RGB", (10, 10))])
    image, kind = decode(data, LIMIT, "x")
    assert (image.size, kind) == ((700, 500), "JPEG")


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (saved(drawing(), "WEBP"), "tệp WebP"),
        (saved(drawing(), "GIF"), "tệp GIF"),
        (saved(drawing(), "BMP"), "tệp BMP"),
        (saved(drawing(), "TIFF"), "tệp TIFF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "tệp HEIC"),
        (saved(drawing(), "AVIF"), "tệp AVIF"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "tệp SVG"),
        (b"GIF89a" + jpeg(), "tệp GIF"),
        (b"<html>Not found</html>", "không phải là tệp ảnh JPEG hay PNG"),
    ],
)
def test_another_format_is_named_with_what_to_do(data, named):
    error = refusal(data)
    assert named in error.what
    assert "images/x.jpg" in error.what
    assert error.remedy == "Hãy mở ảnh và lưu lại thành JPEG hoặc PNG."


def test_an_empty_file_is_called_empty():
    assert "rỗng" in refusal(b"").what


@pytest.mark.parametrize("data", [jpeg(), jpeg(progressive=True), png()])
@pytest.mark.parametrize("rest", [0.05, 0.5, 0.95])
def test_a_file_cut_short_is_broken(data, rest):
    assert "bị hỏng" in refusal(data[: int(len(data) * rest)]).what


def test_a_png_without_its_last_chunk_is_broken():
    assert "bị hỏng" in refusal(png()[:-12]).what


def test_a_png_with_a_wrong_checksum_is_broken():
    data = bytearray(saved(drawing(), "PNG"))
    data[-14] ^= 0xFF  # CRC of the last IDAT
    assert "bị hỏng" in refusal(bytes(data)).what


def test_an_animated_png_is_refused():
    data = saved(drawing(), "PNG", save_all=True, append_images=[Image.new("RGB", (700, 500))])
    assert "APNG" in refusal(data).what


def test_a_bomb_is_refused_by_its_header():
    error = refusal(png_header(10_000, 10_000))
    assert "10000 × 10000" in error.what
    assert "60 triệu" in error.what


def test_a_bomb_that_pillow_refuses_itself_is_refused_alike():
    assert "quá lớn" in refusal(png_header(60_000, 60_000)).what


def test_the_limit_is_inclusive():
    assert decode(jpeg(), 700 * 500, "x")[0].size == (700, 500)
    assert "0,349999 triệu" in refusal(jpeg(), 700 * 500 - 1).what


@given(st.binary(max_size=300), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]))
def test_any_bytes_give_a_picture_or_a_sentence(data, magic):
    with pytest.raises(PictureError):
        decode(magic + data, LIMIT, "x")


@given(st.data())
def test_a_damaged_file_gives_a_picture_or_a_sentence(data):
    whole = bytearray(data.draw(st.sampled_from([WHOLE_JPEG, WHOLE_PNG])))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(PictureError):
        image, kind = decode(bytes(whole), 10_000, "x")
        assert kind in ("JPEG", "PNG")
        assert plain(image)[0].mode in ("L", "LA", "RGB", "RGBA")


WHOLE_JPEG = jpeg(drawing(16, 16), icc_profile=None)
WHOLE_PNG = png(drawing(16, 16), icc_profile=None)


def test_a_jpeg_of_a_thousand_scans_is_refused():
    """Each scan goes over all pixels: two thousand in 150 kB took twenty seconds."""
    data = saved(drawing(), "JPEG", progressive=True)
    last = data[data.rindex(b"\xff\xda") : -2]
    assert decode(data, LIMIT, "x")[1] == "JPEG"
    assert "bất thường" in refusal(data[:-2] + last * 1000 + data[-2:]).fault


def test_a_film_behind_a_photograph_is_no_scan():
    """Telephones hang a film of a moment on behind the picture: its bytes may be anything."""
    assert decode(jpeg() + b"\xff\xda" * 1000, LIMIT, "x")[1] == "JPEG"
