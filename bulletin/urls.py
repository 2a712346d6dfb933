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

INDEX_FILE_NAME = "index.html"
"""File name of a page whose address is a folder."""
HOME_ADDRESS, LATEST_ADDRESS, ARCHIVE_ADDRESS, SEARCH_ADDRESS = "/", "/tin-moi/", "/luu-tru/", "/tim-kiem/"
SITE_MAP_ADDRESS = "/so-do-trang/"
NOT_FOUND_ADDRESS, ROBOTS_ADDRESS = "/404.html", "/robots.txt"
SITEMAP_ADDRESS, NEWS_SITEMAP_ADDRESS, PAGES_SITEMAP_ADDRESS = (
    "/sitemap.xml",
    "/sitemap-news.xml",
    "/sitemap-trang.xml",
)
FRAGMENT_PREFIX, AD_CLICK_PREFIX = "/fragments/", "/qc/"
LATEST_FRAGMENT_ADDRESS = f"{FRAGMENT_PREFIX}latest.html"
FEED_PREFIX = "/feeds/"
SITE_FEED_STEM = f"{FEED_PREFIX}tat-ca"
FEED_FORMATS = ("atom", "rss")
SEARCH_INDEX_PREFIX = "/pagefind/"
ASSET_PREFIX, IMAGE_PREFIX, FILE_PREFIX, DOCUMENT_PREFIX = "/assets/", "/images/", "/files/", "/van-ban/"
BUILT_IN_ADDRESSES = (
    HOME_ADDRESS,
    LATEST_ADDRESS,
    SEARCH_ADDRESS,
    ARCHIVE_ADDRESS,
    SITE_MAP_ADDRESS,
    NOT_FOUND_ADDRESS,
    ROBOTS_ADDRESS,
    SITEMAP_ADDRESS,
    NEWS_SITEMAP_ADDRESS,
)
"""Pages and files of every site, whatever its content."""


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """A kind of listing that groups articles by something that they name."""

    prefix: str
    """First part of the addresses: ``/chu-de/``."""
    label: str
    """Vietnamese name of what the articles share."""
    key: str
    """Key of front matter that names it."""

    def get_address(self, slug: str) -> str:
        """Return the address of the listing of ``slug``."""
        return f"{self.prefix}{slug}/"


SECTION_TAXONOMY = Taxonomy("/chuyen-muc/", "chuyên mục", "category")
TOPIC_TAXONOMY = Taxonomy("/dong-su-kien/", "dòng sự kiện", "topic")
TAG_TAXONOMY = Taxonomy("/chu-de/", "chủ đề", "tags")
AUTHOR_TAXONOMY = Taxonomy("/tac-gia/", "tác giả", "authors")
TAXONOMIES = (SECTION_TAXONOMY, TOPIC_TAXONOMY, TAG_TAXONOMY, AUTHOR_TAXONOMY)
ARTICLE_LISTING_PREFIXES = (
    TOPIC_TAXONOMY.prefix,
    TAG_TAXONOMY.prefix,
    AUTHOR_TAXONOMY.prefix,
    ARCHIVE_ADDRESS,
)
"""First parts of listings that exist only because an article does. Sections exist without articles."""
RESERVED_PREFIXES = frozenset(
    address.split("/")[1]
    for address in (
        *BUILT_IN_ADDRESSES[1:],
        *(taxonomy.prefix for taxonomy in TAXONOMIES),
        *(
            FRAGMENT_PREFIX,
            AD_CLICK_PREFIX,
            FEED_PREFIX,
            SEARCH_INDEX_PREFIX,
            ASSET_PREFIX,
            FILE_PREFIX,
            IMAGE_PREFIX,
            DOCUMENT_PREFIX,
        ),
    )
)
"""First parts of addresses that no page and no alias may take."""
_LISTING_PAGE = re.compile(
    f"((?:{'|'.join(re.escape(taxonomy.prefix) for taxonomy in TAXONOMIES)})[^/]+/)trang/([1-9][0-9]*)/"
)
_ARTICLE = re.compile(r"/([0-9]{4})/([0-9]{2})/")
_NUMBERED_FILE = re.compile(r".+/trang/[1-9][0-9]*/index\.html")

_PLAIN = "/~:@!$&'()*+,;="
"""Characters that stand for themselves in the path of an address (RFC 3986, 3.3)."""


@dataclass(frozen=True)
class UrlBuilder:
    """Turns addresses (``/2019/12/x/``) into links. ``site_url`` is SITEURL, with a host and perhaps a path."""

    site_url: str

    @cached_property
    def base_path(self) -> str:
        """The path that the site stands under: empty, or ``/ban-tin``."""
        return urlsplit(self.site_url).path.rstrip("/")

    @cached_property
    def host_name(self) -> str:
        """The host without a port; empty if ``site_url`` names none."""
        return urlsplit(self.site_url).hostname or ""

    @cached_property
    def root_url(self) -> str:
        """What every absolute address begins with."""
        return self.site_url.rstrip("/")

    def build_link(self, address: str, tail: str = "") -> str:
        """Return ``address``, a decoded path, for use in a page; ``tail`` is ``?query#place``, encoded already."""
        return self.base_path + _encoded(address) + tail

    def build_absolute_url(self, address: str) -> str:
        """Return ``address``, a decoded path, with scheme and host."""
        return self.root_url + _encoded(address)

    def make_link_absolute(self, link: str) -> str:
        """Return a link that ``link`` made, with scheme and host."""
        return self.root_url + link.removeprefix(self.base_path)


@lru_cache(maxsize=1 << 14)
def _encoded(address: str) -> str:
    return quote(address, safe=_PLAIN)


def get_section_address(slug: str) -> str:
    """Return the address of a section."""
    return SECTION_TAXONOMY.get_address(slug)


def get_topic_address(name: str) -> str:
    """Return the address of a topic (a running story)."""
    return TOPIC_TAXONOMY.get_address(slugify(name))


def get_tag_address(name: str) -> str:
    """Return the address of a tag."""
    return TAG_TAXONOMY.get_address(slugify(name))


def get_author_address(name: str) -> str:
    """Return the address of an author."""
    return AUTHOR_TAXONOMY.get_address(slugify(name))


def get_article_address(date: datetime, slug: str) -> str:
    """Return ``/2019/12/slug/``. It names no section, so that moving the article breaks nothing."""
    return f"/{date.year:04d}/{date.month:02d}/{slug}/"


def parse_article_month(address: str) -> tuple[str, str] | None:
    """Return year and month of an article's address as they stand in it, or None."""
    found = _ARTICLE.match(address)
    return (found[1], found[2]) if found else None


def get_page_address(slug: str) -> str:
    """Return the address of a static page."""
    return f"/{slug}/"


def get_month_address(year: int, month: int) -> str:
    """Return the address of a month of the archive."""
    return f"{ARCHIVE_ADDRESS}{year:04d}/{month:02d}/"


def get_day_anchor(day: int) -> str:
    """Return the anchor of a day in the page of its month."""
    return f"ngay-{day:02d}"


def get_month_sitemap_address(year: int, month: int) -> str:
    """Return the address of the sitemap of a month."""
    return f"/sitemap-{year:04d}-{month:02d}.xml"


def get_section_feed_stem(slug: str) -> str:
    """Return the address of the feed of a section, without its ending."""
    return f"{FEED_PREFIX}{slug}"


def list_feed_addresses(feed: str) -> Iterator[str]:
    """Yield the addresses of ``feed``, an address without its ending, in all formats."""
    return (f"{feed}.{kind}.xml" for kind in FEED_FORMATS)


def get_ad_click_address(slot: str) -> str:
    """Return the address that readers reach by a click on an advertisement."""
    return f"{AD_CLICK_PREFIX}{slot}/"


def get_ad_image_path(slot: str, *, phone: bool = False) -> str:
    """Return the path of the image of an advertising slot below the output: ``qc/sidebar-phone.webp``."""
    return f"{AD_CLICK_PREFIX[1:]}{slot}{'-phone' if phone else ''}.webp"


def get_listing_page_address(address: str, number: int) -> str:
    """Return the address of a numbered page of a listing; page 0 is its front."""
    return f"{address}trang/{number}/" if number else address


def parse_listing_page(address: str) -> tuple[str, int]:
    """Return the front and the number of the listing page at ``address``; 0 if ``address`` has no number."""
    found = _LISTING_PAGE.fullmatch(address)
    return (found[1], int(found[2])) if found else (address, 0)


def get_listing_address(address: str) -> str:
    """Return the front of the listing that has a numbered page at ``address``, or ``address`` itself."""
    return parse_listing_page(address)[0]


def is_listing_page_file(path: str) -> bool:
    """Tell if an output file is a numbered page, also one at an old address of another system."""
    return "/trang/" in path and bool(_NUMBERED_FILE.fullmatch(path))


def convert_address_to_path(address: str) -> str:
    """Return the output file of an address: ``2019/12/x/index.html``."""
    return f"{address}{INDEX_FILE_NAME}".lstrip("/") if address.endswith("/") else address.lstrip("/")


def convert_path_to_address(path: str) -> str:
    """Return the address of an output file: ``/2019/12/x/`` of ``2019/12/x/index.html``; ``/tin-index.html`` is one."""
    whole = f"/{path.lstrip('/')}"
    return whole.removesuffix(INDEX_FILE_NAME) if whole.endswith(f"/{INDEX_FILE_NAME}") else whole


def find_taxonomy(address: str) -> Taxonomy | None:
    """Return the kind of listing that stands at ``address``, or None."""
    return next((taxonomy for taxonomy in TAXONOMIES if address.startswith(taxonomy.prefix)), None)


def is_article_listing(address: str) -> bool:
    """Tell if the page at ``address`` exists only because an article does: a topic, tag, author or month."""
    return address.startswith(ARTICLE_LISTING_PREFIXES)


def is_reserved_address(address: str) -> bool:
    """Tell if ``address`` belongs to the system, so that no page and no alias may take it."""
    first = address.split("/")[1]
    sitemap = first.startswith("sitemap") and first.endswith(".xml")
    return not first or first.startswith(".") or sitemap or first in RESERVED_PREFIXES


def normalize_alias(alias: str) -> str:
    """Return an alias as an address: a folder ends in ``/``, a file keeps its ending."""
    alias = alias.removesuffix(INDEX_FILE_NAME) if alias.endswith(f"/{INDEX_FILE_NAME}") else alias
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
