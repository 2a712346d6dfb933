import io
import zipfile

import pytest
from PIL import Image

from bulletin.images.decoder import decode_image_bytes
from bulletin.images.encoder import DecodedImage, ImageVariant
from tests.images.photo_factory import (
    METADATA_MARKERS,
    SRGB_PROFILE,
    create_jpeg,
    create_png,
    draw_image,
    encode_image,
)

KINDS = ["JPEG", "PNG", "WEBP"]


def encode_variant(data: bytes, kind: str, width: int = 350, height: int = 250) -> bytes:
    return DecodedImage(decode_image_bytes(data, 10**6, "x")[0]).encode_variant(
        ImageVariant(kind, width, height, 80)
    )


def open_image(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def test_source_images_contain_all_metadata_markers() -> None:
    assert all(
        marker in create_jpeg() + create_png() + encode_image(draw_image(), "WEBP", exif=b"Exif", xmp=b"x")
        for marker in METADATA_MARKERS
    )


@pytest.mark.parametrize("source", [create_jpeg(orientation=6), create_png()], ids=["JPEG", "PNG"])
@pytest.mark.parametrize("kind", KINDS)
def test_encode_variant_returns_pixels_and_profile_only(source: bytes, kind: str) -> None:
    data = encode_variant(source, kind)
    assert not [marker for marker in METADATA_MARKERS if marker in data]
    image = open_image(data)
    assert not image.getexif()
    assert image.info["icc_profile"] == SRGB_PROFILE
    assert not {"exif", "xmp", "comment", "photoshop", "Comment"} & set(image.info)


@pytest.mark.parametrize("kind", KINDS)
def test_encode_variant_drops_archive_after_image(kind: str) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("secret.html", "<script>alert(1)</script>")
    data = encode_variant(create_jpeg() + archive.getvalue(), kind)
    assert b"PK\x03\x04" not in data
    assert b"secret" not in data


@pytest.mark.parametrize("kind", KINDS)
def test_encode_variant_source_without_profile_gives_none(kind: str) -> None:
    assert "icc_profile" not in open_image(encode_variant(encode_image(draw_image(), "JPEG"), kind)).info


def test_encode_variant_jpeg_is_progressive() -> None:
    assert open_image(encode_variant(create_jpeg(), "JPEG")).info["progressive"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [(350, 250), (700, 500)])
def test_encode_variant_has_requested_size(kind: str, size: tuple[int, int]) -> None:
    assert open_image(encode_variant(create_jpeg(), kind, *size)).size == size


@pytest.mark.parametrize("mode", ["LA", "RGBA"])
@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_encode_variant_keeps_transparency(mode: str, kind: str) -> None:
    image = draw_image(mode=mode)
    image.putalpha(Image.new("L", image.size, 0))
    assert open_image(encode_variant(create_png(image), kind)).getchannel("A").getextrema() == (0, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_encode_variant_same_input_gives_same_bytes(kind: str) -> None:
    assert encode_variant(create_jpeg(), kind) == encode_variant(create_jpeg(), kind)


def test_encode_variant_does_not_depend_on_earlier_variants() -> None:
    source = DecodedImage(decode_image_bytes(create_png(draw_image(mode="LA")), 10**6, "x")[0])
    first = source.encode_variant(ImageVariant("PNG", 100, 71, 0))
    source.encode_variant(ImageVariant("WEBP", 50, 36, 80))
    assert source.encode_variant(ImageVariant("PNG", 100, 71, 0)) == first


def test_compute_key_depends_on_source_and_every_field() -> None:
    variant = ImageVariant("JPEG", 320, 200, 80)
    others = [
        variant.compute_key("b"),
        *(
            ImageVariant(*row).compute_key("a")
            for row in [
                ("WEBP", 320, 200, 80),
                ("JPEG", 321, 200, 80),
                ("JPEG", 320, 201, 80),
                ("JPEG", 320, 200, 81),
            ]
        ),
    ]
    assert len({variant.compute_key("a"), *others}) == 6


def list_file_parts(data: bytes) -> set[bytes]:
    """Return the kinds of segments or chunks in a file."""
    kinds, position = set(), {b"\xff\xd8": 2, b"\x89P": 8, b"RI": 12}[data[:2]]
    while position < len(data) - 3:
        if data[:2] == b"\xff\xd8":
            kind, length = (
                data[position : position + 2],
                2 + int.from_bytes(data[position + 2 : position + 4]),
            )
        elif data[:2] == b"\x89P":
            kind, length = (
                data[position + 4 : position + 8],
                12 + int.from_bytes(data[position : position + 4]),
            )
        else:
            size = int.from_bytes(data[position + 4 : position + 8], "little")
            kind, length = data[position : position + 4], 8 + size + size % 2
        kinds.add(kind)
        if kind == b"\xff\xda":  # only pixels follow
            break
        position += length
    return kinds


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [
        ("JPEG", {b"\xff\xe0", b"\xff\xe2", b"\xff\xdb", b"\xff\xc2", b"\xff\xc4", b"\xff\xda"}),
        ("PNG", {b"IHDR", b"iCCP", b"IDAT", b"IEND"}),
        ("WEBP", {b"VP8X", b"ICCP", b"VP8 "}),
    ],
)
def test_encode_variant_file_has_only_parts_of_pixels_and_profile(kind: str, allowed: set[bytes]) -> None:
    assert list_file_parts(encode_variant(create_jpeg(), kind)) == allowed
