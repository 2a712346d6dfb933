"""What a web server of our own is told: which addresses moved, and which are gone (RFC 9110, 15.4.2 and 15.5.11).

The files lie in the site under a hidden name and go live with it. A server that does not read them
shows the pages that stand at those addresses: they lead on, or say what happened.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from urllib.parse import unquote

from bulletin.content.addresses import old_addresses
from bulletin.context.site_context import Edition
from bulletin.urls import INDEX, address_from_path, is_reserved
from bulletin.view_models.feeds import ServerMapView
from bulletin.view_models.output_file import Planned

REDIRECTS, GONE = ".nginx/redirects.map", ".nginx/gone.map"
_IS_GONE = "1"
_WORD = re.compile(r'"([^"]*)"')


def map_pages(edition: Edition) -> Iterator[Planned]:
    """Yield the two maps; their rows come in the order of the addresses."""
    yield Planned(REDIRECTS, "server_map", partial(redirects_view, edition))
    yield Planned(GONE, "server_map", partial(gone_view, edition))


def redirects_view(edition: Edition) -> ServerMapView:
    """Return where each old address leads, as a link."""
    rows = tuple(row for row in _rows(edition) if row[1] != _IS_GONE)
    return ServerMapView("old address, new address", rows)


def gone_view(edition: Edition) -> ServerMapView:
    """Return the addresses at which there is a notice that something was taken down."""
    rows = tuple(row for row in _rows(edition) if row[1] == _IS_GONE)
    return ServerMapView("withdrawn address", rows)


def rows_without(text: str, addresses: Collection[str], base: str) -> str:
    """Return a map as it was written, without the rows from or to one of ``addresses``; ``base`` is the site's path."""

    def names(row: str) -> bool:
        found = (unquote(word).removeprefix(unquote(base)) for word in _WORD.findall(row))
        return any(address_from_path(one) in addresses or f"{one}/" in addresses for one in found)

    return "".join(row for row in text.splitlines(keepends=True) if not names(row))


def _rows(edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield the forms of old and withdrawn addresses, sorted by address, each with its answer.

    A map of nginx does not heed capital letters, and a file with one key twice stops nginx. A form that nginx takes for
    a page, or for an address with another answer, is left out: the page that stands there answers.
    """
    moved = {
        old: edition.urls.link(record.address)
        for record in edition.archive.records
        if record.aliases
        for old in old_addresses(record)
    }
    answers = dict.fromkeys(edition.notices, _IS_GONE) | moved
    found: dict[bytes, list[tuple[str, str]]] = defaultdict(list)
    for address in sorted(answers):
        if not _is_taken(address, answers, edition):
            for form in _forms(address):
                found[form.encode().lower()].append((form, answers[address]))  # ASCII alone, as nginx does
    base = unquote(edition.urls.base)
    for rows in found.values():
        form, answer = rows[0]
        if all(other == answer for _, other in rows):
            yield base + form, answer


def _is_taken(address: str, answers: Mapping[str, str], edition: Edition) -> bool:
    """Tell whether nginx takes a form of ``address`` for one of a page: ``/Gioi-Thieu/`` for ``/gioi-thieu/``."""
    lower = address.encode().lower().decode()
    if lower != address and is_reserved(lower):
        return True
    page = address_from_path(lower)
    return any(one not in answers and one in edition.published for one in (page, f"{page.rstrip('/')}/"))


def _forms(address: str) -> Iterator[str]:
    """Yield how nginx may meet an address, decoded: a folder with and without its page."""
    yield address
    if address.endswith("/"):
        yield address.rstrip("/")
        yield f"{address}{INDEX}"
