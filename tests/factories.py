"""Factories of articles, pages, archives and site contexts, and of a small site."""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from pelican.settings import read_settings

from bulletin.ads.slots import AD_SLOTS, build_slot_view
from bulletin.archive.archive import Archive, build_archive
from bulletin.check import CheckReport, check_content
from bulletin.clock import VIETNAM_TZ
from bulletin.content.document_mentions import CitedText, TextLines
from bulletin.content.documents.official_documents import OfficialDocument
from bulletin.content.markup.body import BodyParser
from bulletin.content.models import Article, Page, ParsedBody
from bulletin.content.site_lists.sections import Section, Sections
from bulletin.context.addresses import PageAnchors, PublishedAddresses
from bulletin.context.settings import SiteSettings
from bulletin.context.site_context import SiteContext
from bulletin.related.settings import RelatedSettings
from bulletin.urls import UrlBuilder, get_article_address
from bulletin.view_models.components import ResponsiveImage
from bulletin.view_models.output_file import OutputFile, OutputGroup
from bulletin.views.parts.site_frame import build_site_frame

ROOT = Path(__file__).resolve().parents[1]
ARCHIVE_TIME = datetime(2026, 11, 23, 7, 30, tzinfo=VIETNAM_TZ)
SITE_URL = "https://bantin.example.vn"
_BODY_PARSER = BodyParser()


def shift_time(hours: float = 0) -> datetime:
    """Return the time some hours after ``ARCHIVE_TIME``, or before it."""
    return ARCHIVE_TIME + timedelta(hours=hours)


def create_body(markdown: str = "Đoạn đầu của bài.") -> ParsedBody:
    """Return the parsed body of a Markdown text."""
    return _BODY_PARSER.parse_body("content/articles/tin.md", markdown, 1)[0]


def create_test_article(name: str = "tin", body: str = "Đoạn đầu của bài.", /, **changes: Any) -> Article:
    """Return an article of the day before ``ARCHIVE_TIME``, in the section ``can-bo``.

    ``changes`` are fields of the article, and ``slug`` for its address.
    """
    values: dict[str, Any] = {
        "source": f"articles/{name}.md",
        "title": f"Tin {name}",
        "date": shift_time(-24),
        "section": "can-bo",
        "body": create_body(body),
        "summary": f"Tóm tắt {name}.",
    }
    values |= changes
    slug = values.pop("slug", name)
    return Article(**({"address": get_article_address(values["date"], slug)} | values))


def create_citing_article(name: str, body: str, /, names: tuple[str, ...] = (), **changes: Any) -> Article:
    """Return an article with its citations of official documents.

    ``names`` are those of documents without a number.
    """
    article = create_test_article(name, body, **changes)
    lines = TextLines(2, 3, body, 6)
    cited = CitedText(article.title, article.lede, article.body.html, lines, names)
    return replace(article, mentions=tuple(cited.list_mentions(article.date.date())))


def create_test_articles(count: int, **changes: Any) -> list[Article]:
    """Return ``count`` articles, an hour apart, the oldest first."""
    return [
        create_test_article(f"tin-{number:03d}", date=shift_time(number - count), **changes)
        for number in range(count)
    ]


def create_page(slug: str = "gioi-thieu", body: str = "Về bản tin.", **changes: Any) -> Page:
    """Return a static page."""
    values: dict[str, Any] = {"source": f"pages/{slug}.md", "title": f"Trang {slug}", "slug": slug}
    return Page(**(values | {"body": create_body(body)} | changes))


def create_sections() -> Sections:
    """Return two sections, of which the first has two sub-sections."""
    parent = "to-chuc"
    children = (Section("Cán bộ", "can-bo", "", parent), Section("Đảng viên", "dang-vien", "", parent))
    top = (Section("Tổ chức", parent, "Về tổ chức.", "", children), Section("Dân vận", "dan-van"))
    return Sections(top, {section.slug: section for section in (top[0], *children, top[1])})


def create_archive(
    articles: Iterable[Article] = (),
    pages: Iterable[Page] = (),
    now: datetime = ARCHIVE_TIME,
    documents: Iterable[OfficialDocument] = (),
) -> Archive:
    """Return the archive of the articles and pages at ``now``."""
    return build_archive(articles, pages, create_sections(), now, documents)


def create_fake_image(reference: str, alt: str, base: str = "") -> ResponsiveImage:
    """Return an image of fixed size without reading a file."""
    src = f"{base}/{reference.lstrip('/').removesuffix('.jpg')}-640.jpg"
    return ResponsiveImage(src, 640, 480, alt, f"{src} 640w", f"{src.removesuffix('jpg')}webp 640w")


def create_test_context(
    articles: Iterable[Article] = (),
    pages: Iterable[Page] = (),
    now: datetime = ARCHIVE_TIME,
    siteurl: str = SITE_URL,
    documents: Iterable[OfficialDocument] = (),
    **settings: Any,
) -> SiteContext:
    """Return a site context. ``settings`` are keys of the settings table BULLETIN."""
    articles, pages = tuple(articles), tuple(pages)
    items: tuple[Article | Page, ...] = (*articles, *pages)
    archive, urls = create_archive(articles, pages, now, documents), UrlBuilder(siteurl)
    bulletin = SiteSettings("Ban Tổ chức Tỉnh ủy", **settings)
    slots = {name: build_slot_view(slot, urls.base_path) for name, slot in AD_SLOTS.items()}
    assets = {name: f"/assets/{name}" for name in ("stylesheet", "script", "search", "icon", "share")}
    return SiteContext(
        archive=archive,
        urls=urls,
        settings=bulletin,
        related_settings=RelatedSettings(),
        site_frame=build_site_frame(
            "Bản tin",
            settings=bulletin,
            archive=archive,
            links=urls,
            slots=slots,
            assets=assets,
            theme_colours=("#8e1616", "#741313"),
            first_screen={},
        ),
        slots=slots,
        build_image=lambda reference, alt: create_fake_image(reference, alt, urls.base_path),
        addresses=PublishedAddresses(archive),
        load_html=lambda text: text.html,
        anchors=PageAnchors(archive),
        items_by_source={item.source: item for item in archive.content_items},
        share_image_url=urls.build_link(assets["share"]),
        fingerprints={item.source: blake2b(repr(item).encode(), digest_size=8).digest() for item in items},
    )


def expand_groups(planned: Iterable[OutputFile | OutputGroup]) -> Iterator[OutputFile]:
    """Yield the planned output files, also those of the groups."""
    for entry in planned:
        if isinstance(entry, OutputGroup):
            yield from entry.plan_files()
        else:
            yield entry


@cache
def load_repository_settings() -> dict[str, Any]:
    """Return the settings of the repository, as Pelican reads them."""
    return dict(read_settings(str(ROOT / "pelicanconf.py")))


class SmallSite:
    """Site in a folder, with a content folder that has two sections if it is new."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = folder / "content"
        self.output = folder / "output"
        if not self.content.exists():
            self.write_file(
                "sections.yml", "- {name: Cán bộ, slug: can-bo}\n- {name: Dân vận, slug: dan-van}\n"
            )

    def write_file(self, name: str, data: str | bytes) -> Path:
        """Write a file into ``content/``."""
        path = self.content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    def write_article(
        self, name: str = "tin", body: str = "Đoạn đầu của bài.", /, **keys: str | None
    ) -> Path:
        """Write an article.

        ``keys`` are lines of its front matter. The value None leaves out a key.
        """
        defaults = {"title": f"Tin {name}", "date": "2026-11-20 07:30", "category": "Cán bộ", "slug": name}
        lines = "".join(f"{key}: {value}\n" for key, value in (defaults | keys).items() if value is not None)
        return self.write_file(f"articles/{name}.md", f"---\n{lines}---\n\n{body}\n")

    def check_content(self, **changes: Any) -> CheckReport:
        """Check the content with the settings of the repository and ``changes``."""
        return check_content(
            self.content, {**load_repository_settings(), "CACHE_PATH": str(self.folder / "cache"), **changes}
        )

    def list_problems(self, **changes: Any) -> list[str]:
        """Return the problems that a check prints, those of drafts last."""
        report = self.check_content(**changes)
        return [str(problem) for problem in (*report.problems, *report.draft_problems)]

    def build(
        self, *options: str, now: str = "2026-11-23 07:30", extra: Iterable[str] = ()
    ) -> "subprocess.CompletedProcess[str]":
        """Run Pelican with the settings of the repository.

        ``extra`` are settings in the form of Pelican's option ``-e``.
        """
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
