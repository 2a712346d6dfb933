"""The keys of front matter: what an article and a page may say of themselves."""

ARTICLE_KEYS = (
    "title", "date", "category", "summary", "author", "authors", "source", "tags", "topic", "featured", "cover",
    "cover_alt", "cover_caption", "attachments", "status", "approved_by", "expires", "modified", "corrections",
    "aliases", "slug",
)  # fmt: skip
PAGE_KEYS = ("title", "slug", "summary", "order", "status", "modified", "attachments", "aliases")
KEYS = frozenset((*ARTICLE_KEYS, *PAGE_KEYS))
