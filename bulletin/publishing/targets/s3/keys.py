"""Keys, headers and upload order of the objects in a bucket."""

import re
from datetime import timedelta

from bulletin.publishing.release.file_types import (
    FileType,
    get_cache_control,
    get_content_type,
    get_file_type,
)
from bulletin.publishing.release.release import RELEASE_ID_PATTERN
from bulletin.urls import ARTICLE_PATTERN, INDEX_FILE_NAME, SEARCH_INDEX_ADDRESS, convert_address_to_path

HEADERS_VERSION = 2
"""The version of the headers. Raise it when ``release/file_types.py`` changes types or cache times.

The next publish then writes each object again, once.
"""
UPLOAD_EXPIRY = timedelta(days=1)
"""Time for which the contents of an interrupted publish are kept for the next one."""
_RECORD_KEY = re.compile(rf"({RELEASE_ID_PATTERN})\.json\.gz")
_ARTICLE_PATH = re.compile(ARTICLE_PATTERN + re.escape(INDEX_FILE_NAME))
_RESOURCE_TYPES = {
    FileType.ASSET,
    FileType.IMAGE,
    FileType.ATTACHMENT,
    FileType.ADVERTISEMENT,
    FileType.SEARCH,
    FileType.OTHER,
    FileType.COMPRESSED,
}
_SEARCH_HEAD = convert_address_to_path(SEARCH_INDEX_ADDRESS)
"""The file that names all files of the search index."""


class KeyLayout:
    """The keys of one site below a prefix."""

    def __init__(self, prefix: str) -> None:
        """Use ``prefix``, which has no slash at its ends and may be empty."""
        self.site_prefix = f"{prefix}/" if prefix else ""
        self.private_prefix = f"{self.site_prefix}.releases/"
        """The prefix of the objects that readers must not see."""
        self.contents_prefix = f"{self.private_prefix}files/"
        self.current_key = f"{self.private_prefix}current"
        self.pending_deletions_key = f"{self.private_prefix}leaving"
        self.lock_key = f"{self.private_prefix}lock"

    def live_key(self, path: str) -> str:
        """Return the key of the object that readers find at ``path``."""
        return self.site_prefix + path

    def path_from_key(self, key: str) -> str:
        """Return the path of an object that readers find."""
        return key.removeprefix(self.site_prefix)

    def content_key(self, sha256: str) -> str:
        """Return the key of a content."""
        return self.contents_prefix + sha256

    def record_key(self, name: str) -> str:
        """Return the key of the record of a release."""
        return f"{self.private_prefix}{name}.json.gz"

    def release_id_from_key(self, key: str) -> str:
        """Return the id of the release with its record at ``key``, or an empty text."""
        match = _RECORD_KEY.fullmatch(key.removeprefix(self.private_prefix))
        return match[1] if match else ""


def get_object_headers(path: str) -> dict[str, str]:
    """Return the headers of the file at ``path``."""
    return {"ContentType": get_content_type(path), "CacheControl": get_cache_control(path)}


def get_upload_order(path: str, *, new: bool) -> int:
    """Return the position of the file at ``path`` in an upload.

    Lower positions come first.
    Resources of pages come first, and then ``new`` pages, to which no page refers yet.
    Changed articles follow. Then come files that name articles: listings, feeds, fragments, sitemaps,
    the head of the search index.
    The front page is last.
    """
    if path == "index.html":
        return 4
    file_type = get_file_type(path)
    if file_type in _RESOURCE_TYPES and path != _SEARCH_HEAD:
        return 0
    if file_type is FileType.PAGE and new:
        return 1
    return 2 if _ARTICLE_PATH.fullmatch(path) else 3
