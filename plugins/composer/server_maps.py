"""What a web server of our own is told: which addresses moved, and which are gone (RFC 9110, 15.4.2 and 15.5.11).

The files lie in the site under a hidden name and go live with it. A server that does not read them
shows the pages that stand at those addresses: they lead on, or say what happened.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from urllib.parse import unquote

from plugins.composer.edition import Edition
from plugins.composer.planned import Planned
from plugins.composer.urls import address_of
from plugins.records.addresses import old_addresses
from plugins.views.machines import ServerMapView

REDIRECTS, GONE = ".nginx/redirects.map", ".nginx/gone.map"
_WORD = re.compile(r'"([^"]*)"')


def map_pages(edition: Edition) -> Iterator[Planned]:
    """Yield the two maps; their rows come in the order of the addresses."""
    yield Planned(REDIRECTS, "server_map", partial(redirects_view, edition))
    yield Planned(GONE, "server_map", partial(gone_view, edition))


def redirects_view(edition: Edition) -> ServerMapView:
    """Return where each old address leads, as a link."""
    moved = {
        old: edition.urls.link(record.address)
        for record in edition.archive.records
        if record.aliases
        for old in old_addresses(record)
    }
    rows = ((form, moved[old]) for old in _apart(moved, edition) for form in _forms(old, edition))
    return ServerMapView("old address, new address", tuple(rows))


def gone_view(edition: Edition) -> ServerMapView:
    """Return the addresses at which there is a notice that something was taken down."""
    rows = ((form, "1") for old in _apart(edition.notices, edition) for form in _forms(old, edition))
    return ServerMapView("withdrawn address", tuple(rows))


def rows_without(text: str, addresses: Collection[str], base: str) -> str:
    """Return a map as it was written, without the rows from or to one of ``addresses``; ``base`` is the site's path."""

    def names(row: str) -> bool:
        found = (unquote(word).removeprefix(unquote(base)) for word in _WORD.findall(row))
        return any(address_of(one) in addresses or f"{one}/" in addresses for one in found)

    return "".join(row for row in text.splitlines(keepends=True) if not names(row))


def _apart(addresses: Iterable[str], edition: Edition) -> Iterator[str]:
    """Yield the addresses, sorted, that nginx can tell from all others: its maps do not heed capital letters.

    ``/Gioi-Thieu/`` leading to ``/gioi-thieu/`` would lead that in a circle; there its page leads on alone.
    """
    seen: set[bytes] = set()
    for address in sorted(addresses):
        folded = address.encode().lower()  # ASCII, as nginx does
        lower = folded.decode()
        if folded not in seen and (lower == address or lower not in edition.published):
            seen.add(folded)
            yield address


def _forms(address: str, edition: Edition) -> Iterator[str]:
    """Yield how nginx may meet an address: below the site's path, decoded; a folder with and without its page."""
    whole = f"{unquote(edition.urls.base)}{address}"
    yield whole
    if address.endswith("/"):
        yield whole.rstrip("/")
        yield f"{whole}index.html"
