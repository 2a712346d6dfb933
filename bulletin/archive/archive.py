"""What is published at one moment, by section, topic, tag, author and month."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from bulletin.archive.article_list import Shelf
from bulletin.content.models import Article, Page
from bulletin.content.sections import Sections
from bulletin.text import formatting
from bulletin.text.slugs import slugify

Month = tuple[int, int]


class Archive(NamedTuple):
    """The archive at the moment ``now``. Nothing unpublished is in it.

    ``hidden`` articles have a page of their own and stand on no shelf.
    """

    now: datetime
    everything: Shelf
    hidden: tuple[Article, ...]
    pages: tuple[Page, ...]
    hidden_pages: tuple[Page, ...]
    section_tree: Sections
    sections: Mapping[str, Shelf]
    """By slug; a section holds what its sub-sections hold. Every section has a shelf, be it empty."""
    topics: Mapping[str, Shelf]
    tags: Mapping[str, Shelf]
    authors: Mapping[str, Shelf]
    months: Mapping[Month, Shelf]
    """Oldest month first."""

    @property
    def records(self) -> tuple[Article | Page, ...]:
        """Everything that has a page of its own."""
        return (*self.everything.items, *self.hidden, *self.pages, *self.hidden_pages)


def build_archive(
    articles: Iterable[Article], pages: Iterable[Page], sections: Sections, now: datetime
) -> Archive:
    """Return the archive of what is published at ``now``."""
    listed, hidden = [], []
    for article in sorted(articles, key=lambda one: one.order):
        state = article.state(now)
        if state == "live":
            listed.append(article)
        elif state == "hidden":
            hidden.append(article)
    ordered = sorted(pages, key=lambda page: (page.order, page.title, page.source))
    return Archive(
        now,
        Shelf("Tin mới", "tin-moi", tuple(listed)),
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


def _by_section(articles: list[Article], sections: Sections) -> dict[str, Shelf]:
    found: dict[str, list[Article]] = {slug: [] for slug in sections.by_slug}
    for article in articles:
        for section in sections.line_of(article.section):
            found[section.slug].append(article)
    return {slug: Shelf(sections.by_slug[slug].name, slug, tuple(items)) for slug, items in found.items()}


def _by_name(pairs: Iterable[tuple[str, Article]]) -> dict[str, Shelf]:
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
        slug: Shelf(names[slug][0], slug, _together([spelled[name] for name in names[slug]]))
        for slug in sorted(names)
    }


def _together(found: list[list[Article]]) -> tuple[Article, ...]:
    """Return the articles of all spellings of a name, each once, in their order."""
    if len(found) == 1:
        return tuple(found[0])
    each = {article.source: article for items in found for article in items}
    return tuple(sorted(each.values(), key=lambda one: one.order))


def _by_month(articles: list[Article]) -> dict[Month, Shelf]:
    found: dict[Month, list[Article]] = defaultdict(list)
    for article in articles:
        found[article.date.year, article.date.month].append(article)
    return {
        (y, m): Shelf(formatting.month(y, m), f"{y:04d}/{m:02d}", tuple(found[y, m]))
        for y, m in sorted(found)
    }
