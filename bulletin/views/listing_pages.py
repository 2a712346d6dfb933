"""Listings: sections, topics, tags, authors, latest news."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from bulletin import urls
from bulletin.archive.article_list import LISTING_PAGE_SIZE, ArticleList
from bulletin.content.models import Article
from bulletin.content.sections import Section
from bulletin.context.site_context import SiteContext
from bulletin.view_models.components import Link, Pager
from bulletin.view_models.output_file import OutputFile
from bulletin.view_models.pages import ListingView
from bulletin.views.components import build_breadcrumb, build_section_link, build_teaser
from bulletin.views.fingerprints import LISTING_INPUT_LABELS, PageFingerprints
from bulletin.views.head import build_head

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
        """All that its pages print besides the news and the way on."""
        return (
            self.kind,
            self.article_list.name,
            self.address,
            self.description,
            self.breadcrumb,
            self.children,
            self.feed,
        )


def plan_listing_pages(edition: SiteContext, inputs: PageFingerprints) -> Iterator[tuple[str, OutputFile]]:
    """Yield address and plan of every page of every listing but the latest news."""
    for listing in _listings(edition):
        made_from = inputs.create_listing_fingerprinter(
            listing.article_list, repr(listing.static_parts).encode()
        )
        for number in range(listing.article_list.full_page_count + 1):
            address = urls.get_listing_page_address(listing.address, number)
            yield (
                address,
                OutputFile(
                    urls.convert_address_to_path(address),
                    "listing",
                    partial(_view, listing, number, edition),
                    made_from(number, b"%d %d" % _get_adjacent_page_numbers(listing, number)),
                    input_labels=LISTING_INPUT_LABELS,
                ),
            )


def build_latest_view(edition: SiteContext) -> ListingView:
    """Return the latest news: one page, which leads on to the archive."""
    shelf = edition.archive.all_articles
    newest = ArticleList("Tin mới", shelf.slug, shelf.articles[-2 * LISTING_PAGE_SIZE :])
    listing = _Listing(
        "latest",
        newest,
        urls.LATEST_ADDRESS,
        _DESCRIPTIONS["latest"],
        build_breadcrumb(edition),
        feed=urls.SITE_FEED_STEM,
    )
    pager = Pager(None, Link(edition.urls.build_link(urls.ARCHIVE_ADDRESS), "Xem tiếp trong lưu trữ"), "")
    return _page(
        listing, newest.newest_first, pager, title="Tin mới", address=urls.LATEST_ADDRESS, edition=edition
    )


def _listings(edition: SiteContext) -> Iterator[_Listing]:
    archive = edition.archive
    for section in archive.section_tree.by_slug.values():
        yield _section(section, edition)
    kinds = (
        ("topic", archive.topics, urls.TOPIC_TAXONOMY),
        ("tag", archive.tags, urls.TAG_TAXONOMY),
        ("author", archive.authors, urls.AUTHOR_TAXONOMY),
    )
    for kind, shelves, taxonomy in kinds:
        for slug, shelf in shelves.items():
            text = _DESCRIPTIONS[kind].format(shelf.name)
            yield _Listing(kind, shelf, taxonomy.get_address(slug), text, build_breadcrumb(edition))


def _section(section: Section, edition: SiteContext) -> _Listing:
    above = edition.archive.section_tree.get_section_path(section.slug)[:-1]
    return _Listing(
        "section",
        edition.archive.sections[section.slug],
        urls.get_section_address(section.slug),
        section.description,
        build_breadcrumb(edition, *(build_section_link(one.slug, edition) for one in above)),
        tuple(build_section_link(child.slug, edition) for child in section.children),
        section.slug,
        urls.get_section_feed_stem(section.slug),
    )


def _view(listing: _Listing, number: int, edition: SiteContext) -> ListingView:
    title = f"{listing.article_list.name} – trang {number}" if number else listing.article_list.name
    address = urls.get_listing_page_address(listing.address, number)
    articles, pager = listing.article_list.get_page_articles(number), _pager(listing, number, edition)
    return _page(listing, articles, pager, title=title, address=address, edition=edition)


def _page(
    listing: _Listing,
    articles: tuple[Article, ...],
    pager: Pager,
    *,
    title: str,
    address: str,
    edition: SiteContext,
) -> ListingView:
    feed = listing.feed or urls.SITE_FEED_STEM
    return ListingView(
        site=edition.site_frame,
        head=build_head(
            edition, address, title, listing.description, breadcrumb=listing.breadcrumb,
            feed=feed, feed_title=listing.article_list.name if listing.section else "",
        ),
        breadcrumb=listing.breadcrumb,
        kind=listing.kind,
        eyebrow=_EYEBROWS[listing.kind],
        title=listing.article_list.name,
        description=listing.description,
        children=listing.children,
        items=tuple(build_teaser(one, edition, section=one.section != listing.section) for one in articles),
        pager=pager,
        empty_message="Chuyên mục chưa có tin, bài." if listing.section else "Chưa có tin, bài.",
        feed=Link(edition.urls.build_link(f"{listing.feed}.atom.xml"), f"Nguồn tin: {listing.article_list.name}") if listing.feed else None,
        sidebar=edition.slots["sidebar"],
        in_list=edition.slots["in-list"],
    )  # fmt: skip


def _pager(listing: _Listing, number: int, edition: SiteContext) -> Pager:
    """Return the way on. A numbered page does not say of how many: it would change with each new one."""
    newer, older = _get_adjacent_page_numbers(listing, number)
    return Pager(
        Link(edition.urls.build_link(urls.get_listing_page_address(listing.address, newer)), "Tin mới hơn")
        if number
        else None,
        Link(edition.urls.build_link(urls.get_listing_page_address(listing.address, older)), "Tin cũ hơn")
        if older
        else None,
        f"Trang {number}" if number else "",
    )


def _get_adjacent_page_numbers(listing: _Listing, number: int) -> tuple[int, int]:
    """Return the numbers of the next newer and the next older page; 0 is the front, or none."""
    last = listing.article_list.full_page_count
    return 0 if number == last else number + 1, number - 1 if number else last
