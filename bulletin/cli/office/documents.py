"""List official documents and the articles that mention them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from shutil import get_terminal_size

from bulletin.archive.document_register import CitedDocument
from bulletin.archive.register_builder import list_cited_documents
from bulletin.cli.cached_content import CachedContent, explain_unreadable_files, open_cached_content
from bulletin.cli.office.day_spans import parse_day_span
from bulletin.cli.office.output_files import create_text_file, resolve_table_file, write_table_file
from bulletin.clock import VIETNAM_TZ
from bulletin.errors import UserError
from bulletin.publishing.targets.base import MessageCallback
from bulletin.publishing.workspace.folders import Workspace
from bulletin.reports.citing_articles import (
    CITING_HEADINGS,
    CITING_WIDTHS,
    CitingRow,
    create_citing_row,
    describe_document,
    list_citing_cells,
)
from bulletin.reports.document_choice import (
    DocumentUse,
    count_articles,
    find_documents,
    limit_to_days,
    resolve_choice,
)
from bulletin.reports.document_output import (
    DOCUMENT_HEADINGS,
    DOCUMENT_WIDTHS,
    describe_documents,
    list_document_cells,
)
from bulletin.reports.missing_documents import (
    describe_gaps,
    format_document_file,
    list_missing_documents,
    name_document_file,
)
from bulletin.text.csv_tables import format_csv_table
from bulletin.text.formatting import format_count, format_date

_EARLIEST = date(1900, 1, 1)
"""A day before all articles."""


class DocumentCommand:
    """A run of ``./inv documents``: a site, the present time, and the common options."""

    def __init__(
        self,
        site: Workspace,
        now: datetime,
        say: MessageCallback,
        *,
        month: str = "",
        first: str = "",
        last: str = "",
        table: str = "",
        can_replace: bool = False,
    ) -> None:
        """Check the options.

        Args:
            site: The workspace.
            now: The current time, at which the states of articles count.
            say: Receives the lines.
            month: Month of the articles, ``11/2026`` or ``2026-11``.
            first: First day of the articles, or empty.
            last: Last day of the articles, or empty.
            table: File of the table, which ends with .csv or .xlsx, or empty.
            can_replace: True to replace the file ``table``.

        Raises:
            UserError: An option is wrong.
        """
        self._site, self._now, self._say = site, now, say
        today = now.astimezone(VIETNAM_TZ).date()
        self._span = (
            parse_day_span(month, first, last, today, earliest=_EARLIEST) if month or first or last else None
        )
        self._table = table
        self._file = resolve_table_file(table, can_replace=can_replace) if table else None
        self._width = get_terminal_size().columns

    def list_documents(
        self, *, kind: str = "", issuer: str = "", year: int = 0, use: DocumentUse = ""
    ) -> None:
        """Print the documents, newest first.

        Args:
            kind: Only this kind: ``Kết luận``.
            issuer: Only this issuer: ``Bộ Chính trị``.
            year: Only of this year, or 0.
            use: Only cited, uncited or once cited ones, or empty.

        Raises:
            UserError: No document has the kind, the issuer or the year.
        """
        with open_cached_content(self._site) as content:
            documents = self._gather(content)
            choice = resolve_choice(documents, kind, issuer, year, use)
            chosen = [cited for cited in self._limit(documents) if choice.has_document(cited)]
            if not chosen:
                self._say(
                    "Không có văn bản nào như vậy." if documents else
                    "Chưa có văn bản nào: chưa bài nào nói tới, content/documents/ cũng chưa có tệp."
                )  # fmt: skip
            else:
                self._describe(chosen)
                once = sum(not cited.document.slug for cited in chosen)
                self._say(
                    f"\nCộng: {format_count(len(chosen))} văn bản"
                    + (
                        f", {format_count(once)} văn bản chưa có trang; hãy xem lại số trong bài."
                        if once
                        else "."
                    )
                )
                name = next((one.document.number for one in chosen[::-1] if one.document.number), "38-KL/TW")
                self._say(f"Xem các bài nói tới một văn bản: ./inv documents {name}")
            self._finish(content, chosen[::-1])

    def show_documents(self, typed: str) -> None:
        """Print the documents that a number or a name means, with their articles.

        Raises:
            UserError: There is no such document.
        """
        with open_cached_content(self._site) as content:
            documents = self._gather(content)
            names = {cited.document.slug: cited.document.name for cited in documents}
            found = find_documents(typed, documents, content.library.documents)
            rows = [(cited, self._create_rows(cited, content)) for cited in found[::-1]]
        if len(found) > 1:
            self._describe(found)
            self._say(f"\n{len(found)} văn bản có số như vậy, mới nhất trước.")
        for cited, articles in rows:
            if len(found) > 1:
                self._say(f"\n{'─' * min(self._width, 60)}\n")
            for line in describe_document(
                cited,
                articles,
                names,
                urls=content.urls if content.has_register else None,
                content=self._content_name,
                width=self._width,
                days=self._days,
            ):
                self._say(line)
        cells = [list_citing_cells(cited, row) for cited, articles in rows for row in articles]
        self._write_table(f"Tin, bài nói tới {typed}", "Tin, bài", CITING_HEADINGS, CITING_WIDTHS, cells)
        self._say_unreadable(content)

    def list_missing(self, typed: str = "", *, is_written: bool = False) -> None:
        """Print the cited documents whose title or date is unknown.

        Args:
            typed: Only the documents of this number, or empty for all.
            is_written: True to write a file for each document that has a page or that ``typed`` names.

        Raises:
            UserError: There is no document of the number, or a file cannot be written.
        """
        with open_cached_content(self._site) as content:
            documents = self._gather(content)
            if typed:
                documents = find_documents(typed, documents, content.library.documents)
            missing = list_missing_documents(self._limit(documents))
            if not missing:
                self._say("Văn bản nào các bài nói tới cũng đã rõ tên và ngày.")
                return
            self._describe(missing[::-1])
            self._say(
                f"\n{format_count(len(missing))} văn bản chưa rõ tên hoặc ngày, nhiều bài nói tới nhất trước."
            )
            ready = [
                cited for cited in missing if not cited.document.source and (typed or cited.document.slug)
            ]
            if is_written:
                self._write_files(ready, documents)
            elif ready:
                words = f' "{typed}"' if " " in typed else f" {typed}" if typed else ""
                self._say(f"Tạo {len(ready)} tệp để điền: ./inv documents{words} --missing --write")
            for line in describe_gaps(missing, self._content_name):
                self._say(line)
            alone = [cited for cited in missing if not cited.document.slug and not typed]
            if alone:
                self._say(
                    f"{format_count(len(alone))} văn bản mới một bài nói tới thì không tạo tệp, vì có thể là gõ nhầm số. "
                    f"Đúng số rồi thì viết: ./inv documents {alone[0].document.number} --missing --write"
                )
            self._finish(content, missing)

    @property
    def _content_name(self) -> str:
        return self._site.content.name

    @property
    def _days(self) -> str:
        """The days of the articles in words, or an empty text for all."""
        if self._span is None:
            return ""
        first, last = self._span
        since = "" if first == _EARLIEST else f"từ {format_date(first)} "
        return f"đăng {since}đến {format_date(last)}"

    def _gather(self, content: CachedContent) -> Sequence[CitedDocument]:
        """Return the documents of articles that were published, oldest first."""
        listed, others = [], []
        for article in sorted(content.library.active_articles, key=lambda article: article.sort_key):
            state = article.get_state(self._now)
            if state == "live":
                listed.append(article)
            elif state in ("hidden", "expired"):
                others.append(article)
        return list_cited_documents(listed, content.library.documents, others, content.congress_days)

    def _limit(self, documents: Sequence[CitedDocument]) -> Sequence[CitedDocument]:
        return limit_to_days(documents, *self._span) if self._span else documents

    def _create_rows(self, cited: CitedDocument, content: CachedContent) -> list[CitingRow]:
        """Return the articles of a document, newest first."""
        limited = next(iter(self._limit([cited])), None)
        return [
            create_citing_row(found, self._now, content.urls, self._content_name, content.load_html)
            for found in (limited.mentions[::-1] if limited else ())
        ]

    def _describe(self, documents: Sequence[CitedDocument]) -> None:
        if self._days:
            self._say(f"Bài {self._days}\n")
        for line in describe_documents(documents, self._width, self._content_name):
            self._say(line)

    def _finish(self, content: CachedContent, documents: Sequence[CitedDocument]) -> None:
        """Write the table of documents, and name unreadable files."""
        urls = content.urls if content.has_register else None
        cells = [list_document_cells(cited, urls, self._content_name) for cited in documents]
        self._write_table("Văn bản", "Văn bản", DOCUMENT_HEADINGS, DOCUMENT_WIDTHS, cells)
        self._say_unreadable(content)

    def _say_unreadable(self, content: CachedContent) -> None:
        if remark := explain_unreadable_files(self._site, content.library):
            self._say(f"\n{remark}")

    def _write_table(
        self,
        title: str,
        name: str,
        headings: Sequence[str],
        widths: Sequence[int],
        cells: Sequence[Sequence[str | int | date]],
    ) -> None:
        if self._file is None:
            return

        def create_workbook() -> bytes:
            from bulletin.reports.workbook import create_table_workbook  # noqa: PLC0415  # a tenth of a second

            return create_table_workbook(
                title, name, headings=headings, widths=widths, rows=cells, link_heading="Địa chỉ"
            )

        write_table_file(self._file, lambda: format_csv_table(headings, cells), create_workbook)
        self._say(f"\nĐã ghi bảng {self._table}.")

    def _write_files(self, missing: Iterable[CitedDocument], documents: Sequence[CitedDocument]) -> None:
        """Write a file for each of the missing documents, and say what to do next.

        Raises:
            UserError: A file cannot be written.
        """
        written = False
        for cited in missing:
            file = self._site.content / name_document_file(cited, documents)
            shown = file.relative_to(self._site.root)
            if create_text_file(file, format_document_file(cited)):
                written = True
                self._say(f"Đã tạo {shown} ({format_count(count_articles(cited))} bài).")
            else:
                self._say(f"Đã có tệp {shown}, không ghi đè. Hãy xem dòng number của tệp ấy.")
        if written:
            self._say(
                "Hãy mở từng tệp, ghi văn bản về việc gì ở dòng title, đối chiếu số và ngày với văn bản, "
                "rồi chạy ./inv check."
            )


def find_use(*, cited: bool, uncited: bool, once: bool) -> DocumentUse:
    """Return the use that three options ask for. Raise UserError if there are several."""
    uses: dict[DocumentUse, bool] = {"cited": cited, "uncited": uncited, "once": once}
    asked = [use for use, is_asked in uses.items() if is_asked]
    if len(asked) > 1:
        raise UserError(f"--{asked[0]} và --{asked[1]} không đi cùng nhau. Hãy chọn một.")
    return asked[0] if asked else ""
