"""View models of HTML pages, each handed to its template as ``view``."""

from msgspec import Struct

from bulletin.view_models.components import (
    AdSlotView,
    AttachmentLink,
    BodyParts,
    CorrectionNote,
    DisplayDate,
    Link,
    LinkGroup,
    PageHead,
    Pager,
    RelatedGroup,
    ResponsiveImage,
    SiteFrame,
    Teaser,
)
from bulletin.view_models.documents import DocumentRow


class ArticleView(Struct, frozen=True, gc=False):
    """``/{year}/{month}/{slug}/``, template ``article``."""

    site: SiteFrame
    head: PageHead
    breadcrumb: tuple[Link, ...]
    """From the front page to the sub-section, without the article itself."""
    title: str
    date: DisplayDate
    modified: DisplayDate | None
    authors: tuple[Link, ...]
    source: Link | None
    """Source of a reprinted article. ``url`` may be empty."""
    lede: str
    """The lede of the editor, else empty. The first paragraph is never repeated here."""
    cover: ResponsiveImage | None
    cover_caption: str
    ai_label: str
    """Sentence about the content that a machine made, else empty."""
    audio: AttachmentLink | None
    """The recorded article."""
    body: BodyParts
    contents: tuple[Link, ...]
    """Headings of a long article, else empty."""
    reading_minutes: int
    """About how long an article with contents takes to read, else 0."""
    attachments: tuple[AttachmentLink, ...]
    corrections: tuple[CorrectionNote, ...]
    topic: Link | None
    tags: tuple[Link, ...]
    other_news: tuple[RelatedGroup, ...]
    sidebar: AdSlotView
    address: str
    """Absolute address, printed on paper."""
    has_qr_code: bool
    """True if paper has the address as a QR code too."""
    mail: str
    """``mailto:`` address that shares the article."""
    facebook: str
    """Address that shares the article on Facebook."""
    feedback: tuple[Link, ...]
    """Ways to report an error and to give an opinion."""


class FrontBlock(Struct, frozen=True, gc=False):
    """A section on the front page."""

    section: Link
    children: tuple[Link, ...]
    items: tuple[Teaser, ...]
    """The first teaser has an image if any of them has one. The others are lines."""


class TopicCard(Struct, frozen=True, gc=False):
    """A topic on the front page."""

    topic: Link
    count: str
    """``7 tin``"""
    latest: Teaser


class FrontView(Struct, frozen=True, gc=False):
    """``/``, template ``front``.

    No article stands on it twice, except in topics and among the most read.
    """

    site: SiteFrame
    head: PageHead
    lead: Teaser | None
    lead_mark: str
    """Mark of a lead story that is not the newest article, else empty."""
    lead_topic: tuple[Teaser, ...]
    """Up to three articles of the topic of the lead story."""
    featured: tuple[Teaser, ...]
    """Up to four articles under “Tiêu điểm”."""
    latest: tuple[Teaser, ...]
    most_read: tuple[Teaser, ...]
    """Articles under “Tin đọc nhiều”, the most read first."""
    blocks: tuple[FrontBlock, ...]
    topics: tuple[TopicCard, ...]
    documents: tuple[DocumentRow, ...]
    """Three or six official documents that the newest articles cite."""
    sidebar: AdSlotView
    in_list: AdSlotView


class ListingView(Struct, frozen=True, gc=False):
    """Section, topic, tag, author or latest news; template ``listing``."""

    site: SiteFrame
    head: PageHead
    breadcrumb: tuple[Link, ...]
    url: str
    """Address of the first page of the listing."""
    kind: str
    """``section``, ``topic``, ``tag``, ``author`` or ``latest``: a class for the theme."""
    eyebrow: str
    """``Chuyên mục``, ``Dòng sự kiện``, ``Chủ đề``, ``Tác giả``, or empty."""
    title: str
    description: str
    children: tuple[Link, ...]
    """Sub-sections."""
    items: tuple[Teaser, ...]
    year_marks: tuple[str, ...]
    """For each item: its year if the item is the first of that year on a page of several years, else empty."""
    years: tuple[Link, ...]
    """Links to the years of the whole listing, on its first page."""
    has_first: bool
    """True if the last item is the first article of a topic."""
    pager: Pager
    empty_message: str
    """Text if there are no items."""
    feed: Link | None
    sidebar: AdSlotView
    in_list: AdSlotView


class ArchiveMonth(Struct, frozen=True, gc=False):
    """A month in the overview of the archive."""

    url: str
    """Empty if the month has no article."""
    label: str
    """``Tháng 12``"""
    count: int


class ArchiveYear(Struct, frozen=True, gc=False):
    """A year in the overview of the archive, with its twelve months."""

    year: int
    count: int
    months: tuple[ArchiveMonth, ...]


class ArchiveView(Struct, frozen=True, gc=False):
    """``/luu-tru/``, template ``archive``."""

    site: SiteFrame
    head: PageHead
    breadcrumb: tuple[Link, ...]
    title: str
    years: tuple[ArchiveYear, ...]
    topics: tuple[Link, ...]
    site_map: Link
    sidebar: AdSlotView


class ArticleCorrection(Struct, frozen=True, gc=False):
    """A correction with the article that it belongs to."""

    note: CorrectionNote
    article: Link


class CorrectionYear(Struct, frozen=True, gc=False):
    """The corrections of one year, newest first."""

    year: int
    corrections: tuple[ArticleCorrection, ...]


class CorrectionsView(Struct, frozen=True, gc=False):
    """``/dinh-chinh/``, template ``corrections``."""

    site: SiteFrame
    head: PageHead
    breadcrumb: tuple[Link, ...]
    title: str
    years: tuple[CorrectionYear, ...]
    sidebar: AdSlotView


class SiteMapView(Struct, frozen=True, gc=False):
    """``/so-do-trang/``, template ``site_map``."""

    site: SiteFrame
    head: PageHead
    breadcrumb: tuple[Link, ...]
    title: str
    groups: tuple[LinkGroup, ...]
    """Groups with at least one link."""
    sidebar: AdSlotView


class ArchiveDay(Struct, frozen=True, gc=False):
    """A day on a month page."""

    anchor: str
    """``ngay-03``"""
    number: int
    label: str
    """``Thứ Ba, 03/12/2019``"""
    items: tuple[Teaser, ...]
    newer: Link | None = None
    """The next newer day with articles: ``04/12``."""
    older: Link | None = None


class MonthView(Struct, frozen=True, gc=False):
    """``/luu-tru/{year}/{month}/``, template ``month``."""

    site: SiteFrame
    head: PageHead
    breadcrumb: tuple[Link, ...]
    title: str
    """``Tháng 12 năm 2019``"""
    calendar: tuple[tuple[int, ...], ...]
    """Weeks from Monday to Sunday. 0 stands for a day of another month."""
    days: tuple[ArchiveDay, ...]
    pager: Pager
    sidebar: AdSlotView


class SearchView(Struct, frozen=True, gc=False):
    """``/tim-kiem/``, template ``search``."""

    site: SiteFrame
    head: PageHead
    breadcrumb: tuple[Link, ...]
    title: str
    index_url: str
    """Address of the head of the search index, empty if the site has none."""
    sidebar: AdSlotView


class PageView(Struct, frozen=True, gc=False):
    """``/{slug}/``, template ``page``."""

    site: SiteFrame
    head: PageHead
    breadcrumb: tuple[Link, ...]
    title: str
    lede: str
    body: BodyParts
    attachments: tuple[AttachmentLink, ...]
    modified: DisplayDate | None


class NotFoundView(Struct, frozen=True, gc=False):
    """``/404.html`` or a withdrawal notice, template ``not_found``."""

    site: SiteFrame
    head: PageHead
    title: str
    text: str
    site_map: str


class LatestFragmentView(Struct, frozen=True, gc=False):
    """``/fragments/latest.html``, a list without a page; template ``latest_fragment``."""

    items: tuple[Teaser, ...]
    """Up to ten. The article page shows those that it does not list already."""


class OfflineFragmentView(Struct, frozen=True, gc=False):
    """``/fragments/offline.html``, template ``offline_fragment``."""

    items: tuple[Link, ...]
    """The twenty newest articles."""
    withdrawn: tuple[str, ...]
    """Digests of withdrawn addresses, sorted. Reason: the list must not lead to what was taken down."""


class OfflineView(Struct, frozen=True, gc=False):
    """``/khong-co-mang/``, template ``offline``."""

    site: SiteFrame
    head: PageHead
    title: str
    text: str


class AdTextsView(Struct, frozen=True, gc=False):
    """``/fragments/ads.html``, a list without a page; template ``ad_texts``."""

    texts: tuple[tuple[str, str], ...]
    """Ad slots with the texts of what stands there."""


class RedirectView(Struct, frozen=True, gc=False):
    """The page at an alias or behind an advertisement, template ``redirect``."""

    site: SiteFrame
    head: PageHead
    title: str
    text: str
    target: Link
    is_sponsored: bool
    """True for the link of an advertiser: ``rel="sponsored noopener nofollow"``."""


class NoticeView(Struct, frozen=True, gc=False):
    """The notice behind an empty ad slot, template ``notice``."""

    site: SiteFrame
    head: PageHead
    breadcrumb: tuple[Link, ...]
    title: str
    paragraphs: tuple[str, ...]
    sizes: tuple[AdSlotView, ...]
