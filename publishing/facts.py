"""What a file of the site says that an inspection must know: where it leads, what is wrong with it by itself."""

import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from publishing.page import read_page

FRAGMENTS = "fragments/"
"""Parts that pages take in; one may be empty where there is no news."""
READ = (".html", ".css", ".xml")
"""Endings of files that lead anywhere."""
_CSS_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SITEMAP_LOC = re.compile(r"<loc>\s*([^<]+?)\s*</loc>")

Aim = tuple[str, bool, str, str]
"""Where a link leads: path from the root of the site (``2019/12/x``, empty for the home), whether it ends
in a slash, fragment, and the address as it is written."""


class Facts(NamedTuple):
    """What one file says."""

    aims: tuple[Aim, ...]
    """Links into the site, each once, sorted."""
    faults: tuple[str, ...]
    """What is wrong whatever else there is: Vietnamese sentences."""
    ids: tuple[str, ...]
    """What a #fragment can point at, sorted."""


class Site(NamedTuple):
    """Where the site hangs."""

    host: str
    base: str
    """The path below which it hangs: empty, or ``/tin``."""

    @classmethod
    def of(cls, siteurl: str) -> "Site":
        """Return what SITEURL says."""
        parts = urlsplit(siteurl.rstrip("/"))
        return cls(parts.netloc.lower(), unquote(parts.path))


def read_facts(path: str, text: str, site: Site) -> Facts:
    """Return what the file at ``path``, from the root of the site, says with ``text``."""
    faults: list[str] = []
    ids: set[str] = set()
    if path.endswith(".html"):
        page = read_page(text)
        links, ids = page.links, page.ids
        if not page.shows and not path.startswith(FRAGMENTS):
            faults.append("Trang trống, không có chữ hay hình nào.")
        faults += (
            f"Có mã lệnh nằm trong trang ({script}), trình duyệt sẽ không chạy."
            for script in page.inline_scripts
        )
    elif path.endswith(".css"):
        links = {one for one in _CSS_URL.findall(_CSS_COMMENT.sub("", text)) if not one.startswith("#")}
    else:
        links = set(_SITEMAP_LOC.findall(text))
    aims = []
    for found in _aims(path, links, site):
        if isinstance(found, str):
            faults.append(found)
        else:
            aims.append(found)
    return Facts(tuple(sorted(aims)), tuple(sorted(faults)), tuple(sorted(ids)))


def _aims(path: str, links: set[str], site: Site) -> Iterator[Aim | str]:
    """Yield where ``links`` of the file lead, those into the site; a sentence for one that leads nowhere for sure."""
    for address in links:
        try:
            parts = urlsplit(address)
        except ValueError:
            yield f"Liên kết “{address}” không phải một địa chỉ."
            continue
        if parts.scheme not in ("", "http", "https") or (parts.netloc and parts.netloc.lower() != site.host):
            continue
        asked = unquote(parts.path)
        if asked.startswith("/") or parts.netloc:
            if site.base and asked != site.base and not asked.startswith(site.base + "/"):
                if not parts.netloc:
                    yield f"Liên kết “{address}” không bắt đầu bằng “{site.base}/” nên dẫn ra ngoài trang."
                continue
            target = asked[len(site.base) :].lstrip("/")
        else:
            target = posixpath.join(posixpath.dirname(path), asked) if asked else path
        plain = posixpath.normpath(target) if target else ""
        fragment = unquote(parts.fragment)
        yield (
            "" if plain == "." else plain,
            target.endswith("/"),
            "" if fragment == "top" else fragment,
            address,
        )
