"""The plan of an edition: every file that a template makes, and what its view is made from."""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from bulletin import urls
from bulletin.ads.campaigns import Campaign
from bulletin.context.site_context import SiteContext
from bulletin.view_models.output_file import OutputFile
from bulletin.views.archive_pages import (
    build_archive_view,
    build_month_view,
    build_not_found_view,
    build_search_view,
    build_withdrawal_notice_view,
)
from bulletin.views.article_pages import build_article_view, build_page_view
from bulletin.views.feeds import (
    build_news_sitemap_view,
    build_robots_view,
    build_sitemap_index_view,
    build_sitemap_view,
    plan_feeds,
    plan_monthly_sitemaps,
)
from bulletin.views.fingerprints import (
    ARTICLE_INPUT_LABELS,
    LISTING_INPUT_LABELS,
    PAGE_INPUT_LABELS,
    PageFingerprints,
)
from bulletin.views.front_page import build_front_view, build_latest_fragment_view
from bulletin.views.listing_pages import build_latest_view, plan_listing_pages
from bulletin.views.nginx_maps import plan_nginx_maps
from bulletin.views.redirect_pages import plan_ad_click_pages, plan_alias_redirects
from bulletin.views.site_map import build_site_map_view


def plan_output_files(
    edition: SiteContext, running: Mapping[str, Campaign | None], content: Path
) -> Iterator[OutputFile]:
    """Yield everything that templates print. ``content`` is the folder whose files are offered for download."""
    archive, inputs = edition.archive, PageFingerprints(edition)
    for article in (*archive.all_articles.articles, *archive.hidden_articles):
        make = partial(build_article_view, article, edition, content)
        yield OutputFile(
            urls.convert_address_to_path(article.address), "article", make, inputs.fingerprint_article(article),
            source=article.source, input_labels=ARTICLE_INPUT_LABELS,
        )  # fmt: skip
    for page in (*archive.pages, *archive.hidden_pages):
        show = partial(build_page_view, page, edition, content)
        yield OutputFile(
            urls.convert_address_to_path(page.address),
            "page",
            show,
            inputs.fingerprint_page(page),
            source=page.source,
            input_labels=PAGE_INPUT_LABELS,
        )
    listings = []
    for address, planned in plan_listing_pages(edition, inputs):
        listings.append(address)
        yield planned
    months = list(archive.months)
    for place, key in enumerate(months):
        around = months[max(0, place - 1) : place + 2]
        yield OutputFile(
            urls.convert_address_to_path(urls.get_month_address(*key)), "month", partial(build_month_view, key, edition),
            inputs.fingerprint_list(archive.months[key].articles, repr(around).encode()), input_labels=LISTING_INPUT_LABELS,
        )  # fmt: skip
    yield from plan_alias_redirects(edition, inputs)
    yield from plan_feeds(edition, inputs)
    yield from plan_monthly_sitemaps(edition, inputs)
    yield from plan_ad_click_pages(running, edition)
    for address, act in edition.withdrawal_notices.items():
        yield OutputFile(
            urls.convert_address_to_path(address),
            "not_found",
            partial(build_withdrawal_notice_view, address, act, edition),
        )
    yield from plan_nginx_maps(edition)
    yield from _plan_built_in_pages(edition)
    standing = (
        urls.HOME_ADDRESS,
        urls.LATEST_ADDRESS,
        urls.ARCHIVE_ADDRESS,
        urls.SEARCH_ADDRESS,
        urls.SITE_MAP_ADDRESS,
        *(page.address for page in archive.pages),
    )
    dated = (*listings, *(urls.get_month_address(*key) for key in months))
    yield OutputFile(
        urls.convert_address_to_path(urls.PAGES_SITEMAP_ADDRESS),
        "sitemap",
        lambda: build_sitemap_view(edition, (*standing, *dated)),
    )


def _plan_built_in_pages(edition: SiteContext) -> Iterator[OutputFile]:
    """Yield what every bulletin has one of; the view tells whether it changed."""
    pages: tuple[tuple[str, str, Any], ...] = (
        (urls.HOME_ADDRESS, "front", build_front_view),
        (urls.LATEST_ADDRESS, "listing", build_latest_view),
        (urls.ARCHIVE_ADDRESS, "archive", build_archive_view),
        (urls.SEARCH_ADDRESS, "search", build_search_view),
        (urls.SITE_MAP_ADDRESS, "site_map", build_site_map_view),
        (urls.NOT_FOUND_ADDRESS, "not_found", build_not_found_view),
        (urls.LATEST_FRAGMENT_ADDRESS, "latest_fragment", build_latest_fragment_view),
        (urls.SITEMAP_ADDRESS, "sitemap_index", build_sitemap_index_view),
        (urls.NEWS_SITEMAP_ADDRESS, "sitemap_news", build_news_sitemap_view),
        (urls.ROBOTS_ADDRESS, "robots", build_robots_view),
    )
    for address, template, make in pages:
        yield OutputFile(urls.convert_address_to_path(address), template, partial(make, edition))
