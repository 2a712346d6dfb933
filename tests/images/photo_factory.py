"""Small images with all the metadata that a camera writes."""

import io
import os
import struct
import zlib
from pathlib import Path

from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

SRGB_PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
METADATA_MARKERS = (
    b"Exif",
    b"eXIf",
    b"EXIF",
    b"xmpmeta",
    b"XMP ",
    b"tEXt",
    b"zTXt",
    b"iTXt",
    b"Photoshop",
    b"Canon",
    b"secret",
)
"""Parts of metadata that the images of this module contain and no output may contain."""


def draw_image(width: int = 700, height: int = 500, mode: str = "RGB") -> Image.Image:
    """Draw a red top left quarter on blue, so that rotations are visible."""
    image = Image.new("RGB", (width, height), (20, 40, 200))
    ImageDraw.Draw(image).rectangle((0, 0, width // 2, height // 2), fill=(200, 20, 20))
    return image.convert(mode)


def is_red(image: Image.Image, position: tuple[int, int]) -> bool:
    """Tell if the pixel at ``position`` is red and not blue."""
    pixel = image.convert("RGB").getpixel(position)
    assert isinstance(pixel, tuple)
    return pixel[0] > 150 > pixel[2]


def create_exif(orientation: int = 1) -> bytes:
    """Return EXIF with an orientation, a camera name and a GPS position."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Canon secret"
    exif.get_ifd(0x8825).update({1: "N", 2: (10.0, 55.0, 59.0), 3: "E", 4: (108.0, 6.0, 0.0)})
    return exif.tobytes()


def create_jpeg(image: Image.Image | None = None, orientation: int = 1, **options: object) -> bytes:
    """Return a JPEG with EXIF (GPS), XMP, a comment and an ICC profile."""
    file = io.BytesIO()
    defaults = {
        "exif": create_exif(orientation),
        "xmp": b"<x:xmpmeta>secret</x:xmpmeta>",
        "comment": b"secret",
        "icc_profile": SRGB_PROFILE,
    }
    (image or draw_image()).save(file, "JPEG", **(defaults | options))
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0b\x1c\x02\x78\0\x06secret"
    data = file.getvalue()
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc + data[2:]


def create_png(image: Image.Image | None = None, **options: object) -> bytes:
    """Return a PNG with EXIF, texts of three kinds and an ICC profile."""
    text = PngInfo()
    text.add_text("Comment", "secret")
    text.add_text("Comment", "secret", zip=True)
    text.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>secret</x:xmpmeta>")
    file = io.BytesIO()
    defaults = {"exif": create_exif(), "pnginfo": text, "icc_profile": SRGB_PROFILE}
    (image or draw_image()).save(file, "PNG", **(defaults | options))
    return file.getvalue()


def encode_image(image: Image.Image, image_format: str, **options: object) -> bytes:
    """Return a file as Pillow writes it, without metadata."""
    file = io.BytesIO()
    image.save(file, image_format, **options)
    return file.getvalue()


def create_png_header(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes whose header claims any size."""

    def create_chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + create_chunk(b"IHDR", header)
        + create_chunk(b"IDAT", zlib.compress(b"\0"))
        + create_chunk(b"IEND", b"")
    )


def write_old_file(root: Path, reference: str, data: bytes) -> Path:
    """Write a file below ``root`` with an old modification time."""
    path = root / reference
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (1_500_000_000, 1_500_000_000))
    return path


def get_file_stamp(path: Path) -> tuple[int, int, int]:
    """Return inode, mtime and size, which change when a file is written again."""
    status = path.stat()
    return status.st_ino, status.st_mtime_ns, status.st_size
