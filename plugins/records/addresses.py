"""Addresses that records stand at, and those that belong to the house."""

import re
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from plugins.normal_forms import normalize
from plugins.records.record import Article, Page
from plugins.records.sections import Sections
from plugins.slugs import slugify

HOUSE = (
    "/", "/tin-moi/", "/tim-kiem/", "/luu-tru/", "/404.html", "/robots.txt", "/sitemap.xml", "/sitemap-news.xml",
)  # fmt: skip
"""Pages and files that every bulletin has."""
RESERVED = frozenset(
    "404.html assets chu-de chuyen-muc dong-su-kien feeds files fragments images luu-tru pagefind qc robots.txt"
    " sitemap.xml tac-gia tim-kiem tin-moi van-ban".split()
)
"""First parts of addresses that belong to the house: no page and no old address may take them."""
_NUMBERED = re.compile(r"(/(?:chuyen-muc|chu-de|dong-su-kien|tac-gia)/[^/]+/)trang/[1-9][0-9]*/")


def addresses(articles: tuple[Article, ...], pages: tuple[Page, ...], sections: Sections) -> frozenset[str]:
    """Return the address of every page and feed made from these records (numbered listing pages left out)."""
    found = {*HOUSE, *(f"/chuyen-muc/{slug}/" for slug in sections.by_slug)}
    found.update(
        f"/feeds/{slug}.{kind}.xml" for slug in ("tat-ca", *sections.by_slug) for kind in ("atom", "rss")
    )
    records: tuple[Article | Page, ...] = (*articles, *pages)
    found.update(record.address for record in records)
    found.update(old for record in records if record.aliases for old in old_addresses(record))
    # Ten thousand articles have some hundred months, tags and authors: each is looked at once.
    found.update(month_address(*month) for month in {(one.date.year, one.date.month) for one in articles})
    tags = {tag for one in articles for tag in one.tags}
    authors = {author for one in articles for author in one.authors}
    topics = {one.topic for one in articles if one.topic}
    found.update(f"/chu-de/{slugify(tag)}/" for tag in tags)
    found.update(f"/tac-gia/{slugify(author)}/" for author in authors)
    found.update(f"/dong-su-kien/{slugify(topic)}/" for topic in topics)
    return frozenset(found)


def month_address(year: int, month: int) -> str:
    """Return the address of a month of the archive."""
    return f"/luu-tru/{year:04d}/{month:02d}/"


def day_anchors(articles: Iterable[Article]) -> dict[str, tuple[str, frozenset[str]]]:
    """Return, for each month of the archive that ``articles`` make, its name and the anchors of its days."""
    days: dict[tuple[int, int], set[int]] = defaultdict(set)
    for article in articles:
        date = article.date
        days[date.year, date.month].add(date.day)
    return {
        month_address(year, month): (
            f"Lưu trữ {year:04d}/{month:02d}",
            frozenset(f"ngay-{day:02d}" for day in found),
        )
        for (year, month), found in days.items()
    }


def source_key(source: str) -> str:
    """Return how ``{filename}`` links name a file: macOS writes file names with letters taken apart."""
    return normalize("NFC", source)


def alias_address(alias: str) -> str:
    """Return an alias as an address: a folder ends in ``/``, a file keeps its ending."""
    alias = alias.removesuffix("index.html") if alias.endswith("/index.html") else alias
    if alias.endswith("/") or "." in alias.rsplit("/", 1)[-1]:
        return alias
    return f"{alias}/"


def old_addresses(record: Article | Page) -> tuple[str, ...]:
    """Return the addresses that lead on to ``record``, each once and never its own."""
    found = dict.fromkeys(map(alias_address, record.aliases))
    return tuple(address for address in found if address != record.address)


def reserved(address: str) -> bool:
    """Tell whether ``address`` belongs to the house."""
    first = address.split("/")[1]
    sitemap = first.startswith("sitemap") and first.endswith(".xml")
    return not first or first.startswith(".") or sitemap or first in RESERVED


def listing(address: str) -> str:
    """Return the front of the listing that ``address`` is a numbered page of, or ``address`` itself."""
    found = _NUMBERED.fullmatch(address)
    return found[1] if found else address


def internal(target: str) -> tuple[str, str] | None:
    """Return path and fragment of a link into the site, or None where it leads elsewhere.

    A path that names a page without its last slash is given one.
    """
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or target.startswith("//"):
        return None
    return alias_address(unquote(parts.path)), unquote(parts.fragment)
