"""Where things lie in a bucket, with which headers readers get them, and which must be there before which."""

import re
from datetime import timedelta

from bulletin.publishing.release.file_types import Kind, cache_control, content_type, kind_of
from bulletin.publishing.release.release import ID

HEADERS = 1
"""Raise it when types or cache times change (release/file_types.py): each object is then written again, once."""
ABANDONED = timedelta(days=1)
"""So long what a publish sent before it was cut off waits for the next one."""
_RECORD = re.compile(rf"({ID})\.json\.gz")
_ARTICLE = re.compile(r"\d{4}/\d{2}/[^/]+/index\.html")
_SUPPORTS = {
    Kind.ASSET,
    Kind.PICTURE,
    Kind.ATTACHMENT,
    Kind.ADVERTISEMENT,
    Kind.SEARCH,
    Kind.OTHER,
    Kind.COMPRESSED,
}
_ENTRY = "pagefind-entry.json"
"""Names all that an index of the search consists of."""


class Layout:
    """The keys of one site below ``prefix``, which has no slash at its ends and may be empty."""

    def __init__(self, prefix: str) -> None:
        self.root = f"{prefix}/" if prefix else ""
        self.ours = f"{self.root}.releases/"
        """What readers must not see."""
        self.contents = f"{self.ours}files/"
        self.pointer = f"{self.ours}current"
        self.leaving = f"{self.ours}leaving"
        self.lock = f"{self.ours}lock"

    def live(self, path: str) -> str:
        """Return where readers find the file at ``path``."""
        return self.root + path

    def path(self, key: str) -> str:
        """Return the path of a key that readers ask for."""
        return key.removeprefix(self.root)

    def content(self, sha256: str) -> str:
        """Return where a content is kept."""
        return self.contents + sha256

    def record(self, name: str) -> str:
        """Return where the record of the release of that id is."""
        return f"{self.ours}{name}.json.gz"

    def release(self, key: str) -> str:
        """Return the id of the release whose record is at ``key``; empty where there is another thing."""
        match = _RECORD.fullmatch(key.removeprefix(self.ours))
        return match[1] if match else ""


def headers(path: str) -> dict[str, str]:
    """Return what readers get with the file at ``path``."""
    return {"ContentType": content_type(path), "CacheControl": cache_control(path)}


def turn(path: str, *, new: bool) -> int:
    """Return when the file at ``path`` has its turn; what it refers to has an earlier one.

    What pages need comes first. Then pages that are ``new``, which nothing names yet, then articles that
    changed; then listings, feeds, fragments, sitemaps and the entries of the search, which name them; the front page last.
    """
    if path == "index.html":
        return 4
    kind = kind_of(path)
    if kind in _SUPPORTS and not path.endswith(_ENTRY):
        return 0
    if kind is Kind.PAGE and new:
        return 1
    return 2 if _ARTICLE.fullmatch(path) else 3
