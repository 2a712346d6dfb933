"""The work on the largest image of each kind stays within the memory limit."""

import ctypes
import gc
import io
import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from bulletin.images import memory
from bulletin.images.decoder import ImageError, decode_image_bytes
from bulletin.images.encoder import DecodedImage, ImageVariant
from bulletin.images.memory import BYTES_PER_PIXEL, MAX_IMAGE_SIDE

pytestmark = pytest.mark.slow

RUNS_ALL_KINDS = "BULLETIN_PLAYS" in os.environ
LIMIT = 60_000_000 if RUNS_ALL_KINDS else 6_000_000
"""Most pixels. The short run uses fewer, because the bytes for each pixel are the same."""
SLACK = 25_000_000
"""Bytes of the programs themselves."""
GREY, RGB, PALETTE, GREY_ALPHA, RGB_ALPHA = 0, 2, 3, 4, 6
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Passes of Adam7 (PNG, 8.2)."""


def create_png_chunk(kind: bytes, body: bytes) -> bytes:
    """Return a chunk with its checksum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def create_black_png(pixels: int, depth: int, colour: int, *chunks: bytes, interlaced: bool = False) -> bytes:
    """Return a PNG of black pixels without drawing the image."""
    side = int(pixels**0.5)
    bits = depth * {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGB_ALPHA: 4}[colour]
    packer, rows = zlib.compressobj(1), []
    for left, top, across, down in PASSES if interlaced else ((0, 0, 1, 1),):
        row = bytes(1 + (-(-(side - left) // across) * bits + 7) // 8)
        rows += [packer.compress(row) for _ in range(-(-(side - top) // down))]
    head = struct.pack(">IIBBBBB", side, side, depth, colour, 0, 0, interlaced)
    data = b"".join((*rows, packer.flush()))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            create_png_chunk(b"IHDR", head),
            *chunks,
            create_png_chunk(b"IDAT", data),
            create_png_chunk(b"IEND", b""),
        )
    )


def create_black_jpeg(pixels: int, mode: str = "RGB", **options: object) -> bytes:
    file = io.BytesIO()
    Image.new(mode, (int(pixels**0.5),) * 2).save(file, "JPEG", **options)
    return file.getvalue()


def create_rotation_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


COLOURS = create_png_chunk(b"PLTE", bytes(range(256)) * 3)
KINDS = {
    "grey": lambda pixels: create_black_png(pixels, 8, GREY),
    "one bit": lambda pixels: create_black_png(pixels, 1, GREY),
    "grey of 16 bits": lambda pixels: create_black_png(pixels, 16, GREY),
    "grey with a key": lambda pixels: create_black_png(pixels, 8, GREY, create_png_chunk(b"tRNS", bytes(2))),
    "grey of 16 bits with a key": lambda pixels: create_black_png(
        pixels, 16, GREY, create_png_chunk(b"tRNS", bytes(2))
    ),
    "grey with alpha": lambda pixels: create_black_png(pixels, 8, GREY_ALPHA),
    "grey of 16 bits with alpha": lambda pixels: create_black_png(pixels, 16, GREY_ALPHA),
    "colour": lambda pixels: create_black_png(pixels, 8, RGB),
    "colour of 16 bits": lambda pixels: create_black_png(pixels, 16, RGB),
    "colour with a key": lambda pixels: create_black_png(pixels, 8, RGB, create_png_chunk(b"tRNS", bytes(6))),
    "colour with alpha": lambda pixels: create_black_png(pixels, 8, RGB_ALPHA),
    "colour of 16 bits with alpha": lambda pixels: create_black_png(pixels, 16, RGB_ALPHA),
    "colour of 16 bits with alpha, interlaced": lambda pixels: create_black_png(
        pixels, 16, RGB_ALPHA, interlaced=True
    ),
    "turned": lambda pixels: create_black_png(
        pixels, 8, RGB_ALPHA, create_png_chunk(b"eXIf", create_rotation_exif().tobytes()[6:])
    ),
    "palette": lambda pixels: create_black_png(pixels, 8, PALETTE, COLOURS),
    "palette with alpha": lambda pixels: create_black_png(
        pixels, 8, PALETTE, COLOURS, create_png_chunk(b"tRNS", bytes(range(256)))
    ),
    "JPEG": create_black_jpeg,
    "grey JPEG": lambda pixels: create_black_jpeg(pixels, "L"),
    "JPEG of a print shop": lambda pixels: create_black_jpeg(pixels, "CMYK"),
    "turned JPEG": lambda pixels: create_black_jpeg(pixels, exif=create_rotation_exif()),
    "progressive JPEG": lambda pixels: create_black_jpeg(pixels, progressive=True),
    "progressive JPEG without subsampling": lambda pixels: create_black_jpeg(
        pixels, progressive=True, subsampling=0
    ),
    "progressive JPEG of a print shop": lambda pixels: create_black_jpeg(pixels, "CMYK", progressive=True),
}


SHORT_RUN_KINDS = (
    "colour of 16 bits with alpha, interlaced",
    "JPEG of a print shop",
    "progressive JPEG without subsampling",
)
"""Kinds of the short run: those that take most memory."""


def measure_peak_memory(file: Path) -> int:
    """Return the bytes that an image takes in a new process; -1 if it is refused."""
    receiver, sender = os.pipe()
    if (child := os.fork()) == 0:  # pragma: no cover  # the child writes no coverage report
        try:
            result = str(encode_and_measure(file))
        except ImageError:
            result = "-1"
        os.write(sender, result.encode())
        os._exit(0)
    os.close(sender)
    with os.fdopen(receiver) as answer:
        result = answer.read()
    os.waitpid(child, 0)
    return int(result)


def encode_and_measure(file: Path) -> int:
    """Decode and encode an image as a build does. Return the growth of memory."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # free memory of the parent would hide a growth
    Path("/proc/self/clear_refs").write_text(
        "5", encoding="ascii"
    )  # reset the peak, which is that of the parent
    before = read_peak_memory()
    image, kind = decode_image_bytes(file.read_bytes(), LIMIT, "x")
    width, height = image.size
    decoded = DecodedImage(image)
    del image
    for image_format in ("WEBP", kind):
        for variant_width in (160, 320):
            quality = 0 if image_format == "PNG" else 80
            decoded.encode_variant(
                ImageVariant(image_format, variant_width, max(1, variant_width * height // width), quality)
            )
    return read_peak_memory() - before


def read_peak_memory() -> int:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


def test_estimate_memory_largest_image_of_each_kind_stays_within_limit(
    tmp_path: Path, record_fault_count: Callable[[str], None]
) -> None:
    file, memory_by_kind = tmp_path / "picture", dict[str, int]()
    for kind in KINDS if RUNS_ALL_KINDS else SHORT_RUN_KINDS:
        for share in (
            1.0,
            0.8,
            0.65,
        ):  # if the largest image is refused, a smaller one takes as much
            file.write_bytes(KINDS[kind](int(LIMIT * share)))
            memory_by_kind[kind] = measure_peak_memory(file)
            if memory_by_kind[kind] > 0:
                break
    most = max(memory_by_kind.values()) / LIMIT
    record_fault_count(
        f"memory: {len(memory_by_kind)} kinds of picture take {most:.1f} bytes at most for each pixel that is allowed"
    )
    assert {
        kind: size for kind, size in memory_by_kind.items() if not 0 < size <= BYTES_PER_PIXEL * LIMIT + SLACK
    } == {}


def test_decode_image_bytes_small_file_of_large_image_is_refused_by_header() -> None:
    data = create_black_png(LIMIT, 8, GREY_ALPHA)
    with pytest.raises(ImageError, match="MB bộ nhớ"):
        decode_image_bytes(data, LIMIT, "images/x.png")


def test_decode_image_bytes_side_longer_than_jpeg_allows_is_refused() -> None:
    head = struct.pack(">IIBBBBB", MAX_IMAGE_SIDE + 1, 1, 1, GREY, 0, 0, 0)
    rows = zlib.compress(bytes(MAX_IMAGE_SIDE))
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        (create_png_chunk(b"IHDR", head), create_png_chunk(b"IDAT", rows), create_png_chunk(b"IEND", b""))
    )
    with pytest.raises(ImageError, match="một cạnh"):
        decode_image_bytes(data, LIMIT, "images/x.png")


@pytest.mark.parametrize(
    "metadata",
    [
        create_png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(bytes(3_000_000))),
        create_png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + b"x" * 3_000_000),
        create_png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(3_000_000))),
        create_png_chunk(b"tEXt", b"Comment\0" + b"x" * 3_000_000),
        create_png_chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(3_000_000))),
        create_png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(900_000))) * 200,
    ],
    ids=["XMP", "plain XMP", "zTXt", "tEXt", "profile", "many texts"],
)
@pytest.mark.parametrize("place", [b"IDAT", b"IEND"])
def test_decode_image_bytes_long_metadata_take_no_memory(
    metadata: bytes, place: bytes, tmp_path: Path
) -> None:
    data = create_black_png(10_000, 8, RGB)
    position = data.index(place) - 4
    file = tmp_path / "x.png"
    file.write_bytes(data[:position] + metadata + data[position:])
    assert 0 < measure_peak_memory(file) < 60_000_000


def test_count_fitting_images_depends_on_free_memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "meminfo"
    monkeypatch.setattr(memory, "MEMORY_INFO", file)
    for free, room in ((100_000, 1), (1_300_000, 2)):
        file.write_text(f"MemTotal:  4000000 kB\nMemAvailable:  {free} kB\n")
        assert memory.count_fitting_images(60_000_000) == room
    file.unlink()
    assert memory.count_fitting_images(60_000_000) > 100


def test_decode_image_bytes_png_with_too_many_chunks_is_refused() -> None:
    data = create_black_png(10_000, 8, RGB, create_png_chunk(b"prVt", b"") * 30_000)
    with pytest.raises(ImageError, match="cấu tạo bất thường"):
        decode_image_bytes(data, LIMIT, "images/x.png")


def test_decode_image_bytes_long_metadata_with_wrong_checksum_are_refused() -> None:
    data = create_black_png(
        10_000,
        8,
        RGB,
        create_png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(3_000_000)))[:-1] + b"?",
    )
    with pytest.raises(ImageError, match="bị hỏng"):
        decode_image_bytes(data, LIMIT, "images/x.png")
