"""Finder of addresses that stand in a block of HTML and are no links."""

import html
import re
from collections.abc import Iterable, Iterator

from bulletin.content.warnings.checked_text import CheckedText, Slip, shorten_text
from bulletin.content.web_addresses import find_address_fault, trim_address

_LINK = re.compile(r"<a(?: [^>]*)?>.*?</a>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_ADDRESS = re.compile(
    r"(?<![\w@/.=-])(?:https?:(?=[hw]))?(?:https?://[^\s<>\"“”|]+|www\.[a-z0-9-]+\.[^\s<>\"“”|]+)",
    re.IGNORECASE,
)


def find_bare_addresses(text: CheckedText) -> Iterable[Slip]:
    """Return web addresses that readers cannot click."""
    has_domain = "w" in text.body and "www." in text.body  # no Vietnamese word has a w
    has_address = "://" in text.body and text.html.count("://") > text.html.count('="http')
    return _find_addresses(text) if has_domain or has_address else ()


def _find_addresses(text: CheckedText) -> Iterator[Slip]:
    visible = _TAG.sub(" ", _LINK.sub(" ", text.visible_html))
    known = set[str]()
    for found in _ADDRESS.finditer(visible):
        address = trim_address(html.unescape(found[0]))
        if address in known or len(address) < len("www.a.vn"):
            continue
        known.add(address)
        yield Slip(_find_line(text, address), (shorten_text(address, 60), _write_remedy(address)))


def _find_line(text: CheckedText, address: str) -> int:
    """Return the line of an address that does not belong to a link."""
    found = re.search(rf"(?<![(<`\"'=/.\w]){re.escape(address)}", text.body)
    position = found.start() if found else max(text.body.find(address), 0)
    return text.body_line + text.body.count("\n", 0, position)


def _write_remedy(address: str) -> str:
    """Return a link in HTML, or the right address in place of a mistyped one."""
    target = address if "://" in address else f"https://{address}"
    if fault := find_address_fault(target):
        return fault[1]
    return f'Hãy viết <a href="{target}">{address}</a>.'
