"""Compute repeated texts, related articles, years and months for the templates.

It also writes the sitemap of each month.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import chain, groupby
from typing import Any

from pelican import signals

NEWER, OLDER = 3, 5
PAGE_SIZE = 20


def _prepare(generator: Any) -> None:
    articles = generator.articles  # newest first
    frame = generator.settings["JINJA_GLOBALS"]["frame"]
    for article in articles:
        date = article.date
        article.day = f"{date.day:02d}/{date.month:02d}/{date.year:04d}"
        article.weekday = frame["weekdays"][date.isoweekday() % 7]
        article.full_date = f"{article.weekday}, {article.day}, {date.hour:02d}:{date.minute:02d}"
        article.moment = date.isoformat()
        article.address = "/" + article.url
        article.section = {"name": str(article.category), "address": "/" + article.category.url}
    places = {article.slug: place for place, article in enumerate(articles)}
    for _, found in generator.categories:
        for place, article in enumerate(found):
            article.newer = list(found[max(0, place - NEWER) : place])
            article.older = list(found[place + 1 : place + 1 + OLDER])
            _fill(article, articles, places[article.slug])
    generator.context["by_section"] = {str(name): found for name, found in generator.categories}
    generator.context["months"] = months = [
        (year, month, list(group))
        for (year, month), group in groupby(
            articles, key=lambda article: (article.date.year, article.date.month)
        )
    ]
    generator.context["days_around"] = _find_days_around(articles)
    terms = chain(generator.categories, generator.tags.items(), generator.authors)
    generator.context["years_of"] = {term.url: list(_find_years(term.url, found)) for term, found in terms}
    links = [None, *(_month(year, month) for year, month, _ in months), None]
    generator.context["months_around"] = {
        (year, month): (links[place], links[place + 2]) for place, (year, month, _) in enumerate(months)
    }
    since = datetime.fromisoformat(f"{frame['moment']}+07:00") - timedelta(days=2)
    generator.context["recent"] = [article for article in articles if article.date > since]


def _month(year: int, month: int) -> dict[str, str]:
    return {"name": f"Tháng {month} năm {year}", "address": f"/luu-tru/{year:04d}/{month:02d}/"}


def _find_days_around(articles: Sequence[Any]) -> dict[date, tuple[Any, Any]]:
    """Return links to the next newer and older day with articles, by day."""
    days = [day for day, _ in groupby(articles, key=lambda article: article.date.date())]
    return {
        day: (_link_day(newer, day), _link_day(older, day))
        for newer, day, older in zip([None, *days], days, [*days[1:], None], strict=False)
    }


def _link_day(day: date | None, seen_from: date) -> dict[str, str] | None:
    if day is None:
        return None
    is_same_month = (day.year, day.month) == (seen_from.year, seen_from.month)
    page = "" if is_same_month else f"/luu-tru/{day.year:04d}/{day.month:02d}/"
    return {"name": f"{day.day:02d}/{day.month:02d}", "address": f"{page}#ngay-{day.day:02d}"}


def _find_years(url: str, articles: Sequence[Any]) -> Iterable[tuple[int, str]]:
    """Yield each year of a listing with the address at which it begins."""
    start = 0
    for year, found in groupby(articles, key=lambda article: article.date.year):
        number = start // PAGE_SIZE
        shown = articles[number * PAGE_SIZE : (number + 1) * PAGE_SIZE]
        page = f"trang/{number + 1}/" if number else ""
        anchor = f"#nam-{year}" if shown[0].date.year != shown[-1].date.year else ""
        yield year, f"/{url}{page}{anchor}"
        start += len(list(found))


def _fill(article: Any, articles: Sequence[Any], place: int) -> None:
    """Fill short groups of related articles with the nearest of the whole site."""
    if (missing := NEWER - len(article.newer)) > 0:
        nearest = [near for near in articles[max(0, place - 2 * NEWER) : place] if near not in article.newer]
        article.newer = _newest_first(article.newer + nearest[-missing:])
    if (missing := OLDER - len(article.older)) > 0:
        nearest = [near for near in articles[place + 1 : place + 1 + 2 * OLDER] if near not in article.older]
        article.older = _newest_first(article.older + nearest[:missing])


def _newest_first(articles: list[Any]) -> list[Any]:
    return sorted(articles, key=lambda article: article.date, reverse=True)


def _write_sitemaps(generator: Any, writer: Any) -> None:
    template = generator.get_template("sitemap_month")
    for year, month, articles in generator.context["months"]:
        name = f"sitemap-{year:04d}-{month:02d}.xml"
        writer.write_file(name, template, generator.context, entries=articles[::-1])


def register() -> None:
    """Prepare the articles after all are read, and write the sitemaps after the pages."""
    signals.article_generator_finalized.connect(_prepare)
    signals.article_writer_finalized.connect(_write_sitemaps)
