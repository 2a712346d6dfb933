"""Components: parts that several kinds of page print.

Every value is ready to print. Addresses hold the base path of the site, and dates and numbers are formatted.
A template holds no rule. Text is plain ``str``, which Jinja escapes. Trusted HTML is ``Markup``.
"""

from collections.abc import Mapping
from typing import Any, Literal

from markupsafe import Markup
from msgspec import Struct


class Link(Struct, frozen=True, gc=False):
    """A link: breadcrumb, tag, menu entry, download."""

    url: str
    label: str


class LinkGroup(Struct, frozen=True, gc=False):
    """Links of one kind with a heading."""

    anchor: str
    title: str
    links: tuple[Link, ...]


class DisplayDate(Struct, frozen=True, gc=False):
    """A date for readers and for machines."""

    text: str
    """``Thứ Hai, 23/11/2026`` in full, ``23/11/2026`` in lists."""
    iso: str
    """For ``<time datetime>``: ``2026-11-23T07:30:00+07:00``, or a date alone."""


class ResponsiveImage(Struct, frozen=True, gc=False):
    """An image with all the variants that a browser may choose from.

    The attribute ``sizes`` is left to the theme, which decides the width of an image on the page.
    """

    src: str
    """The fallback, in the original format."""
    width: int
    """Width in pixels of the largest variant, after orientation."""
    height: int
    alt: str
    srcset: str
    """Original format: ``/a-320.jpg 320w, /a-640.jpg 640w``."""
    webp: str
    """The same in WebP."""
    place: Literal["", "figure", "gallery"] = ""
    """``figure`` for an image with a caption or a line of its own, which readers may enlarge; ``gallery`` in a row of them."""


class EmbeddedVideo(Struct, frozen=True, gc=False):
    """A video of another host, which a page loads after a click."""

    player: str
    """Address for the frame."""
    address: str
    """Address of the video's own page, for feeds and for paper."""
    title: str
    host: str
    """Name of the host: ``YouTube``."""


class AudioPlayer(Struct, frozen=True, gc=False):
    """An audio file of this site."""

    file: str
    """Address of the file."""
    title: str
    """Text of the link to the file, for browsers and feeds without a player."""


class Teaser(Struct, frozen=True, gc=False):
    """One article in a listing, with the same parts everywhere."""

    url: str
    title: str
    date: DisplayDate
    summary: str
    section: Link | None
    """None if the listing is the section itself."""
    picture: ResponsiveImage | None
    """The cover, or None."""
    ai_label: str = ""
    """Label of an article in which a machine made something, else empty."""


class AdSlotView(Struct, frozen=True, gc=False):
    """An ad slot. Its addresses name the slot and never the campaign in it."""

    name: str
    """``leaderboard``, ``sidebar``, ``in-list`` or ``footer``."""
    url: str
    """Target of a click: ``/vi-tri/<name>/``."""
    picture: str
    """``/vi-tri/<name>.webp``"""
    width: int
    height: int
    phone_picture: str
    """``/vi-tri/<name>-phone.webp``, for screens under 48em."""
    phone_width: int
    phone_height: int
    alt: str
    """The place. A script writes what is advertised there."""
    texts: str
    """Address of the fragment with the texts of the present advertisements."""


class NavSection(Struct, frozen=True, gc=False):
    """A section in the menu with its sub-sections."""

    url: str
    label: str
    children: tuple[Link, ...] = ()
    short_label: str = ""
    """Label in the row of the menu."""
    bar: str = ""
    """``all`` if every wide screen has room for it in that row, ``wide`` for the widest; else empty."""


class FeedLink(Struct, frozen=True, gc=False):
    """A feed of a page, for ``<link rel="alternate">``."""

    url: str
    title: str
    mime: str
    """``application/atom+xml`` or ``application/rss+xml``."""


class ImprintLine(Struct, frozen=True, gc=False):
    """A line of the imprint."""

    label: str
    """``Điện thoại``"""
    text: str
    url: str = ""
    """``tel:`` or ``mailto:``; empty for text without a link."""


class InlineStyle(Struct, frozen=True, gc=False):
    """Rules of a stylesheet that stand in the page itself."""

    css: Markup
    digest: str
    """Source of the Content-Security-Policy: ``sha256-…``."""


class SiteFrame(Struct, frozen=True, gc=False):
    """The parts that every page prints around its own content.

    They change with settings and sections, not with news.
    """

    name: str
    """Name of the site, in the masthead."""
    organisation: str
    """Name of the managing organisation, a line above the name of the site."""
    tagline: str
    home: str
    sections: tuple[NavSection, ...]
    pages: tuple[Link, ...]
    """Static pages, in the footer."""
    latest: str
    archive: str
    search: str
    corrections: str
    """``/dinh-chinh/``, all corrections of the site."""
    register: str
    """``/van-ban/``, or empty if no document has a page."""
    feed: str
    imprint: tuple[ImprintLine, ...]
    """Bodies, person responsible for content, address, telephone, e-mail."""
    stylesheet: str
    """Address with a digest of the content in its name."""
    script: str
    search_script: str
    icon: str
    leaderboard: AdSlotView
    footer: AdSlotView
    latest_fragment: str
    """``/fragments/latest.html``, for a script. Empty if the site has fewer than two articles."""
    first_screen: Mapping[str, InlineStyle] = {}
    """Styles of the first screen by kind of page. Other kinds wait for the stylesheet."""
    worker: str = ""
    """Address of the service worker, or empty."""
    touch_icon: str = ""
    manifest: str = ""
    theme_colour: str = ""
    """Colour of the browser's bar: ``#8e1616``."""
    dark_theme_colour: str = ""
    """The same on a dark screen."""
    extra: Mapping[str, Any] = {}
    """Data of the office for its own templates."""


class PageHead(Struct, frozen=True, gc=False):
    """The metadata of a page: titles, Open Graph, JSON-LD."""

    title: str
    """For ``<title>``, with the name of the site."""
    short_title: str
    """For Open Graph, which has the name of the site beside it."""
    description: str
    canonical: str
    """Absolute address."""
    og_type: str
    """Open Graph type: ``article`` or ``website``."""
    image: ResponsiveImage | None
    """For sharing. ``image_url`` is its absolute address."""
    image_url: str
    feeds: tuple[FeedLink, ...]
    json_ld: tuple[Mapping[str, Any], ...]
    """schema.org objects, printed with ``|json_ld``."""
    is_indexable: bool = True
    """False asks search engines to leave the page out."""
    published: str = ""
    """ISO date and time of an article, else empty."""
    modified: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()


class Pager(Struct, frozen=True, gc=False):
    """Links to the newer and the older page of a listing. Page 1 is the oldest one."""

    newer: Link | None
    older: Link | None
    position: str
    """``Trang 3`` on a numbered page, empty on the first one."""


class AttachmentLink(Struct, frozen=True, gc=False):
    """A file to download."""

    url: str
    title: str
    kind: str
    """``PDF``, ``DOCX``."""
    size: str
    """``1,2 MB``"""


class CorrectionNote(Struct, frozen=True, gc=False):
    """A correction with its date."""

    date: DisplayDate
    text: str


class RelatedGroup(Struct, frozen=True, gc=False):
    """One group of “Các tin khác”."""

    key: str
    """``newer``, ``older`` or ``topic``: a class and an id for the theme."""
    title: str
    """``Tin mới hơn``, ``Tin cũ hơn``, ``Cùng dòng sự kiện``."""
    more: Link | None
    items: tuple[Teaser, ...]


BodyParts = tuple[Markup | ResponsiveImage | EmbeddedVideo | AudioPlayer, ...]
"""A body, cut at its images, videos and audio: these and HTML fragments in order.

A fragment may hold unbalanced tags.
"""
