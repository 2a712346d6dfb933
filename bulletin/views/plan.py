"""The plan of an edition: every file that a template makes, and what its view is made from."""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from bulletin import urls
from bulletin.ads.campaigns import Campaign
from bulletin.context.site_context import Edition
from bulletin.view_models.output_file import Planned
from bulletin.views.archive_pages import archive_view, month_view, not_found_view, search_view, withdrawn_view
from bulletin.views.article_pages import article_view, page_view
from bulletin.views.feeds import (
    feed_pages,
    news_sitemap_view,
    robots_view,
    sitemap_index_view,
    sitemap_months,
    sitemap_view,
)
from bulletin.views.fingerprints import ARTICLE, NEWS, PAGE, Inputs
from bulletin.views.front_page import front_view, latest_fragment_view
from bulletin.views.listing_pages import latest_view, listing_pages
from bulletin.views.nginx_maps import map_pages
from bulletin.views.redirect_pages import alias_pages, place_pages
from bulletin.views.site_map import site_map_view


def plan(edition: Edition, running: Mapping[str, Campaign | None], content: Path) -> Iterator[Planned]:
    """Yield everything that templates print. ``content`` is the folder whose files are offered for download."""
    archive, inputs = edition.archive, Inputs(edition)
    for article in (*archive.everything.items, *archive.hidden):
        make = partial(article_view, article, edition, content)
        yield Planned(
            urls.output_path(article.address), "article", make, inputs.article(article),
            source=article.source, names=ARTICLE,
        )  # fmt: skip
    for page in (*archive.pages, *archive.hidden_pages):
        show = partial(page_view, page, edition, content)
        yield Planned(
            urls.output_path(page.address), "page", show, inputs.page(page), source=page.source, names=PAGE
        )
    listings = []
    for address, planned in listing_pages(edition, inputs):
        listings.append(address)
        yield planned
    months = list(archive.months)
    for place, key in enumerate(months):
        around = months[max(0, place - 1) : place + 2]
        yield Planned(
            urls.output_path(urls.month_address(*key)), "month", partial(month_view, key, edition),
            inputs.news(archive.months[key].items, repr(around).encode()), names=NEWS,
        )  # fmt: skip
    yield from alias_pages(edition, inputs)
    yield from feed_pages(edition, inputs)
    yield from sitemap_months(edition, inputs)
    yield from place_pages(running, edition)
    for address, act in edition.notices.items():
        yield Planned(urls.output_path(address), "not_found", partial(withdrawn_view, address, act, edition))
    yield from map_pages(edition)
    yield from _house(edition)
    standing = (
        urls.HOME,
        urls.LATEST,
        urls.ARCHIVE,
        urls.SEARCH,
        urls.SITE_MAP,
        *(page.address for page in archive.pages),
    )
    dated = (*listings, *(urls.month_address(*key) for key in months))
    yield Planned(
        urls.output_path(urls.PAGES_SITEMAP), "sitemap", lambda: sitemap_view(edition, (*standing, *dated))
    )


def _house(edition: Edition) -> Iterator[Planned]:
    """Yield what every bulletin has one of; the view tells whether it changed."""
    pages: tuple[tuple[str, str, Any], ...] = (
        (urls.HOME, "front", front_view),
        (urls.LATEST, "listing", latest_view),
        (urls.ARCHIVE, "archive", archive_view),
        (urls.SEARCH, "search", search_view),
        (urls.SITE_MAP, "site_map", site_map_view),
        (urls.NOT_FOUND, "not_found", not_found_view),
        (urls.LATEST_FRAGMENT, "latest_fragment", latest_fragment_view),
        (urls.SITEMAP, "sitemap_index", sitemap_index_view),
        (urls.NEWS_SITEMAP, "sitemap_news", news_sitemap_view),
        (urls.ROBOTS, "robots", robots_view),
    )
    for address, template, make in pages:
        yield Planned(urls.output_path(address), template, partial(make, edition))
