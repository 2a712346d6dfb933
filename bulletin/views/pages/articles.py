"""Views of articles and static pages."""

from pathlib import Path

from bulletin import urls
from bulletin.content.models import Article, Attachment, Page
from bulletin.context.site_context import SiteContext
from bulletin.related.related_articles import find_related_articles, list_document_lists
from bulletin.text import formatting
from bulletin.view_models.components import AttachmentLink, CorrectionNote, Link, RelatedGroup
from bulletin.view_models.pages import ArticleView, PageView
from bulletin.views.parts.ai_labels import build_ai_label
from bulletin.views.parts.body import build_body
from bulletin.views.parts.body_contents import build_contents, compute_reading_minutes
from bulletin.views.parts.components import (
    build_breadcrumb,
    build_document_link,
    build_long_date,
    build_plain_date,
    build_section_breadcrumb,
    build_section_link,
    build_taxonomy_link,
    build_teaser,
)
from bulletin.views.parts.head import build_article_head, build_head
from bulletin.views.parts.sharing import build_share_links


def build_article_view(article: Article, context: SiteContext, content: Path) -> ArticleView:
    """Return the page of ``article``. Sizes of attachments are read in ``content``."""
    breadcrumb = build_section_breadcrumb(article.section, context)
    cover = context.build_image(article.cover, article.cover_alt) if article.cover else None
    address = context.urls.build_absolute_url(article.address)
    body = build_body(article.body, context, context.archive.register.citations.get(article.source, ()))
    contents, share_links = build_contents(body), build_share_links(article.title, address, context)
    return ArticleView(
        site=context.site_frame,
        head=build_article_head(article, breadcrumb, cover, context),
        breadcrumb=breadcrumb,
        title=article.title,
        date=build_long_date(article.date),
        modified=build_long_date(article.modified) if article.modified else None,
        authors=tuple(
            build_taxonomy_link(urls.get_author_address, name, context) for name in article.authors
        ),
        source=Link(article.origin.url, article.origin.name) if article.origin else None,
        lede=article.lede,
        cover=cover,
        cover_caption=article.cover_caption,
        ai_label=build_ai_label(article),
        audio=build_file_link(article.audio, "Nghe bài này", context, content) if article.audio else None,
        body=body,
        contents=contents,
        reading_minutes=compute_reading_minutes(body) if contents else 0,
        attachments=_build_attachment_links(article.attachments, context, content),
        corrections=tuple(
            CorrectionNote(build_plain_date(correction.date), correction.text)
            for correction in article.corrections
        ),
        topic=build_taxonomy_link(urls.get_topic_address, article.topic, context) if article.topic else None,
        tags=tuple(build_taxonomy_link(urls.get_tag_address, name, context) for name in article.tags),
        other_news=_build_related_groups(article, context),
        sidebar=context.slots["sidebar"],
        address=address,
        has_qr_code=context.settings.qr_codes,
        mail=share_links.mail,
        facebook=share_links.facebook,
        feedback=share_links.feedback,
    )


def build_page_view(page: Page, context: SiteContext, content: Path) -> PageView:
    """Return the page of ``page``. Sizes of attachments are read in ``content``."""
    breadcrumb = build_breadcrumb(context)
    return PageView(
        site=context.site_frame,
        head=build_head(
            context, page.address, page.title, page.summary or page.body.first_paragraph[:200],
            breadcrumb=breadcrumb, index=page.status == "published",
        ),
        breadcrumb=breadcrumb,
        title=page.title,
        lede=page.summary,
        body=build_body(page.body, context),
        attachments=_build_attachment_links(page.attachments, context, content),
        modified=build_long_date(page.modified) if page.modified else None,
    )  # fmt: skip


def _build_related_groups(article: Article, context: SiteContext) -> tuple[RelatedGroup, ...]:
    related = find_related_articles(article, context.archive, context.related_settings)
    topic_link = (
        build_taxonomy_link(urls.get_topic_address, article.topic, context) if article.topic else None
    )
    groups = (
        ("newer", "Tin mới hơn", None, related.newer),
        ("older", "Tin cũ hơn", build_section_link(article.section, context), related.older),
        ("topic", "Cùng dòng sự kiện", topic_link if topic_link and topic_link.url else None, related.topic),
        ("document", "Cùng văn bản", _build_rarest_link(article, context), related.document),
    )
    return tuple(
        RelatedGroup(
            key,
            title,
            link,
            tuple(build_teaser(item, context, picture=False) for item in articles),
        )
        for key, title, link, articles in groups
        if articles
    )


def _build_rarest_link(article: Article, context: SiteContext) -> Link | None:
    """Return the link to the rarest document that other articles cite too."""
    documents = context.archive.register.documents
    lists = list_document_lists(article, context.archive)
    slug = next((found.slug for found in lists if len(found.articles) > 1), "")
    return build_document_link(documents[slug], context) if slug else None


def _build_attachment_links(
    files: tuple[Attachment, ...], context: SiteContext, content: Path
) -> tuple[AttachmentLink, ...]:
    return tuple(build_file_link(attachment.file, attachment.title, context, content) for attachment in files)


def build_file_link(file: str, title: str, context: SiteContext, content: Path) -> AttachmentLink:
    """Return the link to a file for download, whose size is read in ``content``."""
    return AttachmentLink(
        context.urls.build_link(f"/{file}"),
        title,
        file.rsplit(".", 1)[-1].upper(),
        formatting.format_size((content / file).stat().st_size),
    )
