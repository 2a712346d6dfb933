"""Hold the pages of a peer to ours: a ratio between pages that say different things would mean nothing.

Front page, latest news, archive and feeds are compared, and of articles and listings a sample: each
section's first and last articles, where "Các tin khác" is filled from the whole site, and some by chance.
Listings are cut into pages in two ways (ours begin with the oldest), so their items are compared in one row.
"""

import random
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from bench import page_text
from bench.feed_text import extract_feed_items, extract_sitemap_articles
from bench.html_tree import parse_html
from bench.page_text import PageElements

COMPARED_ARTICLES = 20
"""Articles chosen by chance."""
COMPARED_LISTINGS = 5
"""Listings of each kind."""
_LONGEST = 60
"""Items at the beginning of a listing that are compared."""
_KINDS = ("chuyen-muc", "chu-de", "tac-gia")
_SINGLE: tuple[tuple[str, Callable[[str], PageElements]], ...] = (
    ("/", page_text.extract_front_elements),
    ("/tin-moi/", page_text.extract_listing_elements),
    ("/luu-tru/", page_text.extract_archive_elements),
    ("/tim-kiem/", page_text.extract_listing_elements),
    ("/404.html", page_text.extract_listing_elements),
    ("/qc/sidebar/", page_text.extract_listing_elements),
)


def find_page_differences(ours: Path, theirs: Path) -> list[str]:
    """Return what differs between two outputs, a sentence each: page, element, what stands in each."""
    rng = random.Random(1)
    found = [line for address, read in _pages(ours, rng) for line in _page(ours, theirs, address, read)]
    for address in ("/tin-moi/", *_listings(ours, rng)):
        found += _differing(
            f"{address}: items", *(list(islice(_items(one, address), _LONGEST)) for one in (ours, theirs))
        )
    for address in ("/", *_listings(ours, random.Random(2), ("chuyen-muc",))):
        found += _differing(f"{address}: feeds", *(_feeds(one, address) for one in (ours, theirs)))
    found += _differing(
        "sitemaps: articles", extract_sitemap_articles(ours), extract_sitemap_articles(theirs)
    )
    found += _differing("fragment of latest news", *(_fragment(one) for one in (ours, theirs)))
    return found


def _pages(ours: Path, rng: random.Random) -> Iterator[tuple[str, Callable[[str], PageElements]]]:
    yield from _SINGLE
    for address in _listings(ours, rng):
        yield address, page_text.extract_listing_elements
    months = sorted(path.parent.relative_to(ours) for path in ours.glob("luu-tru/*/*/index.html"))
    for month in {months[0], months[-1], *rng.sample(months, min(COMPARED_LISTINGS, len(months)))}:
        yield f"/{month.as_posix()}/", page_text.extract_month_elements
    for address in _articles(ours, rng):
        yield address, page_text.extract_article_elements


def _articles(ours: Path, rng: random.Random) -> list[str]:
    every = sorted(
        f"/{path.parent.relative_to(ours).as_posix()}/" for path in ours.glob("[0-9]*/*/*/index.html")
    )
    chosen = set(rng.sample(every, min(COMPARED_ARTICLES, len(every))))
    for folder in ours.glob("chuyen-muc/*"):
        listed = [item[0] for item in _items(ours, f"/chuyen-muc/{folder.name}/")]
        chosen.update((*listed[:2], *listed[-2:]))
    return sorted(chosen)


def _listings(ours: Path, rng: random.Random, kinds: tuple[str, ...] = _KINDS) -> list[str]:
    found: list[str] = []
    for kind in kinds:
        every = sorted(f"/{kind}/{folder.name}/" for folder in ours.glob(f"{kind}/*"))
        found += rng.sample(every, min(COMPARED_LISTINGS, len(every)))
    return found


def _page(ours: Path, theirs: Path, address: str, read: Callable[[str], PageElements]) -> Iterator[str]:
    own, other = _html(ours, address), _html(theirs, address)
    if not other:
        yield f"{address}: no such page"
        return
    mine, foreign = read(own), read(other)
    for name, value in mine.items():
        yield from _differing(f"{address}: {name}", value, foreign[name])


def _differing(what: str, ours: Any, theirs: Any) -> Iterator[str]:
    """Yield a line where two values differ, with the first part that does."""
    while isinstance(ours, list | tuple) and isinstance(theirs, list | tuple) and len(ours) == len(theirs):
        pairs = [(one, other) for one, other in zip(ours, theirs, strict=True) if one != other]
        if not pairs:
            return
        ours, theirs = pairs[0]
    if ours != theirs:
        yield f"{what}: {str(ours)[:200]!r} here, {str(theirs)[:200]!r} there"


def _items(output: Path, address: str) -> Iterator[Any]:
    """Yield the items of a listing from the newest on, over all its pages."""
    seen: set[str] = set()
    while address not in seen and (html := _html(output, address)):
        seen.add(address)
        items, address = page_text.extract_listing_items(html)
        yield from items


def _feeds(output: Path, address: str) -> list[Any]:
    found = page_text.extract_feed_addresses(_html(output, address))
    return [extract_feed_items((output / one.lstrip("/")).read_text(encoding="utf-8")) for one in found]


def _fragment(output: Path) -> Any:
    return parse_html((output / "fragments/latest.html").read_text(encoding="utf-8")).text


def _html(output: Path, address: str) -> str:
    """Return the page at ``address``; empty where there is none."""
    file = output / (f"{address}index.html" if address.endswith("/") else address).lstrip("/")
    return file.read_text(encoding="utf-8") if file.is_file() else ""
