"""A small news site in several versions, and a reader that follows its links."""

import hashlib
import re
from pathlib import Path

from tests.publishing.small_release import write_output
from tests.publishing.targets.s3.conftest import TestedBucket

_LINK = re.compile(r'(?:href|src)="/([^"]*)"')
_texts: dict[str, str] = {}
"""Texts of pages that were read before, by ETag."""
PAGE_COUNT = 5
"""Number of articles on the front page."""


def write_site_version(folder: Path, number: int) -> Path:
    """Write version ``number`` of the site, and return the output folder.

    Each version has a new article, lacks the oldest one, and has another stylesheet.
    """
    style, names = f"assets/bulletin.{number:010x}.css", range(number, number + PAGE_COUNT)
    head = f'<link href="/{style}">'
    pages = {
        f"2026/11/bai-{n}": f'{head}<img src="/images/x-{n:010x}-640.jpg"><a href="/2026/11/bai-{n + 1}/">tin mới hơn</a>'
        for n in names
    }
    last = f"2026/11/bai-{names[-1]}"
    pages[last] = pages[last].replace(f'<a href="/2026/11/bai-{names[-1] + 1}/">tin mới hơn</a>', "")
    listing = head + "".join(f'<a href="/{name}/">bài</a>' for name in pages)
    site = write_output(
        folder, index=listing + '<a href="/chuyen-muc/tin/">tin</a>', **pages, **{"chuyen-muc/tin": listing}
    )
    for path in (style, *(f"images/x-{n:010x}-640.jpg" for n in names)):
        (site / path).parent.mkdir(exist_ok=True)
        (site / path).write_text(path, encoding="utf-8")
    return site


def find_dead_links(bucket: TestedBucket) -> list[str]:
    """Follow every link from the front page, and return the dead links."""
    etags, seen, waiting, dead = bucket.list_etags(), set[str](), ["index.html"], list[str]()
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        if etags[page] not in _texts:
            _texts[etags[page]] = bucket.read_text(page)
        for link in _LINK.findall(_texts[etags[page]]):
            path = f"{link}index.html" if link.endswith("/") or not link else link
            if path not in etags:
                dead.append(f"{page} → {link}")
            elif path.endswith(".html"):
                waiting.append(path)
    assert len(seen) > PAGE_COUNT
    return dead


def is_published(bucket: TestedBucket, site: Path) -> bool:
    """Tell if readers find every file of ``site``."""
    etags = bucket.list_etags()
    files = [file for file in site.rglob("*") if file.is_file()]
    digests = {file: hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest() for file in files}
    return all(etags.get(file.relative_to(site).as_posix()) == digest for file, digest in digests.items())
