"""Find the host that a browser visits for a link, by the WHATWG URL Standard."""

import re
from html.parser import HTMLParser

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_SPECIAL_SCHEMES = frozenset({"http", "https", "ftp", "ws", "wss"})
_SLASHES = re.compile(r"[/\\]*")


def find_link_host(href: str, scheme: str, host: str) -> str | None:
    """Return the host of ``href`` on a page of ``host``.

    Return None for a scheme without a host, such as ``mailto:``.
    """
    text = re.sub(r"[\t\n\r]", "", href.strip("".join(map(chr, range(33)))))
    match = _SCHEME.match(text)
    if match and match[1].lower() not in _SPECIAL_SCHEMES:
        return None
    rest = text[match.end() :] if match else text
    slashes = _SLASHES.match(rest)
    assert slashes is not None
    if len(slashes[0]) < 2 and (not match or match[1].lower() == scheme):
        return host
    authority = re.split(r"[/\\?#]", rest[slashes.end() :], maxsplit=1)[0]
    return re.sub(r":[0-9]*$", "", authority.rpartition("@")[2]).lower()


def find_hrefs(page: str) -> list[str]:
    """Return the ``href`` of all links in ``page``."""
    hrefs: list[str] = []

    class LinkParser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            hrefs.extend(value or "" for name, value in attrs if tag == "a" and name == "href")

    LinkParser().feed(page)
    return hrefs
