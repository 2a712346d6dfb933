"""Remove a withdrawn article from a page, feed or sitemap of an older release.

A link is removed with the teaser or list item around it.
A link in the body of another article becomes plain text, as in a build.
"""

import json
import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import Script

from bulletin.publishing.withdrawal.addresses import WithdrawnAddresses
from bulletin.urls import convert_path_to_address

_ROWS = re.compile(r"[ \t]*<(entry|item|url|sitemap)\b.*?</\1>\n?", re.DOTALL)
"""A row: an entry of Atom, an item of RSS, an address of a sitemap or of the sitemap index."""
_ROW_LINK_PATTERN = re.compile(r"<link>([^<]*)<|<loc>([^<]*)<|<link\b[^>]*\bhref=\"([^\"]*)\"")
"""The link of a row to its own article."""
_TOKEN = re.compile(r"(?:https?://|\.{0,2}/)[^\s\"'<>(),;&]*")
"""Text that may be an address in HTML, in HTML within XML, or in JSON."""
_BREAKS = re.compile(r"['(),;&]")
"""Characters that mostly end an address, but may occur in an alias."""
_REST = re.compile(r"[^\s\"<>]*")
_ENDS = re.compile(r"[\s\"<>]")
_LINKS = ("href", "src", "content")
_TEASER_CLASSES = frozenset(("teaser", "topic-card"))


def redact_text(text: str, path: str, withdrawn: WithdrawnAddresses) -> str:
    """Return the ``text`` of the file at ``path`` without the withdrawn articles.

    The text is returned unchanged if it has no link to them.
    """
    if path.endswith(".html"):
        return _redact_page(text, path, withdrawn)
    matcher = LinkMatcher(withdrawn, path)
    return _ROWS.sub(lambda row: _redact_row(row[0], matcher), text)


@lru_cache(maxsize=256)
def _redact_page(text: str, path: str, withdrawn: WithdrawnAddresses) -> str:
    """Return the ``text`` of the page at ``path`` without the withdrawn articles.

    Reason for the cache: several releases have the same pages, and to parse one takes 10 ms.
    """
    matcher = LinkMatcher(withdrawn, path)
    return _redact_html(text, matcher) if matcher.has_match(text) else text


def has_withdrawn_links(text: str, path: str, withdrawn: WithdrawnAddresses) -> bool:
    """Tell if a file has a link to a withdrawn address."""
    return LinkMatcher(withdrawn, path).has_match(text)


class LinkMatcher:
    """Finds the links of one file that lead to a withdrawn address."""

    def __init__(self, withdrawn: WithdrawnAddresses, path: str) -> None:
        """Resolve relative links from the file at ``path``."""
        self.home_path = f"{withdrawn.base_path}/"
        self._targets = {f"{withdrawn.base_path}{address}" for address in withdrawn.addresses}
        self._folder = f"{withdrawn.base_path}/{posixpath.dirname(path)}/"
        self._host = withdrawn.host
        self._has_breaks = any(map(_BREAKS.search, self._targets))
        self._known: dict[tuple[str, bool], bool] = {}
        """Answers for links. Reason: a page has its links several times, and is searched several times."""

    def is_match(self, link: str, *, anywhere: bool = False) -> bool:
        """Tell if a link leads to a withdrawn address, in any spelling.

        ``anywhere`` accepts any host, because the site may have had another one.
        """
        key = link, anywhere
        if (answer := self._known.get(key)) is None:
            answer = self._known[key] = self._resolve_match(link, anywhere=anywhere)
        return answer

    def _resolve_match(self, link: str, *, anywhere: bool) -> bool:
        try:
            parts = urlsplit(link)
            path, host = unquote(parts.path), parts.hostname
        except ValueError:  # no valid address
            return False
        if not path or (self._host and host and host != self._host and not anywhere):
            return False
        whole = convert_path_to_address(posixpath.normpath(posixpath.join(self._folder, path)))
        return bool(self._targets.intersection((whole, f"{whole}/")))

    def has_match(self, text: str) -> bool:
        """Tell if any address in ``text`` is a match."""
        if not self._has_breaks:  # equal result, and much faster
            return any(map(self.is_match, _TOKEN.findall(text)))
        return any(True for _ in self._find_spans(text))

    def replace_matches(self, text: str) -> str:
        """Return ``text`` with the front page in place of each match."""
        parts, at = [], 0
        for start, end in self._find_spans(text):
            parts += [text[at:start], self.home_path]
            at = end
        return "".join([*parts, text[at:]])

    def _find_spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield start and end of each match in ``text``."""
        at = 0
        while token := _TOKEN.search(text, at):
            start, at = token.span()
            for end in self._find_ends(text, at):
                link = text[start:end]
                plain = unescape(unescape(link)) if "&" in link else link  # HTML within XML
                if not _ENDS.search(plain) and self.is_match(plain):
                    yield start, end
                    at = end
                    break

    def _find_ends(self, text: str, end: int) -> Iterator[int]:
        """Yield the possible ends of an address that reaches ``end``, the farthest first."""
        if self._has_breaks and (rest := _REST.match(text, end)) and rest[0]:
            yield rest.end()
            yield from (
                rest.start() + at for at in range(len(rest[0]) - 1, 0, -1) if _BREAKS.match(rest[0], at)
            )
        yield end


def _redact_row(row: str, matcher: LinkMatcher) -> str:
    """Return a row of a feed or sitemap, empty if the row is of a withdrawn article.

    Links in other rows lead to the front page instead.
    """
    own_links = (found[1] or found[2] or found[3] or "" for found in _ROW_LINK_PATTERN.finditer(row))
    if any(matcher.is_match(unescape(link), anywhere=True) for link in own_links):
        return ""
    return matcher.replace_matches(row)


def _redact_html(text: str, matcher: LinkMatcher) -> str:
    soup = BeautifulSoup(text, "html.parser")
    for script in soup.find_all("script", type="application/ld+json"):
        before = json.loads(script.string or "null")
        data = _redact_structured_data(before, matcher)
        if data == before:
            continue
        if data is None:
            script.decompose()
        else:
            script.clear()
            script.append(Script(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")))
    anchors = _find_anchors(soup)
    for tag in soup.find_all(
        lambda tag: any(matcher.is_match(str(tag[name])) for name in _LINKS if name in tag.attrs)
    ):
        if not tag.decomposed:
            _remove_teaser(tag)
    missing = {f"#{anchor}" for anchor in anchors - _find_anchors(soup)}
    for link in soup.find_all("a", href=lambda href: href in missing) if missing else ():
        link.name = "span"  # as the calendar prints a day without an article
        del link["href"]
    redacted = str(soup)
    soup.decompose()  # breaks reference cycles, because a publish runs without the garbage collector
    return redacted


def _find_anchors(soup: BeautifulSoup) -> set[str]:
    """Return the anchors of a page."""
    return {str(tag["id"]) for tag in soup.find_all(id=True)}


def _is_teaser(tag: Tag) -> bool:
    """Tell if an element shows one article among others.

    Older releases, and templates of offices, have an ``article`` for each teaser.
    """
    return tag.name in ("li", "article") or not _TEASER_CLASSES.isdisjoint(tag.get_attribute_list("class"))


def _remove_teaser(tag: Tag) -> None:
    if tag.find_parent(class_="prose"):
        tag.unwrap()
        return
    whole = tag.find_parent(_is_teaser)
    if whole is None or whole.find(class_="prose"):  # the tag around the link is the page of another article
        tag.decompose()
        return
    around = whole.parent
    whole.decompose()
    while (
        around is not None
        and around.name in ("ul", "ol", "section", "div", "nav")
        and not around.find(_is_teaser)
    ):
        empty, around = around, around.parent
        empty.decompose()


def _redact_structured_data(data: Any, matcher: LinkMatcher) -> Any:
    """Return structured data without withdrawn articles, None if nothing is left."""
    if isinstance(data, str):
        return None if matcher.is_match(data) else data
    if isinstance(data, list):
        redacted = (_redact_structured_data(item, matcher) for item in data)
        return [item for item in redacted if item is not None]
    if isinstance(data, dict):
        found = {key: _redact_structured_data(value, matcher) for key, value in data.items()}
        is_withdrawn = any(
            found[key] is None and data[key] is not None for key in ("url", "@id", "item") if key in data
        )
        return None if is_withdrawn else {key: value for key, value in found.items() if value is not None}
    return data
