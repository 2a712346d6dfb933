"""Aliases: old addresses, as editors copy them from a browser.

An address with a query becomes a request alias. All others get a page.
"""

import re
from urllib.parse import unquote

from bulletin.content.request_aliases import (
    encode_query,
    list_request_forms,
    replace_entities,
    split_query,
)
from bulletin.text.late_patterns import compile_late
from bulletin.text.slugs import MAX_SLUG_LENGTH
from bulletin.text.unicode_forms import normalize_unicode

MAX_ALIAS_BYTES = 800
"""Maximum bytes of an alias.

The server map adds the path of the site and ``index.html``. Together they fit into a bucket of 1024 bytes of nginx.
"""
_WHOLE_ADDRESS = compile_late(r"https?://[^/?#]+(/[^/].+)", re.IGNORECASE)
"""An address with its host, and the path that can be an alias."""
_RELATIVE_ADDRESS = compile_late(
    r"\w[\w-]*(?:/[\w-]+)*(?:/|\.(?:s?html?|php|aspx?|jsp))?(?:\?[^\s?#]+)?", re.IGNORECASE
)
"""An address that lacks its first slash only. It begins with no host."""
_FORBIDDEN = frozenset('"<>{}|^`')
"""Characters that no address has (RFC 3986, 2) and that are special in a server map."""


_REMOVE_REMEDY = "Hãy bỏ địa chỉ này; nếu vẫn cần, hãy nhờ người quản trị máy chủ chuyển hướng."


class AliasError(Exception):
    """An old address that cannot be an alias, with message and remedy in Vietnamese."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy


def parse_alias(text: str) -> str:
    """Return an old address as a decoded path: ``/tin-tức/bai.html``.

    The build writes a page there, so the path must stay in the site.
    Raise AliasError.
    """
    if "?" in text:
        raise AliasError(
            f"Địa chỉ cũ “{text}” có phần sau dấu “?”, trang tĩnh không phân biệt được.",
            "Hãy bỏ phần từ dấu “?”, hoặc bỏ địa chỉ này.",
        )
    path = _decode_path(text.split("#", maxsplit=1)[0], text)
    if not path.strip("/"):
        raise _create_outside_error(text)
    return path


def parse_request_alias(text: str) -> str:
    """Return an old address with a query: ``/tin-tức.php?id=7``.

    The path is decoded, and the query is encoded as browsers send it.
    No page is written there, because only a server map can tell one query from another.
    Raise AliasError.
    """
    if (plain := replace_entities(text)) != text:
        raise AliasError(f"Địa chỉ cũ “{text}” có dấu & viết theo cách của HTML.", f"Hãy viết “{plain}”.")
    start, query = split_query(text)
    path = _decode_path(start, text)
    if sign := next((sign for sign in "?#" if sign in path), ""):
        raise AliasError(f"Địa chỉ cũ “{text}” có dấu “{sign}” mã hóa ở trước dấu “?”.", _REMOVE_REMEDY)
    if not query.isprintable():
        raise _create_outside_error(text)
    request = f"{path}?{encode_query(query)}"
    length = max(len(form.encode()) for form in list_request_forms(request))
    if length > MAX_ALIAS_BYTES:
        raise AliasError(
            f"Địa chỉ cũ “{text[:40]}…” quá dài: {length} byte khi gửi đi, nhiều nhất {MAX_ALIAS_BYTES}.",
            _REMOVE_REMEDY,
        )
    return request


def _create_outside_error(text: str) -> AliasError:
    whole = _WHOLE_ADDRESS.fullmatch(text)
    if whole:
        remedy = f"Hãy bỏ tên miền, viết “{whole[1]}”."
    elif _RELATIVE_ADDRESS.fullmatch(text):
        remedy = f"Hãy viết “/{text}”."
    else:
        remedy = "Hãy viết từ gốc trang, như /2019/12/ten-cu/"
    return AliasError(f"Địa chỉ cũ “{text}” không nằm trong trang.", remedy)


def _decode_path(encoded: str, text: str) -> str:
    """Return the decoded path of the old address ``text``.

    Raise AliasError if the path leaves the site, or if no server map can hold it.
    """
    try:
        path = normalize_unicode("NFC", unquote(encoded, errors="strict"))
    except UnicodeDecodeError:
        raise AliasError(
            f"Địa chỉ cũ “{text[:80]}” có phần sau dấu % không phải mã hóa UTF-8.",
            "Hãy bỏ địa chỉ này và nhờ người quản trị máy chủ chuyển hướng.",
        ) from None
    parts = path.split("/")
    is_inside = path.startswith("/") and "//" not in path and "://" not in encoded
    if not is_inside or "\\" in path or any(part.startswith(".") for part in parts) or not path.isprintable():
        raise _create_outside_error(text)
    if sign := next((character for character in path if character in _FORBIDDEN), ""):
        raise AliasError(
            f"Địa chỉ cũ “{text}” có dấu “{sign}”, địa chỉ nào cũng không có.",
            "Hãy chép lại địa chỉ, hoặc bỏ địa chỉ này.",
        )
    if max(len(part.encode()) for part in parts) > MAX_SLUG_LENGTH:
        raise AliasError(
            f"Địa chỉ cũ “{text[:40]}…” quá dài: một phần giữa hai dấu “/” nhiều nhất {MAX_SLUG_LENGTH} byte.",
            _REMOVE_REMEDY,
        )
    if (length := len(path.encode())) > MAX_ALIAS_BYTES:
        raise AliasError(
            f"Địa chỉ cũ “{text[:40]}…” quá dài: {length} byte, nhiều nhất {MAX_ALIAS_BYTES}.", _REMOVE_REMEDY
        )
    if "index.html" in parts[:-1]:
        raise AliasError(
            f"Địa chỉ cũ “{text}” có index.html ở giữa: máy chủ coi đó là trang của thư mục chứa nó.",
            "Hãy bỏ phần sau index.html.",
        )
    return path
