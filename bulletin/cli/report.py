"""Report what was published, for ``./inv report``."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from bulletin.build.content_cache import load_body_html, open_content_store, read_content
from bulletin.build.settings import BuildSettings
from bulletin.check import build_library
from bulletin.cli.day_spans import parse_day_span
from bulletin.cli.new_site import resolve_typed_path
from bulletin.clock import VIETNAM_TZ
from bulletin.content.folder import open_content_folder
from bulletin.content.models import Article
from bulletin.content.scan import get_display_path
from bulletin.errors import UserError
from bulletin.publishing.settings.settings import PublishSettings, load_pelican_settings
from bulletin.publishing.targets.base import MessageCallback
from bulletin.publishing.workspace import PUBLISH_SETTINGS_FILE, Workspace
from bulletin.reports.output import describe_publication, format_publication_csv
from bulletin.reports.published_articles import ReportChoice, create_publication_report
from bulletin.settings.tables import load_settings
from bulletin.storage.file_system import write_file_atomically
from bulletin.text.formatting import format_names
from bulletin.text.letters import normalize_letters
from bulletin.text.suggestions import find_closest_match
from bulletin.urls import UrlBuilder

_TABLE_SUFFIXES = (".csv", ".xlsx")
_MAX_NAMED = 5
"""Unreadable files that are named."""


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
    file = _resolve_table(table, can_replace=can_replace) if table else None
    settings = load_pelican_settings(site.root / PUBLISH_SETTINGS_FILE)
    urls = UrlBuilder(PublishSettings.from_pelican(settings).siteurl)
    folder = open_content_folder(site.content)
    store = open_content_store(folder, settings)
    rows = read_content(
        folder, settings, store, load_settings(BuildSettings, "ENGINE", settings.get("ENGINE", {}))
    )
    library = build_library(folder, (row.parsed_file for row in rows.values()))
    articles = library.active_articles
    choice = ReportChoice(
        *span,
        library.sections.require_section(section) if section else None,
        _find_author(articles, author) if author else "",
    )
    sources = {article.body.digest: article.source for article in articles}
    report = create_publication_report(
        articles,
        library.sections,
        choice,
        now,
        urls=urls,
        load_html=lambda body: load_body_html(
            store, body, site.content, settings, lambda: sources[body.digest]
        ),
    )
    store.close()
    for line in describe_publication(report):
        say(line)
    if library.unreadable_sources:
        names = [get_display_path(site.content, source) for source in sorted(library.unreadable_sources)]
        say(
            f"\nChưa tính {len(names)} tệp không đọc được: {format_names(names, _MAX_NAMED, 'tệp')}. "
            "Hãy chạy ./inv check, sửa rồi lập lại."
        )
    if file is None:
        return
    if file.suffix.lower() == ".csv":
        data = format_publication_csv(report).encode()
    else:
        from bulletin.reports.workbook import create_report_workbook  # noqa: PLC0415  # a tenth of a second

        data = create_report_workbook(report)
    write_file_atomically(file, data)
    say(f"\nĐã ghi bảng {table}.")


def _resolve_table(table: str, *, can_replace: bool) -> Path:
    """Return the file of the table. Raise UserError if it cannot be written so."""
    file = resolve_typed_path(table)
    if file.suffix.lower() not in _TABLE_SUFFIXES:
        raise UserError(
            f"Tên tệp “{table}” phải có đuôi .xlsx hoặc .csv. Hãy viết: --table {Path(table).with_suffix('.xlsx')}"
        )
    if file.is_symlink() or (file.exists() and not file.is_file()):
        raise UserError(f"“{table}” đã có và không phải một tệp thường. Hãy chọn tên khác.")
    if file.exists() and not can_replace:
        raise UserError(
            f"Đã có tệp {table}. Hãy chọn tên khác; nếu đó là bảng cũ, không cần giữ, thì thêm --replace."
        )
    return file


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
