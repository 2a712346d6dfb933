"""Where a browser goes for a link: the part of the WHATWG URL Standard that decides about the host."""

import re
from html.parser import HTMLParser

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_SPECIAL = frozenset({"http", "https", "ftp", "ws", "wss"})
_SLASHES = re.compile(r"[/\\]*")


def find_link_host(href: str, scheme: str, host: str) -> str | None:
    """Return the host that ``href`` leads to from a page of ``host``; None for ``mailto:`` and the like."""
    text = re.sub(r"[\t\n\r]", "", href.strip("".join(map(chr, range(33)))))
    found = _SCHEME.match(text)
    if found and found[1].lower() not in _SPECIAL:
        return None
    rest = text[found.end() :] if found else text
    slashes = _SLASHES.match(rest)
    assert slashes is not None
    if len(slashes[0]) < 2 and (not found or found[1].lower() == scheme):
        return host
    authority = re.split(r"[/\\?#]", rest[slashes.end() :], maxsplit=1)[0]
    return re.sub(r":[0-9]*$", "", authority.rpartition("@")[2]).lower()


def find_hrefs(page: str) -> list[str]:
    """Return the addresses of all links in ``page``."""
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.extend(value or "" for name, value in attrs if tag == "a" and name == "href")

    Reader().feed(page)
    return found
