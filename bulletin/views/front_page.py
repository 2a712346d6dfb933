"""The front page and the fragment of latest news."""

from collections.abc import Iterable

from bulletin import urls
from bulletin.content.models import Article
from bulletin.context.site_context import Edition
from bulletin.view_models.components import Link
from bulletin.view_models.pages import FrontBlock, FrontView, LatestFragmentView, TopicCard
from bulletin.views.components import section_link, teaser
from bulletin.views.head import head


def front_view(edition: Edition) -> FrontView:
    """Return the front page. What one part shows, no later part shows again, running stories apart."""
    news = edition.archive.everything.newest_first
    seen: set[str] = set()
    lead = _take(_leads(news), 1, seen)
    seconds = _take((*(one for one in news if one.featured), *news), edition.settings.seconds, seen)
    latest = _take(news, edition.settings.latest, seen)
    return FrontView(
        site=edition.site,
        head=head(edition, urls.HOME, edition.site.name),
        lead=teaser(lead[0], edition) if lead else None,
        seconds=tuple(teaser(one, edition) for one in seconds),
        latest=tuple(teaser(one, edition, picture=False) for one in latest),
        blocks=tuple(_blocks(edition, seen)),
        topics=tuple(_topics(edition)),
        sidebar=edition.slots["sidebar"],
        in_list=edition.slots["in-list"],
    )


def latest_fragment_view(edition: Edition) -> LatestFragmentView:
    """Return the latest news that stands beside every article."""
    news = edition.archive.everything.newest_first[: edition.settings.fragment]
    return LatestFragmentView(tuple(teaser(one, edition, picture=False) for one in news))


def _leads(news: tuple[Article, ...]) -> Iterable[Article]:
    """Yield who may lead, the first choice first: marked as the lead, featured, newest."""
    yield from (one for one in news if one.featured == "lead")
    yield from (one for one in news if one.featured)
    yield from news


def _take(news: Iterable[Article], count: int, seen: set[str]) -> list[Article]:
    found: list[Article] = []
    for article in news:
        if len(found) == count:
            break
        if article.source not in seen:
            seen.add(article.source)
            found.append(article)
    return found


def _blocks(edition: Edition, seen: set[str]) -> Iterable[FrontBlock]:
    for section in edition.archive.section_tree.top:
        items = _take(edition.archive.sections[section.slug].newest_first, edition.settings.block, seen)
        if items:
            children = tuple(section_link(child.slug, edition) for child in section.children)
            yield FrontBlock(
                section_link(section.slug, edition),
                children,
                tuple(teaser(one, edition, section=one.section != section.slug) for one in items),
            )


def _topics(edition: Edition) -> Iterable[TopicCard]:
    """Yield the running stories that had news last, of at least two articles."""
    shelves = [shelf for shelf in edition.archive.topics.values() if len(shelf.items) > 1]
    shelves.sort(key=lambda shelf: shelf.items[-1].order, reverse=True)
    for shelf in shelves[: edition.settings.topics]:
        link = Link(edition.urls.link(urls.topic_address(shelf.name)), shelf.name)
        yield TopicCard(link, f"{len(shelf.items)} tin", teaser(shelf.items[-1], edition, picture=False))
