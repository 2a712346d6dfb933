"""An edition: all that the view models of one build are made from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar, TypeVarTuple

from bulletin.archive.archive import Archive
from bulletin.content.models import Article, Page, Text
from bulletin.content.withdrawals import NONE, Withdrawal, Withdrawals
from bulletin.context.addresses import Places, Published
from bulletin.context.settings import BulletinSettings
from bulletin.related.settings import NeighboursSettings
from bulletin.urls import Urls
from bulletin.view_models.components import Picture, Site, Slot, Teaser

_Before = TypeVarTuple("_Before")
_Part = TypeVar("_Part")
PictureMaker = Callable[[str, str], Picture]
"""Given a path from content/ and an alternative text, the picture in all its sizes."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One state of the bulletin, read-only."""

    archive: Archive
    urls: Urls
    settings: BulletinSettings
    neighbours: NeighboursSettings
    site: Site
    slots: Mapping[str, Slot]
    picture: PictureMaker
    html: Callable[[Text], str]
    """The HTML of a text; the engine keeps it apart from the records."""
    published: Published
    """Every address that this edition has a page at."""
    places: Places
    """Places in published pages that links may name."""
    by_source: Mapping[str, Article | Page]
    """Published records by their path from content/."""
    volumes: tuple[str, ...]
    """What the search has a bundle of each, newest first (bulletin/archive/search_shards.py)."""
    share_picture: str
    """Address of the picture that stands for pages without one."""
    marks: Mapping[str, bytes]
    """By source: a digest of all that a record says and of the files that it names."""
    withdrawals: Withdrawals = NONE
    """What was taken down."""
    teasers: dict[tuple[str, bool, bool], Teaser] = field(default_factory=dict, repr=False, compare=False)
    """The last teasers made: one article stands in a dozen listings."""
    parts: dict[tuple[object, ...], Any] = field(default_factory=dict, repr=False, compare=False)
    """Other parts made so far (see ``shared``): one link stands on a thousand pages."""

    @property
    def notices(self) -> dict[str, Withdrawal]:
        """Addresses that have a notice, each with the act: a listing that was let go may have come back."""
        taken = self.withdrawals.addresses
        return {address: act for address, act in taken.items() if address not in self.published}


def shared(make: Callable[[*_Before, Edition], _Part]) -> Callable[[*_Before, Edition], _Part]:
    """Let ``make``, whose last argument is the edition, make a part once for the same arguments before it."""

    @wraps(make)
    def found(*arguments: *tuple[*_Before, Edition]) -> _Part:
        *before, edition = arguments
        key = (make, *before)
        if key not in edition.parts:
            edition.parts[key] = make(*arguments)
        part: _Part = edition.parts[key]
        return part

    return found
