"""Models of content files: articles, static pages and their parts."""

import hashlib
from datetime import date, datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import force_setattr

from bulletin.clock import VIETNAM_TZ
from bulletin.content.document_mentions import DocumentMention
from bulletin.urls import (
    get_author_address,
    get_month_address,
    get_page_address,
    get_tag_address,
    get_topic_address,
)

AiKind = Literal["text", "picture", "sound", "film"]
Status = Literal["published", "draft", "review", "hidden"]
Featured = Literal["", "featured", "lead"]
State = Literal["live", "hidden", "draft", "review", "scheduled", "expired"]
AI_KINDS: tuple[AiKind, ...] = ("text", "picture", "sound", "film")
"""Kinds of content that a machine may have made."""
STATUSES: tuple[Status, ...] = ("published", "draft", "review", "hidden")
DRAFT_STATUSES: tuple[Status, ...] = ("draft", "review")
"""Statuses of content that no reader gets."""
FEWEST_HEADINGS = 3
"""Headings of the second level from which an article has contents."""


class Origin(Struct, frozen=True, gc=False, array_like=True):
    """The source that an article is reprinted from."""

    name: str
    url: str = ""


class Attachment(Struct, frozen=True, gc=False, array_like=True):
    """A file offered for download."""

    file: str
    """Path from content/: ``files/ke-hoach.pdf``."""
    title: str
    line: int = 1
    """Line of the content file that names it."""


class Correction(Struct, frozen=True, gc=False, array_like=True):
    """A dated note about an error in an article."""

    date: date
    text: str


class Reference(Struct, frozen=True, gc=False, array_like=True):
    """An image, file or address that a body refers to."""

    kind: Literal["picture", "link"]
    target: str
    """``/images/x.jpg``, ``/files/x.pdf``, ``/2019/12/x/``, ``source:articles/x.md``, ``#muc-a``."""
    line: int


class FileReference(Struct, frozen=True, gc=False, array_like=True):
    """An image or file that a content file names, in its front matter or body."""

    kind: Literal["picture", "file", "audio"]
    path: str
    """Path from content/, as the editor wrote it."""
    line: int


class ParsedBody(Struct, frozen=True, gc=False, array_like=True):
    """A body as clean HTML. Images and links still name their targets from content/."""

    html: str
    first_paragraph: str
    """Text of the first paragraph, for a summary."""
    references: tuple[Reference, ...] = ()
    anchors: frozenset[str] = frozenset()
    """Anchors in the body."""
    digest: str = ""
    """Digest of the HTML, by which the content store finds it."""


def compute_body_digest(html: str) -> str:
    """Return the digest of a body: 24 hex digits of the SHA-256 of its HTML."""
    return hashlib.sha256(html.encode()).hexdigest()[:24]


class Article(Struct, frozen=True, gc=False, array_like=True, tag=True):
    """An article of any status."""

    source: str
    """Path from content/: ``articles/2019/12/x.md``."""
    title: str
    date: datetime
    """Local time with its time zone."""
    address: str
    """Address that ``get_article_address`` makes of date and slug."""
    section: str
    """Slug of the section or sub-section."""
    body: ParsedBody
    summary: str
    lede: str = ""
    """The summary if the editor wrote one."""
    authors: tuple[str, ...] = ()
    origin: Origin | None = None
    tags: tuple[str, ...] = ()
    topic: str = ""
    featured: Featured = ""
    """``featured`` stands under "Tiêu điểm". ``lead`` may be the lead story."""
    cover: str = ""
    cover_alt: str = ""
    cover_caption: str = ""
    attachments: tuple[Attachment, ...] = ()
    status: Status = "published"
    approved_by: str = ""
    expires: datetime | None = None
    modified: datetime | None = None
    corrections: tuple[Correction, ...] = ()
    aliases: tuple[str, ...] = ()
    address_line: int = 1
    """Line of the slug in the source, or of the title if there is no slug."""
    author_line: int = 1
    alias_line: int = 1
    tag_line: int = 1
    topic_line: int = 1
    request_aliases: tuple[str, ...] = ()
    """Old addresses with a query: ``/index.php?id=7``. No page stands there."""
    featured_until: datetime | None = None
    """From this time on the article is not featured; None for no end."""
    audio: str = ""
    """Path from content/ of the recorded article: ``files/2026/ban-doc.mp3``."""
    ai_made: tuple[AiKind, ...] = ()
    """Kinds of content that a machine made, in the order of ``AI_KINDS``."""
    mentions: tuple[DocumentMention, ...] = ()
    """Citations of official documents, in the order of title, summary and body."""

    def __post_init__(self) -> None:
        """Convert all times to local time.

        Reason: the content store returns them in UTC.
        """
        if self.featured_until is not None and self.featured_until.tzinfo is not VIETNAM_TZ:
            force_setattr(self, "featured_until", self.featured_until.astimezone(VIETNAM_TZ))
        if self.date.tzinfo is not VIETNAM_TZ:
            force_setattr(self, "date", self.date.astimezone(VIETNAM_TZ))
        if self.expires is not None and self.expires.tzinfo is not VIETNAM_TZ:
            force_setattr(self, "expires", self.expires.astimezone(VIETNAM_TZ))
        if self.modified is not None and self.modified.tzinfo is not VIETNAM_TZ:
            force_setattr(self, "modified", self.modified.astimezone(VIETNAM_TZ))

    @property
    def slug(self) -> str:
        """The last part of the address."""
        return self.address[:-1].rpartition("/")[2]

    @property
    def sort_key(self) -> tuple[datetime, str]:
        """Sort key of article lists: the date, then the source for equal dates."""
        return self.date, self.source

    @property
    def last_modified(self) -> datetime:
        """Time of the last change, for sitemaps and feeds."""
        return max(self.date, self.modified or self.date)

    @property
    def headline(self) -> tuple[object, ...]:
        """Title and date, as lists and feeds print them."""
        return self.title, self.date

    @property
    def digest_fields(self) -> tuple[object, ...]:
        """Fields of an article that its content digest covers, besides those of pages.

        If readers see a new field, it belongs here.
        """
        return (
            *(self.section, self.lede, self.authors, self.origin, self.tags, self.topic),
            *(self.cover, self.cover_alt, self.cover_caption, self.corrections),
            # A later field counts if it has a value, so that an upgrade changes no other article:
            *filter(None, (self.audio, self.ai_made)),
        )

    @property
    def listing_addresses(self) -> tuple[str, ...]:
        """Addresses of the listings that exist because of the articles in them."""
        return (
            get_month_address(self.date.year, self.date.month),
            *map(get_tag_address, self.tags),
            *map(get_author_address, self.authors),
            *((get_topic_address(self.topic),) if self.topic else ()),
        )

    @property
    def is_draft(self) -> bool:
        """True for a draft and for an article under review."""
        return self.status in DRAFT_STATUSES

    def get_featured(self, now: datetime) -> Featured:
        """Return how the front page features the article at the time ``now``."""
        is_over = self.featured_until is not None and self.featured_until <= now
        return "" if is_over else self.featured

    def get_state(self, now: datetime) -> State:
        """Return the state of the article at the time ``now``."""
        if self.status in ("draft", "review"):
            return "draft" if self.status == "draft" else "review"
        if self.expires is not None and self.expires <= now:
            return "expired"
        if self.date > now:
            return "scheduled"
        return "hidden" if self.status == "hidden" else "live"


class Page(Struct, frozen=True, gc=False, array_like=True, tag=True):
    """A static page: about, contact."""

    source: str
    title: str
    slug: str
    body: ParsedBody
    summary: str = ""
    order: int = 0
    """Position in the footer, smallest first."""
    status: Status = "published"
    modified: datetime | None = None
    attachments: tuple[Attachment, ...] = ()
    aliases: tuple[str, ...] = ()
    address_line: int = 1
    """Line of the slug in the source, or of the title if there is no slug."""
    alias_line: int = 1
    request_aliases: tuple[str, ...] = ()
    """Old addresses with a query: ``/index.php?id=7``. No page stands there."""

    def __post_init__(self) -> None:
        """Convert all times to local time.

        Reason: the content store returns them in UTC.
        """
        if self.modified is not None and self.modified.tzinfo is not VIETNAM_TZ:
            force_setattr(self, "modified", self.modified.astimezone(VIETNAM_TZ))

    @property
    def address(self) -> str:
        """``/gioi-thieu/``."""
        return get_page_address(self.slug)

    @property
    def headline(self) -> tuple[object, ...]:
        """Title and date of the page, which has no date."""
        return self.title, None

    @property
    def digest_fields(self) -> tuple[object, ...]:
        """No fields, because the content digest covers those of every content item."""
        return ()

    @property
    def listing_addresses(self) -> tuple[str, ...]:
        """No addresses, because no listing names a static page."""
        return ()

    @property
    def is_draft(self) -> bool:
        """True for a draft and for a page under review."""
        return self.status in DRAFT_STATUSES

    def get_state(self, _now: datetime) -> State:
        """Return the state of the page, which no time changes."""
        return "live" if self.status == "published" else self.status
