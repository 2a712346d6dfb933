"""Records: what a content file says, typed and validated. The rest of the house knows no other form."""

import hashlib
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, Self, cast

Status = Literal["published", "draft", "review", "hidden"]
State = Literal["live", "hidden", "draft", "review", "scheduled", "expired"]
STATUSES: tuple[Status, ...] = ("published", "draft", "review", "hidden")


class _Packed:
    """Pickled as the values of its fields: three times as fast as what a frozen dataclass does of itself."""

    __slots__ = ()

    def __reduce__(self) -> tuple[type[Self], tuple[Any, ...]]:
        """Return the class and what it is made from."""
        return type(self), tuple(getattr(self, name) for name in _made_from(cast("type", type(self))))


@cache
def _made_from(record: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(record) if one.init)


@dataclass(frozen=True, slots=True)
class Origin(_Packed):
    """Where a reprinted piece comes from."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Attachment(_Packed):
    """A file offered for download."""

    file: str
    """From content/: ``files/ke-hoach.pdf``."""
    title: str
    line: int = 1
    """Line of the content file that names it."""


@dataclass(frozen=True, slots=True)
class Correction(_Packed):
    """What was wrong in an article and is put right."""

    date: date
    text: str


@dataclass(frozen=True, slots=True)
class Reference(_Packed):
    """A picture, file or address that a text refers to."""

    kind: Literal["picture", "link"]
    target: str
    """``/images/x.jpg``, ``/files/x.pdf``, ``/2019/12/x/``, ``source:articles/x.md``, ``#muc-a``."""
    line: int


@dataclass(frozen=True, slots=True)
class NamedFile(_Packed):
    """A picture or file that a content file names, in its header or its text."""

    kind: Literal["picture", "file"]
    path: str
    """As it is written: from content/."""
    line: int


@dataclass(frozen=True, slots=True)
class Text(_Packed):
    """A body in clean HTML. Pictures and links still name their targets from content/."""

    html: str
    plain: str
    """The first paragraph without markup, for a summary."""
    references: tuple[Reference, ...] = ()
    ids: frozenset[str] = frozenset()
    """Anchors that the text holds."""
    digest: str = ""
    """Of the HTML: the engine keeps HTML apart and finds it by this name."""


def text_digest(html: str) -> str:
    """Return the name of a text: sha-256 of its HTML, 24 hex digits."""
    return hashlib.sha256(html.encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class Article(_Packed):
    """An article, whatever its status."""

    source: str
    """From content/: ``articles/2019/12/x.md``."""
    title: str
    slug: str
    date: datetime
    """Local time, aware."""
    section: str
    """Slug of a section or sub-section."""
    text: Text
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
    line: int = 1
    """Line of the source that decides the address: the slug's, else the title's."""
    author_line: int = 1
    alias_line: int = 1
    address: str = field(init=False, repr=False, compare=False)
    """``/2019/12/slug/`` – no section in it, so moving an article breaks nothing."""

    def __post_init__(self) -> None:
        """Make the address, which is asked for many times a build."""
        address = f"/{self.date.year:04d}/{self.date.month:02d}/{self.slug}/"
        object.__setattr__(self, "address", address)

    @property
    def order(self) -> tuple[datetime, str]:
        """Sort key of news: by date, then by source, so that equal moments have one order."""
        return self.date, self.source

    @property
    def changed(self) -> datetime:
        """When the article was last changed, as machines are told."""
        return max(self.date, self.modified or self.date)

    def state(self, now: datetime) -> State:
        """Return what the article is at the moment ``now``."""
        if self.status in ("draft", "review"):
            return "draft" if self.status == "draft" else "review"
        if self.expires is not None and self.expires <= now:
            return "expired"
        if self.date > now:
            return "scheduled"
        return "hidden" if self.status == "hidden" else "live"


@dataclass(frozen=True, slots=True)
class Page(_Packed):
    """A static page: about, contact."""

    source: str
    title: str
    slug: str
    text: Text
    summary: str = ""
    order: int = 0
    """Its place in the footer, smallest first."""
    status: Status = "published"
    modified: datetime | None = None
    attachments: tuple[Attachment, ...] = ()
    aliases: tuple[str, ...] = ()
    line: int = 1
    """Line of the source that decides the address: the slug's, else the title's."""
    alias_line: int = 1

    @property
    def address(self) -> str:
        """``/gioi-thieu/``."""
        return f"/{self.slug}/"
