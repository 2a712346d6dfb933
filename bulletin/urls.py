"""Every rule about addresses: where pages stand, which file each is, and how a page prints them.

Nothing else in the code spells out an address. Sources: docs/maintaining.md lists the addresses of the site.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from urllib.parse import quote, unquote, urlsplit

from bulletin.text.slugs import slugify

INDEX = "index.html"
"""File name of a page whose address is a folder."""
HOME, LATEST, ARCHIVE, SEARCH = "/", "/tin-moi/", "/luu-tru/", "/tim-kiem/"
SITE_MAP = "/so-do-trang/"
NOT_FOUND, ROBOTS = "/404.html", "/robots.txt"
SITEMAP, NEWS_SITEMAP, PAGES_SITEMAP = "/sitemap.xml", "/sitemap-news.xml", "/sitemap-trang.xml"
FRAGMENTS, AD_CLICKS = "/fragments/", "/qc/"
LATEST_FRAGMENT = f"{FRAGMENTS}latest.html"
FEEDS = "/feeds/"
SITE_FEED = f"{FEEDS}tat-ca"
FEED_FORMATS = ("atom", "rss")
SEARCH_BUNDLES = "/pagefind/"
ASSETS, IMAGES, FILES, DOCUMENTS = "/assets/", "/images/", "/files/", "/van-ban/"
SYSTEM_PAGES = (HOME, LATEST, SEARCH, ARCHIVE, SITE_MAP, NOT_FOUND, ROBOTS, SITEMAP, NEWS_SITEMAP)
"""Pages and files of every site, whatever its content."""


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """A kind of listing that groups articles by something that they name."""

    folder: str
    """First part of the addresses: ``/chu-de/``."""
    label: str
    """Vietnamese name of what the articles share."""
    key: str
    """Key of front matter that names it."""

    def address_of(self, slug: str) -> str:
        """Return the address of the listing of ``slug``."""
        return f"{self.folder}{slug}/"


SECTIONS = Taxonomy("/chuyen-muc/", "chuyên mục", "category")
TOPICS = Taxonomy("/dong-su-kien/", "dòng sự kiện", "topic")
TAGS = Taxonomy("/chu-de/", "chủ đề", "tags")
AUTHORS = Taxonomy("/tac-gia/", "tác giả", "authors")
TAXONOMIES = (SECTIONS, TOPICS, TAGS, AUTHORS)
ARTICLE_LISTINGS = (TOPICS.folder, TAGS.folder, AUTHORS.folder, ARCHIVE)
"""First parts of listings that exist only because an article does. Sections exist without articles."""
RESERVED_NAMES = frozenset(
    address.split("/")[1]
    for address in (
        *SYSTEM_PAGES[1:],
        *(taxonomy.folder for taxonomy in TAXONOMIES),
        *(FRAGMENTS, AD_CLICKS, FEEDS, SEARCH_BUNDLES, ASSETS, FILES, IMAGES, DOCUMENTS),
    )
)
"""First parts of addresses that no page and no alias may take."""
_LISTING_PAGE = re.compile(
    f"((?:{'|'.join(re.escape(taxonomy.folder) for taxonomy in TAXONOMIES)})[^/]+/)trang/([1-9][0-9]*)/"
)
_ARTICLE = re.compile(r"/([0-9]{4})/([0-9]{2})/")
_NUMBERED_FILE = re.compile(r".+/trang/[1-9][0-9]*/index\.html")

_PLAIN = "/~:@!$&'()*+,;="
"""Characters that stand for themselves in the path of an address (RFC 3986, 3.3)."""


@dataclass(frozen=True)
class Urls:
    """Turns addresses (``/2019/12/x/``) into links. ``site`` is SITEURL, with a host and perhaps a path."""

    site: str

    @cached_property
    def base(self) -> str:
        """The path that the site stands under: empty, or ``/ban-tin``."""
        return urlsplit(self.site).path.rstrip("/")

    @cached_property
    def hostname(self) -> str:
        """The host without a port; empty if ``site`` names none."""
        return urlsplit(self.site).hostname or ""

    @cached_property
    def root(self) -> str:
        """What every absolute address begins with."""
        return self.site.rstrip("/")

    def link(self, address: str, tail: str = "") -> str:
        """Return ``address``, a decoded path, for use in a page; ``tail`` is ``?query#place``, encoded already."""
        return self.base + _encoded(address) + tail

    def absolute(self, address: str) -> str:
        """Return ``address``, a decoded path, with scheme and host."""
        return self.root + _encoded(address)

    def complete(self, link: str) -> str:
        """Return a link that ``link`` made, with scheme and host."""
        return self.root + link.removeprefix(self.base)


@lru_cache(maxsize=1 << 14)
def _encoded(address: str) -> str:
    return quote(address, safe=_PLAIN)


def section_address(slug: str) -> str:
    """Return the address of a section."""
    return SECTIONS.address_of(slug)


def topic_address(name: str) -> str:
    """Return the address of a topic (a running story)."""
    return TOPICS.address_of(slugify(name))


def tag_address(name: str) -> str:
    """Return the address of a tag."""
    return TAGS.address_of(slugify(name))


def author_address(name: str) -> str:
    """Return the address of an author."""
    return AUTHORS.address_of(slugify(name))


def article_address(date: datetime, slug: str) -> str:
    """Return ``/2019/12/slug/``. It names no section, so that moving the article breaks nothing."""
    return f"/{date.year:04d}/{date.month:02d}/{slug}/"


def parse_article_month(address: str) -> tuple[str, str] | None:
    """Return year and month of an article's address as they stand in it, or None."""
    found = _ARTICLE.match(address)
    return (found[1], found[2]) if found else None


def page_address(slug: str) -> str:
    """Return the address of a static page."""
    return f"/{slug}/"


def month_address(year: int, month: int) -> str:
    """Return the address of a month of the archive."""
    return f"{ARCHIVE}{year:04d}/{month:02d}/"


def day_anchor(day: int) -> str:
    """Return the anchor of a day in the page of its month."""
    return f"ngay-{day:02d}"


def month_sitemap(year: int, month: int) -> str:
    """Return the address of the sitemap of a month."""
    return f"/sitemap-{year:04d}-{month:02d}.xml"


def section_feed(slug: str) -> str:
    """Return the address of the feed of a section, without its ending."""
    return f"{FEEDS}{slug}"


def feed_addresses(feed: str) -> Iterator[str]:
    """Yield the addresses of ``feed``, an address without its ending, in all formats."""
    return (f"{feed}.{kind}.xml" for kind in FEED_FORMATS)


def ad_click_address(slot: str) -> str:
    """Return the address that readers reach by a click on an advertisement."""
    return f"{AD_CLICKS}{slot}/"


def ad_image_path(slot: str, *, phone: bool = False) -> str:
    """Return the path of the image of an advertising slot below the output: ``qc/sidebar-phone.webp``."""
    return f"{AD_CLICKS[1:]}{slot}{'-phone' if phone else ''}.webp"


def listing_page(address: str, number: int) -> str:
    """Return the address of a numbered page of a listing; page 0 is its front."""
    return f"{address}trang/{number}/" if number else address


def parse_listing_page(address: str) -> tuple[str, int]:
    """Return the front and the number of the listing page at ``address``; 0 if ``address`` has no number."""
    found = _LISTING_PAGE.fullmatch(address)
    return (found[1], int(found[2])) if found else (address, 0)


def listing_front(address: str) -> str:
    """Return the front of the listing that has a numbered page at ``address``, or ``address`` itself."""
    return parse_listing_page(address)[0]


def is_numbered_file(path: str) -> bool:
    """Tell if an output file is a numbered page, also one at an old address of another system."""
    return "/trang/" in path and bool(_NUMBERED_FILE.fullmatch(path))


def output_path(address: str) -> str:
    """Return the output file of an address: ``2019/12/x/index.html``."""
    return f"{address}{INDEX}".lstrip("/") if address.endswith("/") else address.lstrip("/")


def address_from_path(path: str) -> str:
    """Return the address of an output file: ``/2019/12/x/`` of ``2019/12/x/index.html``; ``/tin-index.html`` is one."""
    whole = f"/{path.lstrip('/')}"
    return whole.removesuffix(INDEX) if whole.endswith(f"/{INDEX}") else whole


def find_taxonomy(address: str) -> Taxonomy | None:
    """Return the kind of listing that stands at ``address``, or None."""
    return next((taxonomy for taxonomy in TAXONOMIES if address.startswith(taxonomy.folder)), None)


def is_article_listing(address: str) -> bool:
    """Tell if the page at ``address`` exists only because an article does: a topic, tag, author or month."""
    return address.startswith(ARTICLE_LISTINGS)


def is_reserved(address: str) -> bool:
    """Tell if ``address`` belongs to the system, so that no page and no alias may take it."""
    first = address.split("/")[1]
    sitemap = first.startswith("sitemap") and first.endswith(".xml")
    return not first or first.startswith(".") or sitemap or first in RESERVED_NAMES


def normalize_alias(alias: str) -> str:
    """Return an alias as an address: a folder ends in ``/``, a file keeps its ending."""
    alias = alias.removesuffix(INDEX) if alias.endswith(f"/{INDEX}") else alias
    if alias.endswith("/") or "." in alias.rsplit("/", 1)[-1]:
        return alias
    return f"{alias}/"


def parse_internal_link(target: str) -> tuple[str, str] | None:
    """Return path and fragment of a link into the site, or None if it leads elsewhere.

    A path that names a page without its last slash is given one.
    """
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or target.startswith("//"):
        return None
    return normalize_alias(unquote(parts.path)), unquote(parts.fragment)
