"""Decoding of image files, with a message if a file cannot be used.

The bytes decide the format, because phones save HEIC and WebP as ``.jpg``.
The whole file is decoded, so a truncated file is found at once.
Reason: the editor can then still copy the file again.
"""

import warnings
import zlib
from contextlib import suppress
from io import BytesIO

from PIL import Image, ImageOps, PngImagePlugin

from bulletin.errors import UserError
from bulletin.images.memory import BYTES_PER_PIXEL, MAX_IMAGE_SIDE, estimate_memory
from bulletin.text.formatting import format_decimal
from bulletin.text.late_patterns import compile_late

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_FORMATS = {b"\xff\xd8\xff": "JPEG", _PNG_SIGNATURE: "PNG"}
_FOREIGN_FORMATS = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "nén (ZIP, DOCX…)"),
)
_FOREIGN_BRANDS = {
    b"heic": "HEIC",
    b"heix": "HEIC",
    b"mif1": "HEIC",
    b"msf1": "HEIC",
    b"avif": "AVIF",
    b"avis": "AVIF",
}
_MARKER = compile_late(rb"\xff([^\x00\xd0-\xd7\xff])")
"""A marker in a JPEG that ends the data of a scan (ITU-T T.81, B.1.1.5)."""
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_MAX_SCANS = 100
"""Most scans of a JPEG. A progressive JPEG has about ten.

Reason: each scan covers all pixels, so thousands in a small file would take minutes.
"""
_METADATA_CHUNKS = frozenset({b"tEXt", b"zTXt", b"iTXt", b"iCCP"})
"""Chunks of a PNG with texts and the colour profile (PNG, 11.3.3.3 and 11.3.4)."""
_MAX_CHUNKS = 20_000
"""Most chunks of a PNG. An image of sixty million pixels needs fewer chunks of 8 kB."""
_MAX_TEXTS = 10
"""Most texts of a PNG that are kept. A file may contain thousands."""
_SHRINK = "Hãy thu nhỏ ảnh; chiều rộng 2.000 điểm ảnh là đủ."
_SAVE_AS = "Hãy mở ảnh và lưu lại thành JPEG hoặc PNG."


class ImageError(UserError):
    """An image cannot be used. The message is Vietnamese, for the editor."""

    def __init__(self, name: str, fault: str, remedy: str) -> None:
        super().__init__(name, fault, remedy)
        self.name, self.message, self.remedy = name, fault, remedy

    @property
    def description(self) -> str:
        """Fault with the name of the image: ``Ảnh “images/x.jpg”: tệp rỗng (0 byte)``."""
        return f"Ảnh “{self.name}”: {self.message}"

    def __str__(self) -> str:
        """Return fault and remedy."""
        return f"{self.description} {self.remedy}"


def decode_image_bytes(data: bytes, limit: int, name: str) -> tuple[Image.Image, str]:
    """Return the upright image in ``data`` and its format, ``JPEG`` or ``PNG``.

    The image still has its metadata in ``info``.
    Of a JPEG with several frames (MPO, from some cameras) the first frame is returned.

    Args:
        data: bytes of the file.
        limit: greatest number of pixels. The header is checked before pixels are decoded.
        name: name of the image in messages.

    Raises:
        ImageError: the image cannot be used.

    """
    kind = _detect_format(data, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's pixel limit and malformed EXIF are handled here
            image = _open_image(data, kind, limit, name)
            return _rotate_upright(image), kind
    except ImageError:
        raise
    except Image.DecompressionBombError as error:
        raise _create_size_error(name, "", limit) from error
    except Exception as error:  # Pillow's parsers raise exceptions of any class
        raise ImageError(
            name,
            "tệp bị hỏng hoặc chưa chép xong nên không đọc được.",
            "Hãy chép lại tệp ảnh gốc, hoặc mở ra và lưu lại thành JPEG hoặc PNG.",
        ) from error


def _detect_format(data: bytes, name: str) -> str:
    for magic, kind in _FORMATS.items():
        if data.startswith(magic):
            return kind
    if not data:
        raise ImageError(name, "tệp rỗng (0 byte).", "Hãy chép lại tệp ảnh gốc.")
    foreign = _detect_foreign_format(data)
    description = f"đây là tệp {foreign}" if foreign else "đây không phải là tệp ảnh JPEG hay PNG"
    raise ImageError(name, f"{description}; trang chỉ dùng ảnh JPEG và PNG.", _SAVE_AS)


def _detect_foreign_format(data: bytes) -> str | None:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    if data[4:8] == b"ftyp":
        return _FOREIGN_BRANDS.get(data[8:12])
    if b"<svg" in data[:1024].lower():
        return "SVG"
    return next((kind for magic, kind in _FOREIGN_FORMATS if data.startswith(magic)), None)


def _open_image(data: bytes, kind: str, limit: int, name: str) -> Image.Image:
    if kind == "PNG":
        data = _remove_long_metadata(data)
        if _count_chunks(data) > _MAX_CHUNKS:
            raise ImageError(name, "ảnh PNG có cấu tạo bất thường.", _SAVE_AS)
    image = Image.open(BytesIO(data), formats=(kind,))
    size = f" ({image.width} × {image.height} điểm ảnh)"
    if image.width * image.height > limit:
        raise _create_size_error(name, size, limit)
    scan_count = _count_scans(data) if kind == "JPEG" else 1
    if max(image.size) > MAX_IMAGE_SIDE:
        raise ImageError(name, f"ảnh{size} dài quá {MAX_IMAGE_SIDE} điểm ảnh một cạnh.", _SHRINK)
    if (memory := estimate_memory(image, scan_count)) > BYTES_PER_PIXEL * limit:
        raise _create_memory_error(name, size, memory, limit)
    if kind == "PNG":
        if getattr(image, "is_animated", False):
            raise ImageError(
                name, "đây là ảnh động (APNG).", "Hãy dùng một ảnh tĩnh, lưu thành JPEG hoặc PNG."
            )
        image.verify()  # reads up to the last chunk, unlike ``load``, and closes the image
        image = Image.open(BytesIO(data), formats=(kind,))
    elif scan_count > _MAX_SCANS:
        raise ImageError(name, "ảnh JPEG có cấu tạo bất thường.", _SAVE_AS)
    image.load()
    return image


def _count_scans(data: bytes) -> int:
    """Count the scans of the first image in a JPEG, up to one more than allowed.

    Data that cameras append after the image are not read.
    """
    count, position = 0, 2
    while (
        count <= _MAX_SCANS and (marker := _MARKER.search(data, position)) and marker[1][0] != _END_OF_IMAGE
    ):
        count += marker[1][0] == _START_OF_SCAN
        position = marker.end() + int.from_bytes(data[marker.end() : marker.end() + 2], "big")
    return count


def _count_chunks(data: bytes) -> int:
    """Count the chunks of a PNG, up to one more than allowed."""
    count, position = 0, len(_PNG_SIGNATURE)
    while position < len(data) and count <= _MAX_CHUNKS:
        count, position = count + 1, position + 12 + int.from_bytes(data[position : position + 4], "big")
    return count


def _remove_long_metadata(data: bytes) -> bytes:
    """Return a PNG without texts and profiles that Pillow would refuse.

    These are texts and profiles that are too long, and texts that are too many.
    Broken chunks stay, so Pillow reports them.
    Reason: readers get no metadata but the profile in any case.
    """
    kept_parts, start, position, text_count = list[bytes](), 0, len(_PNG_SIGNATURE), 0
    while position < len(data):
        kind, end = (
            data[position + 4 : position + 8],
            position + 12 + int.from_bytes(data[position : position + 4], "big"),
        )
        if kind in _METADATA_CHUNKS and zlib.crc32(data[position + 4 : end - 4]) == int.from_bytes(
            data[end - 4 : end], "big"
        ):
            text_count += kind != b"iCCP"
            if text_count > _MAX_TEXTS or _is_long(kind, data[position + 8 : end - 4]):
                kept_parts.append(data[start:position])
                start = end
        position = end
    return b"".join((*kept_parts, data[start:])) if kept_parts else data


def _is_long(kind: bytes, body: bytes) -> bool:
    """Tell if the text or profile in a chunk is longer than Pillow reads.

    Source: PNG, 11.3.3 and 11.3.4.
    """
    compressed = body.partition(b"\0")[2][1:]
    if kind == b"tEXt" or (kind == b"iTXt" and body.partition(b"\0")[2][:1] == b"\0"):
        return len(body) > PngImagePlugin.MAX_TEXT_CHUNK
    if kind == b"iTXt":
        compressed = compressed[1:].split(b"\0", 2)[-1]
    decompressor = zlib.decompressobj()
    with suppress(zlib.error):  # Pillow ignores a damaged text
        decompressor.decompress(compressed, PngImagePlugin.MAX_TEXT_CHUNK)
    return decompressor.unconsumed_tail != b""


def _rotate_upright(image: Image.Image) -> Image.Image:
    try:
        ImageOps.exif_transpose(image, in_place=True)
    except Exception:
        image.info.pop("exif", None)  # unreadable EXIF: keep the orientation
    return image


def _create_memory_error(name: str, size: str, memory: int, limit: int) -> ImageError:
    most = BYTES_PER_PIXEL * limit
    return ImageError(
        name,
        f"ảnh{size} loại này cần {memory // 1_000_000} MB bộ nhớ để đọc; nhiều nhất {most // 1_000_000} MB.",
        _SHRINK,
    )


def _create_size_error(name: str, size: str, limit: int) -> ImageError:
    millions = format_decimal(limit / 1_000_000, "g")
    return ImageError(
        name,
        f"ảnh quá lớn{size}; giới hạn là {millions} triệu điểm ảnh.",
        _SHRINK,
    )
