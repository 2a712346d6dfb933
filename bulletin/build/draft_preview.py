"""The draft preview: a build for livereload that shows unpublished items.

Drafts, articles under review and scheduled articles get pages of their own in such a build.
They stand in no listing, feed, sitemap or search index.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from bulletin.content.files.scan import get_display_path
from bulletin.content.problems import Problem
from bulletin.settings.tables import SettingError
from bulletin.storage.output_folder import PREVIEW_OUTPUT_NAME

if TYPE_CHECKING:  # a build with nothing to do does not need them
    from bulletin.archive.archive import Archive
    from bulletin.content.library import Library
    from bulletin.content.models import Article, Page

DRAFT_PREVIEW_SETTING = "DRAFT_PREVIEW"
"""Setting of one build, which no settings file may hold."""
UNPUBLISHED_STATES = ("draft", "review", "scheduled")
"""States of the items that only a draft preview shows."""


class UnpublishedItem(Struct, frozen=True, gc=False):
    """An article or page that readers do not get yet."""

    path: str
    """Path from the folder above content/: ``content/articles/2026/12/x.md``."""
    title: str
    address: str
    """Address of its page, or empty if the file has no valid title, date or section."""
    state: str
    """One of ``UNPUBLISHED_STATES``."""
    date: datetime | None = None
    """Date of an article, or None."""
    problems: tuple[Problem, ...] = ()
    """Problems of the file. A file with problems has no page."""


@dataclass
class DraftPreview:
    """The request for a draft preview, and its result.

    Python compares settings by ``repr``, so the result is not part of it.
    """

    session: str
    """Name of the livereload session. The first build of a session lists all unpublished items again."""
    makes_search_index: bool = False
    """False if the search index stays as it is."""
    items: tuple[UnpublishedItem, ...] | None = field(default=None, repr=False)
    """The unpublished items; None until a build has read the content."""

    def add_to_archive(
        self, archive: "Archive", library: "Library", problems: Iterable[Problem], content: Path
    ) -> "Archive":
        """Return ``archive`` with the unpublished items as hidden ones, and note them.

        Args:
            archive: What readers get.
            library: All content items.
            problems: The problems of drafts. A draft with problems gets no page.
            content: The folder ``content/``.

        """
        self.items = tuple(find_unpublished_items(library, problems, archive.build_time, content))
        shown = {item.path for item in self.items if item.address and not item.problems}

        def select(items: Collection[Any]) -> tuple[Any, ...]:
            return tuple(item for item in items if get_display_path(content, item.source) in shown)

        articles, pages = select(library.active_articles), select(library.active_pages)
        return archive._replace(
            hidden_articles=(*archive.hidden_articles, *articles),
            hidden_pages=(*archive.hidden_pages, *pages),
        )


def find_unpublished_items(
    library: "Library", problems: Iterable[Problem], now: datetime, content: Path
) -> Iterable[UnpublishedItem]:
    """Yield the unpublished items of ``library``, unreadable drafts last.

    ``problems`` are those of drafts.
    """
    by_path: dict[str, list[Problem]] = {}
    for problem in problems:
        by_path.setdefault(problem.path, []).append(problem)
    active: tuple[Article | Page, ...] = (*library.active_articles, *library.active_pages)
    for item in active:
        state = item.get_state(now)
        if state in UNPUBLISHED_STATES:
            path = get_display_path(content, item.source)
            date = getattr(item, "date", None)  # a page has none
            found = tuple(by_path.pop(path, ()))
            yield UnpublishedItem(path, item.title, item.address, state, date, found)
    for path, found_problems in by_path.items():
        yield UnpublishedItem(path, "", "", "draft", None, tuple(found_problems))


def get_draft_preview(settings: Mapping[str, Any], output: Path) -> DraftPreview | None:
    """Return the draft preview that the settings of a build ask for, or None.

    Raises:
        SettingError: A settings file holds the setting, or the build writes into another folder.
    """
    preview = settings.get(DRAFT_PREVIEW_SETTING)
    if preview is None:
        return None
    if not isinstance(preview, DraftPreview) or output.name != PREVIEW_OUTPUT_NAME:
        raise SettingError.for_setting(
            DRAFT_PREVIEW_SETTING,
            f"{DRAFT_PREVIEW_SETTING} dành riêng cho ./inv livereload. Hãy xóa dòng ấy khỏi tệp thiết lập.",
        )
    return preview
