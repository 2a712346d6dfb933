"""The library of all content items."""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from bulletin.content.addresses import (
    collect_addresses,
    collect_day_anchors,
    get_alias_addresses,
    normalize_source,
)
from bulletin.content.ambiguous_names import find_ambiguous_names
from bulletin.content.models import Article, Page
from bulletin.content.problems import Problem, ProblemText
from bulletin.content.request_aliases import find_request_key, get_request_key
from bulletin.content.sections import Sections
from bulletin.content.web_addresses import find_address_fault, repair_web_address
from bulletin.content.withdrawals import NO_WITHDRAWALS, WITHDRAWALS_FILE, Withdrawals
from bulletin.text.formatting import format_date
from bulletin.text.suggestions import ClosestMatchIndex, suggest_correction
from bulletin.urls import find_page_address, get_listing_address, is_reserved_address, parse_internal_link


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
