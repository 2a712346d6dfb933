"""View models of the register of official documents."""

from msgspec import Struct

from bulletin.view_models.components import (
    AdSlotView,
    AttachmentLink,
    DisplayDate,
    Link,
    LinkGroup,
    PageHead,
    Pager,
    SiteFrame,
    Teaser,
)


class DocumentRow(Struct, frozen=True, gc=False):
    """A document in the register."""

    link: Link
    """The name of the document: ``Kết luận số 38-KL/TW``."""
    title: str
    """The subject of the document, or empty if it is unknown."""
    issuer: str
    date: DisplayDate | None
    count: str
    """``7 tin, bài``"""


class DocumentListView(Struct, frozen=True, gc=False):
    """``/van-ban/`` and other lists of documents; template ``documents``."""

    site: SiteFrame
    head: PageHead
    breadcrumb: tuple[Link, ...]
    eyebrow: str
    """``Loại văn bản``, ``Cơ quan ban hành``, ``Năm ban hành``, ``Trùng số``, or empty for the whole register."""
    title: str
    description: str
    items: tuple[DocumentRow, ...]
    groups: tuple[LinkGroup, ...]
    """Parts of the register by kind and issuer, on its first page."""
    years: tuple[Link, ...]
    """Parts by year, newest first, on its first page."""
    pager: Pager
    sidebar: AdSlotView
    in_list: AdSlotView


class DocumentFact(Struct, frozen=True, gc=False):
    """A line of the facts of a document."""

    label: str
    """``Cơ quan ban hành``"""
    text: str
    url: str = ""
    date: str = ""
    """ISO date if the text is a date."""


class CitingArticle(Struct, frozen=True, gc=False):
    """An article that cites a document, with the sentence that does."""

    teaser: Teaser
    before: str
    """The sentence up to the citation."""
    words: str
    """The words of the citation. Empty if only the title or the summary has them."""
    after: str


class DocumentView(Struct, frozen=True, gc=False):
    """``/van-ban/{slug}/``, template ``document``."""

    site: SiteFrame
    head: PageHead
    breadcrumb: tuple[Link, ...]
    name: str
    """``Kết luận số 38-KL/TW``"""
    title: str
    """The subject of the document, or empty if it is unknown."""
    facts: tuple[DocumentFact, ...]
    file: AttachmentLink | None
    relations: tuple[LinkGroup, ...]
    """Documents that it carries out or replaces, and the other way."""
    items: tuple[CitingArticle, ...]
    pager: Pager
    feed: Link | None
    sidebar: AdSlotView
    in_list: AdSlotView
