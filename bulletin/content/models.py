"""Records: what a content file says, typed and validated. The rest of the house knows no other form."""

import hashlib
from datetime import date, datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import force_setattr

from bulletin.clock import VIETNAM_TZ
from bulletin.urls import (
    get_author_address,
    get_month_address,
    get_page_address,
    get_tag_address,
    get_topic_address,
)

Status = Literal["published", "draft", "review", "hidden"]
State = Literal["live", "hidden", "draft", "review", "scheduled", "expired"]
STATUSES: tuple[Status, ...] = ("published", "draft", "review", "hidden")


class Origin(Struct, frozen=True, gc=False, array_like=True):
    """Where a reprinted piece comes from."""

    name: str
    url: str = ""


class Attachment(Struct, frozen=True, gc=False, array_like=True):
    """A file offered for download."""

    file: str
    """From content/: ``files/ke-hoach.pdf``."""
    title: str
    line: int = 1
    """Line of the content file that names it."""


class Correction(Struct, frozen=True, gc=False, array_like=True):
    """What was wrong in an article and is put right."""

    date: date
    text: str


class Reference(Struct, frozen=True, gc=False, array_like=True):
    """A picture, file or address that a text refers to."""

    kind: Literal["picture", "link"]
    target: str
    """``/images/x.jpg``, ``/files/x.pdf``, ``/2019/12/x/``, ``source:articles/x.md``, ``#muc-a``."""
    line: int


class FileReference(Struct, frozen=True, gc=False, array_like=True):
    """A picture or file that a content file names, in its header or its text."""

    kind: Literal["picture", "file"]
    path: str
    """As it is written: from content/."""
    line: int


class ParsedBody(Struct, frozen=True, gc=False, array_like=True):
    """A body in clean HTML. Pictures and links still name their targets from content/."""

    html: str
    first_paragraph: str
    """The first paragraph without markup, for a summary."""
    references: tuple[Reference, ...] = ()
    anchors: frozenset[str] = frozenset()
    """Anchors that the text holds."""
    digest: str = ""
    """Of the HTML: the engine keeps HTML apart and finds it by this name."""


def compute_body_digest(html: str) -> str:
    """Return the name of a text: sha-256 of its HTML, 24 hex digits."""
    return hashlib.sha256(html.encode()).hexdigest()[:24]


class Article(Struct, frozen=True, gc=False, array_like=True, tag=True):
    """An article, whatever its status."""

    source: str
    """From content/: ``articles/2019/12/x.md``."""
    title: str
    slug: str
    date: datetime
    """Local time, aware."""
    address: str
    """What ``get_article_address`` makes of date and slug."""
    section: str
    """Slug of a section or sub-section."""
    body: ParsedBody
    summary: str
    lede: str = ""
    """The summary where the editor wrote one."""
    authors: tuple[str, ...] = ()
    origin: Origin | None = None
    tags: tuple[str, ...] = ()
    topic: str = ""
    featured: Literal["", "featured", "lead"] = ""
    """``featured`` stands under "Tiêu điểm"; ``lead`` may lead the front page."""
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
    """Line of the source that decides the address: the slug's, else the title's."""
    author_line: int = 1
    alias_line: int = 1

    def __post_init__(self) -> None:
        """Bring all moments to local time: a cache hands them out in UTC."""
        if self.date.tzinfo is not VIETNAM_TZ:
            force_setattr(self, "date", self.date.astimezone(VIETNAM_TZ))
        if self.expires is not None and self.expires.tzinfo is not VIETNAM_TZ:
            force_setattr(self, "expires", self.expires.astimezone(VIETNAM_TZ))
        if self.modified is not None and self.modified.tzinfo is not VIETNAM_TZ:
            force_setattr(self, "modified", self.modified.astimezone(VIETNAM_TZ))

    @property
    def sort_key(self) -> tuple[datetime, str]:
        """Sort key of news: by date, then by source, so that equal moments have one order."""
        return self.date, self.source

    @property
    def last_modified(self) -> datetime:
        """When the article was last changed, as machines are told."""
        return max(self.date, self.modified or self.date)

    @property
    def headline(self) -> tuple[object, ...]:
        """What a reader knows the article by."""
        return self.title, self.date

    @property
    def details(self) -> tuple[object, ...]:
        """What readers find in an article besides what every content file has."""
        return (
            *(self.section, self.lede, self.authors, self.origin, self.tags, self.topic),
            *(self.cover, self.cover_alt, self.cover_caption, self.corrections),
        )

    @property
    def listing_addresses(self) -> tuple[str, ...]:
        """Addresses of the listings that exist because articles like this one name them."""
        return (
            get_month_address(self.date.year, self.date.month),
            *map(get_tag_address, self.tags),
            *map(get_author_address, self.authors),
            *((get_topic_address(self.topic),) if self.topic else ()),
        )

    def get_state(self, now: datetime) -> State:
        """Return what the article is at the moment ``now``."""
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
    """Its place in the footer, smallest first."""
    status: Status = "published"
    modified: datetime | None = None
    attachments: tuple[Attachment, ...] = ()
    aliases: tuple[str, ...] = ()
    address_line: int = 1
    """Line of the source that decides the address: the slug's, else the title's."""
    alias_line: int = 1

    def __post_init__(self) -> None:
        """Bring all moments to local time: a cache hands them out in UTC."""
        if self.modified is not None and self.modified.tzinfo is not VIETNAM_TZ:
            force_setattr(self, "modified", self.modified.astimezone(VIETNAM_TZ))

    @property
    def address(self) -> str:
        """``/gioi-thieu/``."""
        return get_page_address(self.slug)

    @property
    def headline(self) -> tuple[object, ...]:
        """What a reader knows the page by; a page has no date."""
        return self.title, None

    @property
    def details(self) -> tuple[object, ...]:
        """Nothing besides what every content file has."""
        return ()

    @property
    def listing_addresses(self) -> tuple[str, ...]:
        """No listing names a static page."""
        return ()

    def get_state(self, _now: datetime) -> State:
        """Return what the page is; no clock changes it."""
        return "live" if self.status == "published" else self.status
