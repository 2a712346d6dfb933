"""An edition: all that the view models of one build are made from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar, TypeVarTuple

from bulletin.archive.archive import Archive
from bulletin.content.models import Article, Page, ParsedBody
from bulletin.content.withdrawals import NO_WITHDRAWALS, Withdrawal, Withdrawals
from bulletin.context.addresses import PageAnchors, PublishedAddresses
from bulletin.context.settings import SiteSettings
from bulletin.related.settings import RelatedSettings
from bulletin.urls import UrlBuilder
from bulletin.view_models.components import AdSlotView, ResponsiveImage, SiteFrame, Teaser

_Before = TypeVarTuple("_Before")
_Part = TypeVar("_Part")
ImageBuilder = Callable[[str, str], ResponsiveImage]
"""Given a path from content/ and an alternative text, the picture in all its sizes."""


@dataclass(frozen=True, slots=True)
class SiteContext:
    """One state of the bulletin, read-only."""

    archive: Archive
    urls: UrlBuilder
    settings: SiteSettings
    related_settings: RelatedSettings
    site_frame: SiteFrame
    slots: Mapping[str, AdSlotView]
    build_image: ImageBuilder
    load_html: Callable[[ParsedBody], str]
    """The HTML of a text; the engine keeps it apart from the records."""
    addresses: PublishedAddresses
    """Every address that this edition has a page at."""
    anchors: PageAnchors
    """Places in published pages that links may name."""
    items_by_source: Mapping[str, Article | Page]
    """Published records by their path from content/."""
    shard_names: tuple[str, ...]
    """What the search has a bundle of each, newest first (bulletin/archive/search_shards.py)."""
    share_image_url: str
    """Address of the picture that stands for pages without one."""
    fingerprints: Mapping[str, bytes]
    """By source: a digest of all that a record says and of the files that it names."""
    withdrawals: Withdrawals = NO_WITHDRAWALS
    """What was taken down."""
    teaser_cache: dict[tuple[str, bool, bool], Teaser] = field(
        default_factory=dict, repr=False, compare=False
    )
    """The last teasers made: one article stands in a dozen listings."""
    component_cache: dict[tuple[object, ...], Any] = field(default_factory=dict, repr=False, compare=False)
    """Other parts made so far (see ``cache_per_build``): one link stands on a thousand pages."""

    @property
    def withdrawal_notices(self) -> dict[str, Withdrawal]:
        """Addresses that have a notice, each with the act: a listing that was let go may have come back."""
        taken = self.withdrawals.by_address
        return {address: act for address, act in taken.items() if address not in self.addresses}


def cache_per_build(
    make: Callable[[*_Before, SiteContext], _Part],
) -> Callable[[*_Before, SiteContext], _Part]:
    """Let ``make``, whose last argument is the edition, make a part once for the same arguments before it."""

    @wraps(make)
    def found(*arguments: *tuple[*_Before, SiteContext]) -> _Part:
        *before, edition = arguments
        key = (make, *before)
        if key not in edition.component_cache:
            edition.component_cache[key] = make(*arguments)
        part: _Part = edition.component_cache[key]
        return part

    return found
