"""From the bytes of a file to an upright picture, or to a sentence that says why not.

The format is told by the bytes, never by the name: telephones and messengers hand out HEIC
and WebP under ``.jpg``. Everything is decoded, so that a file cut short by a bad memory
stick is found while an editor can still fetch it again.
"""

import re
import warnings
import zlib
from contextlib import suppress
from io import BytesIO

from PIL import Image, ImageOps, PngImagePlugin

from bulletin.errors import UserError
from bulletin.images.memory import BYTES_PER_PIXEL, MAX_IMAGE_SIDE, estimate_memory
from bulletin.text.formatting import format_decimal

_PNG = b"\x89PNG\r\n\x1a\n"
_MAGIC = {b"\xff\xd8\xff": "JPEG", _PNG: "PNG"}
_FOREIGN = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "nén (ZIP, DOCX…)"),
)
_BRANDS = {
    b"heic": "HEIC",
    b"heix": "HEIC",
    b"mif1": "HEIC",
    b"msf1": "HEIC",
    b"avif": "AVIF",
    b"avis": "AVIF",
}
_MARK = re.compile(rb"\xff([^\x00\xd0-\xd7\xff])")
"""A mark in a JPEG that ends the data of a scan (ITU-T T.81, B.1.1.5)."""
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_MOST_SCANS = 100
"""A progressive JPEG has about ten. Each goes over all pixels: thousands in a small file would take minutes."""
_METADATA = frozenset({b"tEXt", b"zTXt", b"iTXt", b"iCCP"})
"""Chunks of a PNG that hold texts and the colour profile (PNG, 11.3.3.3 and 11.3.4)."""
_MOST_CHUNKS = 20_000
"""Chunks of a PNG: one of sixty million pixels has fewer of 8 kB."""
_MOST_TEXTS = 10
"""Texts of a PNG that are kept; a file may hold thousands."""
_SHRINK = "Hãy thu nhỏ ảnh; chiều rộng 2.000 điểm ảnh là đủ."
_SAVE_AS = "Hãy mở ảnh và lưu lại thành JPEG hoặc PNG."


class ImageError(UserError):
    """A picture that cannot be used, in Vietnamese, for the editor."""

    def __init__(self, name: str, fault: str, remedy: str) -> None:
        super().__init__(name, fault, remedy)
        self.name, self.message, self.remedy = name, fault, remedy

    @property
    def description(self) -> str:
        """What is wrong, with the name of the picture: ``Ảnh “images/x.jpg”: tệp rỗng (0 byte)``."""
        return f"Ảnh “{self.name}”: {self.message}"

    def __str__(self) -> str:
        """Say what is wrong and what to do."""
        return f"{self.description} {self.remedy}"


def decode_image_bytes(data: bytes, limit: int, name: str) -> tuple[Image.Image, str]:
    """Return the picture that ``data`` holds, upright as its EXIF asks, and ``JPEG`` or ``PNG``.

    ``limit`` is the greatest number of pixels; the header is asked for it before a pixel is
    decoded. ``name`` is how messages call the picture. A JPEG of several frames (MPO, as some
    cameras write) is its first. The picture still carries its metadata in ``info``. Raise
    PictureError.
    """
    kind = _format(data, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own bomb limit, malformed EXIF: decided here instead
            image = _opened(data, kind, limit, name)
            return _upright(image), kind
    except ImageError:
        raise
    except Image.DecompressionBombError as error:
        raise _too_large(name, "", limit) from error
    except Exception as error:  # Pillow's parsers raise whatever they stumble over
        raise ImageError(
            name,
            "tệp bị hỏng hoặc chưa chép xong nên không đọc được.",
            "Hãy chép lại tệp ảnh gốc, hoặc mở ra và lưu lại thành JPEG hoặc PNG.",
        ) from error


def _format(data: bytes, name: str) -> str:
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            return kind
    if not data:
        raise ImageError(name, "tệp rỗng (0 byte).", "Hãy chép lại tệp ảnh gốc.")
    foreign = _foreign(data)
    told = f"đây là tệp {foreign}" if foreign else "đây không phải là tệp ảnh JPEG hay PNG"
    raise ImageError(name, f"{told}; trang chỉ dùng ảnh JPEG và PNG.", _SAVE_AS)


def _foreign(data: bytes) -> str | None:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12])
    if b"<svg" in data[:1024].lower():
        return "SVG"
    return next((kind for magic, kind in _FOREIGN if data.startswith(magic)), None)


def _opened(data: bytes, kind: str, limit: int, name: str) -> Image.Image:
    if kind == "PNG":
        data = _without_long_metadata(data)
        if _count_chunks(data) > _MOST_CHUNKS:
            raise ImageError(name, "ảnh PNG có cấu tạo bất thường.", _SAVE_AS)
    image = Image.open(BytesIO(data), formats=(kind,))
    size = f" ({image.width} × {image.height} điểm ảnh)"
    if image.width * image.height > limit:
        raise _too_large(name, size, limit)
    scans = _scans(data) if kind == "JPEG" else 1
    if max(image.size) > MAX_IMAGE_SIDE:
        raise ImageError(name, f"ảnh{size} dài quá {MAX_IMAGE_SIDE} điểm ảnh một cạnh.", _SHRINK)
    if (memory := estimate_memory(image, scans)) > BYTES_PER_PIXEL * limit:
        raise _too_heavy(name, size, memory, limit)
    if kind == "PNG":
        if getattr(image, "is_animated", False):
            raise ImageError(
                name, "đây là ảnh động (APNG).", "Hãy dùng một ảnh tĩnh, lưu thành JPEG hoặc PNG."
            )
        image.verify()  # reads to the last chunk, which decoding the pixels does not; closes the picture
        image = Image.open(BytesIO(data), formats=(kind,))
    elif scans > _MOST_SCANS:
        raise ImageError(name, "ảnh JPEG có cấu tạo bất thường.", _SAVE_AS)
    image.load()
    return image


def _scans(data: bytes) -> int:
    """Return how many scans the first image of a JPEG has; one more than the most that may be where it has more.

    What cameras hang on behind the image is not looked at.
    """
    count, at = 0, 2
    while count <= _MOST_SCANS and (mark := _MARK.search(data, at)) and mark[1][0] != _END_OF_IMAGE:
        count += mark[1][0] == _START_OF_SCAN
        at = mark.end() + int.from_bytes(data[mark.end() : mark.end() + 2], "big")
    return count


def _count_chunks(data: bytes) -> int:
    """Return how many chunks a PNG has; one more than the most that may be where it has more."""
    count, at = 0, len(_PNG)
    while at < len(data) and count <= _MOST_CHUNKS:
        count, at = count + 1, at + 12 + int.from_bytes(data[at : at + 4], "big")
    return count


def _without_long_metadata(data: bytes) -> bytes:
    """Return a PNG without the texts and profiles because of which Pillow would refuse it: longer than it reads, or many.

    No metadata but the profile reach readers in any case. Broken chunks stay, so that Pillow tells of them.
    """
    kept, start, at, texts = list[bytes](), 0, len(_PNG), 0
    while at < len(data):
        kind, end = data[at + 4 : at + 8], at + 12 + int.from_bytes(data[at : at + 4], "big")
        if kind in _METADATA and zlib.crc32(data[at + 4 : end - 4]) == int.from_bytes(
            data[end - 4 : end], "big"
        ):
            texts += kind != b"iCCP"
            if texts > _MOST_TEXTS or _is_long(kind, data[at + 8 : end - 4]):
                kept.append(data[start:at])
                start = end
        at = end
    return b"".join((*kept, data[start:])) if kept else data


def _is_long(kind: bytes, body: bytes) -> bool:
    """Tell whether the text or profile in a chunk is longer than Pillow reads (PNG, 11.3.3 and 11.3.4)."""
    packed = body.partition(b"\0")[2][1:]
    if kind == b"tEXt" or (kind == b"iTXt" and body.partition(b"\0")[2][:1] == b"\0"):
        return len(body) > PngImagePlugin.MAX_TEXT_CHUNK
    if kind == b"iTXt":
        packed = packed[1:].split(b"\0", 2)[-1]
    unpacking = zlib.decompressobj()
    with suppress(zlib.error):  # Pillow passes over those
        unpacking.decompress(packed, PngImagePlugin.MAX_TEXT_CHUNK)
    return unpacking.unconsumed_tail != b""


def _upright(image: Image.Image) -> Image.Image:
    try:
        ImageOps.exif_transpose(image, in_place=True)
    except Exception:
        image.info.pop("exif", None)  # too broken to say how the picture stands: it stands as it is
    return image


def _too_heavy(name: str, size: str, memory: int, limit: int) -> ImageError:
    most = BYTES_PER_PIXEL * limit
    return ImageError(
        name,
        f"ảnh{size} loại này cần {memory // 1_000_000} MB bộ nhớ để đọc; nhiều nhất {most // 1_000_000} MB.",
        _SHRINK,
    )


def _too_large(name: str, size: str, limit: int) -> ImageError:
    millions = format_decimal(limit / 1_000_000, "g")
    return ImageError(
        name,
        f"ảnh quá lớn{size}; giới hạn là {millions} triệu điểm ảnh.",
        _SHRINK,
    )
