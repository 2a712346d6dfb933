"""The library of all content items."""

from typing import NamedTuple

from bulletin.content.documents.official_documents import OfficialDocument
from bulletin.content.models import Article, Page
from bulletin.content.site_lists.sections import Sections
from bulletin.content.site_lists.withdrawals import NO_WITHDRAWALS, Withdrawals


class Library(NamedTuple):
    """All content items of a content folder, of any status."""

    articles: tuple[Article, ...]
    pages: tuple[Page, ...]
    sections: Sections
    unreadable_sources: frozenset[str] = frozenset()
    """Files that did not become a content item, as paths from content/."""
    withdrawals: Withdrawals = NO_WITHDRAWALS
    """An item at a withdrawn address is in ``articles`` or ``pages`` too."""
    most_read: tuple[str, ...] = ()
    """Addresses of the most read articles. Some may have left the site."""
    documents: tuple[OfficialDocument, ...] = ()
    """The files of content/documents/."""

    @property
    def content_items(self) -> tuple[Article | Page, ...]:
        """Articles, then pages."""
        return (*self.articles, *self.pages)

    @property
    def active_articles(self) -> tuple[Article, ...]:
        """Articles whose addresses are not withdrawn."""
        return (
            tuple(self.withdrawals.exclude_withdrawn(self.articles))
            if self.withdrawals.entries
            else self.articles
        )

    @property
    def active_pages(self) -> tuple[Page, ...]:
        """Pages whose addresses are not withdrawn."""
        return (
            tuple(self.withdrawals.exclude_withdrawn(self.pages)) if self.withdrawals.entries else self.pages
        )

    @property
    def items_drafts_first(self) -> list[Article | Page]:
        """All content items, drafts first.

        Reason: of two items with one address, the published one stays in a dictionary.
        """
        return sorted(self.content_items, key=lambda item: not item.is_draft)
