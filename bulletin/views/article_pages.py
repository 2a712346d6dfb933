"""The page of an article, and static pages."""

from pathlib import Path
from urllib.parse import quote

from bulletin import urls
from bulletin.content.models import Article, Page
from bulletin.content.models import Attachment as FileRecord
from bulletin.context.site_context import Edition
from bulletin.related.related_articles import other_news
from bulletin.text import formatting
from bulletin.view_models.components import Attachment, Correction, Link, NewsGroup
from bulletin.view_models.pages import ArticleView, PageView
from bulletin.views.body import body
from bulletin.views.components import (
    date_stamp,
    full_stamp,
    name_link,
    section_link,
    section_trail,
    teaser,
    trail,
)
from bulletin.views.head import article_head, head


def article_view(article: Article, edition: Edition, content: Path) -> ArticleView:
    """Return the page of ``article``; ``content`` is where the sizes of attachments are read."""
    breadcrumb = section_trail(article.section, edition)
    cover = edition.picture(article.cover, article.cover_alt) if article.cover else None
    address = edition.urls.absolute(article.address)
    return ArticleView(
        site=edition.site,
        head=article_head(article, breadcrumb, cover, edition),
        breadcrumb=breadcrumb,
        title=article.title,
        date=full_stamp(article.date),
        modified=full_stamp(article.modified) if article.modified else None,
        authors=tuple(name_link(urls.author_address, name, edition) for name in article.authors),
        source=Link(article.origin.url, article.origin.name) if article.origin else None,
        lede=article.lede,
        cover=cover,
        cover_caption=article.cover_caption,
        body=body(article.text, edition),
        attachments=_attachments(article.attachments, edition, content),
        corrections=tuple(Correction(date_stamp(one.date), one.text) for one in article.corrections),
        topic=name_link(urls.topic_address, article.topic, edition) if article.topic else None,
        tags=tuple(name_link(urls.tag_address, name, edition) for name in article.tags),
        other_news=_groups(article, edition),
        sidebar=edition.slots["sidebar"],
        address=address,
        mail=f"mailto:?subject={quote(article.title)}&body={quote(address)}",
    )


def page_view(page: Page, edition: Edition, content: Path) -> PageView:
    """Return a static page."""
    breadcrumb = trail(edition)
    return PageView(
        site=edition.site,
        head=head(
            edition, page.address, page.title, page.summary or page.text.plain[:200],
            breadcrumb=breadcrumb, index=page.status == "published",
        ),
        breadcrumb=breadcrumb,
        title=page.title,
        lede=page.summary,
        body=body(page.text, edition),
        attachments=_attachments(page.attachments, edition, content),
        modified=full_stamp(page.modified) if page.modified else None,
    )  # fmt: skip


def _groups(article: Article, edition: Edition) -> tuple[NewsGroup, ...]:
    news = other_news(article, edition.archive, edition.neighbours)
    more = name_link(urls.topic_address, article.topic, edition) if article.topic else None
    groups = (
        ("newer", "Tin mới hơn", None, news.newer),
        ("older", "Tin cũ hơn", section_link(article.section, edition), news.older),
        ("topic", "Cùng dòng sự kiện", more if more and more.url else None, news.topic),
    )
    return tuple(
        NewsGroup(key, title, link, tuple(teaser(one, edition, picture=False) for one in found))
        for key, title, link, found in groups
        if found
    )


def _attachments(files: tuple[FileRecord, ...], edition: Edition, content: Path) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(
            edition.urls.link(f"/{one.file}"),
            one.title,
            one.file.rsplit(".", 1)[-1].upper(),
            formatting.size((content / one.file).stat().st_size),
        )
        for one in files
    )
