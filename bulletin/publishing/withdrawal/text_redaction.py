"""Takes an article out of a file of an older release: its teaser, its entry in a feed, its row in a sitemap.

What is taken away is the nearest whole: a list item, a teaser. A link in somebody's text loses its
address and keeps its words, as a build would have it.
"""

import json
import posixpath
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import Script

from bulletin.publishing.withdrawal.addresses import WithdrawnAddresses
from bulletin.urls import convert_path_to_address

_ROWS = re.compile(r"[ \t]*<(entry|item|url|sitemap)\b.*?</\1>\n?", re.DOTALL)
"""An article in Atom, in RSS, in a sitemap; a sitemap in the index of them."""
_ROW_LINK_PATTERN = re.compile(r"<link>([^<]*)<|<loc>([^<]*)<|<link\b[^>]*\bhref=\"([^\"]*)\"")
"""Where the article of such a row stands."""
_TOKEN = re.compile(r"(?:https?://|\.{0,2}/)[^\s\"'<>(),;&]*")
"""What may be an address, wherever it is written: in HTML, in HTML within XML, in JSON."""
_BREAKS = re.compile(r"['(),;&]")
"""Signs that end an address in most places, and that an old one may have."""
_REST = re.compile(r"[^\s\"<>]*")
_ENDS = re.compile(r"[\s\"<>]")
_LINKS = ("href", "src", "content")
_TEASER_TAGS = ("li", "article")


def redact_text(text: str, path: str, sought: WithdrawnAddresses) -> str:
    """Return the file ``text`` at ``path`` without what is ``sought``; the same where it names none of it."""
    trail = LinkMatcher(sought, path)
    if path.endswith(".html"):
        return _html(text, trail) if trail.has_match(text) else text
    return _ROWS.sub(lambda row: _row(row[0], trail), text)


def has_withdrawn_links(text: str, path: str, sought: WithdrawnAddresses) -> bool:
    """Tell whether the file leads to what is ``sought``."""
    return LinkMatcher(sought, path).has_match(text)


class LinkMatcher:
    """Tells addresses that are sought from others."""

    def __init__(self, sought: WithdrawnAddresses, path: str) -> None:
        """``path`` is the file in which the links stand."""
        self.home_path = f"{sought.base_path}/"
        self._targets = {f"{sought.base_path}{address}" for address in sought.addresses}
        self._folder = f"{sought.base_path}/{posixpath.dirname(path)}/"
        self._host = sought.host
        self._broken = any(map(_BREAKS.search, self._targets))

    def is_match(self, link: str, *, anywhere: bool = False) -> bool:
        """Tell whether a link leads to one of the addresses, however it is written.

        ``anywhere``: whatever its host, as the site may have had another one.
        """
        try:
            parts = urlsplit(link)
            path, host = unquote(parts.path), parts.hostname
        except ValueError:  # no address at all
            return False
        if not path or (self._host and host and host != self._host and not anywhere):
            return False
        whole = convert_path_to_address(posixpath.normpath(posixpath.join(self._folder, path)))
        return bool(self._targets.intersection((whole, f"{whole}/")))

    def has_match(self, text: str) -> bool:
        """Tell whether anything in ``text`` that may be an address leads there."""
        if not self._broken:  # the same, and much faster: every page is asked
            return any(map(self.is_match, _TOKEN.findall(text)))
        return any(True for _ in self._spans(text))

    def replace_matches(self, text: str) -> str:
        """Return ``text`` with the home of the site in place of what leads there."""
        left, at = [], 0
        for start, end in self._spans(text):
            left += [text[at:start], self.home_path]
            at = end
        return "".join([*left, text[at:]])

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield from where to where anything in ``text`` leads there."""
        at = 0
        while token := _TOKEN.search(text, at):
            start, at = token.span()
            for end in self._ends(text, at):
                link = text[start:end]
                plain = unescape(unescape(link)) if "&" in link else link  # HTML within XML
                if not _ENDS.search(plain) and self.is_match(plain):
                    yield start, end
                    at = end
                    break

    def _ends(self, text: str, end: int) -> Iterator[int]:
        """Yield where an address may end that goes on to ``end`` at least, the farthest first."""
        if self._broken and (rest := _REST.match(text, end)) and rest[0]:
            yield rest.end()
            yield from (
                rest.start() + at for at in range(len(rest[0]) - 1, 0, -1) if _BREAKS.match(rest[0], at)
            )
        yield end


def _row(row: str, trail: LinkMatcher) -> str:
    """Return a row of a feed or sitemap: nothing of one that is the article's, links of others leading home instead."""
    own = (found[1] or found[2] or found[3] or "" for found in _ROW_LINK_PATTERN.finditer(row))
    if any(trail.is_match(unescape(one), anywhere=True) for one in own):
        return ""
    return trail.replace_matches(row)


def _html(text: str, trail: LinkMatcher) -> str:
    soup = BeautifulSoup(text, "html.parser")
    for script in soup.find_all("script", type="application/ld+json"):
        before = json.loads(script.string or "null")
        data = _redact_structured_data(before, trail)
        if data == before:
            continue
        if data is None:
            script.decompose()
        else:
            script.clear()
            script.append(Script(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")))
    places = _places(soup)
    for tag in soup.find_all(lambda one: any(trail.is_match(str(one.get(name, ""))) for name in _LINKS)):
        if not tag.decomposed:
            _remove_teaser(tag)
    lost = {f"#{place}" for place in places - _places(soup)}
    for link in soup.find_all("a", href=lambda href: href in lost) if lost else ():
        link.name = "span"  # as a day of the calendar without an article is printed
        del link["href"]
    left = str(soup)
    soup.decompose()  # its parts hold each other, and a publish runs without the garbage collector
    return left


def _places(soup: BeautifulSoup) -> set[str]:
    """Return what links within a page can lead to."""
    return {str(tag["id"]) for tag in soup.find_all(id=True)}


def _remove_teaser(tag: Tag) -> None:
    if tag.find_parent(class_="prose"):
        tag.unwrap()
        return
    whole = tag.find_parent(_TEASER_TAGS)
    if whole is None or whole.find(class_="prose"):  # the article around it is another one
        tag.decompose()
        return
    around = whole.parent
    whole.decompose()
    while (
        around is not None
        and around.name in ("ul", "ol", "section", "div", "nav")
        and not around.find(_TEASER_TAGS)
    ):
        empty, around = around, around.parent
        empty.decompose()


def _redact_structured_data(data: Any, trail: LinkMatcher) -> Any:
    """Return structured data without the things that lead there; None where nothing is left."""
    if isinstance(data, str):
        return None if trail.is_match(data) else data
    if isinstance(data, list):
        return [one for one in (_redact_structured_data(item, trail) for item in data) if one is not None]
    if isinstance(data, dict):
        found = {key: _redact_structured_data(value, trail) for key, value in data.items()}
        lost = any(
            found[key] is None and data[key] is not None for key in ("url", "@id", "item") if key in data
        )
        return None if lost else {key: value for key, value in found.items() if value is not None}
    return data
