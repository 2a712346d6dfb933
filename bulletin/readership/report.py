"""Counts of page views by article, section and day."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bulletin.content.models import Article
from bulletin.content.site_lists.sections import Sections
from bulletin.readership.access_log import LoggedView


@dataclass(frozen=True, slots=True)
class DayCount:
    """Numbers of one day."""

    day: date
    views: int
    readers: int


@dataclass(frozen=True, slots=True)
class ArticleCount:
    """Page views of an article."""

    article: Article
    section: str
    """Name of its section."""
    views: int


@dataclass(frozen=True, slots=True)
class ReadershipReport:
    """Numbers of a span of days."""

    days: Sequence[DayCount]
    """Every day from the first to the last, also without views."""
    articles: Sequence[ArticleCount]
    """Articles with views, the most read first, newer ones first among equals."""
    sections: Sequence[tuple[str, int]]
    """Names of sections and the views of their articles, the most read first."""
    other_views: int
    """Views of pages that are no article: the front page, lists, fixed pages."""

    @property
    def views(self) -> int:
        """Views of all pages."""
        return sum(day.views for day in self.days)

    @property
    def visits(self) -> int:
        """Readers of each day, added up."""
        return sum(day.readers for day in self.days)


def count_views(
    views: Iterable[LoggedView], articles: Iterable[Article], sections: Sections
) -> ReadershipReport:
    """Return the numbers of ``views``.

    Views of addresses without an article are other views.
    """
    by_address = {article.address: article for article in articles}
    views_by_day: Counter[date] = Counter()
    readers_by_day: defaultdict[date, set[bytes]] = defaultdict(set)
    views_by_address: Counter[str] = Counter()
    for view in views:
        day = view.time.date()
        views_by_day[day] += 1
        readers_by_day[day].add(view.reader)
        views_by_address[view.address] += 1
    counts = [
        ArticleCount(article, sections.by_slug[article.section].name, views_by_address[address])
        for address, article in by_address.items()
        if views_by_address[address]
    ]
    counts.sort(key=lambda count: (count.views, count.article.sort_key), reverse=True)
    views_by_section: Counter[str] = Counter()
    for count in counts:
        views_by_section[count.section] += count.views
    return ReadershipReport(
        [DayCount(day, views_by_day[day], len(readers_by_day[day])) for day in _list_days(views_by_day)],
        counts,
        views_by_section.most_common(),
        views_by_address.total() - views_by_section.total(),
    )


def _list_days(days: Iterable[date]) -> list[date]:
    known = sorted(days)
    if not known:
        return []
    return [known[0] + timedelta(days=number) for number in range((known[-1] - known[0]).days + 1)]
