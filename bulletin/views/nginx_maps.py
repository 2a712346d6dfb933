"""Maps for nginx: aliases and their targets, and withdrawn addresses.

nginx answers with the status codes 301 and 410 (RFC 9110, 15.4.2 and 15.5.11). The files are part of the site
under a hidden name. A server that does not read them serves the pages at these addresses, which redirect or
tell what happened. No page stands at an address with a query.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from itertools import chain
from urllib.parse import unquote

from bulletin.content.addresses import get_alias_addresses
from bulletin.content.request_aliases import get_request_key, list_request_forms
from bulletin.context.site_context import SiteContext
from bulletin.text.late_patterns import compile_late
from bulletin.urls import INDEX_FILE_NAME, convert_path_to_address, is_reserved_address
from bulletin.view_models.feeds import NginxMapView
from bulletin.view_models.output_file import OutputFile

REDIRECT_MAP_PATH, REQUEST_MAP_PATH, GONE_MAP_PATH = (
    ".nginx/redirects.map",
    ".nginx/requests.map",
    ".nginx/gone.map",
)
_IS_GONE = "1"
_WORD = compile_late(r'"([^"]*)"')


def plan_nginx_maps(context: SiteContext) -> Iterator[OutputFile]:
    """Yield the three maps. Their rows are sorted by address."""
    yield OutputFile(REDIRECT_MAP_PATH, "server_map", partial(build_redirect_map_view, context))
    yield OutputFile(REQUEST_MAP_PATH, "server_map", partial(build_request_map_view, context))
    yield OutputFile(GONE_MAP_PATH, "server_map", partial(build_gone_map_view, context))


def build_redirect_map_view(context: SiteContext) -> NginxMapView:
    """Return the map of aliases and their targets."""
    rows = tuple(row for row in _create_rows(context) if row[1] != _IS_GONE)
    return NginxMapView("old address, new address", rows)


def build_request_map_view(context: SiteContext) -> NginxMapView:
    """Return the map of requests with a query, and their targets.

    A request that nginx takes for another one is left out if they lead to different items.
    """
    base = unquote(context.urls.base_path)
    targets: dict[bytes, tuple[str, str]] = {}
    shared: set[bytes] = set()
    for item in context.archive.content_items:
        answer = context.urls.build_link(item.address) if item.request_aliases else ""
        for form in chain.from_iterable(map(list_request_forms, item.request_aliases)):
            key = form.encode().lower()  # only ASCII, as in nginx
            if targets.setdefault(key, (base + form, answer))[1] != answer:
                shared.add(key)
    rows = (row for key, row in sorted(targets.items()) if key not in shared)
    return NginxMapView("old request, new address", tuple(rows))


def read_requests(text: str) -> dict[str, str]:
    """Return the first form of each request alias in a map, by its key.

    A row holds one form of a request alias.
    """
    forms = (found[1] for row in reversed(text.splitlines()) if (found := _WORD.match(row)))
    return {get_request_key(form): form for form in forms}


def build_gone_map_view(context: SiteContext) -> NginxMapView:
    """Return the map of the addresses with a withdrawal notice."""
    rows = tuple(row for row in _create_rows(context) if row[1] == _IS_GONE)
    return NginxMapView("withdrawn address", rows)


def remove_map_rows(text: str, addresses: Collection[str], base: str) -> str:
    """Return the text of a map without the rows from or to ``addresses``.

    ``base`` is the base path of the site.
    """

    def has_address(row: str) -> bool:
        forms = (unquote(word).removeprefix(unquote(base)) for word in _WORD.findall(row))
        return any(convert_path_to_address(form) in addresses or f"{form}/" in addresses for form in forms)

    return "".join(row for row in text.splitlines(keepends=True) if not has_address(row))


def _create_rows(context: SiteContext) -> Iterator[tuple[str, str]]:
    """Yield the forms of aliases and withdrawn addresses with their answers, sorted.

    nginx ignores case in a map, and a duplicate key stops nginx. A form is left out if nginx takes it for a page or
    for an address with another answer. The page at that address answers instead.
    """
    redirects = {
        old: context.urls.build_link(item.address)
        for item in context.archive.content_items
        if item.aliases
        for old in get_alias_addresses(item)
    }
    answers = dict.fromkeys(context.withdrawal_notices, _IS_GONE) | redirects
    forms: dict[bytes, list[tuple[str, str]]] = defaultdict(list)
    for address in sorted(answers):
        if not _is_taken(address, answers, context):
            for form in _list_forms(address):
                forms[form.encode().lower()].append((form, answers[address]))  # only ASCII, as in nginx
    base = unquote(context.urls.base_path)
    for rows in forms.values():
        form, answer = rows[0]
        if all(row_answer == answer for _, row_answer in rows):
            yield base + form, answer


def _is_taken(address: str, answers: Mapping[str, str], context: SiteContext) -> bool:
    """Tell if nginx reads ``/Gioi-Thieu/`` as the page ``/gioi-thieu/``."""
    lower = address.encode().lower().decode()
    if lower != address and is_reserved_address(lower):
        return True
    page = convert_path_to_address(lower)
    forms = (page, f"{page.rstrip('/')}/")
    return any(form not in answers and form in context.addresses for form in forms)


def _list_forms(address: str) -> Iterator[str]:
    """Yield the decoded forms of an address: a folder with and without ``index.html``."""
    yield address
    if address.endswith("/"):
        yield address.rstrip("/")
        yield f"{address}{INDEX_FILE_NAME}"
