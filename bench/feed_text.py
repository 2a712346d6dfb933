"""Extract the contents of feeds and sitemaps of any generator."""

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
    root = Xml.fromstring(xml)  # noqa: S314  # the compared generators wrote it
    if root.tag == f"{_ATOM}feed":
        return [
            (
                _get_text(entry, f"{_ATOM}title"),
                _get_path(entry.find(f"{_ATOM}link[@rel='alternate']"), "href"),
                _strip_tags(_get_text(entry, f"{_ATOM}content")),
            )
            for entry in root.iter(f"{_ATOM}entry")
        ]
    return [
        (
            _get_text(item, "title"),
            urlsplit(_get_text(item, "link")).path,
            _strip_tags(_get_text(item, _CONTENT) or _get_text(item, "description")),
        )
        for item in root.iter("item")
    ]


def extract_sitemap_articles(output: Path) -> list[str]:
    """Return the sorted addresses of articles in all sitemaps of ``sitemap.xml``."""
    addresses: list[str] = []
    for sitemap in _list_locations(output / "sitemap.xml", "sitemap"):
        paths = _list_locations(output / sitemap.lstrip("/"), "url")
        addresses += [path for path in paths if _ARTICLE.fullmatch(path)]
    return sorted(addresses)


def _list_locations(file: Path, kind: str) -> list[str]:
    root = Xml.fromstring(file.read_text(encoding="utf-8"))  # noqa: S314  # the compared generators wrote it
    return [urlsplit(_get_text(node, f"{_SITEMAP}loc")).path for node in root.iter(f"{_SITEMAP}{kind}")]


def _get_text(node: Xml.Element, name: str) -> str:
    return (node.findtext(name) or "").strip()


def _get_path(node: Xml.Element | None, attribute: str) -> str:
    return urlsplit(node.get(attribute, "")).path if node is not None else ""


def _strip_tags(html: str) -> str:
    return parse_html(html).text
