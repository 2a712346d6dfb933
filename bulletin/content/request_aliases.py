"""Request aliases: old addresses with a query, ``/index.php?nv=news&id=7``.

No page can stand at such an address. nginx compares the decoded path, ``?`` and the query as it was sent.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, unquote

from bulletin.content.models import Article, Page
from bulletin.content.problems import Problem
from bulletin.text.late_patterns import compile_late
from bulletin.text.unicode_forms import normalize_unicode
from bulletin.urls import ASSET_PREFIX, FRAGMENT_PREFIX, SEARCH_ADDRESS, SEARCH_INDEX_PREFIX

_SENT_AS_TYPED = "%!#$&()*+,-./:;=?@[]^_`{|}~"
"""Characters of a query that browsers send as they are (WHATWG URL, 1.3, special-query set)."""
_SENT_IN_TWO_WAYS = "/:,@[]{}|^`'()!*"
"""Characters that browsers and crawlers send as they are, and that other programs encode."""
_ENCODED_SIGN = compile_late("|".join(quote(sign, safe="") for sign in _SENT_IN_TWO_WAYS), re.IGNORECASE)
_ANSWERED_PREFIXES = (SEARCH_ADDRESS, ASSET_PREFIX, FRAGMENT_PREFIX, SEARCH_INDEX_PREFIX)
"""First parts of addresses that answer requests with a query, or that every page needs."""
_ENTITY = compile_late(r"&(?:amp|#0*38|#x0*26);", re.IGNORECASE)


def split_query(text: str) -> tuple[str, str]:
    """Return path and query of an old address, without its fragment."""
    path, _, query = text.partition("#")[0].partition("?")
    return path, query.strip()


def replace_entities(text: str) -> str:
    """Return an address with ``&`` in place of its HTML entities."""
    return _ENTITY.sub("&", text)


def encode_query(query: str) -> str:
    """Return a query as browsers send it. Escapes in it stay as they are."""
    return quote(normalize_unicode("NFC", query), safe=_SENT_AS_TYPED)


def list_request_forms(request: str) -> tuple[str, ...]:
    """Return the forms in which programs send a request alias.

    A path without an ending may have a slash at its end. Some signs of a query are sent as they are, or encoded.
    """
    path, query = split_query(request)
    plain = _decode_signs(query)
    queries = dict.fromkeys((query, plain, _encode_signs(plain)))
    folder = path.rstrip("/")
    paths = (path,) if not folder or "." in folder.rsplit("/", 1)[-1] else (f"{folder}/", folder)
    return tuple(f"{path}?{query}" for path in paths for query in queries)


def get_request_key(request: str) -> str:
    """Return the part of a request alias by which nginx tells it from others.

    nginx ignores the case of ASCII letters.
    """
    path, query = split_query(request)
    return f"{path.rstrip('/')}?{_decode_signs(query)}".encode().lower().decode()


def find_request_key(target: str) -> str:
    """Return the key of the request alias that the target of a link may name.

    The key is empty if the target has no query.
    """
    path, query = split_query(target)
    return (
        get_request_key(f"{normalize_unicode('NFC', unquote(path))}?{encode_query(query)}") if query else ""
    )


def find_request_problems(items: Iterable[Article | Page], content: str) -> Iterator[Problem]:
    """Yield request aliases of two items, and those that hide a part of the site.

    ``content`` is the name of the content folder in messages.
    """
    owners: dict[str, tuple[Article | Page, str]] = {}
    found = (item for item in items if item.request_aliases)
    for item in sorted(found, key=lambda item: (item.is_draft, item.source)):
        for request in item.request_aliases:
            path, _ = split_query(request)
            name = f"{content}/{item.source}"
            if f"{path.rstrip('/')}/".lower().startswith(_ANSWERED_PREFIXES):
                yield Problem(
                    name,
                    item.alias_line,
                    f"Địa chỉ {request} dành cho hệ thống.",
                    "Hãy chọn địa chỉ cũ khác.",
                )
                continue
            first, known = owners.setdefault(get_request_key(request), (item, request))
            if first is not item:
                other = "" if known == request else f" ({known}, máy chủ không phân biệt hai cách viết)"
                yield Problem(
                    name, item.alias_line,
                    f"Trùng địa chỉ cũ {request} với {content}/{first.source}:{first.alias_line}{other}.",
                    "Hãy bỏ địa chỉ cũ này.",
                )  # fmt: skip


def _decode_signs(query: str) -> str:
    return _ENCODED_SIGN.sub(lambda match: unquote(match[0]), query)


def _encode_signs(query: str) -> str:
    return "".join(quote(sign, safe="") if sign in _SENT_IN_TWO_WAYS else sign for sign in query)
