"""Content types: the folder and the keys of each kind of content file.

A new content type begins with an entry here. docs/architecture.md names the other places.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ContentType:
    """One kind of content file."""

    folder: str
    """Path from content/ with a slash at its end: ``articles/``."""
    noun: str
    """Vietnamese noun for one such file, for the beginning of a sentence."""
    plural: str
    """Vietnamese noun for such files."""
    front_matter_keys: tuple[str, ...]
    """Keys of the front matter, in the order in which messages list them."""


ARTICLE_TYPE = ContentType(
    "articles/",
    "Bài",
    "tin, bài",
    (
        "title", "date", "category", "summary", "author", "authors", "source", "tags", "topic", "featured",
        "featured_until", "cover", "cover_alt", "cover_caption", "attachments", "audio", "ai", "status", "approved_by",
        "expires", "modified", "corrections", "aliases", "slug", "ignore_warnings",
    ),
)  # fmt: skip
PAGE_TYPE = ContentType(
    "pages/",
    "Trang",
    "trang tĩnh",
    ("title", "slug", "summary", "order", "status", "modified", "attachments", "aliases", "ignore_warnings"),
)
CONTENT_TYPES = (ARTICLE_TYPE, PAGE_TYPE)
CONTENT_FOLDERS = tuple(kind.folder for kind in CONTENT_TYPES)
FRONT_MATTER_KEYS = frozenset(key for kind in CONTENT_TYPES for key in kind.front_matter_keys)


def find_content_type(source: str) -> ContentType:
    """Return the content type of ``source``, a path below ``articles/`` or ``pages/``."""
    return next((kind for kind in CONTENT_TYPES if source.startswith(kind.folder)), ARTICLE_TYPE)
