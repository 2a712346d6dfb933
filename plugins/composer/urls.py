"""Addresses as pages print them: below the site's base path, or absolute."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import quote, urlsplit

from plugins.slugs import slugify

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
    def host(self) -> str:
        """The host name, for tag URIs."""
        return urlsplit(self.site).hostname or "localhost"

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


def section(slug: str) -> str:
    """Return the address of a section."""
    return f"/chuyen-muc/{slug}/"


def topic(name: str) -> str:
    """Return the address of a running story."""
    return f"/dong-su-kien/{slugify(name)}/"


def tag(name: str) -> str:
    """Return the address of a tag."""
    return f"/chu-de/{slugify(name)}/"


def author(name: str) -> str:
    """Return the address of an author."""
    return f"/tac-gia/{slugify(name)}/"


def month(year: int, number: int) -> str:
    """Return the address of a month of the archive."""
    return f"/luu-tru/{year:04d}/{number:02d}/"


def numbered(address: str, page: int) -> str:
    """Return the address of a numbered page of a listing; page 0 is its front."""
    return f"{address}trang/{page}/" if page else address


HOME, LATEST, ARCHIVE, SEARCH = "/", "/tin-moi/", "/luu-tru/", "/tim-kiem/"
FRAGMENT = "/fragments/latest.html"
SITE_FEED = "/feeds/tat-ca"


def section_feed(slug: str) -> str:
    """Return the address of a section's feed, without its ending."""
    return f"/feeds/{slug}"


def file_of(address: str) -> str:
    """Return the output file of an address: ``2019/12/x/index.html``."""
    return f"{address}index.html".lstrip("/") if address.endswith("/") else address.lstrip("/")


def address_of(path: str) -> str:
    """Return the address of an output file: ``/2019/12/x/`` of ``2019/12/x/index.html``; ``/tin-index.html`` is one."""
    whole = f"/{path.lstrip('/')}"
    return whole.removesuffix("index.html") if whole.endswith("/index.html") else whole
