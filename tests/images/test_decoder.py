from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bulletin.images.colour import convert_to_eight_bit
from bulletin.images.decoder import ImageError, decode_image_bytes
from tests.images.photo_factory import (
    create_jpeg,
    create_png,
    create_png_header,
    draw_image,
    encode_image,
    is_red,
)

LIMIT = 60_000_000


def expect_image_error(data: bytes, limit: int = LIMIT) -> ImageError:
    with pytest.raises(ImageError) as caught:
        decode_image_bytes(data, limit, "images/x.jpg")
    return caught.value


@pytest.mark.parametrize("orientation", range(1, 9))
def test_decode_image_bytes_rotates_image_by_exif(orientation: int) -> None:
    upright = draw_image(60, 40)
    inverse = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Pillow's Transpose that undoes each
    rotated = upright.transpose(Image.Transpose(inverse[orientation])) if orientation > 1 else upright
    image, _ = decode_image_bytes(create_jpeg(rotated, orientation=orientation, quality=95), LIMIT, "x")
    assert image.size == (60, 40)
    assert is_red(image, (5, 5))


@pytest.mark.parametrize(
    "image",
    [
        draw_image(mode="L"),
        draw_image(mode="CMYK"),
        draw_image(mode="1").convert("L"),
    ],
)
def test_decode_image_bytes_reads_every_jpeg_mode(image: Image.Image) -> None:
    assert decode_image_bytes(encode_image(image, "JPEG"), LIMIT, "x")[1] == "JPEG"


def test_decode_image_bytes_returns_format_of_bytes_not_of_name() -> None:
    assert decode_image_bytes(create_png(), LIMIT, "images/x.jpg")[1] == "PNG"


def test_decode_image_bytes_ignores_broken_exif() -> None:
    image, _ = decode_image_bytes(create_jpeg(exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff\xff\xff"), LIMIT, "x")
    assert image.size == (700, 500)


def test_decode_image_bytes_jpeg_with_several_frames_returns_first() -> None:
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
def test_decode_image_bytes_other_format_is_named_with_remedy(data: bytes, named: str) -> None:
    error = expect_image_error(data)
    assert named in error.description
    assert "images/x.jpg" in error.description
    assert error.remedy == "Hãy mở ảnh và lưu lại thành JPEG hoặc PNG."


def test_decode_image_bytes_empty_file_is_called_empty() -> None:
    assert "rỗng" in expect_image_error(b"").description


@pytest.mark.parametrize("data", [create_jpeg(), create_jpeg(progressive=True), create_png()])
@pytest.mark.parametrize("rest", [0.05, 0.5, 0.95])
def test_decode_image_bytes_truncated_file_is_refused(data: bytes, rest: float) -> None:
    assert "bị hỏng" in expect_image_error(data[: int(len(data) * rest)]).description


def test_decode_image_bytes_png_without_last_chunk_is_refused() -> None:
    assert "bị hỏng" in expect_image_error(create_png()[:-12]).description


def test_decode_image_bytes_png_with_wrong_checksum_is_refused() -> None:
    data = bytearray(encode_image(draw_image(), "PNG"))
    data[-14] ^= 0xFF  # CRC of the last IDAT
    assert "bị hỏng" in expect_image_error(bytes(data)).description


def test_decode_image_bytes_animated_png_is_refused() -> None:
    data = encode_image(draw_image(), "PNG", save_all=True, append_images=[Image.new("RGB", (700, 500))])
    assert "APNG" in expect_image_error(data).description


def test_decode_image_bytes_decompression_bomb_is_refused_by_header() -> None:
    error = expect_image_error(create_png_header(10_000, 10_000))
    assert "10000 × 10000" in error.description
    assert "60 triệu" in error.description


def test_decode_image_bytes_bomb_that_pillow_refuses_is_too_large() -> None:
    assert "quá lớn" in expect_image_error(create_png_header(60_000, 60_000)).description


def test_decode_image_bytes_accepts_as_many_pixels_as_limit() -> None:
    assert decode_image_bytes(create_jpeg(), 700 * 500, "x")[0].size == (700, 500)
    assert "0,349999 triệu" in expect_image_error(create_jpeg(), 700 * 500 - 1).description


@given(st.binary(max_size=300), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]))
def test_decode_image_bytes_random_bytes_raise_image_error(data: bytes, magic: bytes) -> None:
    with pytest.raises(ImageError):
        decode_image_bytes(magic + data, LIMIT, "x")


@given(st.data())
def test_decode_image_bytes_damaged_file_gives_image_or_image_error(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from([WHOLE_JPEG, WHOLE_PNG])))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(ImageError):
        image, kind = decode_image_bytes(bytes(whole), 10_000, "x")
        assert kind in ("JPEG", "PNG")
        assert convert_to_eight_bit(image)[0].mode in ("L", "LA", "RGB", "RGBA")


WHOLE_JPEG = create_jpeg(draw_image(16, 16), icc_profile=None)
WHOLE_PNG = create_png(draw_image(16, 16), icc_profile=None)


def test_decode_image_bytes_jpeg_with_thousand_scans_is_refused() -> None:
    """Refuse a JPEG with a thousand scans.

    Reason: each scan covers all pixels. Two thousand in 150 kB took twenty seconds.
    """
    data = encode_image(draw_image(), "JPEG", progressive=True)
    last = data[data.rindex(b"\xff\xda") : -2]
    assert decode_image_bytes(data, LIMIT, "x")[1] == "JPEG"
    assert "bất thường" in expect_image_error(data[:-2] + last * 1000 + data[-2:]).message


def test_decode_image_bytes_video_after_image_counts_no_scans() -> None:
    """Ignore the bytes of a short video that phones append to an image."""
    assert decode_image_bytes(create_jpeg() + b"\xff\xda" * 1000, LIMIT, "x")[1] == "JPEG"
