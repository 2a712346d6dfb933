"""The site context and its per-build cache."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar, TypeVarTuple

from bulletin.archive.archive import Archive
from bulletin.content.models import Article, Page, ParsedBody
from bulletin.content.site_lists.withdrawals import NO_WITHDRAWALS, Withdrawal, Withdrawals
from bulletin.context.addresses import PageAnchors, PublishedAddresses
from bulletin.context.settings import SiteSettings
from bulletin.related.settings import RelatedSettings
from bulletin.urls import UrlBuilder
from bulletin.view_models.components import AdSlotView, ResponsiveImage, SiteFrame, Teaser

_Key = TypeVarTuple("_Key")
_Component = TypeVar("_Component")
ImageBuilder = Callable[[str, str], ResponsiveImage]
"""Makes a responsive image from a path below ``content/`` and an alternative text."""

CardBuilder = Callable[[Article], ResponsiveImage | None]
"""Makes the share card of an article, or nothing if it has none."""


@dataclass(frozen=True, slots=True)
class SiteContext:
    """All data that the views of one build are made from, read-only."""

    archive: Archive
    urls: UrlBuilder
    settings: SiteSettings
    related_settings: RelatedSettings
    site_frame: SiteFrame
    slots: Mapping[str, AdSlotView]
    build_image: ImageBuilder
    load_html: Callable[[ParsedBody], str]
    """Loads the HTML of a body, which the content store keeps apart from the items."""
    addresses: PublishedAddresses
    """The addresses of all pages."""
    anchors: PageAnchors
    """The anchors in all pages."""
    items_by_source: Mapping[str, Article | Page]
    """Published content items by source."""
    share_image_url: str
    """Address of the image for pages without a cover."""
    fingerprints: Mapping[str, bytes]
    """Digests of the items and the files that they refer to, by source."""
    build_share_card: CardBuilder | None = None
    """Makes the share card of an article; None if the site has no cards."""
    share_card_style: str = ""
    """Digest of what all share cards show."""
    withdrawals: Withdrawals = NO_WITHDRAWALS
    """The withdrawal list."""
    has_search_index: bool = True
    """True if the build makes a search index. A site may leave its plugin out."""
    most_read: tuple[str, ...] = ()
    """Addresses of the most read articles. Some may have left the site."""
    teaser_cache: dict[tuple[str, bool, bool], Teaser] = field(
        default_factory=dict, repr=False, compare=False
    )
    """The last teasers. Reason: one article stands in a dozen listings."""
    component_cache: dict[tuple[object, ...], Any] = field(default_factory=dict, repr=False, compare=False)
    """Results of ``cache_per_build``. Reason: one link stands on a thousand pages."""

    @property
    def withdrawal_notices(self) -> dict[str, Withdrawal]:
        """Withdrawals by address, for addresses without a page.

        A withdrawn listing may have a page again.
        """
        withdrawals = self.withdrawals.by_address
        return {
            address: withdrawal
            for address, withdrawal in withdrawals.items()
            if address not in self.addresses
        }


def cache_per_build(
    make: Callable[[*_Key, SiteContext], _Component],
) -> Callable[[*_Key, SiteContext], _Component]:
    """Cache the results of ``make`` in its last argument, the site context.

    The other arguments are the key of the cache.
    """

    @wraps(make)
    def make_once(*arguments: *tuple[*_Key, SiteContext]) -> _Component:
        *key_arguments, context = arguments
        key = (make, *key_arguments)
        if key not in context.component_cache:
            context.component_cache[key] = make(*arguments)
        component: _Component = context.component_cache[key]
        return component

    return make_once
