"""File type, media type and cache time of each path of the site."""

import mimetypes
import re
from enum import StrEnum

from bulletin import urls

_HASHED = re.compile(
    rf"{urls.ASSET_PREFIX[1:]}.+\.[0-9a-f]{{10}}\.[a-z]+|{urls.IMAGE_PREFIX[1:]}.+-[0-9a-f]{{10}}-[0-9]+\.[a-z]+"
    rf"|{urls.SEARCH_FOLDER}.+\.[0-9a-f]{{10}}\.json"
)
"""Paths with a digest. Other bytes get another path."""
_MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".webmanifest": "application/manifest+json",
    ".wasm": "application/wasm",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
}
"""Media types that must be exact. All others come from Python's ``mimetypes``."""
_CACHE_IMMUTABLE = "public, max-age=31536000, immutable"
_CACHE_ONE_HOUR = "public, max-age=3600"
_CACHE_MINUTES = "public, max-age=300"


class FileType(StrEnum):
    """The use of a file. The values are stored in release records."""

    PAGE = "page"
    FRAGMENT = "fragment"
    """HTML that the server includes into pages."""
    FEED = "feed"
    SITEMAP = "sitemap"
    ASSET = "asset"
    """Stylesheet, script and icon of the theme."""
    IMAGE = "picture"
    ATTACHMENT = "attachment"
    ADVERTISEMENT = "advertisement"
    SEARCH = "search"
    """A part of a search index."""
    COMPRESSED = "compressed"
    """A ``.gz`` or ``.br`` copy of another file."""
    SERVER_MAP = "server"
    """Redirects and withdrawn addresses for the web server; readers do not get them."""
    OTHER = "other"


def get_file_type(path: str) -> FileType:
    """Return the file type of ``path``, relative to the root of the site."""
    first, _, rest = path.partition("/")
    ending = _get_ending(path)
    if ending in (".gz", ".br"):
        return FileType.COMPRESSED
    if rest and first in _FOLDERS:
        return _FOLDERS[first]
    if ending == ".html":
        return FileType.PAGE
    if first.startswith("sitemap"):
        return FileType.SITEMAP
    return FileType.OTHER


def is_immutable(path: str) -> bool:
    """Tell if the file at ``path`` can never change, because the path has a digest."""
    return _HASHED.fullmatch(path) is not None


def get_cache_control(path: str) -> str:
    """Return the ``Cache-Control`` of ``path`` (RFC 9111, 5.2.2; RFC 8246).

    Immutable files may be kept for a year.
    Images, attachments and advertisements under stable names may be kept for an hour.
    All other files may be kept for five minutes.
    """
    path = path.removesuffix(".gz").removesuffix(".br")
    if is_immutable(path):
        return _CACHE_IMMUTABLE
    return _CACHE_ONE_HOUR if get_file_type(path) in _RARELY_CHANGED else _CACHE_MINUTES


def get_content_type(path: str) -> str:
    """Return the media type that a server gives for ``path`` (RFC 9110, 8.3)."""
    ending = _get_ending(path).lower()
    if ending == ".xml" and get_file_type(path) is FileType.FEED:
        return "application/rss+xml" if path.endswith(".rss.xml") else "application/atom+xml"
    return _MEDIA_TYPES.get(ending) or mimetypes.types_map.get(ending) or "application/octet-stream"


def _get_ending(path: str) -> str:
    name = path.rpartition("/")[2]
    dot = name.rfind(".")
    return name[dot:] if dot > 0 else ""


_FOLDERS = {
    urls.FRAGMENT_PREFIX.strip("/"): FileType.FRAGMENT,
    urls.FEED_PREFIX.strip("/"): FileType.FEED,
    urls.ASSET_PREFIX.strip("/"): FileType.ASSET,
    urls.IMAGE_PREFIX.strip("/"): FileType.IMAGE,
    urls.FILE_PREFIX.strip("/"): FileType.ATTACHMENT,
    urls.AD_PREFIX.strip("/"): FileType.ADVERTISEMENT,
    urls.FORMER_AD_PREFIX.strip("/"): FileType.ADVERTISEMENT,
    urls.SEARCH_INDEX_PREFIX.strip("/"): FileType.SEARCH,
    ".nginx": FileType.SERVER_MAP,
}
_RARELY_CHANGED = {FileType.IMAGE, FileType.ATTACHMENT, FileType.ADVERTISEMENT}
