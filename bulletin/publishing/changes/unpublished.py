"""Unpublished content: articles and campaigns that changed since the last publish.

A publish notes the stamps of their files. A timer compares them, and reads the files that differ.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, msgpack

from bulletin.clock import FEATURE_ENDS, ScheduledChange
from bulletin.content.content_types import ARTICLE_TYPE
from bulletin.content.files.scan import scan_content
from bulletin.publishing.settings.settings import load_pelican_settings
from bulletin.publishing.workspace.folders import PUBLISH_SETTINGS_FILE, Workspace
from bulletin.storage.cache_file import read_cache_file, write_cache_file
from bulletin.storage.file_system import UNKNOWN_STAMP, FileStamp

if TYPE_CHECKING:
    from bulletin.build.content_index import ContentIndex

_CAMPAIGN_FOLDER = "ads/"
_CACHE_VERSION = "unpublished-content-1"
_ANSWER_VERSION = "unpublished-answer-2"

ContentStamps = dict[str, FileStamp]
"""Stamps of articles and campaigns, by path from content/."""
_FoundChange = tuple[str, ScheduledChange | None]
"""A source and its change. None means that its hour is unknown."""


class PublishedContent(Struct, frozen=True, gc=False):
    """The articles and campaigns of the last publish."""

    stamps: ContentStamps
    addresses: dict[str, str]
    """Addresses of the articles that have a page, by source."""

    @classmethod
    def from_index(cls, stamps: ContentStamps, content_index: "ContentIndex") -> "PublishedContent":
        """Return the published content of a build that left ``content_index``."""
        return cls(
            stamps,
            {
                source: entry.address
                for source, entry in content_index.entries.items()
                if entry.is_visible and source.startswith(ARTICLE_TYPE.folder)
            },
        )

    @classmethod
    def read(cls, workspace: Workspace) -> "PublishedContent | None":
        """Return the noted content; None if no note can be read."""
        return read_cache_file(_get_note_file(workspace), cls, _CACHE_VERSION)

    def write(self, workspace: Workspace) -> None:
        """Write the note into the cache. Raise OSError."""
        write_cache_file(_get_note_file(workspace), self, _CACHE_VERSION)


class UnpublishedContent(Struct, frozen=True, gc=False):
    """The result of a look at the content that changed since the last publish."""

    change: ScheduledChange | None = None
    """The next scheduled change; None for none."""
    unreadable: tuple[str, ...] = ()
    """New articles that cannot be read, so that their hours are unknown. Drafts are left out."""


class _Answer(Struct, frozen=True, gc=False):
    """The result for the files with ``fingerprint``."""

    fingerprint: str
    published_fingerprint: str
    content: UnpublishedContent


def read_content_stamps(content: Path) -> ContentStamps:
    """Return the stamps of all articles and campaigns.

    A folder that cannot be read has an unknown stamp. The build reports it.
    """
    stamps: ContentStamps = {}
    for folder in (ARTICLE_TYPE.folder, _CAMPAIGN_FOLDER):
        try:
            stamps |= {f"{folder}{file.source}": file.stamp for file in scan_content(content / folder)}
        except OSError:
            stamps[folder] = UNKNOWN_STAMP
    return stamps


def compute_fingerprint(stamps: ContentStamps) -> str:
    """Return a digest of all paths and stamps."""
    rows = [(source.encode("utf-8", "surrogateescape"), stamp) for source, stamp in stamps.items()]
    return hashlib.sha256(msgpack.encode(rows)).hexdigest()


def find_unpublished_content(
    workspace: Workspace, published_fingerprint: str, published_at: datetime, now: datetime
) -> UnpublishedContent:
    """Return what is known of the content that changed since the last publish.

    The time of a change has passed if an article came after its hour.
    An edit of an article that readers have is no scheduled change by itself.
    It is one if the article expires, or if it leaves its place on the front page.
    Without the note of the last publish, a change is due.
    Raise UserError, SettingError or OSError.
    """
    stamps = read_content_stamps(workspace.content)
    fingerprint = compute_fingerprint(stamps)
    has_recent_file = UNKNOWN_STAMP in stamps.values()  # it may have changed within the same tick
    if fingerprint == published_fingerprint and not has_recent_file:
        return UnpublishedContent()
    file = workspace.cache / "publishing" / "unpublished"
    answer = read_cache_file(file, _Answer, _ANSWER_VERSION)
    if (
        not answer
        or has_recent_file
        or answer.fingerprint != fingerprint
        or answer.published_fingerprint != published_fingerprint
    ):
        published = PublishedContent.read(workspace)
        if not published or compute_fingerprint(published.stamps) != published_fingerprint:
            return UnpublishedContent(ScheduledChange(now, "nội dung đã thay đổi"))
        found = list(_find_changes(workspace, stamps, published, published_at, now))
        content = UnpublishedContent(
            min((change for _, change in found if change), key=lambda change: change.time, default=None),
            tuple(source for source, change in found if change is None),
        )
        answer = _Answer(fingerprint, published_fingerprint, content)
        write_cache_file(file, answer, _ANSWER_VERSION)
    return answer.content


def _find_changes(
    workspace: Workspace,
    stamps: ContentStamps,
    published: PublishedContent,
    published_at: datetime,
    now: datetime,
) -> Iterator[_FoundChange]:
    changed = [
        source
        for source, stamp in stamps.items()
        if stamp == UNKNOWN_STAMP or published.stamps.get(source) != stamp
    ]
    articles = [source for source in changed if source.startswith(ARTICLE_TYPE.folder)]
    if articles:
        yield from _find_article_changes(workspace, articles, published, published_at, now)
    if len(articles) < len(changed):
        yield from _find_campaign_changes(workspace.content, changed, published, published_at, now)


def _find_article_changes(
    workspace: Workspace,
    sources: list[str],
    published: PublishedContent,
    published_at: datetime,
    now: datetime,
) -> Iterator[_FoundChange]:
    """Yield when articles appear that readers do not have, and when others expire.

    An article that readers have may also leave its place on the front page, after the last publish.

    The change of a new article that cannot be read is None.
    """
    from bulletin.content.models import Article  # noqa: PLC0415  # long to import, rarely needed
    from bulletin.content.reader import create_content_reader  # noqa: PLC0415
    from bulletin.content.site_lists.withdrawals import read_withdrawals  # noqa: PLC0415

    reader = create_content_reader(
        workspace.content, load_pelican_settings(workspace.root / PUBLISH_SETTINGS_FILE)
    )
    withdrawn = read_withdrawals(workspace.content)[0].by_address
    visible = set(published.addresses.values())  # a moved file keeps its address
    for source in sources:
        if not source.endswith(".md"):
            continue
        parsed_file = reader.read_item(source)
        article = parsed_file.item
        if article is None and not parsed_file.is_draft and source not in published.addresses:
            yield source, None
        if (
            not isinstance(article, Article)
            or article.address in withdrawn
            or article.get_state(now) not in ("live", "hidden", "scheduled", "expired")
        ):
            continue
        if source in published.addresses or article.address in visible:
            if article.expires:
                yield source, ScheduledChange(article.expires, "bài hết hạn")
            if article.featured_until and article.featured_until > published_at:
                yield source, ScheduledChange(article.featured_until, FEATURE_ENDS)
        elif article.get_state(now) != "expired":
            yield source, ScheduledChange(article.date, "bài hẹn giờ")


def _find_campaign_changes(
    content: Path, sources: list[str], published: PublishedContent, published_at: datetime, now: datetime
) -> Iterator[_FoundChange]:
    """Yield starts and ends of campaigns. One that came late starts in the past."""
    from bulletin.ads.campaigns import read_campaigns  # noqa: PLC0415  # long to import, rarely needed
    from bulletin.ads.schedule import find_campaign_changes  # noqa: PLC0415

    campaigns, _ = read_campaigns(content, lambda _: None)  # the publish checks the pictures
    for campaign in campaigns:
        if campaign.source in sources:
            for change in find_campaign_changes([campaign], published_at):
                yield campaign.source, change
            if campaign.source not in published.stamps and campaign.ends_at > now:
                yield campaign.source, ScheduledChange(campaign.starts_at, "quảng cáo bắt đầu")


def _get_note_file(workspace: Workspace) -> Path:
    return workspace.cache / "publishing" / "published-content"
