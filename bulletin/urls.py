"""Rules of addresses: their forms, their output files and their links.

No other Python module spells out an address, except for ``default_settings.py``: Pelican reads ``ARTICLE_URL`` and its
like there, in a form of its own. The service worker, ``theme/static/worker/sw.js``, knows some addresses too.
docs/architecture.md says what else a new kind of page touches.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from urllib.parse import quote, unquote, urlsplit

from bulletin.text.late_patterns import compile_late
from bulletin.text.slugs import slugify

INDEX_FILE_NAME = "index.html"
"""File name of a page whose address is a folder."""
HOME_ADDRESS = "/"
LATEST_ADDRESS = "/tin-moi/"
ARCHIVE_ADDRESS = "/luu-tru/"
SEARCH_ADDRESS = "/tim-kiem/"
SITE_MAP_ADDRESS = "/so-do-trang/"
CORRECTIONS_ADDRESS = "/dinh-chinh/"
OFFLINE_ADDRESS = "/khong-co-mang/"
NOT_FOUND_ADDRESS = "/404.html"
ROBOTS_ADDRESS = "/robots.txt"
SITEMAP_ADDRESS = "/sitemap.xml"
NEWS_SITEMAP_ADDRESS = "/sitemap-news.xml"
PAGES_SITEMAP_ADDRESS = "/sitemap-trang.xml"
FAVICON_ADDRESS = "/favicon.ico"
TOUCH_ICON_ADDRESS = "/apple-touch-icon.png"
MANIFEST_ADDRESS = "/manifest.webmanifest"
WORKER_ADDRESS = "/sw.js"
"""The service worker. It must not move: browsers that know it ask for it here."""
BROWSER_FILE_ADDRESSES = (FAVICON_ADDRESS, TOUCH_ICON_ADDRESS, MANIFEST_ADDRESS, WORKER_ADDRESS)
"""Files that browsers and phones ask for by these names."""
FRAGMENT_PREFIX = "/fragments/"
AD_PREFIX = "/vi-tri/"
FORMER_AD_PREFIX = "/qc/"
"""Ad slots before 0.2.0.

Lists of ad blockers stop ``/qc/`` on every .vn and .com host (abpvn.txt). Pages that a browser or an
archive kept still name it.
"""
LATEST_FRAGMENT_ADDRESS = f"{FRAGMENT_PREFIX}latest.html"
OFFLINE_FRAGMENT_ADDRESS = f"{FRAGMENT_PREFIX}offline.html"
"""The list of articles that the service worker keeps."""
AD_TEXTS_ADDRESS = f"{FRAGMENT_PREFIX}ads.html"
"""Texts of the present advertisements. The pages name the slots alone."""
FEED_PREFIX = "/feeds/"
SITE_FEED_STEM = f"{FEED_PREFIX}tat-ca"
FEED_FORMATS = ("atom", "rss")
SEARCH_INDEX_PREFIX = "/search/"
SEARCH_FOLDER = SEARCH_INDEX_PREFIX[1:]
"""Folder of the search index in the output."""
SEARCH_INDEX_ADDRESS = f"{SEARCH_INDEX_PREFIX}summary/index.json"
ASSET_PREFIX = "/assets/"
IMAGE_PREFIX = "/images/"
FILE_PREFIX = "/files/"
REGISTER_ADDRESS = "/van-ban/"
"""The register of official documents, if the site has any; the page of a document stands below it."""
REGISTER_PARTS = ("loai", "co-quan", "nam")
"""Folders of the parts of the register by kind, issuer and year. No document has such a slug."""
BUILT_IN_ADDRESSES = (
    HOME_ADDRESS,
    LATEST_ADDRESS,
    SEARCH_ADDRESS,
    ARCHIVE_ADDRESS,
    SITE_MAP_ADDRESS,
    CORRECTIONS_ADDRESS,
    OFFLINE_ADDRESS,
    NOT_FOUND_ADDRESS,
    ROBOTS_ADDRESS,
    SITEMAP_ADDRESS,
    NEWS_SITEMAP_ADDRESS,
)
"""Pages and files of every site, independent of its content."""


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """A kind of listing that groups articles by a name."""

    prefix: str
    """First part of the addresses: ``/chu-de/``."""
    label: str
    """Vietnamese name of the kind: ``chủ đề``."""
    key: str
    """Key of the front matter with the name."""

    def get_address(self, slug: str) -> str:
        """Return the address of the listing with this slug."""
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
    REGISTER_ADDRESS,
)
"""First parts of listings that exist only if an article does.

Sections are missing here, because a section exists without articles.
"""
RESERVED_PREFIXES = frozenset(
    address.split("/")[1]
    for address in (
        *BUILT_IN_ADDRESSES[1:],
        *BROWSER_FILE_ADDRESSES,
        *(taxonomy.prefix for taxonomy in TAXONOMIES),
        *(
            FRAGMENT_PREFIX,
            AD_PREFIX,
            FORMER_AD_PREFIX,
            FEED_PREFIX,
            SEARCH_INDEX_PREFIX,
            ASSET_PREFIX,
            FILE_PREFIX,
            IMAGE_PREFIX,
            REGISTER_ADDRESS,
        ),
    )
)
"""First parts of addresses that no page and no alias may take."""
_LISTING_PAGE = compile_late(
    f"((?:{'|'.join(re.escape(taxonomy.prefix) for taxonomy in TAXONOMIES)})[^/]+/"
    f"|{REGISTER_ADDRESS}(?:(?:(?:{'|'.join(REGISTER_PARTS)})/)?[^/]+/)?)trang/([1-9][0-9]*)/"
)
ARTICLE_PATTERN = r"[0-9]{4}/[0-9]{2}/[^/\"]+/"
"""The address of an article without its first slash, in a path or in HTML."""
_ARTICLE_MONTH = compile_late(r"/([0-9]{4})/([0-9]{2})/")
_PAGE_FILE = compile_late(r".*[^/]\.html?", re.IGNORECASE)
_NUMBERED_FILE = compile_late(r".+/trang/[1-9][0-9]*/index\.html")

_UNENCODED = "/~:@!$&'()*+,;="
"""Characters that are not encoded in the path of an address (RFC 3986, 3.3)."""


@dataclass(frozen=True)
class UrlBuilder:
    """Builds links from addresses such as ``/2019/12/x/``.

    ``site_url`` is SITEURL, with a host and perhaps a path.
    """

    site_url: str

    @cached_property
    def base_path(self) -> str:
        """Path of the site on its server: empty, or ``/ban-tin``."""
        return urlsplit(self.site_url).path.rstrip("/")

    @cached_property
    def host_name(self) -> str:
        """Host without a port; empty if ``site_url`` has none."""
        return urlsplit(self.site_url).hostname or ""

    @cached_property
    def root_url(self) -> str:
        """First part of every absolute address."""
        return self.site_url.rstrip("/")

    def build_link(self, address: str, tail: str = "") -> str:
        """Return the link to a decoded address.

        ``tail`` is an encoded query or fragment: ``?query#place``.
        """
        return self.base_path + _encode_address(address) + tail

    def build_absolute_url(self, address: str) -> str:
        """Return a decoded address with scheme and host."""
        return self.root_url + _encode_address(address)

    def make_link_absolute(self, link: str) -> str:
        """Return a link of ``build_link`` with scheme and host."""
        return self.root_url + link.removeprefix(self.base_path)


@lru_cache(maxsize=1 << 14)
def _encode_address(address: str) -> str:
    return quote(address, safe=_UNENCODED)


def get_section_address(slug: str) -> str:
    """Return the address of a section."""
    return SECTION_TAXONOMY.get_address(slug)


def get_topic_address(name: str) -> str:
    """Return the address of a topic."""
    return TOPIC_TAXONOMY.get_address(slugify(name))


def get_tag_address(name: str) -> str:
    """Return the address of a tag."""
    return TAG_TAXONOMY.get_address(slugify(name))


def get_author_address(name: str) -> str:
    """Return the address of an author."""
    return AUTHOR_TAXONOMY.get_address(slugify(name))


def get_article_address(day: date, slug: str) -> str:
    """Return ``/2019/12/slug/``.

    The address names no section, so an article keeps it when its section changes.
    """
    return f"{get_article_prefix(day)}{slug}/"


def get_article_prefix(day: date) -> str:
    """Return the beginning of all addresses of a month: ``/2019/12/``."""
    return f"/{day.year:04d}/{day.month:02d}/"


def parse_article_month(address: str) -> tuple[str, str] | None:
    """Return year and month of the address of an article, or None."""
    found = _ARTICLE_MONTH.match(address)
    return (found[1], found[2]) if found else None


def get_page_address(slug: str) -> str:
    """Return the address of a static page."""
    return f"/{slug}/"


def get_month_address(year: int, month: int) -> str:
    """Return the address of a month in the archive."""
    return f"{ARCHIVE_ADDRESS}{year:04d}/{month:02d}/"


def get_day_anchor(day: int) -> str:
    """Return the anchor of a day in its month page."""
    return f"ngay-{day:02d}"


def get_document_address(slug: str) -> str:
    """Return the address of an official document: ``/van-ban/38-kl-tw/``."""
    return f"{REGISTER_ADDRESS}{slug}/"


def get_register_part_address(part: str, slug: str) -> str:
    """Return the address of a part of the register: ``/van-ban/loai/ket-luan/``."""
    return f"{REGISTER_ADDRESS}{part}/{slug}/"


def get_document_feed_address(slug: str) -> str:
    """Return the address of the feed of an official document."""
    return f"{FEED_PREFIX}van-ban/{slug}.atom.xml"


def get_month_sitemap_address(year: int, month: int) -> str:
    """Return the address of the sitemap of a month."""
    return f"/sitemap-{year:04d}-{month:02d}.xml"


def get_section_feed_stem(slug: str) -> str:
    """Return the address of a section feed without its suffix."""
    return f"{FEED_PREFIX}{slug}"


def list_feed_addresses(feed: str) -> Iterator[str]:
    """Yield the addresses of a feed in all formats.

    ``feed`` is the address without its suffix.
    """
    return (f"{feed}.{kind}.xml" for kind in FEED_FORMATS)


def get_ad_click_address(slot: str, prefix: str = AD_PREFIX) -> str:
    """Return the address that an advertisement links to."""
    return f"{prefix}{slot}/"


def get_ad_image_path(slot: str, prefix: str = AD_PREFIX, *, phone: bool = False) -> str:
    """Return the output path of a slot image: ``vi-tri/sidebar-phone.webp``."""
    return f"{prefix[1:]}{slot}{'-phone' if phone else ''}.webp"


def get_share_card_path(address: str, digest: str, width: int, ending: str) -> str:
    """Return the output path of the share card of an article.

    It is ``images/chia-se/2026/11/x-0123456789-1200.png``.
    The form is that of image variants, so servers let browsers keep a card for a year.
    """
    return f"{IMAGE_PREFIX[1:]}chia-se{address.rstrip('/')}-{digest[:10]}-{width}.{ending}"


def get_listing_page_address(address: str, number: int) -> str:
    """Return the address of a numbered page of a listing; page 0 is its first page."""
    return f"{address}trang/{number}/" if number else address


def parse_listing_page(address: str) -> tuple[str, int]:
    """Return listing address and page number of an address; 0 if it has no number."""
    found = _LISTING_PAGE.fullmatch(address)
    return (found[1], int(found[2])) if found else (address, 0)


def get_listing_address(address: str) -> str:
    """Return the address of the listing that a numbered page belongs to.

    Other addresses are returned as they are.
    """
    return parse_listing_page(address)[0]


def is_listing_page_file(path: str) -> bool:
    """Tell if an output file is a numbered page, also below an alias."""
    return "/trang/" in path and bool(_NUMBERED_FILE.fullmatch(path))


def convert_address_to_path(address: str) -> str:
    """Return the output path of an address: ``2019/12/x/index.html``."""
    return f"{address}{INDEX_FILE_NAME}".lstrip("/") if address.endswith("/") else address.lstrip("/")


def convert_path_to_address(path: str) -> str:
    """Return the address of an output path.

    ``2019/12/x/index.html`` becomes ``/2019/12/x/``. A file such as ``tin-index.html`` keeps its name.
    """
    address = f"/{path.lstrip('/')}"
    return address.removesuffix(INDEX_FILE_NAME) if address.endswith(f"/{INDEX_FILE_NAME}") else address


def find_taxonomy(address: str) -> Taxonomy | None:
    """Return the taxonomy of a listing address, or None."""
    return next((taxonomy for taxonomy in TAXONOMIES if address.startswith(taxonomy.prefix)), None)


def is_article_listing(address: str) -> bool:
    """Tell if a listing exists only if an article does.

    These are the listings of topics, tags, authors and months.
    """
    return address.startswith(ARTICLE_LISTING_PREFIXES)


def is_reserved_address(address: str) -> bool:
    """Tell if no page and no alias may take ``address``."""
    first_part = address.split("/")[1]
    is_sitemap = first_part.startswith("sitemap") and first_part.endswith(".xml")
    return not first_part or first_part.startswith(".") or is_sitemap or first_part in RESERVED_PREFIXES


def normalize_alias(alias: str) -> str:
    """Return an alias as an address: ``/cu.html`` is a file, all others are folders.

    ``/tin-4711.aspx`` becomes ``/tin-4711.aspx/``.
    Reason: a server shows the page of any folder, but no file ``tin-4711.aspx``.
    """
    alias = _remove_index_file(alias)
    return alias if alias.endswith("/") or _PAGE_FILE.fullmatch(alias) else f"{alias}/"


def _remove_index_file(address: str) -> str:
    return address.removesuffix(INDEX_FILE_NAME) if address.endswith(f"/{INDEX_FILE_NAME}") else address


def parse_internal_link(target: str) -> tuple[str, str] | None:
    """Return path and fragment of a link into the site, or None.

    A missing slash at the end of the address is added. If its last part has a dot, it may be a file.
    """
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or target.startswith("//"):
        return None
    address = _remove_index_file(unquote(parts.path))
    is_complete = address.endswith("/") or "." in address.rsplit("/", 1)[-1]
    return address if is_complete else f"{address}/", unquote(parts.fragment)


def find_page_address(address: str, is_page: Callable[[str], bool]) -> str:
    """Return the address of the page that a link means.

    If ``is_page`` knows no such page, the address stays as it is.
    A link to the alias ``/tin-4711.aspx`` means the page ``/tin-4711.aspx/``.
    """
    folder = f"{address}/"
    return folder if not is_page(address) and is_page(folder) else address
