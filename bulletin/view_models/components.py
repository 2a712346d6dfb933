"""Parts that several kinds of page print.

Every value is ready to print: addresses are complete (they carry the base path of the
site), dates are written as readers say them, numbers are formatted. A template holds no
rule. Text is plain ``str`` and is escaped by Jinja; trusted HTML is ``Markup``.
"""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from msgspec import Struct


class Link(Struct, frozen=True, gc=False):
    """A link: breadcrumb, tag, menu entry, download."""

    url: str
    label: str


class DisplayDate(Struct, frozen=True, gc=False):
    """A moment, for people and for machines."""

    text: str
    """As readers say it: ``Thứ Hai, 23/11/2026`` in full, ``23/11/2026`` in lists."""
    iso: str
    """For ``<time datetime>``: ``2026-11-23T07:30:00+07:00``, or a date alone."""


class ResponsiveImage(Struct, frozen=True, gc=False):
    """A picture in all the sizes that a browser may choose from.

    ``sizes`` is not here: how wide a picture stands is the theme's business.
    """

    src: str
    """The fallback, in the original format."""
    width: int
    """Width in pixels of the largest size, after orientation."""
    height: int
    alt: str
    srcset: str
    """Original format: ``/a-320.jpg 320w, /a-640.jpg 640w``."""
    webp: str
    """The same in WebP."""


class EmbeddedVideo(Struct, frozen=True, gc=False):
    """A film of another host, which is loaded when the reader asks for it."""

    player: str
    """What the frame shows."""
    address: str
    """Where it is watched without a frame: for feeds, for paper."""
    title: str
    host: str
    """Whose it is, as readers know it: ``YouTube``."""


class Teaser(Struct, frozen=True, gc=False):
    """One article as it stands in a listing; the same anatomy everywhere."""

    url: str
    title: str
    date: DisplayDate
    summary: str
    section: Link | None
    """None where the listing is that section itself."""
    picture: ResponsiveImage | None
    """The cover, or None: a teaser without a picture is designed too."""


class AdSlotView(Struct, frozen=True, gc=False):
    """A place for advertising. It names the place, never the campaign in it."""

    name: str
    """``leaderboard``, ``sidebar``, ``in-list`` or ``footer``."""
    url: str
    """Where a click leads: ``/qc/<name>/``."""
    picture: str
    """``/qc/<name>.webp``"""
    width: int
    height: int
    phone_picture: str
    """``/qc/<name>-phone.webp``, for screens under 48em."""
    phone_width: int
    phone_height: int
    alt: str


class NavSection(Struct, frozen=True, gc=False):
    """A section in the menu with its sub-sections."""

    url: str
    label: str
    children: tuple[Link, ...] = ()


class FeedLink(Struct, frozen=True, gc=False):
    """A feed a page offers, for ``<link rel="alternate">``."""

    url: str
    title: str
    mime: str
    """``application/atom+xml`` or ``application/rss+xml``."""


class SiteFrame(Struct, frozen=True, gc=False):
    """What every page prints around its own content. Changes with settings, not with news."""

    name: str
    """Name of the bulletin, in the masthead."""
    organisation: str
    """Whose bulletin it is, a line above the name."""
    tagline: str
    home: str
    sections: tuple[NavSection, ...]
    pages: tuple[Link, ...]
    """Static pages, in the footer."""
    latest: str
    archive: str
    search: str
    feed: str
    contact: tuple[str, ...]
    """Lines of the imprint: address, telephone, who is responsible."""
    stylesheet: str
    """Address with a hash of the content in its name."""
    script: str
    search_script: str
    icon: str
    leaderboard: AdSlotView
    footer: AdSlotView
    latest_fragment: str
    """``/fragments/latest.html``, for server-side includes or a script."""


class PageHead(Struct, frozen=True, gc=False):
    """What machines read of a page."""

    title: str
    """For ``<title>``, with the name of the bulletin."""
    description: str
    canonical: str
    """Absolute."""
    og_type: str
    """Open Graph type: ``article`` or ``website``."""
    image: ResponsiveImage | None
    """For sharing; ``image_url`` is its absolute address."""
    image_url: str
    feeds: tuple[FeedLink, ...]
    json_ld: tuple[Mapping[str, Any], ...]
    """schema.org objects, printed with ``|tojson``."""
    is_indexable: bool = True
    """False asks search engines to leave the page out."""
    published: str = ""
    """ISO moments of an article, else empty."""
    modified: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()


class Pager(Struct, frozen=True, gc=False):
    """Where a listing goes on: page 1 is the oldest, the front the newest."""

    newer: Link | None
    older: Link | None
    position: str
    """``Trang 3`` on a numbered page, empty on the front."""


class AttachmentLink(Struct, frozen=True, gc=False):
    """A file to download."""

    url: str
    title: str
    kind: str
    """``PDF``, ``DOCX``."""
    size: str
    """``1,2 MB``"""


class CorrectionNote(Struct, frozen=True, gc=False):
    """What was wrong and is put right, with its date."""

    date: DisplayDate
    text: str


class RelatedGroup(Struct, frozen=True, gc=False):
    """One group of "Các tin khác"."""

    key: str
    """``newer``, ``older``, ``topic``; a class and an id for the theme."""
    title: str
    """``Tin mới hơn``, ``Tin cũ hơn``, ``Cùng dòng sự kiện``."""
    more: Link | None
    items: tuple[Teaser, ...]


BodyParts = tuple[Markup | ResponsiveImage | EmbeddedVideo, ...]
"""A text cut at its pictures and films: HTML fragments (not always balanced) and these, in order."""
