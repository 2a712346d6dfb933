"""Addresses that records stand at, and those that belong to the house."""

from urllib.parse import unquote, urlsplit

from plugins.records.record import Article, Page
from plugins.records.sections import Sections
from plugins.slugs import slugify

HOUSE = ("/", "/tin-moi/", "/tim-kiem/", "/luu-tru/")
"""Pages that every bulletin has."""
RESERVED = frozenset(
    "404.html assets chu-de chuyen-muc dong-su-kien feeds files fragments images luu-tru pagefind qc robots.txt"
    " sitemap.xml tac-gia tim-kiem tin-moi van-ban".split()
)
"""First parts of addresses that belong to the house: no page and no old address may take them."""


def addresses(articles: tuple[Article, ...], pages: tuple[Page, ...], sections: Sections) -> frozenset[str]:
    """Return the address of every page made from these records (numbered listing pages left out)."""
    found = {*HOUSE, *(f"/chuyen-muc/{slug}/" for slug in sections.by_slug)}
    records: tuple[Article | Page, ...] = (*articles, *pages)
    for record in records:
        found.add(record.address)
        found.update(alias_address(alias) for alias in record.aliases)
    for article in articles:
        found.add(f"/luu-tru/{article.date:%Y}/{article.date:%m}/")
        found.update(f"/chu-de/{slugify(tag)}/" for tag in article.tags)
        found.update(f"/tac-gia/{slugify(author)}/" for author in article.authors)
        if article.topic:
            found.add(f"/dong-su-kien/{slugify(article.topic)}/")
    return frozenset(found)


def alias_address(alias: str) -> str:
    """Return an alias as an address: a folder ends in ``/``, a file keeps its ending."""
    if alias.endswith("/") or "." in alias.rsplit("/", 1)[-1]:
        return alias
    return f"{alias}/"


def internal(target: str) -> tuple[str, str] | None:
    """Return path and fragment of a link into the site, or None where it leads elsewhere.

    A path that names a page without its last slash is given one.
    """
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return None
    return alias_address(unquote(parts.path)), unquote(parts.fragment)
