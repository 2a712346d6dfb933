"""A list of official documents as lines for a terminal and as cells of a table."""

from collections.abc import Iterator, Sequence
from datetime import date

from bulletin.archive.document_register import CitedDocument
from bulletin.reports.document_choice import count_articles
from bulletin.text.formatting import format_count, format_date
from bulletin.text.terminal_tables import GAP, Column, format_table_row, wrap_below
from bulletin.urls import UrlBuilder, get_document_address

DOCUMENT_HEADINGS = (
    *("Số và ký hiệu", "Loại", "Cơ quan ban hành", "Ngày ban hành", "Văn bản về việc", "Số tin, bài"),
    *("Địa chỉ", "Tệp văn bản", "Ghi chú"),
)
"""Headings of the table of documents, in the order of ``list_document_cells``."""
DOCUMENT_WIDTHS = (20, 16, 30, 14, 60, 11, 44, 34, 44)
_UNKNOWN = "chưa rõ"
_MAX_NUMBER, _MAX_KIND = 22, 16
"""Greatest widths of the columns of number and kind. Longer texts are wrapped."""
_MIN_ISSUER, _MAX_ISSUER, _MIN_TITLE = 12, 30, 36
"""Least and greatest width of the column of issuers, and the least width of a column of titles.

A narrow terminal shows the title below the other columns.
"""


def describe_remark(cited: CitedDocument, content: str) -> str:
    """Return what an editor has to know of a document, or an empty text.

    A document that one article alone cites may be a slip of the hand, so its place is named.
    ``content`` is the name of the content folder.
    """
    count = count_articles(cited)
    if count == 1 and not cited.document.slug:
        place = next(one.place for one in cited.mentions if one.is_clear)
        return f"Mới một bài nói tới, chưa có trang: {content}/{place}"
    if not cited.document.slug:
        return "Chưa có trang."
    return "" if count else "Chưa bài nào nói tới."


def describe_documents(documents: Sequence[CitedDocument], width: int, content: str) -> Iterator[str]:
    """Yield the lines of a list, newest first, for a terminal of ``width`` columns."""
    numbers = [cited.document.number or cited.document.name for cited in documents]
    number = max(len("Số"), *(min(len(text), _MAX_NUMBER) for text in numbers))
    kind = max(len("Loại"), *(min(len(cited.document.kind), _MAX_KIND) for cited in documents))
    columns = [
        Column("Ngày", 10), Column("Bài", 5, is_number=True), Column("Số", number), Column("Loại", kind)
    ]  # fmt: skip
    used = sum(column.width + len(GAP) for column in columns)
    longest = max(len(cited.document.issuer) for cited in documents)
    issuer = min(max(longest, _MIN_ISSUER), _MAX_ISSUER, max(width - used, _MIN_ISSUER))
    columns.append(Column("Cơ quan", issuer))
    indent = columns[0].width + columns[1].width + 2 * len(GAP)
    title = width - used - issuer - len(GAP)
    is_wide = title >= _MIN_TITLE
    if is_wide:
        columns.append(Column("Về việc", title))
    yield from format_table_row([column.heading for column in columns], columns)
    for cited, name in zip(documents[::-1], numbers[::-1], strict=True):
        document = cited.document
        cells = [
            format_date(document.issued) if document.issued else _UNKNOWN,
            format_count(count_articles(cited)),
            name,
            document.kind,
            document.issuer,
        ]
        yield from format_table_row([*cells, document.title] if is_wide else cells, columns)
        for text in ("" if is_wide else document.title, describe_remark(cited, content)):
            yield from wrap_below(text, indent, width)


def list_document_cells(
    cited: CitedDocument, urls: UrlBuilder | None, content: str
) -> tuple[str | int | date, ...]:
    """Return the cells of a document: the count as a number, the date as a date.

    ``urls`` builds addresses. It is None if the documents of the site have no pages.
    """
    document = cited.document
    return (
        *(document.number or document.name, document.kind, document.issuer, document.issued or ""),
        *(document.title, count_articles(cited)),
        urls.build_absolute_url(get_document_address(document.slug)) if document.slug and urls else "",
        f"{content}/{document.source}" if document.source else "",
        describe_remark(cited, content),
    )
