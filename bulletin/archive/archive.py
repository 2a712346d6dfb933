"""Published articles and pages at one build time, grouped for the listings."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from bulletin.archive.article_list import ArticleList
from bulletin.archive.document_register import NO_DOCUMENTS, DocumentRegister
from bulletin.archive.register_builder import build_register
from bulletin.content.documents.official_documents import OfficialDocument
from bulletin.content.models import Article, Page
from bulletin.content.site_lists.sections import Sections
from bulletin.text import formatting
from bulletin.text.slugs import slugify

YearMonth = tuple[int, int]


class Archive(NamedTuple):
    """Published articles and pages at ``build_time``.

    ``hidden_articles`` have a page of their own and stand in no list.
    """

    build_time: datetime
    all_articles: ArticleList
    hidden_articles: tuple[Article, ...]
    pages: tuple[Page, ...]
    hidden_pages: tuple[Page, ...]
    section_tree: Sections
    sections: Mapping[str, ArticleList]
    """Lists by slug, one for each section, also if it is empty.

    A section includes the articles of its sub-sections.
    """
    topics: Mapping[str, ArticleList]
    tags: Mapping[str, ArticleList]
    authors: Mapping[str, ArticleList]
    months: Mapping[YearMonth, ArticleList]
    """Lists by year and month, oldest first."""
    register: DocumentRegister = NO_DOCUMENTS
    """The official documents that articles cite."""

    @property
    def content_items(self) -> tuple[Article | Page, ...]:
        """All articles and pages that have a page of their own."""
        return (*self.all_articles.articles, *self.hidden_articles, *self.pages, *self.hidden_pages)


def build_archive(
    articles: Iterable[Article],
    pages: Iterable[Page],
    sections: Sections,
    now: datetime,
    documents: Iterable[OfficialDocument] | None = (),
    *,
    province: Sequence[date] = (),
) -> Archive:
    """Return the archive of articles and pages that are published at ``now``.

    ``documents`` are the files of content/documents/, or None for a site without a register.
    ``province`` are the opening days of the congresses of the province.
    """
    listed, hidden, unpublished = [], [], []
    for article in sorted(articles, key=lambda article: article.sort_key):
        state = article.get_state(now)
        if state == "live":
            listed.append(article)
        elif state == "hidden":
            hidden.append(article)
        else:
            unpublished.append(article)  # a preview of drafts shows it
    ordered = sorted(pages, key=lambda page: (page.order, page.title, page.source))
    return Archive(
        now,
        ArticleList("Tin mới", "tin-moi", tuple(listed)),
        tuple(hidden),
        tuple(page for page in ordered if page.status == "published"),
        tuple(page for page in ordered if page.status == "hidden"),
        sections,
        _group_by_section(listed, sections),
        _group_by_name((name, article) for article in listed if (name := article.topic)),
        _group_by_name((name, article) for article in listed for name in article.tags),
        _group_by_name((name, article) for article in listed for name in article.authors),
        _group_by_month(listed),
        NO_DOCUMENTS
        if documents is None
        else build_register(listed, documents, (*hidden, *unpublished), province),
    )


def _group_by_section(articles: list[Article], sections: Sections) -> dict[str, ArticleList]:
    found: dict[str, list[Article]] = {slug: [] for slug in sections.by_slug}
    for article in articles:
        for section in sections.get_section_path(article.section):
            found[section.slug].append(article)
    return {
        slug: ArticleList(sections.by_slug[slug].name, slug, tuple(items)) for slug, items in found.items()
    }


def _group_by_name(pairs: Iterable[tuple[str, Article]]) -> dict[str, ArticleList]:
    """Group articles by the slug of a name.

    The name of a list is its earliest spelling.
    """
    articles_by_spelling: dict[str, list[Article]] = {}
    for name, article in pairs:
        items = articles_by_spelling.setdefault(name, [])
        if not items or items[-1] is not article:  # one article may repeat a name
            items.append(article)
    spellings: dict[str, list[str]] = defaultdict(list)
    for name in articles_by_spelling:
        spellings[slugify(name)].append(name)
    return {
        slug: ArticleList(
            spellings[slug][0],
            slug,
            _merge_spellings([articles_by_spelling[name] for name in spellings[slug]]),
        )
        for slug in sorted(spellings)
    }


def _merge_spellings(groups: list[list[Article]]) -> tuple[Article, ...]:
    """Return the articles of all spellings of a name, each once, oldest first."""
    if len(groups) == 1:
        return tuple(groups[0])
    by_source = {article.source: article for items in groups for article in items}
    return tuple(sorted(by_source.values(), key=lambda article: article.sort_key))


def _group_by_month(articles: list[Article]) -> dict[YearMonth, ArticleList]:
    found: dict[YearMonth, list[Article]] = defaultdict(list)
    for article in articles:
        found[article.date.year, article.date.month].append(article)
    return {
        (y, m): ArticleList(formatting.format_month(y, m), f"{y:04d}/{m:02d}", tuple(found[y, m]))
        for y, m in sorted(found)
    }
