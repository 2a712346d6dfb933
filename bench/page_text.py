"""Extract the elements of a page of any generator, for a comparison."""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from bench.html_tree import HtmlNode, parse_html

PageElements = dict[str, Any]
"""Elements by the names that a report prints. Two pages are equal if these are equal."""


def extract_article_elements(html: str) -> PageElements:
    """Return the elements of an article's page."""
    page = parse_html(html)
    byline, share = page.find_first(css="byline"), page.find_first(css="share")
    return {
        **_extract_common_elements(page),
        "article: times, section and tags in the head": [
            (meta.get_attribute("property"), meta.get_attribute("content"))
            for meta in page.find_all("meta")
            if _is_about_article(meta)
        ],
        "byline: authors": _list_links(byline.find_first(css="byline__authors")),
        "byline: date": (byline.find_first("time").text, byline.find_first("time").get_attribute("datetime")),
        "reading tools": [button.text for button in page.find_first(css="reading-tools").find_all("button")],
        "contents": _list_links(page.find_first(css="contents")),
        "reading time": page.find_first(css="contents__time").text,
        "lede": page.find_first(css="article__lede").text,
        "body": page.find_first(css="prose").text,
        "headings of the body": [
            (heading.get_attribute("id"), heading.text)
            for heading in page.find_first(css="prose").find_all("h2")
        ],
        "wide tables": len(list(page.find_all("div", "table-scroll"))),
        "tags": _list_links(page.find_first(css="tags")),
        "share links": (
            [(unquote(link), label) for link, label in _list_links(share)],
            [
                (button.text, button.get_attribute("data-text") or button.get_attribute("data-url"))
                for button in share.find_all("button")
            ],
        ),
        "feedback": [(unquote(link), label) for link, label in _list_links(page.find_first(css="feedback"))],
        "address on paper": page.find_first(css="print-footer__text").text,
        "Các tin khác": [
            (
                group.find_first("h3").text,
                _list_teasers(group),
                _list_links(group.find_first(css="other-news__more")),
            )
            for group in page.find_all("section", "other-news__group")
        ],
        "place of the latest news": page.find_first("aside", "latest").get_attribute("data-src"),
    }


def extract_listing_elements(html: str) -> PageElements:
    """Return the elements of a listing's first page, except its items."""
    page = parse_html(html)
    return {
        **_extract_common_elements(page),
        "description": page.find_first(css="heading__description").text,
        "years": [year.text for year in page.find_all("a", "years__link")],
        "sections beside the list": _list_links(page.find_first("nav", "rail-list")),
    }


def extract_listing_items(html: str) -> tuple[list[Any], str]:
    """Return the items of a listing page and the address of the next page, if any."""
    page = parse_html(html)
    older = page.find_first("a", "pager__link--older").get_attribute("href")
    return _list_teasers(page.find_first(css="listing")), older


def extract_month_elements(html: str) -> PageElements:
    """Return the elements of a month page."""
    page = parse_html(html)
    return {
        **_extract_common_elements(page),
        "calendar": [
            (cell.text, cell.find_first("a").get_attribute("href"))
            for cell in page.find_first("table").find_all("td")
        ],
        "days": [
            (
                day.get_attribute("id"),
                day.find_first("h2").text,
                _list_links(day.find_first("p", "month__steps")),
                _list_teasers(day),
            )
            for day in page.find_all("section", "month__day")
        ],
        "months before and after": _list_links(page.find_first("nav", "pager")),
    }


def extract_archive_elements(html: str) -> PageElements:
    """Return the elements of the archive's overview."""
    page = parse_html(html)
    years = page.find_all("details", "archive-year")
    months = [
        (
            year.find_first("h2").text,
            "open" in year.attributes,
            [(month.text, month.find_first("a").get_attribute("href")) for month in year.find_all("li")],
        )
        for year in years
    ]
    return {**_extract_common_elements(page), "months": months}


def extract_search_elements(html: str) -> PageElements:
    """Return the elements of the search page, except the address of the index.

    Reason: each search index lies at an address of its own.
    """
    page = parse_html(html)
    return {**extract_listing_elements(html), "search": page.find_first("div", "search").text}


def extract_text_elements(html: str) -> PageElements:
    """Return the elements of a page without articles, such as the site map."""
    page = parse_html(html)
    main = page.find_first("main")
    return {**_extract_common_elements(page), "text": main.text, "links": _leave_out_feeds(_list_links(main))}


def extract_front_elements(html: str) -> PageElements:
    """Return the elements of the front page."""
    page = parse_html(html)
    return {
        **_extract_common_elements(page),
        "stories": _list_teasers(page.find_first("main")),
        "latest news": _list_links(page.find_first("ol", "latest__list")),
        "headings": [heading.text for heading in page.find_first("main").find_all("h2")],
        "blocks": [
            (block.get_attribute("class"), _list_links(block.find_first(css="section-block__more")))
            for block in page.find_all("section", "section-block")
        ],
    }


def extract_feed_addresses(html: str) -> list[str]:
    """Return the addresses of the Atom and RSS feeds that a page offers."""
    return [link.get_attribute("href") for link in parse_html(html).find_all("link", rel="alternate")]


def extract_structured_data(page: HtmlNode) -> list[Any]:
    """Return the structured data of a page."""
    return [json.loads(script.text) for script in page.find_all("script", type="application/ld+json")]


def _extract_common_elements(page: HtmlNode) -> PageElements:
    """Return the elements that all pages have, without feed addresses.

    Reason: each generator has feed addresses of its own.
    """
    head, masthead = page.find_first("head"), page.find_first("header", "masthead")
    return {
        "title": head.find_first("title").text,
        "heading": page.find_first("h1").text,
        "description for machines": head.find_first("meta", name="description").get_attribute("content"),
        "canonical address": head.find_first("link", rel="canonical").get_attribute("href"),
        "Open Graph": sorted(
            (meta.get_attribute("property"), meta.get_attribute("content"))
            for meta in head.find_all("meta")
            if meta.get_attribute("property")[:3] == "og:"
        ),
        "robots": head.find_first("meta", name="robots").get_attribute("content"),
        "colours of the browser": [
            (meta.get_attribute("content"), meta.get_attribute("media"))
            for meta in head.find_all("meta", name="theme-color")
        ],
        "icons and manifest": [
            head.find_first("link", rel=kind).get_attribute("href")
            for kind in ("icon", "apple-touch-icon", "manifest")
        ],
        "styles": [
            node.text or node.get_attribute("href")
            for node in (*page.find_all("link", rel="stylesheet"), *page.find_all("style"))
        ],
        "scripts": [node.attributes for node in head.find_all("script") if "src" in node.attributes],
        "security policy": [
            node.get_attribute("content")
            for node in head.find_all("meta")
            if node.get_attribute("http-equiv")
        ],
        "service worker": page.find_first("body").get_attribute("data-worker"),
        "modules": [
            node.get_attribute("data-module") for node in page.find_all() if "data-module" in node.attributes
        ],
        "kept on one line": [node.text for node in page.find_all("span", "keep")],
        "kinds of feeds": [link.get_attribute("type") for link in head.find_all("link", rel="alternate")],
        "structured data": extract_structured_data(head),
        "display tools": [
            [(button.text, button.get_attribute("aria-label")) for button in tools.find_all("button")]
            for tools in page.find_all("div", "display-tools")
        ],
        "masthead": (masthead.text, _list_links(masthead), masthead.find_first("form").attributes),
        "menu": [
            (link.get_attribute("href"), link.text, link.get_attribute("aria-current"))
            for link in page.find_first("nav", "menu").find_all("a")
        ],
        "row of the menu": [item.get_attribute("class") for item in page.find_all("li", "menu__item")],
        "breadcrumb": _list_links(page.find_first("nav", "breadcrumb")),
        "advertising places": [
            (ad.tag, ad.attributes, ad.find_first("a").get_attribute("href"), ad.find_first("img").attributes)
            for ad in page.find_all(css="ad")
        ],
        "imprint": [line.text for line in page.find_first("address").find_all("div")],
        "footer": _leave_out_feeds(_list_links(page.find_first("footer"))),
    }


def _is_about_article(meta: HtmlNode) -> bool:
    return meta.get_attribute("property").startswith("article:")


def _list_links(node: HtmlNode) -> list[tuple[str, str]]:
    return [(link.get_attribute("href"), link.text) for link in node.find_all("a")]


def _leave_out_feeds(links: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the links without those to feeds.

    Reason: each generator has feed addresses of its own.
    """
    return [link for link in links if not link[0].endswith(".xml")]


def _list_teasers(node: HtmlNode) -> list[tuple[str, ...]]:
    """Return address, title, section, summary and date of the teasers in ``node``."""
    teasers: Iterable[HtmlNode] = node.find_all("div", "teaser")
    return [
        (
            teaser.find_first("a", "stretched").get_attribute("href"),
            teaser.find_first("a", "stretched").text,
            teaser.find_first(css="teaser__section").text,
            teaser.find_first(css="teaser__summary").text,
            teaser.find_first("time").text,
        )
        for teaser in teasers
    ]
