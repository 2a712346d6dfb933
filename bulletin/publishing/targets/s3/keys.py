"""Where things lie in a bucket, with which headers readers get them, and which must be there before which."""

import re
from datetime import timedelta

from bulletin.publishing.release.file_types import (
    FileType,
    get_cache_control,
    get_content_type,
    get_file_type,
)
from bulletin.publishing.release.release import RELEASE_ID_PATTERN

HEADERS_VERSION = 1
"""Raise it when types or cache times change (release/file_types.py): each object is then written again, once."""
UPLOAD_EXPIRY = timedelta(days=1)
"""So long what a publish sent before it was cut off waits for the next one."""
_RECORD = re.compile(rf"({RELEASE_ID_PATTERN})\.json\.gz")
_ARTICLE = re.compile(r"\d{4}/\d{2}/[^/]+/index\.html")
_RESOURCE_TYPES = {
    FileType.ASSET,
    FileType.IMAGE,
    FileType.ATTACHMENT,
    FileType.ADVERTISEMENT,
    FileType.SEARCH,
    FileType.OTHER,
    FileType.COMPRESSED,
}
_SEARCH_ENTRY_FILE = "pagefind-entry.json"
"""Names all that an index of the search consists of."""


class KeyLayout:
    """The keys of one site below ``prefix``, which has no slash at its ends and may be empty."""

    def __init__(self, prefix: str) -> None:
        self.site_prefix = f"{prefix}/" if prefix else ""
        self.private_prefix = f"{self.site_prefix}.releases/"
        """What readers must not see."""
        self.contents_prefix = f"{self.private_prefix}files/"
        self.current_key = f"{self.private_prefix}current"
        self.pending_deletions_key = f"{self.private_prefix}leaving"
        self.lock_key = f"{self.private_prefix}lock"

    def live_key(self, path: str) -> str:
        """Return where readers find the file at ``path``."""
        return self.site_prefix + path

    def path_from_key(self, key: str) -> str:
        """Return the path of a key that readers ask for."""
        return key.removeprefix(self.site_prefix)

    def content_key(self, sha256: str) -> str:
        """Return where a content is kept."""
        return self.contents_prefix + sha256

    def record_key(self, name: str) -> str:
        """Return where the record of the release of that id is."""
        return f"{self.private_prefix}{name}.json.gz"

    def release_id_from_key(self, key: str) -> str:
        """Return the id of the release whose record is at ``key``; empty where there is another thing."""
        match = _RECORD.fullmatch(key.removeprefix(self.private_prefix))
        return match[1] if match else ""


def get_object_headers(path: str) -> dict[str, str]:
    """Return what readers get with the file at ``path``."""
    return {"ContentType": get_content_type(path), "CacheControl": get_cache_control(path)}


def get_upload_order(path: str, *, new: bool) -> int:
    """Return when the file at ``path`` has its turn; what it refers to has an earlier one.

    What pages need comes first. Then pages that are ``new``, which nothing names yet, then articles that
    changed; then listings, feeds, fragments, sitemaps and the entries of the search, which name them; the front page last.
    """
    if path == "index.html":
        return 4
    kind = get_file_type(path)
    if kind in _RESOURCE_TYPES and not path.endswith(_SEARCH_ENTRY_FILE):
        return 0
    if kind is FileType.PAGE and new:
        return 1
    return 2 if _ARTICLE.fullmatch(path) else 3
