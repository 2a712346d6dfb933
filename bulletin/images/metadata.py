"""Size, format and digest of an image, cached by file stamp."""

import hashlib
import os
import time
from pathlib import Path

import PIL
from msgspec import Struct

from bulletin.content.attachments.references import suggest_file
from bulletin.content.files.paths import PathError, resolve_reference
from bulletin.images.decoder import ImageError, decode_image_bytes
from bulletin.storage.cache_file import StampCache
from bulletin.storage.cache_folder import remove_path
from bulletin.storage.file_system import get_stable_stamp

_VERSION = f"facts-3 {PIL.__version__}"
_IMAGE_FOLDERS = ("ads", "images")
"""Folders of content/ in which the remedy searches a missing image.

Images in bodies are checked before (bulletin/content/attachments/references.py).
"""
_MAX_FILE_SIZE = 100_000_000
"""Most bytes of an image file, because the whole file is read.

A JPEG of sixty million pixels takes about a third of this size.
"""


class ImageInfo(Struct, frozen=True, gc=False, array_like=True):
    """Size, format and digest of an image that decodes completely."""

    width: int
    """Width in pixels, after the orientation of EXIF is applied."""
    height: int
    format: str
    """``JPEG`` or ``PNG``, as the bytes say."""
    digest: str
    """SHA-256 of the file, 64 hex digits."""

    def __repr__(self) -> str:
        """Return the form that digests of articles hold in release records.

        Reason: with another form the next publish would report every article with an image as changed.
        """
        return f"PictureFacts(width={self.width}, height={self.height}, format={self.format!r}, digest={self.digest!r})"


def find_image(root: Path, reference: str) -> Path:
    """Return the file below content/ that an editor's ``reference`` names.

    Raise ImageError if the file is missing or lies outside ``root``.
    """
    is_other = {name: not reference.lstrip("/").startswith(f"{name}/") for name in _IMAGE_FOLDERS}
    folders = sorted(_IMAGE_FOLDERS, key=is_other.__getitem__)  # an advertisement may name no folder
    try:
        path = resolve_reference(root, reference)
    except PathError as error:
        raise ImageError(
            reference,
            str(error),
            error.remedy or f"Hãy chép ảnh vào content/{folders[0]}/ và viết {folders[0]}/tên-ảnh.jpg.",
        ) from error
    if not path.is_file():
        raise ImageError(reference, "không tìm thấy tệp.", suggest_file(root, path, folders))
    return path


def read_image_info(path: Path, limit: int, name: str = "") -> ImageInfo:
    """Decode the file at ``path`` and return its ``ImageInfo``.

    Args:
        path: the file.
        limit: greatest number of pixels.
        name: name of the image in messages; the file name if empty.

    Raises:
        ImageError: the file is not a complete, still JPEG or PNG within the limit.

    """
    return _decode_info(_read_image_file(path, name or path.name), limit, name or path.name)


class ImageInfoCache:
    """Cache of ``ImageInfo``, so that an unchanged image is not read again.

    The key is the file stamp, or else the digest.
    So a copy or a fresh checkout is read but not decoded.
    Images with a fault are not kept.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._stamp_cache = StampCache(file, bytes, ImageInfo, _VERSION)
        self._by_digest = {info.digest: info for _, info in self._stamp_cache.entries.values()}

    def get_info(self, path: Path, limit: int, name: str) -> ImageInfo:
        """Return what ``read_image_info`` returns, cached. Raise ImageError."""
        try:
            stamp = get_stable_stamp(path.stat(), time.time_ns())
        except OSError as error:
            raise _create_unreadable_error(name) from error
        info = self._stamp_cache.get(os.fsencode(path), stamp)
        if info is None:
            data = _read_image_file(path, name)
            info = self._by_digest.get(hashlib.sha256(data).hexdigest()) or _decode_info(data, limit, name)
            self._stamp_cache.put(os.fsencode(path), stamp, info)
            self._by_digest[info.digest] = info
        if info.width * info.height > limit:  # the limit was higher before
            return read_image_info(path, limit, name)
        return info

    def save(self) -> None:
        """Write new entries to disk without those of missing files. Raise OSError."""
        self._stamp_cache.save(os.path.isfile)
        remove_path(self._file.with_suffix(".json"))  # file of version 0.1


def _read_image_file(path: Path, name: str) -> bytes:
    try:
        size = path.stat().st_size
        if size <= _MAX_FILE_SIZE:
            return path.read_bytes()
    except OSError as error:
        raise _create_unreadable_error(name) from error
    raise ImageError(
        name,
        f"tệp quá nặng ({size // 1_000_000} MB; nhiều nhất {_MAX_FILE_SIZE // 1_000_000} MB).",
        "Hãy mở ảnh và lưu lại thành JPEG.",
    )


def _create_unreadable_error(name: str) -> ImageError:
    return ImageError(name, "không mở được tệp.", "Hãy kiểm tra quyền đọc của tệp ảnh.")


def _decode_info(data: bytes, limit: int, name: str) -> ImageInfo:
    image, kind = decode_image_bytes(data, limit, name)
    return ImageInfo(image.width, image.height, kind, hashlib.sha256(data).hexdigest())
