"""What is made for machines: feeds, sitemaps, robots.txt. Same road as pages."""

from markupsafe import Markup
from msgspec import Struct


class FeedEntry(Struct, frozen=True, gc=False):
    """An article in a feed."""

    id: str
    """A tag URI (RFC 4151) that never changes."""
    url: str
    title: str
    summary: str
    content: Markup
    published: str
    """RFC 3339."""
    updated: str
    published_rfc822: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]


class FeedView(Struct, frozen=True, gc=False):
    """``/feeds/….atom.xml`` and ``.rss.xml`` – templates ``atom`` and ``rss``."""

    id: str
    title: str
    subtitle: str
    url: str
    """Address of the page the feed belongs to."""
    self_url: str
    updated: str
    updated_rfc822: str
    author: str
    entries: tuple[FeedEntry, ...]


class SitemapEntry(Struct, frozen=True, gc=False):
    """One address of a sitemap."""

    url: str
    modified: str
    """RFC 3339 or a date; empty where the page has no moment of its own."""
    images: tuple[str, ...] = ()


class SitemapView(Struct, frozen=True, gc=False):
    """One month, or the pages that belong to none – template ``sitemap``."""

    entries: tuple[SitemapEntry, ...]


class SitemapIndexView(Struct, frozen=True, gc=False):
    """``/sitemap.xml`` – template ``sitemap_index``."""

    entries: tuple[SitemapEntry, ...]


class NewsEntry(Struct, frozen=True, gc=False):
    """An article of the last two days."""

    url: str
    title: str
    published: str


class NewsSitemapView(Struct, frozen=True, gc=False):
    """``/sitemap-news.xml`` – template ``sitemap_news``."""

    publication: str
    language: str
    entries: tuple[NewsEntry, ...]


class RobotsView(Struct, frozen=True, gc=False):
    """``/robots.txt`` – template ``robots``."""

    sitemaps: tuple[str, ...]
    disallow: tuple[str, ...]


class NginxMapView(Struct, frozen=True, gc=False):
    """A map for nginx – template ``server_map``."""

    columns: str
    """What stands in its two columns, for whoever opens the file."""
    rows: tuple[tuple[str, str], ...]
    """Address and answer. Neither holds a quotation mark, a backslash or a character that does not print."""
