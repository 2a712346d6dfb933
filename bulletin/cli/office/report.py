"""Report what was published, for ``./inv report``."""

from collections.abc import Iterable
from datetime import datetime

from bulletin.cli.cached_content import explain_unreadable_files, open_cached_content
from bulletin.cli.office.day_spans import parse_day_span
from bulletin.cli.office.output_files import resolve_table_file, write_table_file
from bulletin.clock import VIETNAM_TZ
from bulletin.content.models import Article
from bulletin.errors import UserError
from bulletin.publishing.targets.base import MessageCallback
from bulletin.publishing.workspace.folders import Workspace
from bulletin.reports.output import describe_publication, format_publication_csv
from bulletin.reports.published_articles import ReportChoice, create_publication_report
from bulletin.text.letters import normalize_letters
from bulletin.text.suggestions import find_closest_match


def report_published_articles(
    site: Workspace,
    now: datetime,
    say: MessageCallback,
    *,
    month: str = "",
    first: str = "",
    last: str = "",
    section: str = "",
    author: str = "",
    table: str = "",
    can_replace: bool = False,
) -> None:
    """Print the articles of a span of days with their totals, and write the table.

    Without ``month``, ``first`` and ``last``, the span is the present month until today.

    Args:
        site: The workspace.
        now: The current time, at which the states of articles count.
        say: Receives the lines of the report.
        month: Month, ``11/2026`` or ``2026-11``.
        first: First day.
        last: Last day.
        section: Name or slug of the only section, or empty.
        author: Name of the only author, or empty.
        table: File of the table, which ends with .csv or .xlsx, or empty.
        can_replace: True to replace the file ``table``.

    Raises:
        UserError: An option is wrong, or the content cannot be read.
    """
    span = parse_day_span(month, first, last, now.astimezone(VIETNAM_TZ).date())
    file = resolve_table_file(table, can_replace=can_replace) if table else None
    with open_cached_content(site) as content:
        library = content.library
        articles = library.active_articles
        choice = ReportChoice(
            *span,
            library.sections.require_section(section) if section else None,
            _find_author(articles, author) if author else "",
        )
        report = create_publication_report(
            articles,
            library.sections,
            choice,
            now,
            urls=content.urls,
            load_html=content.load_html,
            documents=library.documents,
            congress_days=content.congress_days,
        )
    for line in describe_publication(report):
        say(line)
    if remark := explain_unreadable_files(site, library):
        say(f"\n{remark}")
    if file is None:
        return

    def create_workbook() -> bytes:
        from bulletin.reports.workbook import create_report_workbook  # noqa: PLC0415  # a tenth of a second

        return create_report_workbook(report)

    write_table_file(file, lambda: format_publication_csv(report), create_workbook)
    say(f"\nĐã ghi bảng {table}.")


def _find_author(articles: Iterable[Article], wanted: str) -> str:
    """Return the name of an author as articles have it. Raise UserError."""
    names = dict.fromkeys(name for article in articles for name in article.authors)
    plain = " ".join(normalize_letters(wanted).split()).lower()
    found = next((name for name in names if name.lower() == plain), None)
    if found is not None:
        return found
    near = find_closest_match(wanted, names)
    remedy = f'Có phải là --author "{near}" không?' if near else "Hãy viết tên như trong bài, ở dòng author."
    raise UserError(f"Không bài nào có tác giả “{wanted}”. {remedy}")
