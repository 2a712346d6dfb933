"""Old addresses, as editors copy them from the bar of a browser."""

from urllib.parse import unquote

from bulletin.text.slugs import MAX_SLUG_LENGTH
from bulletin.text.unicode_forms import normalize_unicode

MAX_ALIAS_BYTES = 800
"""Bytes at most of a whole old address. The site's path stands before it, ``index.html`` behind it.

All three fit into a bucket of nginx's maps, also of one of 1024 bytes, as deploy/nginx.conf once had it.
"""
_NOWHERE = frozenset('"<>{}|^`')
"""Signs that no address holds (RFC 3986, 2), and that would be more than letters where a server is told of it."""


_SHORTEN = "Hãy bỏ địa chỉ này; nếu vẫn cần, hãy nhờ người quản trị máy chủ chuyển hướng."


class AliasError(Exception):
    """An old address that cannot lead on; both texts are Vietnamese sentences."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.message, self.remedy = what, remedy


def parse_alias(text: str) -> str:
    """Return the path that ``text`` names, decoded: ``/tin-tức/bai.html``. Raise OldAddressError.

    Files are written at it, so it must stay in the site, and be one that a web server shows as a page.
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
    inside = path.startswith("/") and path.strip("/") and "//" not in path and "://" not in text
    if not inside or "\\" in path or any(part.startswith(".") for part in parts) or not path.isprintable():
        raise AliasError(
            f"Địa chỉ cũ “{text}” không nằm trong trang.", "Hãy viết từ gốc trang, như /2019/12/ten-cu/."
        )
    if sign := next((char for char in path if char in _NOWHERE), ""):
        raise AliasError(
            f"Địa chỉ cũ “{text}” có dấu “{sign}”, địa chỉ nào cũng không có.",
            "Hãy chép lại địa chỉ, hoặc bỏ địa chỉ này.",
        )
    if max(len(part.encode()) for part in parts) > MAX_SLUG_LENGTH:
        raise AliasError(
            f"Địa chỉ cũ “{text[:40]}…” quá dài: một phần giữa hai dấu “/” nhiều nhất {MAX_SLUG_LENGTH} byte.",
            _SHORTEN,
        )
    if (length := len(path.encode())) > MAX_ALIAS_BYTES:
        raise AliasError(
            f"Địa chỉ cũ “{text[:40]}…” quá dài: {length} byte, nhiều nhất {MAX_ALIAS_BYTES}.", _SHORTEN
        )
    if "index.html" in parts[:-1]:
        raise AliasError(
            f"Địa chỉ cũ “{text}” có index.html ở giữa: máy chủ coi đó là trang của thư mục chứa nó.",
            "Hãy bỏ phần sau index.html.",
        )
    name, dot, ending = parts[-1].rpartition(".")
    if dot and name and ending.lower() not in ("html", "htm"):
        raise AliasError(
            f"Địa chỉ cũ “{text}” kết thúc bằng .{ending}: máy chủ sẽ không mở nó như một trang.",
            "Chỉ dùng được địa chỉ kết thúc bằng “/” hoặc “.html”; với loại khác, hãy nhờ người quản trị máy chủ chuyển hướng.",
        )
    return path
