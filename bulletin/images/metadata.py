"""What is known of a picture before anything is made of it."""

import hashlib
import os
import time
from pathlib import Path

import PIL
from msgspec import Struct

from bulletin.content.attachments.references import suggest_file
from bulletin.content.paths import PathError, resolve_reference
from bulletin.images.decoder import ImageError, decode_image_bytes
from bulletin.storage.cache_file import StampCache
from bulletin.storage.cache_folder import remove_path
from bulletin.storage.file_system import get_stable_stamp

_VERSION = f"facts-3 {PIL.__version__}"
_HOMES = ("ads", "images")
"""Where a picture that is not found may be. Those of texts were looked for before (``records.named_files``)."""
_HEAVIEST = 100_000_000
"""Bytes at most of a picture: it is read whole. Sixty million pixels as JPEG take a third of that."""


class PictureFacts(Struct, frozen=True, gc=False, array_like=True):
    """A picture that decodes from its first byte to its last."""

    width: int
    """In pixels, as the height, after the orientation of EXIF is applied."""
    height: int
    format: str
    """``JPEG`` or ``PNG``, by the bytes of the file."""
    digest: str
    """sha-256 of the file, 64 hex digits."""


def find_image(root: Path, reference: str) -> Path:
    """Return the file below ``root`` (content/) that an editor's ``reference`` names.

    Raise PictureError where there is none, or it lies outside ``root``.
    """
    try:
        path = resolve_reference(root, reference)
    except PathError as error:
        raise ImageError(
            reference,
            str(error),
            error.remedy or f"Hãy chép ảnh vào content/{_HOMES[0]}/ và viết {_HOMES[0]}/tên-ảnh.jpg.",
        ) from error
    if not path.is_file():
        raise ImageError(reference, "không tìm thấy tệp.", suggest_file(root, path, _HOMES))
    return path


def read_image_info(path: Path, limit: int, name: str = "") -> PictureFacts:
    """Return the facts of the file at ``path``; the whole of it is decoded.

    ``limit`` is the greatest number of pixels, ``name`` how messages call the picture (else its
    file name). Raise PictureError where it is not a whole, still JPEG or PNG within the limit.
    """
    return _inspected(_read(path, name or path.name), limit, name or path.name)


class ImageInfoCache:
    """Facts on disk: a picture that did not change is neither decoded nor even read.

    A file is known by its stamp, else by its digest, so that a
    copy or a fresh checkout is read but not decoded. A picture with a fault is not remembered.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known = StampCache(file, bytes, PictureFacts, _VERSION)
        self._by_digest = {facts.digest: facts for _, facts in self._known.entries.values()}

    def get_info(self, path: Path, limit: int, name: str) -> PictureFacts:
        """Return what ``read_image_info`` returns, from memory where it can be. Raise PictureError."""
        try:
            seen = get_stable_stamp(path.stat(), time.time_ns())
        except OSError as error:
            raise _unreadable(name) from error
        facts = self._known.get(os.fsencode(path), seen)
        if facts is None:
            data = _read(path, name)
            facts = self._by_digest.get(hashlib.sha256(data).hexdigest()) or _inspected(data, limit, name)
            self._known.put(os.fsencode(path), seen, facts)
            self._by_digest[facts.digest] = facts
        if facts.width * facts.height > limit:  # accepted when the limit was higher
            return read_image_info(path, limit, name)
        return facts

    def save(self) -> None:
        """Write what is new to disk, and forget files that are gone. Raise OSError."""
        self._known.save(os.path.isfile)
        remove_path(self._file.with_suffix(".json"))  # of version 0.1


def _read(path: Path, name: str) -> bytes:
    try:
        size = path.stat().st_size
        if size <= _HEAVIEST:
            return path.read_bytes()
    except OSError as error:
        raise _unreadable(name) from error
    raise ImageError(
        name,
        f"tệp quá nặng ({size // 1_000_000} MB; nhiều nhất {_HEAVIEST // 1_000_000} MB).",
        "Hãy mở ảnh và lưu lại thành JPEG.",
    )


def _unreadable(name: str) -> ImageError:
    return ImageError(name, "không mở được tệp.", "Hãy kiểm tra quyền đọc của tệp ảnh.")


def _inspected(data: bytes, limit: int, name: str) -> PictureFacts:
    image, kind = decode_image_bytes(data, limit, name)
    return PictureFacts(image.width, image.height, kind, hashlib.sha256(data).hexdigest())
