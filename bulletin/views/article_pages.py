"""The page of an article, and static pages."""

from pathlib import Path
from urllib.parse import quote

from bulletin import urls
from bulletin.content.models import Article, Page
from bulletin.content.models import Attachment as FileRecord
from bulletin.context.site_context import SiteContext
from bulletin.related.related_articles import find_related_articles
from bulletin.text import formatting
from bulletin.view_models.components import AttachmentLink, CorrectionNote, Link, RelatedGroup
from bulletin.view_models.pages import ArticleView, PageView
from bulletin.views.body import build_body
from bulletin.views.components import (
    build_breadcrumb,
    build_long_date,
    build_plain_date,
    build_section_breadcrumb,
    build_section_link,
    build_taxonomy_link,
    build_teaser,
)
from bulletin.views.head import build_article_head, build_head


def build_article_view(article: Article, edition: SiteContext, content: Path) -> ArticleView:
    """Return the page of ``article``; ``content`` is where the sizes of attachments are read."""
    breadcrumb = build_section_breadcrumb(article.section, edition)
    cover = edition.build_image(article.cover, article.cover_alt) if article.cover else None
    address = edition.urls.build_absolute_url(article.address)
    return ArticleView(
        site=edition.site_frame,
        head=build_article_head(article, breadcrumb, cover, edition),
        breadcrumb=breadcrumb,
        title=article.title,
        date=build_long_date(article.date),
        modified=build_long_date(article.modified) if article.modified else None,
        authors=tuple(
            build_taxonomy_link(urls.get_author_address, name, edition) for name in article.authors
        ),
        source=Link(article.origin.url, article.origin.name) if article.origin else None,
        lede=article.lede,
        cover=cover,
        cover_caption=article.cover_caption,
        body=build_body(article.body, edition),
        attachments=_attachments(article.attachments, edition, content),
        corrections=tuple(
            CorrectionNote(build_plain_date(one.date), one.text) for one in article.corrections
        ),
        topic=build_taxonomy_link(urls.get_topic_address, article.topic, edition) if article.topic else None,
        tags=tuple(build_taxonomy_link(urls.get_tag_address, name, edition) for name in article.tags),
        other_news=_groups(article, edition),
        sidebar=edition.slots["sidebar"],
        address=address,
        mail=f"mailto:?subject={quote(article.title)}&body={quote(address)}",
    )


def build_page_view(page: Page, edition: SiteContext, content: Path) -> PageView:
    """Return a static page."""
    breadcrumb = build_breadcrumb(edition)
    return PageView(
        site=edition.site_frame,
        head=build_head(
            edition, page.address, page.title, page.summary or page.body.first_paragraph[:200],
            breadcrumb=breadcrumb, index=page.status == "published",
        ),
        breadcrumb=breadcrumb,
        title=page.title,
        lede=page.summary,
        body=build_body(page.body, edition),
        attachments=_attachments(page.attachments, edition, content),
        modified=build_long_date(page.modified) if page.modified else None,
    )  # fmt: skip


def _groups(article: Article, edition: SiteContext) -> tuple[RelatedGroup, ...]:
    news = find_related_articles(article, edition.archive, edition.related_settings)
    more = build_taxonomy_link(urls.get_topic_address, article.topic, edition) if article.topic else None
    groups = (
        ("newer", "Tin mới hơn", None, news.newer),
        ("older", "Tin cũ hơn", build_section_link(article.section, edition), news.older),
        ("topic", "Cùng dòng sự kiện", more if more and more.url else None, news.topic),
    )
    return tuple(
        RelatedGroup(key, title, link, tuple(build_teaser(one, edition, picture=False) for one in found))
        for key, title, link, found in groups
        if found
    )


def _attachments(
    files: tuple[FileRecord, ...], edition: SiteContext, content: Path
) -> tuple[AttachmentLink, ...]:
    return tuple(
        AttachmentLink(
            edition.urls.build_link(f"/{one.file}"),
            one.title,
            one.file.rsplit(".", 1)[-1].upper(),
            formatting.format_size((content / one.file).stat().st_size),
        )
        for one in files
    )
