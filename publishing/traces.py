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
from bs4.element import Script

from plugins.composer.urls import address_of
from publishing.sought import Sought

_ROWS = re.compile(r"[ \t]*<(entry|item|url)\b.*?</\1>\n?", re.DOTALL)
"""An article in Atom, in RSS, in a sitemap."""
_OWN = re.compile(r"<link>([^<]*)<|<loc>([^<]*)<|<link\b[^>]*\bhref=\"([^\"]*)\"")
"""Where the article of such a row stands."""
_TOKEN = re.compile(r"(?:https?://|\.{0,2}/)[^\s\"'<>(),;&]*")
"""What may be an address, wherever it is written: in HTML, in HTML within XML, in JSON."""
_LINKS = ("href", "src", "content")
_WHOLE = ("li", "article")


def without(text: str, path: str, sought: Sought) -> str:
    """Return the file ``text`` at ``path`` without what is ``sought``; the same where it names none of it."""
    trail = Trail(sought, path)
    if not trail.crosses(text):
        return text
    return _html(text, trail) if path.endswith(".html") else _ROWS.sub(lambda row: _row(row[0], trail), text)


def tell_tale(text: str, path: str, sought: Sought) -> bool:
    """Tell whether the file leads to what is ``sought``."""
    return Trail(sought, path).crosses(text)


class Trail:
    """Tells addresses that are sought from others."""

    def __init__(self, sought: Sought, path: str) -> None:
        """``path`` is the file in which the links stand."""
        self.home = f"{sought.base}/"
        self._targets = {f"{sought.base}{address}" for address in sought.addresses}
        self._folder = f"{sought.base}/{posixpath.dirname(path)}/"

    def leads(self, link: str) -> bool:
        """Tell whether a link leads to one of the addresses, however it is written."""
        try:
            path = unquote(urlsplit(link).path)
        except ValueError:  # no address at all
            return False
        if not path:
            return False
        whole = address_of(posixpath.normpath(posixpath.join(self._folder, path)))
        return bool(self._targets.intersection((whole, f"{whole}/")))

    def crosses(self, text: str) -> bool:
        """Tell whether anything in ``text`` that may be an address leads there."""
        return any(map(self.leads, _TOKEN.findall(text)))


def _row(row: str, trail: Trail) -> str:
    """Return a row of a feed or sitemap: nothing of one that is the article's, links of others leading home instead."""
    own = (found[1] or found[2] or found[3] for found in _OWN.finditer(row))
    if any(map(trail.leads, own)):
        return ""
    return _TOKEN.sub(lambda found: trail.home if trail.leads(found[0]) else found[0], row)


def _html(text: str, trail: Trail) -> str:
    soup = BeautifulSoup(text, "html.parser")
    for script in soup.find_all("script", type="application/ld+json"):
        if not trail.crosses(script.string or ""):
            continue
        data = _pruned(json.loads(script.string or "null"), trail)
        if data is None:
            script.decompose()
        else:
            script.clear()
            script.append(Script(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")))
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
