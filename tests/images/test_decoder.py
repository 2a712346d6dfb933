from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bulletin.images.colour import convert_to_eight_bit
from bulletin.images.decoder import ImageError, decode_image_bytes
from tests.images.photo_factory import create_jpeg, create_png, create_png_header, draw_image, encode_image

LIMIT = 60_000_000


def expect_image_error(data: bytes, limit: int = LIMIT) -> ImageError:
    with pytest.raises(ImageError) as caught:
        decode_image_bytes(data, limit, "images/x.jpg")
    return caught.value


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_as_its_exif_asks(orientation: Any) -> None:
    upright = draw_image(60, 40)
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Pillow's Transpose that undoes each
    lying = upright.transpose(Image.Transpose(back[orientation])) if orientation > 1 else upright
    image, _ = decode_image_bytes(create_jpeg(lying, orientation=orientation, quality=95), LIMIT, "x")
    assert image.size == (60, 40)
    red, _, blue = image.convert("RGB").getpixel((5, 5))
    assert red > 150 > blue


@pytest.mark.parametrize(
    "image",
    [
        draw_image(mode="L"),
        draw_image(mode="CMYK"),
        draw_image(mode="1").convert("L"),
    ],
)
def test_every_jpeg_mode_is_read(image: Any) -> None:
    assert decode_image_bytes(encode_image(image, "JPEG"), LIMIT, "x")[1] == "JPEG"


def test_the_format_is_told_by_the_bytes_not_the_name() -> None:
    assert decode_image_bytes(create_png(), LIMIT, "images/x.jpg")[1] == "PNG"


def test_broken_exif_does_not_stop_a_picture() -> None:
    image, _ = decode_image_bytes(create_jpeg(exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff\xff\xff"), LIMIT, "x")
    assert image.size == (700, 500)


def test_a_jpeg_of_several_frames_is_its_first() -> None:
    data = encode_image(draw_image(), "MPO", save_all=True, append_images=[Image.new("RGB", (10, 10))])
    image, kind = decode_image_bytes(data, LIMIT, "x")
    assert (image.size, kind) == ((700, 500), "JPEG")


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (encode_image(draw_image(), "WEBP"), "tệp WebP"),
        (encode_image(draw_image(), "GIF"), "tệp GIF"),
        (encode_image(draw_image(), "BMP"), "tệp BMP"),
        (encode_image(draw_image(), "TIFF"), "tệp TIFF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "tệp HEIC"),
        (encode_image(draw_image(), "AVIF"), "tệp AVIF"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "tệp SVG"),
        (b"GIF89a" + create_jpeg(), "tệp GIF"),
        (b"<html>Not found</html>", "không phải là tệp ảnh JPEG hay PNG"),
    ],
)
def test_another_format_is_named_with_what_to_do(data: Any, named: str) -> None:
    error = expect_image_error(data)
    assert named in error.description
    assert "images/x.jpg" in error.description
    assert error.remedy == "Hãy mở ảnh và lưu lại thành JPEG hoặc PNG."


def test_an_empty_file_is_called_empty() -> None:
    assert "rỗng" in expect_image_error(b"").description


@pytest.mark.parametrize("data", [create_jpeg(), create_jpeg(progressive=True), create_png()])
@pytest.mark.parametrize("rest", [0.05, 0.5, 0.95])
def test_a_file_cut_short_is_broken(data: Any, rest: float) -> None:
    assert "bị hỏng" in expect_image_error(data[: int(len(data) * rest)]).description


def test_a_png_without_its_last_chunk_is_broken() -> None:
    assert "bị hỏng" in expect_image_error(create_png()[:-12]).description


def test_a_png_with_a_wrong_checksum_is_broken() -> None:
    data = bytearray(encode_image(draw_image(), "PNG"))
    data[-14] ^= 0xFF  # CRC of the last IDAT
    assert "bị hỏng" in expect_image_error(bytes(data)).description


def test_an_animated_png_is_refused() -> None:
    data = encode_image(draw_image(), "PNG", save_all=True, append_images=[Image.new("RGB", (700, 500))])
    assert "APNG" in expect_image_error(data).description


def test_a_bomb_is_refused_by_its_header() -> None:
    error = expect_image_error(create_png_header(10_000, 10_000))
    assert "10000 × 10000" in error.description
    assert "60 triệu" in error.description


def test_a_bomb_that_pillow_refuses_itself_is_refused_alike() -> None:
    assert "quá lớn" in expect_image_error(create_png_header(60_000, 60_000)).description


def test_the_limit_is_inclusive() -> None:
    assert decode_image_bytes(create_jpeg(), 700 * 500, "x")[0].size == (700, 500)
    assert "0,349999 triệu" in expect_image_error(create_jpeg(), 700 * 500 - 1).description


@given(st.binary(max_size=300), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]))
def test_any_bytes_give_a_picture_or_a_sentence(data: Any, magic: Any) -> None:
    with pytest.raises(ImageError):
        decode_image_bytes(magic + data, LIMIT, "x")


@given(st.data())
def test_a_damaged_file_gives_a_picture_or_a_sentence(data: Any) -> None:
    whole = bytearray(data.draw(st.sampled_from([WHOLE_JPEG, WHOLE_PNG])))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(ImageError):
        image, kind = decode_image_bytes(bytes(whole), 10_000, "x")
        assert kind in ("JPEG", "PNG")
        assert convert_to_eight_bit(image)[0].mode in ("L", "LA", "RGB", "RGBA")


WHOLE_JPEG = create_jpeg(draw_image(16, 16), icc_profile=None)
WHOLE_PNG = create_png(draw_image(16, 16), icc_profile=None)


def test_a_jpeg_of_a_thousand_scans_is_refused() -> None:
    """Each scan goes over all pixels: two thousand in 150 kB took twenty seconds."""
    data = encode_image(draw_image(), "JPEG", progressive=True)
    last = data[data.rindex(b"\xff\xda") : -2]
    assert decode_image_bytes(data, LIMIT, "x")[1] == "JPEG"
    assert "bất thường" in expect_image_error(data[:-2] + last * 1000 + data[-2:]).message


def test_a_film_behind_a_photograph_is_no_scan() -> None:
    """Telephones hang a film of a moment on behind the picture: its bytes may be anything."""
    assert decode_image_bytes(create_jpeg() + b"\xff\xda" * 1000, LIMIT, "x")[1] == "JPEG"
