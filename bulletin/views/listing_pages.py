"""Listings: sections, topics, tags, authors, latest news."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from bulletin import urls
from bulletin.archive.article_list import PAGE, Shelf
from bulletin.content.models import Article
from bulletin.content.sections import Section
from bulletin.context.site_context import Edition
from bulletin.view_models.components import Link, Pager
from bulletin.view_models.output_file import Planned
from bulletin.view_models.pages import ListingView
from bulletin.views.components import section_link, teaser, trail
from bulletin.views.fingerprints import NEWS, Inputs
from bulletin.views.head import head

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
    shelf: Shelf
    address: str
    description: str
    breadcrumb: tuple[Link, ...]
    children: tuple[Link, ...] = ()
    section: str = ""
    feed: str = ""

    @property
    def words(self) -> tuple[object, ...]:
        """All that its pages print besides the news and the way on."""
        return (
            self.kind,
            self.shelf.name,
            self.address,
            self.description,
            self.breadcrumb,
            self.children,
            self.feed,
        )


def listing_pages(edition: Edition, inputs: Inputs) -> Iterator[tuple[str, Planned]]:
    """Yield address and plan of every page of every listing but the latest news."""
    for listing in _listings(edition):
        made_from = inputs.listing(listing.shelf, repr(listing.words).encode())
        for number in range(listing.shelf.full_pages + 1):
            address = urls.listing_page(listing.address, number)
            yield (
                address,
                Planned(
                    urls.output_path(address),
                    "listing",
                    partial(_view, listing, number, edition),
                    made_from(number, b"%d %d" % _ways(listing, number)),
                    names=NEWS,
                ),
            )


def latest_view(edition: Edition) -> ListingView:
    """Return the latest news: one page, which leads on to the archive."""
    shelf = edition.archive.everything
    newest = Shelf("Tin mới", shelf.slug, shelf.items[-2 * PAGE :])
    listing = _Listing(
        "latest", newest, urls.LATEST, _DESCRIPTIONS["latest"], trail(edition), feed=urls.SITE_FEED
    )
    pager = Pager(None, Link(edition.urls.link(urls.ARCHIVE), "Xem tiếp trong lưu trữ"), "")
    return _page(listing, newest.newest_first, pager, title="Tin mới", address=urls.LATEST, edition=edition)


def _listings(edition: Edition) -> Iterator[_Listing]:
    archive = edition.archive
    for section in archive.section_tree.by_slug.values():
        yield _section(section, edition)
    kinds = (
        ("topic", archive.topics, urls.TOPICS),
        ("tag", archive.tags, urls.TAGS),
        ("author", archive.authors, urls.AUTHORS),
    )
    for kind, shelves, taxonomy in kinds:
        for slug, shelf in shelves.items():
            text = _DESCRIPTIONS[kind].format(shelf.name)
            yield _Listing(kind, shelf, taxonomy.address_of(slug), text, trail(edition))


def _section(section: Section, edition: Edition) -> _Listing:
    above = edition.archive.section_tree.line_of(section.slug)[:-1]
    return _Listing(
        "section",
        edition.archive.sections[section.slug],
        urls.section_address(section.slug),
        section.description,
        trail(edition, *(section_link(one.slug, edition) for one in above)),
        tuple(section_link(child.slug, edition) for child in section.children),
        section.slug,
        urls.section_feed(section.slug),
    )


def _view(listing: _Listing, number: int, edition: Edition) -> ListingView:
    title = f"{listing.shelf.name} – trang {number}" if number else listing.shelf.name
    address = urls.listing_page(listing.address, number)
    articles, pager = listing.shelf.page(number), _pager(listing, number, edition)
    return _page(listing, articles, pager, title=title, address=address, edition=edition)


def _page(
    listing: _Listing,
    articles: tuple[Article, ...],
    pager: Pager,
    *,
    title: str,
    address: str,
    edition: Edition,
) -> ListingView:
    feed = listing.feed or urls.SITE_FEED
    return ListingView(
        site=edition.site,
        head=head(
            edition, address, title, listing.description, breadcrumb=listing.breadcrumb,
            feed=feed, feed_title=listing.shelf.name if listing.section else "",
        ),
        breadcrumb=listing.breadcrumb,
        kind=listing.kind,
        eyebrow=_EYEBROWS[listing.kind],
        title=listing.shelf.name,
        description=listing.description,
        children=listing.children,
        items=tuple(teaser(one, edition, section=one.section != listing.section) for one in articles),
        pager=pager,
        empty="Chuyên mục chưa có tin, bài." if listing.section else "Chưa có tin, bài.",
        feed=Link(edition.urls.link(f"{listing.feed}.atom.xml"), f"Nguồn tin: {listing.shelf.name}") if listing.feed else None,
        sidebar=edition.slots["sidebar"],
        in_list=edition.slots["in-list"],
    )  # fmt: skip


def _pager(listing: _Listing, number: int, edition: Edition) -> Pager:
    """Return the way on. A numbered page does not say of how many: it would change with each new one."""
    newer, older = _ways(listing, number)
    return Pager(
        Link(edition.urls.link(urls.listing_page(listing.address, newer)), "Tin mới hơn") if number else None,
        Link(edition.urls.link(urls.listing_page(listing.address, older)), "Tin cũ hơn") if older else None,
        f"Trang {number}" if number else "",
    )


def _ways(listing: _Listing, number: int) -> tuple[int, int]:
    """Return the numbers of the next newer and the next older page; 0 is the front, or none."""
    last = listing.shelf.full_pages
    return 0 if number == last else number + 1, number - 1 if number else last
