"""What is published at one moment, by section, topic, tag, author and month."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from bulletin.archive.article_list import ArticleList
from bulletin.content.models import Article, Page
from bulletin.content.sections import Sections
from bulletin.text import formatting
from bulletin.text.slugs import slugify

YearMonth = tuple[int, int]


class Archive(NamedTuple):
    """The archive at the moment ``build_time``. Nothing unpublished is in it.

    ``hidden_articles`` articles have a page of their own and stand on no shelf.
    """

    build_time: datetime
    all_articles: ArticleList
    hidden_articles: tuple[Article, ...]
    pages: tuple[Page, ...]
    hidden_pages: tuple[Page, ...]
    section_tree: Sections
    sections: Mapping[str, ArticleList]
    """By slug; a section holds what its sub-sections hold. Every section has a shelf, be it empty."""
    topics: Mapping[str, ArticleList]
    tags: Mapping[str, ArticleList]
    authors: Mapping[str, ArticleList]
    months: Mapping[YearMonth, ArticleList]
    """Oldest month first."""

    @property
    def content_items(self) -> tuple[Article | Page, ...]:
        """Everything that has a page of its own."""
        return (*self.all_articles.articles, *self.hidden_articles, *self.pages, *self.hidden_pages)


def build_archive(
    articles: Iterable[Article], pages: Iterable[Page], sections: Sections, now: datetime
) -> Archive:
    """Return the archive of what is published at ``now``."""
    listed, hidden = [], []
    for article in sorted(articles, key=lambda one: one.sort_key):
        state = article.get_state(now)
        if state == "live":
            listed.append(article)
        elif state == "hidden":
            hidden.append(article)
    ordered = sorted(pages, key=lambda page: (page.order, page.title, page.source))
    return Archive(
        now,
        ArticleList("Tin mới", "tin-moi", tuple(listed)),
        tuple(hidden),
        tuple(page for page in ordered if page.status == "published"),
        tuple(page for page in ordered if page.status == "hidden"),
        sections,
        _by_section(listed, sections),
        _by_name((name, article) for article in listed if (name := article.topic)),
        _by_name((name, article) for article in listed for name in article.tags),
        _by_name((name, article) for article in listed for name in article.authors),
        _by_month(listed),
    )


def _by_section(articles: list[Article], sections: Sections) -> dict[str, ArticleList]:
    found: dict[str, list[Article]] = {slug: [] for slug in sections.by_slug}
    for article in articles:
        for section in sections.get_section_path(article.section):
            found[section.slug].append(article)
    return {
        slug: ArticleList(sections.by_slug[slug].name, slug, tuple(items)) for slug, items in found.items()
    }


def _by_name(pairs: Iterable[tuple[str, Article]]) -> dict[str, ArticleList]:
    """Shelve by slug; of several spellings of a name the first in time is shown."""
    spelled: dict[str, list[Article]] = {}
    for name, article in pairs:
        items = spelled.setdefault(name, [])
        if not items or items[-1] is not article:  # it may name it twice
            items.append(article)
    names: dict[str, list[str]] = defaultdict(list)
    for name in spelled:
        names[slugify(name)].append(name)
    return {
        slug: ArticleList(names[slug][0], slug, _together([spelled[name] for name in names[slug]]))
        for slug in sorted(names)
    }


def _together(found: list[list[Article]]) -> tuple[Article, ...]:
    """Return the articles of all spellings of a name, each once, in their order."""
    if len(found) == 1:
        return tuple(found[0])
    each = {article.source: article for items in found for article in items}
    return tuple(sorted(each.values(), key=lambda one: one.sort_key))


def _by_month(articles: list[Article]) -> dict[YearMonth, ArticleList]:
    found: dict[YearMonth, list[Article]] = defaultdict(list)
    for article in articles:
        found[article.date.year, article.date.month].append(article)
    return {
        (y, m): ArticleList(formatting.format_month(y, m), f"{y:04d}/{m:02d}", tuple(found[y, m]))
        for y, m in sorted(found)
    }
