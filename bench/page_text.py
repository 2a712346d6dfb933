"""What a page says, element by element, whatever generator made it."""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from bench.html_tree import HtmlNode, parse_html

PageElements = dict[str, Any]
"""By the name that a report calls an element by. Two pages are equal where these are."""


def extract_article_elements(html: str) -> PageElements:
    """Return what the page of an article says."""
    page = parse_html(html)
    byline, share = page.find_first(css="byline"), page.find_first(css="share")
    return {
        **_frame(page),
        "article: times, section and tags in the head": [
            (one.get_attribute("property"), one.get_attribute("content"))
            for one in page.find_all("meta")
            if _of_article(one)
        ],
        "byline: authors": _links(byline.find_first(css="byline__authors")),
        "byline: date": (byline.find_first("time").text, byline.find_first("time").get_attribute("datetime")),
        "reading tools": [one.text for one in page.find_first(css="reading-tools").find_all("button")],
        "lede": page.find_first(css="article__lede").text,
        "body": page.find_first(css="prose").text,
        "tags": _links(page.find_first(css="tags")),
        "share links": (
            unquote(share.find_first("a").get_attribute("href")),
            [
                (one.text, one.get_attribute("data-text") or one.get_attribute("data-url"))
                for one in share.find_all("button")
            ],
        ),
        "address on paper": page.find_first(css="print-footer__text").text,
        "Các tin khác": [
            (group.find_first("h3").text, _teasers(group), _links(group.find_first(css="other-news__more")))
            for group in page.find_all("section", "other-news__group")
        ],
        "place of the latest news": page.find_first("aside", "latest").get_attribute("data-src"),
    }


def extract_listing_elements(html: str) -> PageElements:
    """Return what the first page of a listing says besides its items."""
    page = parse_html(html)
    return {**_frame(page), "description": page.find_first(css="heading__description").text}


def extract_listing_items(html: str) -> tuple[list[Any], str]:
    """Return the items of one page of a listing, and the address of the next page, if any."""
    page = parse_html(html)
    return _teasers(page.find_first(css="listing")), page.find_first("a", "pager__link--older").get_attribute(
        "href"
    )


def extract_month_elements(html: str) -> PageElements:
    """Return what a month of the archive says."""
    page = parse_html(html)
    return {
        **_frame(page),
        "calendar": [
            (cell.text, cell.find_first("a").get_attribute("href"))
            for cell in page.find_first("table").find_all("td")
        ],
        "days": [
            (day.get_attribute("id"), day.find_first("h2").text, _teasers(day))
            for day in page.find_all("section", "month__day")
        ],
        "months before and after": _links(page.find_first("nav", "pager")),
    }


def extract_archive_elements(html: str) -> PageElements:
    """Return what the overview of the archive says."""
    page = parse_html(html)
    years = page.find_all("section", "archive-year")
    return {**_frame(page), "months": [(one.find_first("h2").text, _links(one)) for one in years]}


def extract_front_elements(html: str) -> PageElements:
    """Return what the front page says."""
    page = parse_html(html)
    return {
        **_frame(page),
        "stories": _teasers(page.find_first("main")),
        "latest news": _links(page.find_first("ol", "latest__list")),
        "headings": [one.text for one in page.find_first("main").find_all("h2")],
    }


def extract_feed_addresses(html: str) -> list[str]:
    """Return the addresses of the feeds that a page offers: Atom, RSS."""
    return [one.get_attribute("href") for one in parse_html(html).find_all("link", rel="alternate")]


def extract_structured_data(page: HtmlNode) -> list[Any]:
    """Return the structured data of a page."""
    return [json.loads(one.text) for one in page.find_all("script", type="application/ld+json")]


def _frame(page: HtmlNode) -> PageElements:
    """Return what pages of all kinds have. The addresses of feeds are each generator's own."""
    head = page.find_first("head")
    return {
        "title": head.find_first("title").text,
        "heading": page.find_first("h1").text,
        "description for machines": head.find_first("meta", name="description").get_attribute("content"),
        "canonical address": head.find_first("link", rel="canonical").get_attribute("href"),
        "Open Graph": sorted(
            (one.get_attribute("property"), one.get_attribute("content"))
            for one in head.find_all("meta")
            if one.get_attribute("property")[:3] == "og:"
        ),
        "kinds of feeds": [one.get_attribute("type") for one in head.find_all("link", rel="alternate")],
        "structured data": extract_structured_data(head),
        "masthead": page.find_first("header", "masthead").text,
        "menu": _links(page.find_first("nav", "menu")),
        "breadcrumb": _links(page.find_first("nav", "breadcrumb")),
        "advertising places": [one.get_attribute("href") for one in page.find_all("a", "ad__link")],
        "contact lines": [one.text for one in page.find_first("address").find_all("span")],
        "footer": [pair for pair in _links(page.find_first("footer")) if not pair[0].endswith(".xml")],
    }


def _of_article(meta: HtmlNode) -> bool:
    return meta.get_attribute("property").startswith("article:")


def _links(node: HtmlNode) -> list[tuple[str, str]]:
    return [(one.get_attribute("href"), one.text) for one in node.find_all("a")]


def _teasers(node: HtmlNode) -> list[tuple[str, ...]]:
    """Return the teasers in ``node``: address, title, section, summary, date."""
    found: Iterable[HtmlNode] = node.find_all("article", "teaser")
    return [
        (
            one.find_first("a", "stretched").get_attribute("href"),
            one.find_first("a", "stretched").text,
            one.find_first(css="teaser__section").text,
            one.find_first(css="teaser__summary").text,
            one.find_first("time").text,
        )
        for one in found
    ]
