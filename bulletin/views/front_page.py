"""The front page and the fragment of latest news."""

from collections.abc import Iterable

from bulletin import urls
from bulletin.content.models import Article
from bulletin.context.site_context import SiteContext
from bulletin.view_models.components import Link
from bulletin.view_models.pages import FrontBlock, FrontView, LatestFragmentView, TopicCard
from bulletin.views.components import build_section_link, build_teaser
from bulletin.views.head import build_head


def build_front_view(edition: SiteContext) -> FrontView:
    """Return the front page. What one part shows, no later part shows again, running stories apart."""
    news = edition.archive.all_articles.newest_first
    seen: set[str] = set()
    lead = _take(_leads(news), 1, seen)
    seconds = _take((*(one for one in news if one.featured), *news), edition.settings.seconds, seen)
    latest = _take(news, edition.settings.latest, seen)
    return FrontView(
        site=edition.site_frame,
        head=build_head(edition, urls.HOME_ADDRESS, edition.site_frame.name),
        lead=build_teaser(lead[0], edition) if lead else None,
        featured=tuple(build_teaser(one, edition) for one in seconds),
        latest=tuple(build_teaser(one, edition, picture=False) for one in latest),
        blocks=tuple(_blocks(edition, seen)),
        topics=tuple(_topics(edition)),
        sidebar=edition.slots["sidebar"],
        in_list=edition.slots["in-list"],
    )


def build_latest_fragment_view(edition: SiteContext) -> LatestFragmentView:
    """Return the latest news that stands beside every article."""
    news = edition.archive.all_articles.newest_first[: edition.settings.fragment]
    return LatestFragmentView(tuple(build_teaser(one, edition, picture=False) for one in news))


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


def _blocks(edition: SiteContext, seen: set[str]) -> Iterable[FrontBlock]:
    for section in edition.archive.section_tree.top_level:
        items = _take(edition.archive.sections[section.slug].newest_first, edition.settings.block, seen)
        if items:
            children = tuple(build_section_link(child.slug, edition) for child in section.children)
            yield FrontBlock(
                build_section_link(section.slug, edition),
                children,
                tuple(build_teaser(one, edition, section=one.section != section.slug) for one in items),
            )


def _topics(edition: SiteContext) -> Iterable[TopicCard]:
    """Yield the running stories that had news last, of at least two articles."""
    shelves = [shelf for shelf in edition.archive.topics.values() if len(shelf.articles) > 1]
    shelves.sort(key=lambda shelf: shelf.articles[-1].sort_key, reverse=True)
    for shelf in shelves[: edition.settings.topics]:
        link = Link(edition.urls.build_link(urls.get_topic_address(shelf.name)), shelf.name)
        yield TopicCard(
            link, f"{len(shelf.articles)} tin", build_teaser(shelf.articles[-1], edition, picture=False)
        )
