"""The plan of an edition: every file that a template makes, with its view."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from plugins.ads.campaign import Campaign
from plugins.composer import urls
from plugins.composer.archives import archive_view, month_view, not_found_view, search_view
from plugins.composer.articles import article_view, page_view
from plugins.composer.edition import Edition
from plugins.composer.fronts import front_view, latest_fragment_view
from plugins.composer.listings import latest_view, listing_views
from plugins.composer.machines import (
    feed_views,
    news_sitemap_view,
    robots_view,
    sitemap_index_view,
    sitemap_views,
)
from plugins.composer.places import alias_views, place_views


@dataclass(frozen=True, slots=True)
class Planned:
    """One output file: where it goes, which template prints it, and all that the template is given."""

    file: str
    """From the output folder: ``2019/12/x/index.html``."""
    template: str
    view: Any


def plan(edition: Edition, running: Mapping[str, Campaign | None], content: Path) -> Iterator[Planned]:
    """Yield everything that templates print. ``content`` is the folder whose files are offered for download."""
    archive = edition.archive
    for article in (*archive.everything.items, *archive.hidden):
        yield _page(article.address, "article", article_view(article, edition, content))
    for page in (*archive.pages, *archive.hidden_pages):
        yield _page(page.address, "page", page_view(page, edition, content))
    yield _page(urls.HOME, "front", front_view(edition))
    yield _page(urls.LATEST, "listing", latest_view(edition))
    dated = tuple(listing_views(edition))
    for address, view in dated:
        yield _page(address, "listing", view)
    yield _page(urls.ARCHIVE, "archive", archive_view(edition))
    for key in archive.months:
        yield _page(urls.month(*key), "month", month_view(key, edition))
    yield _page(urls.SEARCH, "search", search_view(edition))
    yield _page("/404.html", "not_found", not_found_view(edition))
    yield _page(urls.FRAGMENT, "latest_fragment", latest_fragment_view(edition))
    for address, click in place_views(running, edition):
        yield _page(address, "redirect" if running.get(address.split("/")[2]) else "notice", click)
    for address, moved in alias_views(edition):
        yield _page(address, "redirect", moved)
    yield from _machines(edition, tuple(address for address, _ in dated))


def _machines(edition: Edition, listings: tuple[str, ...]) -> Iterator[Planned]:
    for stem, feed in feed_views(edition):
        for template in ("atom", "rss"):
            address = f"{stem}.{template}.xml"
            yield _page(address, template, replace(feed, self_url=edition.urls.absolute(address)))
    archive = edition.archive
    standing = (
        urls.HOME,
        urls.LATEST,
        urls.ARCHIVE,
        urls.SEARCH,
        *(page.address for page in archive.pages),
        *listings,
    )
    for address, sitemap in sitemap_views(
        edition, (*standing, *(urls.month(*key) for key in archive.months))
    ):
        yield _page(address, "sitemap", sitemap)
    yield _page("/sitemap.xml", "sitemap_index", sitemap_index_view(edition))
    yield _page("/sitemap-news.xml", "sitemap_news", news_sitemap_view(edition))
    yield _page("/robots.txt", "robots", robots_view(edition))


def _page(address: str, template: str, view: object) -> Planned:
    return Planned(urls.file_of(address), template, view)
