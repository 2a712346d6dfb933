"""The kinds of content file: where each stands, which keys it has, and what it becomes.

A new kind of content file begins with a row here; docs/architecture.md names what else it touches.
"""

from dataclasses import dataclass

from bulletin.content.models import Article, Page


@dataclass(frozen=True, slots=True)
class ContentType:
    """One kind of content file."""

    folder: str
    """From content/, with its slash: ``articles/``."""
    noun: str
    """How a message names one such file, at the beginning of a sentence."""
    plural: str
    """How a message names such files."""
    front_matter_keys: tuple[str, ...]
    """The keys of its front matter, in the order in which messages list them."""
    model: type[Article] | type[Page]


ARTICLE_TYPE = ContentType(
    "articles/",
    "Bài",
    "tin, bài",
    (
        "title", "date", "category", "summary", "author", "authors", "source", "tags", "topic", "featured", "cover",
        "cover_alt", "cover_caption", "attachments", "status", "approved_by", "expires", "modified", "corrections",
        "aliases", "slug",
    ),
    Article,
)  # fmt: skip
PAGE_TYPE = ContentType(
    "pages/",
    "Trang",
    "trang tĩnh",
    ("title", "slug", "summary", "order", "status", "modified", "attachments", "aliases"),
    Page,
)
CONTENT_TYPES = (ARTICLE_TYPE, PAGE_TYPE)
CONTENT_FOLDERS = tuple(kind.folder for kind in CONTENT_TYPES)
FRONT_MATTER_KEYS = frozenset(key for kind in CONTENT_TYPES for key in kind.front_matter_keys)


def find_content_type(source: str) -> ContentType:
    """Return the content type of ``source``, a path from content/ in one of their folders."""
    return next((kind for kind in CONTENT_TYPES if source.startswith(kind.folder)), ARTICLE_TYPE)
