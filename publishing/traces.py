"""Takes an article out of a file of an older release: its teaser, its entry in a feed, its row in a sitemap.

What is taken away is the nearest whole: a list item, a teaser. A link in somebody's text loses its
address and keeps its words, as a build would have it.
"""

import json
import posixpath
import re
from typing import Any
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

from publishing.sought import Sought

_ROWS = re.compile(r"[ \t]*<(entry|item|url)\b.*?</\1>\n?", re.DOTALL)
"""An article in Atom, in RSS, in a sitemap."""
_LINKS = ("href", "src", "content")
_WHOLE = ("li", "article")


def without(text: str, path: str, sought: Sought) -> str:
    """Return the file ``text`` at ``path`` without what is ``sought``; the same where it names none of it."""
    trail = Trail(sought, path)
    if not trail.named(text):
        return text
    if path.endswith(".html"):
        return _html(text, trail)
    return _ROWS.sub(lambda row: trail.kept(row[0]), text)


def tell_tale(text: str, path: str, sought: Sought) -> bool:
    """Tell whether the file leads to what is ``sought``."""
    return Trail(sought, path).named(text)


class Trail:
    """Tells links that lead to one of the addresses from others."""

    def __init__(self, sought: Sought, path: str) -> None:
        """``path`` is the file in which the links stand."""
        self._targets = {f"{sought.base}{address}" for address in sought.addresses}
        self._folder = f"{sought.base}/{posixpath.dirname(path)}/"
        self._words = tuple(address.strip("/") for address in sought.addresses)

    def named(self, text: str) -> bool:
        """Tell whether ``text`` may lead there, at a glance."""
        return any(word in text or word in unquote(text) for word in self._words)

    def leads(self, link: str) -> bool:
        """Tell whether a link leads to one of the addresses, however it is written."""
        path = unquote(urlsplit(link).path)
        if not path:
            return False
        whole = posixpath.normpath(posixpath.join(self._folder, path)).replace("//", "/")
        return bool(self._targets.intersection((whole, f"{whole}/")))

    def kept(self, row: str) -> str:
        """Return a row of a feed or sitemap; nothing of one that leads there."""
        return "" if self.named(row) else row


def _html(text: str, trail: Trail) -> str:
    soup = BeautifulSoup(text, "html.parser")
    for script in soup.find_all("script", type="application/ld+json"):
        data = _pruned(json.loads(script.string or "null"), trail)
        if data is None:
            script.decompose()
        else:
            script.string = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    for tag in soup.find_all(lambda one: any(trail.leads(str(one.get(name, ""))) for name in _LINKS)):
        if not tag.decomposed:
            _take_out(tag)
    return str(soup)


def _take_out(tag: Tag) -> None:
    if tag.find_parent(class_="prose"):
        tag.unwrap()
        return
    whole = tag.find_parent(_WHOLE)
    if whole is None or whole.find(class_="prose"):  # the article around it is another one
        tag.decompose()
        return
    around = whole.parent
    whole.decompose()
    while (
        around is not None
        and around.name in ("ul", "ol", "section", "div", "nav")
        and not around.find(_WHOLE)
    ):
        empty, around = around, around.parent
        empty.decompose()


def _pruned(data: Any, trail: Trail) -> Any:
    """Return structured data without the things that lead there; None where nothing is left."""
    if isinstance(data, str):
        return None if trail.leads(data) else data
    if isinstance(data, list):
        return [one for one in (_pruned(item, trail) for item in data) if one is not None]
    if isinstance(data, dict):
        found = {key: _pruned(value, trail) for key, value in data.items()}
        lost = any(
            found[key] is None and data[key] is not None for key in ("url", "@id", "item") if key in data
        )
        return None if lost else {key: value for key, value in found.items() if value is not None}
    return data
