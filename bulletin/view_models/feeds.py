"""View models of files for machines: feeds, sitemaps, robots.txt, nginx maps."""

from markupsafe import Markup
from msgspec import Struct


class FeedImage(Struct, frozen=True, gc=False):
    """A picture of an entry, as Media RSS has it (rssboard.org/media-rss)."""

    url: str
    """Absolute."""
    mime: str
    width: int
    height: int
    alt: str


class FeedEnclosure(Struct, frozen=True, gc=False):
    """A recorded article, as readers of podcasts ask for it (RSS 2.0, RFC 4287)."""

    url: str
    """Absolute."""
    mime: str
    size: int
    """Bytes."""


class FeedEntry(Struct, frozen=True, gc=False):
    """An article in a feed."""

    id: str
    """A tag URI (RFC 4151) that never changes."""
    url: str
    title: str
    summary: str
    content: Markup
    cover: FeedImage | None
    enclosure: FeedEnclosure | None
    published: str
    """RFC 3339."""
    updated: str
    published_rfc822: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]


class FeedView(Struct, frozen=True, gc=False):
    """``/feeds/….atom.xml`` and ``.rss.xml``, templates ``atom`` and ``rss``."""

    id: str
    title: str
    subtitle: str
    url: str
    """Address of the page that the feed belongs to."""
    self_url: str
    updated: str
    updated_rfc822: str
    author: str
    entries: tuple[FeedEntry, ...]


class SitemapEntry(Struct, frozen=True, gc=False):
    """One address of a sitemap."""

    url: str
    modified: str
    """RFC 3339 or a date. Empty if the page has no date."""
    images: tuple[str, ...] = ()


class SitemapView(Struct, frozen=True, gc=False):
    """The articles of one month, or the pages without a date; template ``sitemap``."""

    entries: tuple[SitemapEntry, ...]


class SitemapIndexView(Struct, frozen=True, gc=False):
    """``/sitemap.xml``, template ``sitemap_index``."""

    entries: tuple[SitemapEntry, ...]


class NewsEntry(Struct, frozen=True, gc=False):
    """An article of the last two days."""

    url: str
    title: str
    published: str


class NewsSitemapView(Struct, frozen=True, gc=False):
    """``/sitemap-news.xml``, template ``sitemap_news``."""

    publication: str
    language: str
    entries: tuple[NewsEntry, ...]


class RobotsView(Struct, frozen=True, gc=False):
    """``/robots.txt``, template ``robots``."""

    sitemaps: tuple[str, ...]
    disallow: tuple[str, ...]


class NginxMapView(Struct, frozen=True, gc=False):
    """A map for nginx, template ``server_map``."""

    columns: str
    """Names of its two columns, printed in a comment of the file."""
    rows: tuple[tuple[str, str], ...]
    """Address and answer, without quotation marks, backslashes and unprintable characters."""
