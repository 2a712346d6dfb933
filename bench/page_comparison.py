"""Compare the pages of a peer with those of the bulletin.

Reason: a ratio of times means nothing if the pages differ.

Front page, latest news, archive and feeds are compared, and a sample of articles and listings.
The sample holds the first and last articles of each section, whose "Các tin khác" the whole site fills.
The other articles of the sample are random.
The bulletin cuts listings into pages from the oldest item on and peers from the newest item on.
So the items of all pages are compared as one list.
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
"""Random articles in the sample."""
COMPARED_LISTINGS = 5
"""Listings of each taxonomy in the sample."""
_COMPARED_ITEMS = 60
"""Items compared at the beginning of a listing."""
_TAXONOMIES = ("chuyen-muc", "chu-de", "tac-gia")
_SINGLE_PAGES: tuple[tuple[str, Callable[[str], PageElements]], ...] = (
    ("/", page_text.extract_front_elements),
    ("/tin-moi/", page_text.extract_listing_elements),
    ("/luu-tru/", page_text.extract_archive_elements),
    ("/tim-kiem/", page_text.extract_search_elements),
    ("/so-do-trang/", page_text.extract_text_elements),
    ("/dinh-chinh/", page_text.extract_text_elements),
    ("/khong-co-mang/", page_text.extract_text_elements),
    ("/404.html", page_text.extract_listing_elements),
    ("/vi-tri/sidebar/", page_text.extract_text_elements),
)


def find_page_differences(ours: Path, theirs: Path) -> list[str]:
    """Return one sentence for each difference, with page, element and both values."""
    rng, outputs = random.Random(1), (ours, theirs)
    differences = [
        line
        for address, extract in _choose_pages(ours, rng)
        for line in _compare_page(ours, theirs, address, extract)
    ]
    for address in ("/tin-moi/", *_choose_listings(ours, rng)):
        items = (list(islice(_walk_items(output, address), _COMPARED_ITEMS)) for output in outputs)
        differences += _describe_difference(f"{address}: items", *items)
    for address in ("/", *_choose_listings(ours, random.Random(2), ("chuyen-muc",))):
        feeds = (_read_feeds(output, address) for output in outputs)
        differences += _describe_difference(f"{address}: feeds", *feeds)
    differences += _describe_difference(
        "sitemaps: articles", extract_sitemap_articles(ours), extract_sitemap_articles(theirs)
    )
    for name in ("latest", "offline", "ads"):
        differences += _describe_difference(
            f"fragment {name}.html", *(_read_fragment(output, name) for output in outputs)
        )
    return differences


def _choose_pages(ours: Path, rng: random.Random) -> Iterator[tuple[str, Callable[[str], PageElements]]]:
    yield from _SINGLE_PAGES
    for address in _choose_listings(ours, rng):
        yield address, page_text.extract_listing_elements
    months = sorted(path.parent.relative_to(ours) for path in ours.glob("luu-tru/*/*/index.html"))
    for month in {months[0], months[-1], *rng.sample(months, min(COMPARED_LISTINGS, len(months)))}:
        yield f"/{month.as_posix()}/", page_text.extract_month_elements
    for address in _choose_articles(ours, rng):
        yield address, page_text.extract_article_elements


def _choose_articles(ours: Path, rng: random.Random) -> list[str]:
    addresses = sorted(
        f"/{path.parent.relative_to(ours).as_posix()}/" for path in ours.glob("[0-9]*/*/*/index.html")
    )
    chosen = set(rng.sample(addresses, min(COMPARED_ARTICLES, len(addresses))))
    for folder in ours.glob("chuyen-muc/*"):
        in_section = [item[0] for item in _walk_items(ours, f"/chuyen-muc/{folder.name}/")]
        chosen.update((*in_section[:2], *in_section[-2:]))
    return sorted(chosen)


def _choose_listings(ours: Path, rng: random.Random, taxonomies: tuple[str, ...] = _TAXONOMIES) -> list[str]:
    chosen: list[str] = []
    for taxonomy in taxonomies:
        addresses = sorted(f"/{taxonomy}/{folder.name}/" for folder in ours.glob(f"{taxonomy}/*"))
        chosen += rng.sample(addresses, min(COMPARED_LISTINGS, len(addresses)))
    return chosen


def _compare_page(
    ours: Path, theirs: Path, address: str, extract: Callable[[str], PageElements]
) -> Iterator[str]:
    our_html, their_html = _read_page(ours, address), _read_page(theirs, address)
    if not their_html:
        yield f"{address}: no such page"
        return
    our_elements, their_elements = extract(our_html), extract(their_html)
    for name, value in our_elements.items():
        yield from _describe_difference(f"{address}: {name}", value, their_elements[name])


def _describe_difference(name: str, ours: Any, theirs: Any) -> Iterator[str]:
    """Yield a line if two values differ, with the first parts that differ."""
    while isinstance(ours, list | tuple) and isinstance(theirs, list | tuple) and len(ours) == len(theirs):
        pairs = [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]]
        if not pairs:
            return
        ours, theirs = pairs[0]
    if ours != theirs:
        yield f"{name}: {str(ours)[:200]!r} here, {str(theirs)[:200]!r} there"


def _walk_items(output: Path, address: str) -> Iterator[Any]:
    """Yield the items of a listing over all its pages, newest first."""
    visited: set[str] = set()
    while address not in visited and (html := _read_page(output, address)):
        visited.add(address)
        items, address = page_text.extract_listing_items(html)
        yield from items


def _read_feeds(output: Path, address: str) -> list[Any]:
    feeds = page_text.extract_feed_addresses(_read_page(output, address))
    return [extract_feed_items((output / feed.lstrip("/")).read_text(encoding="utf-8")) for feed in feeds]


def _read_fragment(output: Path, name: str) -> str:
    return parse_html(_read_page(output, f"/fragments/{name}.html")).text


def _read_page(output: Path, address: str) -> str:
    """Return the page at ``address``, or an empty text if it does not exist."""
    file = output / (f"{address}index.html" if address.endswith("/") else address).lstrip("/")
    return file.read_text(encoding="utf-8") if file.is_file() else ""
