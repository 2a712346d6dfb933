"""Extract the links, the anchors and the own problems of one file of the site."""

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
"""Folder of the fragments; a fragment may be empty if there is no news."""
INSPECTED_SUFFIXES = (".html", ".css", ".xml")
"""Endings of files that can have links."""
_CSS_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SITEMAP_LOC = re.compile(r"<loc>\s*([^<]+?)\s*</loc>")

InternalLink = tuple[str, bool, str, str]
"""An internal link: path, if it ends in a slash, fragment, and the address as written.

The path begins at the root of the site: ``2019/12/x``, empty for the front page.
"""


class PageLinks(Struct, frozen=True, gc=False, array_like=True):
    """The links, the anchors and the own problems of one file."""

    links: tuple[InternalLink, ...]
    """Internal links, each once, sorted."""
    problems: tuple[str, ...]
    """Vietnamese sentences on problems that do not depend on other files."""
    anchors: tuple[str, ...]
    """The ids that a #fragment can name, sorted."""


class SiteOrigin(NamedTuple):
    """The host and the base path of the site."""

    host: str
    base_path: str
    """The base path of the site: empty, or ``/tin``."""
    frame_hosts: tuple[str, ...] = ()
    """Other hosts, sorted, whose pages may be shown in a frame."""

    @classmethod
    def from_siteurl(cls, siteurl: str, frame_hosts: Iterable[str] = ()) -> "SiteOrigin":
        """Return the origin in SITEURL."""
        parts = urlsplit(siteurl.rstrip("/"))
        return cls(parts.netloc.lower(), unquote(parts.path), tuple(sorted(set(frame_hosts))))


def extract_links(path: str, text: str, origin: SiteOrigin) -> PageLinks:
    """Return the links of the file ``path``, whose content is ``text``."""
    problems: list[str] = []
    anchors: set[str] = set()
    if path.endswith(".html"):
        page = parse_page(text)
        links, anchors = page.links, page.anchors
        if not page.has_visible_content and not path.startswith(FRAGMENTS_PREFIX):
            problems.append("Trang trống, không có chữ hay hình nào.")
        problems += _check_inline_code(page)
        problems += _check_hosts(page.resource_urls, page.frame_urls, origin)
    elif path.endswith(".css"):
        links = {url for url in _CSS_URL.findall(_CSS_COMMENT.sub("", text)) if not url.startswith("#")}
        problems += _check_hosts(links, (), origin)
    else:
        links = set(_SITEMAP_LOC.findall(text))
    internal_links = []
    for address in links:
        is_relative = not address.startswith(("/", "http:", "https:"))
        resolved = _resolve_link(path if is_relative else "", address, origin)  # menus repeat on every page
        if isinstance(resolved, str):
            problems.append(resolved)
        elif resolved is not None:
            internal_links.append(resolved)
    return PageLinks(tuple(sorted(internal_links)), tuple(sorted(problems)), tuple(sorted(anchors)))


def _check_inline_code(page: ParsedPage) -> Iterator[str]:
    """Yield problems of inline scripts and styles, which a strict CSP blocks."""
    for script in page.inline_scripts:
        yield f"Có mã lệnh nằm trong trang ({script}), trình duyệt sẽ không chạy."
    for style in page.inline_styles:
        yield f"Có kiểu trình bày nằm trong trang ({style}), trình duyệt sẽ không dùng."


def _check_hosts(resources: Iterable[str], frames: Iterable[str], origin: SiteOrigin) -> Iterator[str]:
    """Yield problems of resources and frames of other hosts.

    Reason: other hosts would see the readers, and readers would wait for them.
    """
    for address in resources:
        if host := _find_other_host(address, origin):
            yield f"“{address}” lấy từ máy chủ khác ({host}); hãy chép tệp ấy về trang."
    for address in frames:
        if (host := _find_other_host(address, origin)) and host not in origin.frame_hosts:
            yield f"Khung “{address}” lấy từ {host}, nơi không có trong video_hosts của RECORDS."


@lru_cache(maxsize=8192)
def _find_other_host(address: str, origin: SiteOrigin) -> str:
    """Return the other host of ``address``; empty for our host or an invalid address."""
    try:
        parts = urlsplit(address)
        return (parts.hostname or "") if parts.netloc.lower() not in ("", origin.host) else ""
    except ValueError:
        return ""


@lru_cache(maxsize=8192)
def _resolve_link(path: str, address: str, origin: SiteOrigin) -> InternalLink | str | None:
    """Return the internal link that ``address`` in the file ``path`` makes.

    Return None for a link to another site, or a Vietnamese sentence for an invalid one.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return f"Liên kết “{address}” không phải một địa chỉ."
    if parts.scheme not in ("", "http", "https") or (parts.netloc and parts.netloc.lower() != origin.host):
        return None
    link_path = unquote(parts.path)
    if link_path.startswith("/") or parts.netloc:
        if (
            origin.base_path
            and link_path != origin.base_path
            and not link_path.startswith(origin.base_path + "/")
        ):
            outside = f"Liên kết “{address}” không bắt đầu bằng “{origin.base_path}/” nên dẫn ra ngoài trang."
            return None if parts.netloc else outside
        target = link_path[len(origin.base_path) :].lstrip("/")
    else:
        target = posixpath.join(posixpath.dirname(path), link_path) if link_path else path
    normalized = posixpath.normpath(target) if target else ""
    fragment = unquote(parts.fragment)
    return (
        "" if normalized == "." else normalized,
        target.endswith("/"),
        "" if fragment == "top" else fragment,
        address,
    )
