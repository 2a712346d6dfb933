"""What a page says, element by element, whatever generator made it."""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from bench.html_tree import Node, parse

Elements = dict[str, Any]
"""By the name that a report calls an element by. Two pages are equal where these are."""


def article_elements(html: str) -> Elements:
    """Return what the page of an article says."""
    page = parse(html)
    byline, share = page.first(css="byline"), page.first(css="share")
    return {
        **_frame(page),
        "article: times, section and tags in the head": [
            (one.get("property"), one.get("content")) for one in page.all("meta") if _of_article(one)
        ],
        "byline: authors": _links(byline.first(css="byline__authors")),
        "byline: date": (byline.first("time").text, byline.first("time").get("datetime")),
        "reading tools": [one.text for one in page.first(css="reading-tools").all("button")],
        "lede": page.first(css="article__lede").text,
        "body": page.first(css="prose").text,
        "tags": _links(page.first(css="tags")),
        "share links": (
            unquote(share.first("a").get("href")),
            [(one.text, one.get("data-text") or one.get("data-url")) for one in share.all("button")],
        ),
        "address on paper": page.first(css="print-footer__text").text,
        "Các tin khác": [
            (group.first("h3").text, _teasers(group), _links(group.first(css="other-news__more")))
            for group in page.all("section", "other-news__group")
        ],
        "place of the latest news": page.first("aside", "latest").get("data-src"),
    }


def listing_elements(html: str) -> Elements:
    """Return what the first page of a listing says besides its items."""
    page = parse(html)
    return {**_frame(page), "description": page.first(css="heading__description").text}


def listing_items(html: str) -> tuple[list[Any], str]:
    """Return the items of one page of a listing, and the address of the next page, if any."""
    page = parse(html)
    return _teasers(page.first(css="listing")), page.first("a", "pager__link--older").get("href")


def month_elements(html: str) -> Elements:
    """Return what a month of the archive says."""
    page = parse(html)
    return {
        **_frame(page),
        "calendar": [(cell.text, cell.first("a").get("href")) for cell in page.first("table").all("td")],
        "days": [
            (day.get("id"), day.first("h2").text, _teasers(day)) for day in page.all("section", "month__day")
        ],
        "months before and after": _links(page.first("nav", "pager")),
    }


def archive_elements(html: str) -> Elements:
    """Return what the overview of the archive says."""
    page = parse(html)
    years = page.all("section", "archive-year")
    return {**_frame(page), "months": [(one.first("h2").text, _links(one)) for one in years]}


def front_elements(html: str) -> Elements:
    """Return what the front page says."""
    page = parse(html)
    return {
        **_frame(page),
        "stories": _teasers(page.first("main")),
        "latest news": _links(page.first("ol", "latest__list")),
        "headings": [one.text for one in page.first("main").all("h2")],
    }


def feed_addresses(html: str) -> list[str]:
    """Return the addresses of the feeds that a page offers: Atom, RSS."""
    return [one.get("href") for one in parse(html).all("link", rel="alternate")]


def data_of(page: Node) -> list[Any]:
    """Return the structured data of a page."""
    return [json.loads(one.text) for one in page.all("script", type="application/ld+json")]


def _frame(page: Node) -> Elements:
    """Return what pages of all kinds have. The addresses of feeds are each generator's own."""
    head = page.first("head")
    return {
        "title": head.first("title").text,
        "heading": page.first("h1").text,
        "description for machines": head.first("meta", name="description").get("content"),
        "canonical address": head.first("link", rel="canonical").get("href"),
        "Open Graph": sorted(
            (one.get("property"), one.get("content"))
            for one in head.all("meta")
            if one.get("property")[:3] == "og:"
        ),
        "kinds of feeds": [one.get("type") for one in head.all("link", rel="alternate")],
        "structured data": data_of(head),
        "masthead": page.first("header", "masthead").text,
        "menu": _links(page.first("nav", "menu")),
        "breadcrumb": _links(page.first("nav", "breadcrumb")),
        "advertising places": [one.get("href") for one in page.all("a", "ad__link")],
        "contact lines": [one.text for one in page.first("address").all("span")],
        "footer": [pair for pair in _links(page.first("footer")) if not pair[0].endswith(".xml")],
    }


def _of_article(meta: Node) -> bool:
    return meta.get("property").startswith("article:")


def _links(node: Node) -> list[tuple[str, str]]:
    return [(one.get("href"), one.text) for one in node.all("a")]


def _teasers(node: Node) -> list[tuple[str, ...]]:
    """Return the teasers in ``node``: address, title, section, summary, date."""
    found: Iterable[Node] = node.all("article", "teaser")
    return [
        (
            one.first("a", "stretched").get("href"),
            one.first("a", "stretched").text,
            one.first(css="teaser__section").text,
            one.first(css="teaser__summary").text,
            one.first("time").text,
        )
        for one in found
    ]
