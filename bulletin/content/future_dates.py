"""Dates of changes that have not happened yet: updates and corrections.

A reader sees these dates, and feeds and sitemaps repeat them. A wrong year hides every later change.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from bulletin.clock import VIETNAM_TZ
from bulletin.content.files.scan import UnreadableTextError, get_display_path, read_text
from bulletin.content.frontmatter.dates import parse_date
from bulletin.content.frontmatter.parser import split_front_matter
from bulletin.content.frontmatter.yaml import YamlError, YamlMapping
from bulletin.content.models import Article, Page
from bulletin.content.problems import Problem
from bulletin.text.formatting import format_date

TOLERANCE = timedelta(days=1)
"""Reason: an editor in another time zone, or a date that stands for a whole day, is no mistake."""


def find_future_dates(
    root: Path, items: Iterable[Article | Page], latest_time: datetime
) -> Iterator[Problem]:
    """Yield the dates of changes that are later than ``latest_time``.

    ``root`` is the content folder, and ``latest_time`` the latest time that is known to have passed.
    The changes of a scheduled article may be as late as the article.
    """
    limit = latest_time + TOLERANCE
    for item in items:
        corrections = item.corrections if isinstance(item, Article) else ()
        if item.modified is None and not corrections:
            continue
        item_limit = max(limit, item.date + TOLERANCE) if isinstance(item, Article) else limit
        is_modified_later = item.modified is not None and item.modified > item_limit
        late_days = {found.date for found in corrections if _start_day(found.date) > item_limit}
        if not (is_modified_later or late_days):
            continue
        name, lines = get_display_path(root, item.source), _ChangeLines(root, item)
        if is_modified_later and item.modified:
            yield _create_problem(name, lines.modified, "cập nhật", item.modified)
        for day in sorted(late_days):
            yield _create_problem(name, lines.find_correction(day), "đính chính", day)


def _create_problem(name: str, line: int, deed: str, day: date) -> Problem:
    return Problem(
        name, line, f"Ngày {deed} còn ở tương lai: {format_date(day)}.",
        "Hãy sửa ngày, tháng hoặc năm; nếu ngày ấy đúng thì đồng hồ của máy này chạy chậm, hãy chỉnh đồng hồ.",
    )  # fmt: skip


def _start_day(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM_TZ)


class _ChangeLines:
    """The lines of the dates of changes in one content file.

    Reason: such a mistake is rare, so the lines are read again instead of kept for every article.
    """

    def __init__(self, root: Path, item: Article | Page) -> None:
        self.modified = item.address_line
        """The line of ``modified``, or of the slug if the file has changed since it was read."""
        self._corrections: dict[date, int] = {}
        try:
            front_matter = split_front_matter(read_text(root / item.source)).front_matter
        except (OSError, UnreadableTextError, YamlError):
            return
        self.modified = front_matter.lines.get("modified", item.address_line)
        value = front_matter.values.get("corrections")
        for entry in value if isinstance(value, list) else [value]:
            if isinstance(entry, YamlMapping):
                try:
                    day = parse_date(str(entry.values.get("date", "")))
                except ValueError:
                    continue
                self._corrections.setdefault(day, entry.lines.get("date", entry.line))

    def find_correction(self, day: date) -> int:
        """Return the line of the first correction with the date ``day``."""
        return self._corrections.get(day, self.modified)
