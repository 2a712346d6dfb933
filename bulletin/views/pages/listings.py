"""Views of listings: sections, topics, tags, authors, latest news."""

from collections.abc import Iterator
from functools import partial
from sys import intern
from typing import NamedTuple

from bulletin import urls
from bulletin.archive.article_list import ArticleList, get_adjacent_pages
from bulletin.content.models import Article
from bulletin.content.site_lists.sections import Section
from bulletin.context.site_context import SiteContext
from bulletin.view_models.components import Link, Pager
from bulletin.view_models.output_file import OutputFile, OutputGroup
from bulletin.view_models.pages import ListingView
from bulletin.views.fingerprints import LISTING_INPUT_LABELS, ListingFingerprints, PageFingerprints
from bulletin.views.parts.components import build_breadcrumb, build_section_link, build_teaser
from bulletin.views.parts.head import build_head

_EYEBROWS = {
    "section": "Chuyên mục",
    "topic": "Dòng sự kiện",
    "tag": "Chủ đề",
    "author": "Tác giả",
    "latest": "",
}
_DESCRIPTIONS = {
    "topic": "Các tin, bài theo dòng sự kiện “{}”.",
    "tag": "Các tin, bài về chủ đề “{}”.",
    "author": "Các tin, bài của tác giả {}.",
    "latest": "Tin, bài mới nhất của các chuyên mục.",
}

LATEST_PAGE_SIZE = 25
"""Articles in the latest news.

Reason: the first ten packets of a connection, 14.6 kB, cannot hold the HTML of forty.
"""


class _Listing(NamedTuple):
    kind: str
    article_list: ArticleList
    address: str
    description: str
    breadcrumb: tuple[Link, ...]
    children: tuple[Link, ...] = ()
    section: str = ""
    feed: str = ""

    @property
    def static_parts(self) -> tuple[object, ...]:
        """All that its pages print besides the articles and the pager."""
        return (
            self.kind,
            self.article_list.name,
            self.address,
            self.description,
            self.breadcrumb,
            self.children,
            self.feed,
        )


def plan_listing_pages(context: SiteContext, inputs: PageFingerprints) -> Iterator[OutputFile | OutputGroup]:
    """Yield the first page of each listing, and a group of its numbered pages.

    The latest news are left out.
    """
    for listing in _create_listings(context):
        fingerprints = inputs.create_listing_fingerprints(
            listing.article_list, repr(listing.static_parts).encode()
        )
        plan_page = partial(_plan_page, listing, fingerprints, context)
        yield plan_page(0)
        if count := listing.article_list.full_page_count:
            yield OutputGroup(
                f"listing{listing.address}",
                fingerprints.fingerprint_numbered_pages(),
                partial(map, plan_page, range(1, count + 1)),
            )


def list_listing_addresses(context: SiteContext) -> Iterator[str]:
    """Yield the addresses of all pages that ``plan_listing_pages`` plans."""
    for listing in _create_listings(context):
        for number in range(listing.article_list.full_page_count + 1):
            yield urls.get_listing_page_address(listing.address, number)


def _plan_page(
    listing: _Listing, fingerprints: ListingFingerprints, context: SiteContext, number: int
) -> OutputFile:
    return OutputFile(
        urls.convert_address_to_path(urls.get_listing_page_address(listing.address, number)),
        "listing",
        partial(_build_view, listing, number, context),
        fingerprints.fingerprint_page(number, _describe_page(listing, number)),
        input_labels=LISTING_INPUT_LABELS,
    )


def build_latest_view(context: SiteContext) -> ListingView:
    """Return the latest news, one page with a link to the archive."""
    article_list = context.archive.all_articles
    newest = ArticleList("Tin mới", article_list.slug, article_list.articles[-LATEST_PAGE_SIZE:])
    listing = _Listing(
        "latest",
        newest,
        urls.LATEST_ADDRESS,
        _DESCRIPTIONS["latest"],
        build_breadcrumb(context),
        feed=urls.SITE_FEED_STEM,
    )
    pager = Pager(None, Link(context.urls.build_link(urls.ARCHIVE_ADDRESS), "Xem tiếp trong lưu trữ"), "")
    return _build_listing_view(
        listing, newest.newest_first, pager, title="Tin mới", address=urls.LATEST_ADDRESS, context=context
    )


def _create_listings(context: SiteContext) -> Iterator[_Listing]:
    archive = context.archive
    for section in archive.section_tree.by_slug.values():
        yield _create_section_listing(section, context)
    taxonomies = (
        ("topic", archive.topics, urls.TOPIC_TAXONOMY),
        ("tag", archive.tags, urls.TAG_TAXONOMY),
        ("author", archive.authors, urls.AUTHOR_TAXONOMY),
    )
    for kind, article_lists, taxonomy in taxonomies:
        for slug, article_list in article_lists.items():
            description = _DESCRIPTIONS[kind].format(article_list.name)
            yield _Listing(
                kind, article_list, taxonomy.get_address(slug), description, build_breadcrumb(context)
            )


def _create_section_listing(section: Section, context: SiteContext) -> _Listing:
    parents = context.archive.section_tree.get_section_path(section.slug)[:-1]
    return _Listing(
        "section",
        context.archive.sections[section.slug],
        urls.get_section_address(section.slug),
        section.description,
        build_breadcrumb(context, *(build_section_link(parent.slug, context) for parent in parents)),
        tuple(build_section_link(child.slug, context) for child in section.children),
        section.slug,
        urls.get_section_feed_stem(section.slug),
    )


def _build_view(listing: _Listing, number: int, context: SiteContext) -> ListingView:
    title = f"{listing.article_list.name} – trang {number}" if number else listing.article_list.name
    address = urls.get_listing_page_address(listing.address, number)
    articles, pager = listing.article_list.get_page_articles(number), _build_pager(listing, number, context)
    return _build_listing_view(
        listing, articles, pager, title=title, address=address, context=context,
        years=() if number else _build_year_links(listing, context),
        has_first=listing.kind == "topic" and _is_oldest_page(listing, number),
    )  # fmt: skip


def _describe_page(listing: _Listing, number: int) -> bytes:
    """Return what a page prints of the rest of its listing."""
    years = () if number else tuple(_find_year_targets(listing))
    return repr((get_adjacent_pages(len(listing.article_list.articles), number), years)).encode()


def _is_oldest_page(listing: _Listing, number: int) -> bool:
    return number == min(1, listing.article_list.full_page_count)


def _find_year_targets(listing: _Listing) -> Iterator[tuple[int, int, bool]]:
    """Yield each year, the number of its page, and if that page has an anchor."""
    for year, number in listing.article_list.find_years():
        start, end = listing.article_list.get_page_bounds(number)
        articles = listing.article_list.articles
        yield year, number, articles[start].date.year != articles[end - 1].date.year


def _build_year_links(listing: _Listing, context: SiteContext) -> tuple[Link, ...]:
    """Return links to the years of a listing, or nothing if it has only one."""
    links = [
        Link(
            context.urls.build_link(urls.get_listing_page_address(listing.address, number))
            + (f"#nam-{year}" if has_anchor else ""),
            str(year),
        )
        for year, number, has_anchor in _find_year_targets(listing)
    ]
    return tuple(links) if len(links) > 1 else ()


def _mark_years(articles: tuple[Article, ...]) -> tuple[str, ...]:
    """Return the year of each article that begins one of several years."""
    years = [article.date.year for article in articles]
    if len(set(years)) < 2:  # several years
        return ("",) * len(years)
    return tuple(
        "" if number and year == years[number - 1] else str(year) for number, year in enumerate(years)
    )


def _build_listing_view(
    listing: _Listing,
    articles: tuple[Article, ...],
    pager: Pager,
    *,
    title: str,
    address: str,
    context: SiteContext,
    years: tuple[Link, ...] = (),
    has_first: bool = False,
) -> ListingView:
    feed = listing.feed or urls.SITE_FEED_STEM
    return ListingView(
        site=context.site_frame,
        head=build_head(
            context, address, title, listing.description, breadcrumb=listing.breadcrumb,
            kind="" if listing.section else _EYEBROWS[listing.kind],
            feed=feed, feed_title=listing.article_list.name if listing.section else "",
        ),
        breadcrumb=listing.breadcrumb,
        url=intern(context.urls.build_link(listing.address)),  # the menu is cached by identity
        kind=listing.kind,
        eyebrow=_EYEBROWS[listing.kind],
        title=listing.article_list.name,
        description=listing.description,
        children=listing.children,
        items=tuple(build_teaser(article, context, section=article.section != listing.section) for article in articles),
        year_marks=_mark_years(articles) if listing.kind != "latest" else ("",) * len(articles),
        years=years,
        has_first=has_first,
        pager=pager,
        empty_message="Chuyên mục chưa có tin, bài." if listing.section else "Chưa có tin, bài.",
        feed=Link(context.urls.build_link(f"{listing.feed}.atom.xml"), f"Nguồn tin: {listing.article_list.name}")
        if listing.feed else None,
        sidebar=context.slots["sidebar"],
        in_list=context.slots["in-list"],
    )  # fmt: skip


def _build_pager(listing: _Listing, number: int, context: SiteContext) -> Pager:
    """Return the pager, without the number of pages.

    Reason: a new page would change all pages otherwise.
    """
    newer, older = get_adjacent_pages(len(listing.article_list.articles), number)
    return Pager(
        Link(context.urls.build_link(urls.get_listing_page_address(listing.address, newer)), "Tin mới hơn")
        if number
        else None,
        Link(context.urls.build_link(urls.get_listing_page_address(listing.address, older)), "Tin cũ hơn")
        if older
        else None,
        f"Trang {number}" if number else "",
    )
