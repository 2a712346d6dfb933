"""Factories: records, an archive, an edition without a disk, and a small site on one."""

import os
import subprocess
import sys
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from pelican.settings import read_settings

from bulletin.ads.slots import SLOTS, view
from bulletin.archive.archive import Archive, build_archive
from bulletin.archive.search_shards import volumes
from bulletin.check import Report, check_content
from bulletin.clock import LOCAL
from bulletin.content.markup.body import TextReader
from bulletin.content.models import Article, Page, Text
from bulletin.content.sections import Section, Sections
from bulletin.context.addresses import Places, Published
from bulletin.context.settings import BulletinSettings
from bulletin.context.site_context import Edition
from bulletin.related.settings import NeighboursSettings
from bulletin.urls import Urls, article_address
from bulletin.view_models.components import Picture
from bulletin.views.site_frame import site

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime(2026, 11, 23, 7, 30, tzinfo=LOCAL)
HOST = "https://bantin.example.vn"
_READER = TextReader()


def moment(hours: float = 0) -> datetime:
    """Return a moment some hours after (or before) NOW."""
    return NOW + timedelta(hours=hours)


def make_text(markdown: str = "Đoạn đầu của bài.") -> Text:
    """Return a body as the desk reads it."""
    return _READER.read("content/articles/tin.md", markdown, 1)[0]


def make_article(name: str = "tin", body: str = "Đoạn đầu của bài.", /, **changes: Any) -> Article:
    """Return an article of the day before NOW, in the section "can-bo"."""
    values: dict[str, Any] = {
        "source": f"articles/{name}.md",
        "title": f"Tin {name}",
        "slug": name,
        "date": moment(-24),
        "section": "can-bo",
        "text": make_text(body),
        "summary": f"Tóm tắt {name}.",
    }
    values |= changes
    return Article(**({"address": article_address(values["date"], values["slug"])} | values))


def make_articles(count: int, **changes: Any) -> list[Article]:
    """Return ``count`` articles, an hour apart, the oldest first."""
    return [
        make_article(f"tin-{number:03d}", date=moment(number - count), **changes) for number in range(count)
    ]


def make_page(slug: str = "gioi-thieu", body: str = "Về bản tin.", **changes: Any) -> Page:
    """Return a static page."""
    values = {"source": f"pages/{slug}.md", "title": f"Trang {slug}", "slug": slug, "text": make_text(body)}
    return Page(**(values | changes))


def make_sections() -> Sections:
    """Return two sections; the first holds two sub-sections."""
    parent = "to-chuc"
    children = (Section("Cán bộ", "can-bo", "", parent), Section("Đảng viên", "dang-vien", "", parent))
    top = (Section("Tổ chức", parent, "Về tổ chức.", "", children), Section("Dân vận", "dan-van"))
    return Sections(top, {one.slug: one for one in (top[0], *children, top[1])})


def make_archive(
    articles: Iterable[Article] = (), pages: Iterable[Page] = (), now: datetime = NOW
) -> Archive:
    """Return what is published at ``now``."""
    return build_archive(articles, pages, make_sections(), now)


def fake_picture(reference: str, alt: str, base: str = "") -> Picture:
    """Return a picture that nobody looked at."""
    src = f"{base}/{reference.lstrip('/').removesuffix('.jpg')}-640.jpg"
    return Picture(src, 640, 480, alt, f"{src} 640w", f"{src.removesuffix('jpg')}webp 640w")


def make_edition(
    articles: Iterable[Article] = (),
    pages: Iterable[Page] = (),
    now: datetime = NOW,
    siteurl: str = HOST,
    **settings: Any,
) -> Edition:
    """Return an edition of these records; ``settings`` are those of BULLETIN."""
    articles, pages = tuple(articles), tuple(pages)
    archive, urls = make_archive(articles, pages, now), Urls(siteurl)
    bulletin = BulletinSettings("Ban Tổ chức Tỉnh ủy", **settings)
    slots = {name: view(slot, urls.base) for name, slot in SLOTS.items()}
    assets = {name: f"/assets/{name}" for name in ("stylesheet", "script", "search", "icon", "share")}
    return Edition(
        archive=archive,
        urls=urls,
        settings=bulletin,
        neighbours=NeighboursSettings(),
        site=site("Bản tin", settings=bulletin, archive=archive, links=urls, slots=slots, assets=assets),
        slots=slots,
        picture=lambda reference, alt: fake_picture(reference, alt, urls.base),
        published=Published(archive),
        html=lambda text: text.html,
        places=Places(archive),
        by_source={record.source: record for record in archive.records},
        volumes=tuple(volumes(archive)),
        share_picture=urls.link(assets["share"]),
        marks={
            one.source: blake2b(repr(one).encode(), digest_size=8).digest() for one in (*articles, *pages)
        },
    )


@cache
def settings() -> dict[str, Any]:
    """Return the settings of the repository, as Pelican reads them."""
    return dict(read_settings(str(ROOT / "pelicanconf.py")))


class SmallSite:
    """The content tree of a folder; where there is none, a new one with two sections."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = folder / "content"
        self.output = folder / "output"
        if not self.content.exists():
            self.put("sections.yml", "- {name: Cán bộ, slug: can-bo}\n- {name: Dân vận, slug: dan-van}\n")

    def put(self, name: str, data: str | bytes) -> Path:
        """Write a file of content/."""
        path = self.content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    def article(self, name: str = "tin", body: str = "Đoạn đầu của bài.", /, **keys: str | None) -> Path:
        """Write an article; ``keys`` are lines of its header as an editor types them, None leaves one out."""
        header = {"title": f"Tin {name}", "date": "2026-11-20 07:30", "category": "Cán bộ", "slug": name}
        lines = "".join(f"{key}: {value}\n" for key, value in (header | keys).items() if value is not None)
        return self.put(f"articles/{name}.md", f"---\n{lines}---\n\n{body}\n")

    def check(self, **changes: Any) -> Report:
        """Check the content with the repository's settings and ``changes``."""
        return check_content(
            self.content, {**settings(), "CACHE_PATH": str(self.folder / "cache"), **changes}
        )

    def faults(self, **changes: Any) -> list[str]:
        """Return what a check finds, as it is printed."""
        return [str(problem) for problem in self.check(**changes).problems]

    def build(
        self, *options: str, now: str = "2026-11-23 07:30", extra: Iterable[str] = ()
    ) -> "subprocess.CompletedProcess[str]":
        """Run Pelican's own command with the repository's settings; ``extra`` are settings as -e takes them."""
        command = [sys.executable, "-m", "pelican", str(self.content), "-o", str(self.output), *options]
        command += ["-s", str(ROOT / "pelicanconf.py"), "--fatal", "warnings"]
        command += ["-e", f'CACHE_PATH="{self.folder / "cache"}"', *extra]
        return subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "BULLETIN_NOW": now, "COLUMNS": "500"},
            capture_output=True,
            text=True,
            check=False,
        )
