"""The plan of a site: every output file that a template makes, with its inputs."""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from bulletin import urls
from bulletin.ads.campaigns import Campaign
from bulletin.archive.archive import YearMonth
from bulletin.content.models import Article
from bulletin.context.site_context import SiteContext
from bulletin.view_models.output_file import OutputFile, OutputGroup
from bulletin.views.feeds import (
    build_news_sitemap_view,
    build_robots_view,
    build_sitemap_index_view,
    build_sitemap_view,
    plan_feeds,
    plan_monthly_sitemaps,
    plan_same_number_feeds,
)
from bulletin.views.fingerprints import (
    ARTICLE_INPUT_LABELS,
    LISTING_INPUT_LABELS,
    PAGE_INPUT_LABELS,
    PageFingerprints,
)
from bulletin.views.nginx_maps import plan_nginx_maps
from bulletin.views.pages.archive import (
    build_archive_view,
    build_month_view,
    build_not_found_view,
    build_search_view,
    build_withdrawal_notice_view,
    find_adjacent_days,
)
from bulletin.views.pages.articles import build_article_view, build_page_view
from bulletin.views.pages.corrections import build_corrections_view
from bulletin.views.pages.documents import list_document_addresses, plan_documents, plan_register_pages
from bulletin.views.pages.front import build_front_view, build_latest_fragment_view
from bulletin.views.pages.listings import build_latest_view, list_listing_addresses, plan_listing_pages
from bulletin.views.pages.offline import build_offline_fragment_view, build_offline_view
from bulletin.views.pages.redirects import plan_ad_click_pages, plan_alias_redirects
from bulletin.views.pages.site_map import build_site_map_view


def plan_output_files(
    context: SiteContext, active_campaigns: Mapping[str, Campaign | None], content: Path
) -> Iterator[OutputFile | OutputGroup]:
    """Yield all output files of templates, alone or in groups.

    The articles of a month are a group. So are the numbered pages of a listing, and the documents of a month.

    Args:
        context: The site context.
        active_campaigns: The active campaign of each ad slot, or None.
        content: The folder ``content/``, where sizes of attachments are read.

    """
    archive, fingerprints = context.archive, PageFingerprints(context)
    for month in archive.months:
        yield OutputGroup(
            "articles/{}/{}".format(*month),
            fingerprints.fingerprint_month_articles(month),
            partial(_plan_month_articles, month, context, fingerprints, content),
        )
    yield from (_plan_article(article, None, context, content) for article in archive.hidden_articles)
    for page in (*archive.pages, *archive.hidden_pages):
        yield OutputFile(
            urls.convert_address_to_path(page.address),
            "page",
            partial(build_page_view, page, context, content),
            fingerprints.fingerprint_page(page),
            source=page.source,
            input_labels=PAGE_INPUT_LABELS,
        )
    yield from plan_listing_pages(context, fingerprints)
    yield from plan_register_pages(context, fingerprints)
    yield from plan_documents(context, fingerprints, content)
    months = list(archive.months)
    for index, key in enumerate(months):
        adjacent_months = months[max(0, index - 1) : index + 2]
        yield OutputFile(
            urls.convert_address_to_path(urls.get_month_address(*key)), "month", partial(build_month_view, key, context),
            fingerprints.fingerprint_list(
                archive.months[key].articles, repr((adjacent_months, find_adjacent_days(key, context))).encode()
            ),
            input_labels=LISTING_INPUT_LABELS,
        )  # fmt: skip
    yield from plan_alias_redirects(context, fingerprints)
    yield from plan_feeds(context, fingerprints, content)
    yield from plan_same_number_feeds(context, fingerprints, content)
    yield from plan_monthly_sitemaps(context, fingerprints)
    yield from plan_ad_click_pages(active_campaigns, context)
    for address, withdrawal in context.withdrawal_notices.items():
        yield OutputFile(
            urls.convert_address_to_path(address),
            "not_found",
            partial(build_withdrawal_notice_view, address, withdrawal, context),
        )
    yield from plan_nginx_maps(context)
    yield from _plan_built_in_pages(context)
    built_in_addresses = (
        urls.HOME_ADDRESS,
        urls.LATEST_ADDRESS,
        urls.ARCHIVE_ADDRESS,
        urls.SEARCH_ADDRESS,
        urls.SITE_MAP_ADDRESS,
        urls.CORRECTIONS_ADDRESS,
        *(page.address for page in archive.pages),
    )
    listing_addresses = (
        *list_listing_addresses(context),
        *list_document_addresses(context),
        *(urls.get_month_address(*key) for key in months),
    )
    yield OutputFile(
        urls.convert_address_to_path(urls.PAGES_SITEMAP_ADDRESS),
        "sitemap",
        lambda: build_sitemap_view(context, (*built_in_addresses, *listing_addresses)),
    )


def _plan_month_articles(
    month: YearMonth, context: SiteContext, fingerprints: PageFingerprints, content: Path
) -> Iterator[OutputFile]:
    """Yield the pages of the articles of a month."""
    inputs_by_source = fingerprints.fingerprint_articles(month)
    for article in context.archive.months[month].articles:
        yield _plan_article(article, inputs_by_source[article.source], context, content)


def _plan_article(
    article: Article, inputs: tuple[bytes, ...] | None, context: SiteContext, content: Path
) -> OutputFile:
    return OutputFile(
        urls.convert_address_to_path(article.address),
        "article",
        partial(build_article_view, article, context, content),
        inputs,
        source=article.source,
        input_labels=ARTICLE_INPUT_LABELS,
    )


def _plan_built_in_pages(context: SiteContext) -> Iterator[OutputFile]:
    """Yield the built-in pages. The renderer compares their view models."""
    pages: tuple[tuple[str, str, Any], ...] = (
        (urls.HOME_ADDRESS, "front", build_front_view),
        (urls.LATEST_ADDRESS, "listing", build_latest_view),
        (urls.ARCHIVE_ADDRESS, "archive", build_archive_view),
        (urls.SEARCH_ADDRESS, "search", build_search_view),
        (urls.SITE_MAP_ADDRESS, "site_map", build_site_map_view),
        (urls.CORRECTIONS_ADDRESS, "corrections", build_corrections_view),
        (urls.OFFLINE_ADDRESS, "offline", build_offline_view),
        (urls.OFFLINE_FRAGMENT_ADDRESS, "offline_fragment", build_offline_fragment_view),
        (urls.NOT_FOUND_ADDRESS, "not_found", build_not_found_view),
        (urls.LATEST_FRAGMENT_ADDRESS, "latest_fragment", build_latest_fragment_view),
        (urls.SITEMAP_ADDRESS, "sitemap_index", build_sitemap_index_view),
        (urls.ROBOTS_ADDRESS, "robots", build_robots_view),
    )
    if context.archive.all_articles.articles:
        pages += ((urls.NEWS_SITEMAP_ADDRESS, "sitemap_news", build_news_sitemap_view),)
    for address, template, build_view in pages:
        yield OutputFile(urls.convert_address_to_path(address), template, partial(build_view, context))
