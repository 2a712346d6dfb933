"""What a file of the site says that an inspection must know: where it leads, what is wrong with it by itself."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from bulletin import urls
from bulletin.publishing.inspection.page_parser import ParsedPage, parse_page

FRAGMENTS_PREFIX = urls.FRAGMENT_PREFIX[1:]
"""Parts that pages take in; one may be empty where there is no news."""
INSPECTED_SUFFIXES = (".html", ".css", ".xml")
"""Endings of files that lead anywhere."""
_CSS_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SITEMAP_LOC = re.compile(r"<loc>\s*([^<]+?)\s*</loc>")

InternalLink = tuple[str, bool, str, str]
"""Where a link leads: path from the root of the site (``2019/12/x``, empty for the home), whether it ends
in a slash, fragment, and the address as it is written."""


class PageLinks(Struct, frozen=True, gc=False, array_like=True):
    """What one file says."""

    links: tuple[InternalLink, ...]
    """Links into the site, each once, sorted."""
    problems: tuple[str, ...]
    """What is wrong whatever else there is: Vietnamese sentences."""
    anchors: tuple[str, ...]
    """What a #fragment can point at, sorted."""


class SiteOrigin(NamedTuple):
    """Where readers find the site."""

    host: str
    base_path: str
    """The path below which it hangs: empty, or ``/tin``."""
    frame_hosts: tuple[str, ...] = ()
    """Other hosts, sorted, whose pages may stand in a frame."""

    @classmethod
    def from_siteurl(cls, siteurl: str, frame_hosts: Iterable[str] = ()) -> "SiteOrigin":
        """Return what SITEURL says."""
        parts = urlsplit(siteurl.rstrip("/"))
        return cls(parts.netloc.lower(), unquote(parts.path), tuple(sorted(set(frame_hosts))))


def extract_links(path: str, text: str, origin: SiteOrigin) -> PageLinks:
    """Return what the file at ``path``, from the root of the site, says with ``text``."""
    faults: list[str] = []
    ids: set[str] = set()
    if path.endswith(".html"):
        page = parse_page(text)
        links, ids = page.links, page.anchors
        if not page.has_visible_content and not path.startswith(FRAGMENTS_PREFIX):
            faults.append("Trang trống, không có chữ hay hình nào.")
        faults += _inline(page)
        faults += _foreign(page.resource_urls, page.frame_urls, origin)
    elif path.endswith(".css"):
        links = {one for one in _CSS_URL.findall(_CSS_COMMENT.sub("", text)) if not one.startswith("#")}
        faults += _foreign(links, (), origin)
    else:
        links = set(_SITEMAP_LOC.findall(text))
    aims = []
    for address in links:
        near = not address.startswith(("/", "http:", "https:"))
        found = _resolve_link(path if near else "", address, origin)  # menus repeat on every page
        if isinstance(found, str):
            faults.append(found)
        elif found is not None:
            aims.append(found)
    return PageLinks(tuple(sorted(aims)), tuple(sorted(faults)), tuple(sorted(ids)))


def _inline(page: ParsedPage) -> Iterator[str]:
    """Yield what a strict Content-Security-Policy keeps a browser from running or applying."""
    for script in page.inline_scripts:
        yield f"Có mã lệnh nằm trong trang ({script}), trình duyệt sẽ không chạy."
    for style in page.inline_styles:
        yield f"Có kiểu trình bày nằm trong trang ({style}), trình duyệt sẽ không dùng."


def _foreign(loads: Iterable[str], frames: Iterable[str], origin: SiteOrigin) -> Iterator[str]:
    """Yield what a page would have of others: readers would be seen by them, and wait for them."""
    for address in loads:
        if host := _other_host(address, origin):
            yield f"“{address}” lấy từ máy chủ khác ({host}); hãy chép tệp ấy về trang."
    for address in frames:
        if (host := _other_host(address, origin)) and host not in origin.frame_hosts:
            yield f"Khung “{address}” lấy từ {host}, nơi không có trong video_hosts của RECORDS."


@lru_cache(maxsize=8192)
def _other_host(address: str, origin: SiteOrigin) -> str:
    """Return the host that ``address`` is loaded from; empty where it is ours, or no address."""
    try:
        parts = urlsplit(address)
        return (parts.hostname or "") if parts.netloc.lower() not in ("", origin.host) else ""
    except ValueError:
        return ""


@lru_cache(maxsize=8192)
def _resolve_link(path: str, address: str, origin: SiteOrigin) -> InternalLink | str | None:
    """Return where ``address`` in the file at ``path`` leads; a sentence where nowhere for sure, None where elsewhere."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return f"Liên kết “{address}” không phải một địa chỉ."
    if parts.scheme not in ("", "http", "https") or (parts.netloc and parts.netloc.lower() != origin.host):
        return None
    asked = unquote(parts.path)
    if asked.startswith("/") or parts.netloc:
        if origin.base_path and asked != origin.base_path and not asked.startswith(origin.base_path + "/"):
            outside = f"Liên kết “{address}” không bắt đầu bằng “{origin.base_path}/” nên dẫn ra ngoài trang."
            return None if parts.netloc else outside
        target = asked[len(origin.base_path) :].lstrip("/")
    else:
        target = posixpath.join(posixpath.dirname(path), asked) if asked else path
    plain = posixpath.normpath(target) if target else ""
    fragment = unquote(parts.fragment)
    return "" if plain == "." else plain, target.endswith("/"), "" if fragment == "top" else fragment, address
