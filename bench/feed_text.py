"""What feeds and sitemaps say, whatever generator made them."""

import re
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as Xml

from bench.html_tree import parse_html

_ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_ARTICLE = re.compile(r"/\d{4}/\d{2}/[^/]+/")

FeedItem = tuple[str, str, str]
"""Title, address and text of an article in a feed."""


def extract_feed_items(xml: str) -> list[FeedItem]:
    """Return the articles of an Atom or RSS feed, with their whole texts."""
    root = Xml.fromstring(xml)  # noqa: S314  # made by the generators that are compared
    if root.tag == f"{_ATOM}feed":
        return [
            (
                _text(entry, f"{_ATOM}title"),
                _path(entry.find(f"{_ATOM}link[@rel='alternate']"), "href"),
                _plain(_text(entry, f"{_ATOM}content")),
            )
            for entry in root.iter(f"{_ATOM}entry")
        ]
    return [
        (
            _text(item, "title"),
            urlsplit(_text(item, "link")).path,
            _plain(_text(item, _CONTENT) or _text(item, "description")),
        )
        for item in root.iter("item")
    ]


def extract_sitemap_articles(output: Path) -> list[str]:
    """Return the addresses of articles in all sitemaps that ``sitemap.xml`` names, sorted."""
    found: list[str] = []
    for place in _locations(output / "sitemap.xml", "sitemap"):
        found += [one for one in _locations(output / place.lstrip("/"), "url") if _ARTICLE.fullmatch(one)]
    return sorted(found)


def _locations(file: Path, kind: str) -> list[str]:
    root = Xml.fromstring(file.read_text(encoding="utf-8"))  # noqa: S314  # likewise
    return [urlsplit(_text(one, f"{_SITEMAP}loc")).path for one in root.iter(f"{_SITEMAP}{kind}")]


def _text(node: Xml.Element, name: str) -> str:
    return (node.findtext(name) or "").strip()


def _path(node: Xml.Element | None, attribute: str) -> str:
    return urlsplit(node.get(attribute, "")).path if node is not None else ""


def _plain(html: str) -> str:
    return parse_html(html).text
