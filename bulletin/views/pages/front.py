"""Views of the front page and of the fragment of latest news."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec.structs import replace

from bulletin import urls
from bulletin.archive.document_register import RegisteredDocument
from bulletin.content.models import Article
from bulletin.context.site_context import SiteContext
from bulletin.text.slugs import slugify
from bulletin.view_models.components import Link, Teaser
from bulletin.view_models.documents import DocumentRow
from bulletin.view_models.pages import FrontBlock, FrontView, LatestFragmentView, TopicCard
from bulletin.views.pages.documents import build_document_row
from bulletin.views.parts.components import build_section_link, build_teaser
from bulletin.views.parts.head import build_head

PINNED_MARK = "Bài được ghim"
"""Mark of a lead story that is older than other articles."""
_OLDEST_BLOCK = timedelta(days=366)
"""Age of the first article of a block, counted from the newest article of the site.

Reason: a block of old news makes the whole page look old. The build time plays no part, so no page ages.
"""
_OLDEST_PICTURED = timedelta(days=92)
"""Age of the article with an image that leads a block, counted from the newest article of the block."""
_LEAD_TOPIC_ITEMS = 3
_DOCUMENT_COUNTS = (6, 3)
"""Documents on the page, which fill rows of three. A site with fewer has none."""
MAX_MOST_READ = 5
"""Articles under “Tin đọc nhiều”."""


def build_front_view(context: SiteContext) -> FrontView:
    """Return the front page.

    Each article stands on it once, except in topics and among the most read.
    """
    articles, now = context.archive.all_articles.newest_first, context.archive.build_time
    used_sources: set[str] = set()
    lead = _take_unused(_list_lead_candidates(articles, now), 1, used_sources)
    featured = _take_unused(
        (*(article for article in articles if article.get_featured(now)), *articles),
        context.settings.seconds,
        used_sources,
    )
    lead_topic = _take_lead_topic(lead, context, used_sources)
    latest = _take_unused(articles, context.settings.latest, used_sources)
    return FrontView(
        site=context.site_frame,
        head=build_head(context, urls.HOME_ADDRESS, context.site_frame.name),
        lead=build_teaser(lead[0], context) if lead else None,
        lead_mark=PINNED_MARK if lead and lead[0] is not articles[0] else "",
        lead_topic=tuple(build_teaser(article, context, picture=False) for article in lead_topic),
        featured=tuple(build_teaser(article, context) for article in featured),
        latest=tuple(build_teaser(article, context, picture=False) for article in latest),
        most_read=tuple(_build_most_read(context)),
        blocks=tuple(_build_section_blocks(context, used_sources)),
        topics=tuple(_build_topic_cards(context)),
        documents=tuple(_build_documents(context)),
        sidebar=context.slots["sidebar"],
        in_list=context.slots["in-list"],
    )


def build_latest_fragment_view(context: SiteContext) -> LatestFragmentView:
    """Return the latest news, which stand beside every article."""
    articles = context.archive.all_articles.newest_first[: context.settings.fragment]
    return LatestFragmentView(tuple(build_teaser(article, context, picture=False) for article in articles))


def _build_most_read(context: SiteContext) -> Iterable[Teaser]:
    """Yield the most read articles that are still live."""
    wanted = context.most_read
    by_address = {
        article.address: article
        for article in (context.archive.all_articles.articles if wanted else ())
        if article.address in wanted
    }
    articles = [by_address[address] for address in wanted if address in by_address]
    return (build_teaser(article, context, picture=False) for article in articles[:MAX_MOST_READ])


def _list_lead_candidates(articles: tuple[Article, ...], now: datetime) -> Iterable[Article]:
    """Yield candidates for the lead story: marked as lead, featured, newest."""
    yield from (article for article in articles if article.get_featured(now) == "lead")
    yield from (article for article in articles if article.get_featured(now))
    yield from articles


def _take_unused(articles: Iterable[Article], count: int, used_sources: set[str]) -> list[Article]:
    taken: list[Article] = []
    for article in articles:
        if len(taken) == count:
            break
        if article.source not in used_sources:
            used_sources.add(article.source)
            taken.append(article)
    return taken


def _take_lead_topic(lead: list[Article], context: SiteContext, used_sources: set[str]) -> list[Article]:
    """Return the newest articles of the topic of the lead story.

    Args:
        lead: The lead story, or nothing.
        context: The site context.
        used_sources: Sources of the articles on the page, which grow.

    """
    topics = [context.archive.topics[slugify(article.topic)] for article in lead if article.topic]
    return _take_unused(topics[0].newest_first, _LEAD_TOPIC_ITEMS, used_sources) if topics else []


def _build_section_blocks(context: SiteContext, used_sources: set[str]) -> Iterable[FrontBlock]:
    """Yield a block for each section with recent articles.

    The articles stand nowhere else on the page.
    """
    newest = context.archive.all_articles.newest_first[:1]
    for section in context.archive.section_tree.top_level:
        items = _take_unused(
            context.archive.sections[section.slug].newest_first, context.settings.block, used_sources
        )
        if items and newest[0].date - items[0].date <= _OLDEST_BLOCK:
            if pictured := _find_pictured(items):
                items.remove(pictured)
                items.insert(0, pictured)
            children = tuple(build_section_link(child.slug, context) for child in section.children)
            yield FrontBlock(
                build_section_link(section.slug, context),
                children,
                tuple(
                    build_teaser(article, context, section=article.section != section.slug)
                    for article in items
                ),
            )


def _build_documents(context: SiteContext) -> Iterable[DocumentRow]:
    """Yield the official documents that the newest articles cite.

    They have no number of articles. Reason: an old article would change it, and the page.
    """
    register, articles = context.archive.register, context.archive.all_articles.newest_first
    found = dict[str, RegisteredDocument]()
    for article in articles:
        if len(found) >= _DOCUMENT_COUNTS[0] or articles[0].date - article.date > _OLDEST_BLOCK:
            break
        for citation in register.citations.get(article.source, ()):
            if document := register.documents.get(citation.slug):
                found.setdefault(citation.slug, document)
    count = next((count for count in _DOCUMENT_COUNTS if count <= len(found)), 0)
    for document in tuple(found.values())[:count]:
        yield replace(build_document_row(document, context), count="")


def _find_pictured(articles: list[Article]) -> Article | None:
    """Return the newest article with an image, unless it is much older."""
    recent = (article for article in articles if articles[0].date - article.date <= _OLDEST_PICTURED)
    return next((article for article in recent if article.cover), None)


def _build_topic_cards(context: SiteContext) -> Iterable[TopicCard]:
    """Yield topics of at least two articles, the latest one first."""
    topics = [
        article_list for article_list in context.archive.topics.values() if len(article_list.articles) > 1
    ]
    topics.sort(key=lambda article_list: article_list.articles[-1].sort_key, reverse=True)
    for article_list in topics[: context.settings.topics]:
        link = Link(context.urls.build_link(urls.get_topic_address(article_list.name)), article_list.name)
        yield TopicCard(
            link,
            f"{len(article_list.articles)} tin",
            build_teaser(article_list.articles[-1], context, picture=False),
        )
