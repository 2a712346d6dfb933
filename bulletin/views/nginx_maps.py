"""What a web server of our own is told: which addresses moved, and which are gone (RFC 9110, 15.4.2 and 15.5.11).

The files lie in the site under a hidden name and go live with it. A server that does not read them
shows the pages that stand at those addresses: they lead on, or say what happened.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from urllib.parse import unquote

from bulletin.content.addresses import get_alias_addresses
from bulletin.context.site_context import SiteContext
from bulletin.urls import INDEX_FILE_NAME, convert_path_to_address, is_reserved_address
from bulletin.view_models.feeds import NginxMapView
from bulletin.view_models.output_file import OutputFile

REDIRECT_MAP_PATH, GONE_MAP_PATH = ".nginx/redirects.map", ".nginx/gone.map"
_IS_GONE = "1"
_WORD = re.compile(r'"([^"]*)"')


def plan_nginx_maps(edition: SiteContext) -> Iterator[OutputFile]:
    """Yield the two maps; their rows come in the order of the addresses."""
    yield OutputFile(REDIRECT_MAP_PATH, "server_map", partial(build_redirect_map_view, edition))
    yield OutputFile(GONE_MAP_PATH, "server_map", partial(build_gone_map_view, edition))


def build_redirect_map_view(edition: SiteContext) -> NginxMapView:
    """Return where each old address leads, as a link."""
    rows = tuple(row for row in _rows(edition) if row[1] != _IS_GONE)
    return NginxMapView("old address, new address", rows)


def build_gone_map_view(edition: SiteContext) -> NginxMapView:
    """Return the addresses at which there is a notice that something was taken down."""
    rows = tuple(row for row in _rows(edition) if row[1] == _IS_GONE)
    return NginxMapView("withdrawn address", rows)


def remove_map_rows(text: str, addresses: Collection[str], base: str) -> str:
    """Return a map as it was written, without the rows from or to one of ``addresses``; ``base`` is the site's path."""

    def names(row: str) -> bool:
        found = (unquote(word).removeprefix(unquote(base)) for word in _WORD.findall(row))
        return any(convert_path_to_address(one) in addresses or f"{one}/" in addresses for one in found)

    return "".join(row for row in text.splitlines(keepends=True) if not names(row))


def _rows(edition: SiteContext) -> Iterator[tuple[str, str]]:
    """Yield the forms of old and withdrawn addresses, sorted by address, each with its answer.

    A map of nginx does not heed capital letters, and a file with one key twice stops nginx. A form that nginx takes for
    a page, or for an address with another answer, is left out: the page that stands there answers.
    """
    moved = {
        old: edition.urls.build_link(record.address)
        for record in edition.archive.content_items
        if record.aliases
        for old in get_alias_addresses(record)
    }
    answers = dict.fromkeys(edition.withdrawal_notices, _IS_GONE) | moved
    found: dict[bytes, list[tuple[str, str]]] = defaultdict(list)
    for address in sorted(answers):
        if not _is_taken(address, answers, edition):
            for form in _forms(address):
                found[form.encode().lower()].append((form, answers[address]))  # ASCII alone, as nginx does
    base = unquote(edition.urls.base_path)
    for rows in found.values():
        form, answer = rows[0]
        if all(other == answer for _, other in rows):
            yield base + form, answer


def _is_taken(address: str, answers: Mapping[str, str], edition: SiteContext) -> bool:
    """Tell whether nginx takes a form of ``address`` for one of a page: ``/Gioi-Thieu/`` for ``/gioi-thieu/``."""
    lower = address.encode().lower().decode()
    if lower != address and is_reserved_address(lower):
        return True
    page = convert_path_to_address(lower)
    return any(one not in answers and one in edition.addresses for one in (page, f"{page.rstrip('/')}/"))


def _forms(address: str) -> Iterator[str]:
    """Yield how nginx may meet an address, decoded: a folder with and without its page."""
    yield address
    if address.endswith("/"):
        yield address.rstrip("/")
        yield f"{address}{INDEX_FILE_NAME}"
