import io
import zipfile

import pytest
from PIL import Image

from bulletin.images.decoder import decode
from bulletin.images.encoder import Derivative, Source
from tests.images.photo_factory import SECRETS, SRGB, drawing, jpeg, png, saved

KINDS = ["JPEG", "PNG", "WEBP"]


def encoded(data: bytes, kind: str, width: int = 350, height: int = 250) -> bytes:
    return Source(decode(data, 10**6, "x")[0]).encode(Derivative(kind, width, height, 80))


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def test_the_pictures_of_these_tests_hold_every_secret():
    assert all(
        secret in jpeg() + png() + saved(drawing(), "WEBP", exif=b"Exif", xmp=b"x") for secret in SECRETS
    )


@pytest.mark.parametrize("source", [jpeg(orientation=6), png()], ids=["JPEG", "PNG"])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_but_pixels_and_profile_comes_out(source, kind):
    data = encoded(source, kind)
    assert not [secret for secret in SECRETS if secret in data]
    image = opened(data)
    assert not image.getexif()
    assert image.info["icc_profile"] == SRGB
    assert not {"exif", "xmp", "comment", "photoshop", "Comment"} & set(image.info)


@pytest.mark.parametrize("kind", KINDS)
def test_what_hangs_behind_a_picture_is_left_behind(kind):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("secret.html", "<script>alert(1)</script>")
    data = encoded(jpeg() + archive.getvalue(), kind)
    assert b"PK\x03\x04" not in data
    assert b"secret" not in data


@pytest.mark.parametrize("kind", KINDS)
def test_a_profile_that_is_not_there_is_not_invented(kind):
    assert "icc_profile" not in opened(encoded(saved(drawing(), "JPEG"), kind)).info


def test_a_jpeg_is_progressive():
    assert opened(encoded(jpeg(), "JPEG")).info["progressive"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [(350, 250), (700, 500)])
def test_the_size_is_what_was_wanted(kind, size):
    assert opened(encoded(jpeg(), kind, *size)).size == size


@pytest.mark.parametrize("mode", ["LA", "RGBA"])
@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_transparency_comes_through(mode, kind):
    image = drawing(mode=mode)
    image.putalpha(Image.new("L", image.size, 0))
    assert opened(encoded(png(image), kind)).getchannel("A").getextrema() == (0, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_input_gives_the_same_bytes(kind):
    assert encoded(jpeg(), kind) == encoded(jpeg(), kind)


def test_bytes_do_not_depend_on_what_was_made_before():
    source = Source(decode(png(drawing(mode="LA")), 10**6, "x")[0])
    first = source.encode(Derivative("PNG", 100, 71, 0))
    source.encode(Derivative("WEBP", 50, 36, 80))
    assert source.encode(Derivative("PNG", 100, 71, 0)) == first


def test_the_key_names_everything_that_decides_the_bytes():
    made = Derivative("JPEG", 320, 200, 80)
    others = [
        made.key("b"),
        *(
            Derivative(*row).key("a")
            for row in [
                ("WEBP", 320, 200, 80),
                ("JPEG", 321, 200, 80),
                ("JPEG", 320, 201, 80),
                ("JPEG", 320, 200, 81),
            ]
        ),
    ]
    assert len({made.key("a"), *others}) == 6


def parts(data: bytes) -> set[bytes]:
    """Return the kinds of segments or chunks that a file is made of."""
    kinds, at = set(), {b"\xff\xd8": 2, b"\x89P": 8, b"RI": 12}[data[:2]]
    while at < len(data) - 3:
        if data[:2] == b"\xff\xd8":
            kind, length = data[at : at + 2], 2 + int.from_bytes(data[at + 2 : at + 4])
        elif data[:2] == b"\x89P":
            kind, length = data[at + 4 : at + 8], 12 + int.from_bytes(data[at : at + 4])
        else:
            size = int.from_bytes(data[at + 4 : at + 8], "little")
            kind, length = data[at : at + 4], 8 + size + size % 2
        kinds.add(kind)
        if kind == b"\xff\xda":  # then pixels, to the end
            break
        at += length
    return kinds


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [
        ("JPEG", {b"\xff\xe0", b"\xff\xe2", b"\xff\xdb", b"\xff\xc2", b"\xff\xc4", b"\xff\xda"}),
        ("PNG", {b"IHDR", b"iCCP", b"IDAT", b"IEND"}),
        ("WEBP", {b"VP8X", b"ICCP", b"VP8 "}),
    ],
)
def test_a_file_is_made_of_pixels_and_profile(kind, allowed):
    assert parts(encoded(jpeg(), kind)) == allowed
