"""Aliases: old addresses, as editors copy them from a browser."""

from urllib.parse import unquote

from bulletin.text.slugs import MAX_SLUG_LENGTH
from bulletin.text.unicode_forms import normalize_unicode

MAX_ALIAS_BYTES = 800
"""Maximum bytes of an alias.

The server map adds the path of the site and ``index.html``. Together they fit into a bucket of 1024 bytes of nginx.
"""
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

    The build writes a file there. So the path must stay in the site, and web servers must show it as a page.
    Raise AliasError.
    """
    if "?" in text:
        raise AliasError(
            f"Địa chỉ cũ “{text}” có phần sau dấu “?”, trang tĩnh không phân biệt được.",
            "Hãy bỏ dòng này và nhờ người quản trị máy chủ chuyển hướng.",
        )
    try:
        path = normalize_unicode("NFC", unquote(text.split("#", maxsplit=1)[0], errors="strict"))
    except UnicodeDecodeError:
        raise AliasError(
            f"Địa chỉ cũ “{text[:80]}” có phần sau dấu % không phải mã hóa UTF-8.",
            "Hãy bỏ địa chỉ này và nhờ người quản trị máy chủ chuyển hướng.",
        ) from None
    parts = path.split("/")
    is_inside = path.startswith("/") and path.strip("/") and "//" not in path and "://" not in text
    if not is_inside or "\\" in path or any(part.startswith(".") for part in parts) or not path.isprintable():
        raise AliasError(
            f"Địa chỉ cũ “{text}” không nằm trong trang.", "Hãy viết từ gốc trang, như /2019/12/ten-cu/."
        )
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
    name, dot, suffix = parts[-1].rpartition(".")
    if dot and name and suffix.lower() not in ("html", "htm"):
        raise AliasError(
            f"Địa chỉ cũ “{text}” kết thúc bằng .{suffix}: máy chủ sẽ không mở nó như một trang.",
            "Chỉ dùng được địa chỉ kết thúc bằng “/” hoặc “.html”; với loại khác, hãy nhờ người quản trị máy chủ chuyển hướng.",
        )
    return path
