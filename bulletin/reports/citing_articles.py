"""Articles that mention official documents, as lines and as cells of a table."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from bulletin.archive.document_register import ArticleMention, CitedDocument
from bulletin.citations.finding import find_citations
from bulletin.content.models import ParsedBody
from bulletin.reports.published_articles import describe_state
from bulletin.text.formatting import format_count, format_date
from bulletin.text.terminal_tables import wrap_below
from bulletin.urls import UrlBuilder, get_document_address
from bulletin.views.pages.document_sentences import cut_sentence

CITING_HEADINGS = (
    *(
        "Văn bản",
        "Ngày ban hành",
        "Ngày đăng",
        "Tiêu đề",
        "Địa chỉ",
        "Tệp",
        "Dòng",
        "Câu viện dẫn",
        "Ghi chú",
    ),
)
"""Headings of the table of articles, in the order of ``list_citing_cells``."""
CITING_WIDTHS = (20, 14, 12, 50, 44, 40, 7, 70, 24)
_INDENT = 12
"""Width of the column of dates."""


class CitingRow(NamedTuple):
    """An article that mentions a document."""

    day: date
    title: str
    url: str
    source: str
    """The content file, from the folder of the site."""
    line: int
    sentence: str
    remark: str
    """Reason why lists do not have the article, or why the document may be another one."""


def create_citing_row(
    found: ArticleMention,
    now: datetime,
    urls: UrlBuilder,
    content: str,
    load_html: Callable[[ParsedBody], str],
) -> CitingRow:
    """Return the row of an article. ``content`` is the name of the content folder."""
    article, mention = found.article, found.mention
    if mention.start >= 0:
        sentence = "".join(cut_sentence(load_html(article.body), mention))
    else:
        in_lede = any(one.number == mention.number for one in find_citations(article.lede))
        sentence = article.lede if in_lede else article.title
    remarks = (
        describe_state(article, now),
        "" if found.is_clear else "Không rõ văn bản nào trong các văn bản cùng số",
    )
    return CitingRow(
        article.date.date(),
        article.title,
        urls.build_absolute_url(article.address),
        f"{content}/{article.source}",
        mention.line,
        sentence.strip(),
        "; ".join(filter(None, remarks)),
    )


def describe_document(
    cited: CitedDocument,
    rows: Sequence[CitingRow],
    names: Mapping[str, str],
    *,
    urls: UrlBuilder | None,
    content: str,
    width: int,
    days: str = "",
) -> Iterator[str]:
    """Yield the facts of a document, then its articles, newest first.

    Args:
        cited: The document.
        rows: Its articles.
        names: Names of the documents that have a page, by slug.
        urls: Builds addresses, or None if the documents of the site have no pages.
        content: Name of the content folder.
        width: Columns of the terminal.
        days: Days of the articles: ``đăng từ 01/11/2026 đến 30/11/2026``. Empty for all.

    """
    document = cited.document
    yield document.name
    if document.title:
        yield from wrap_below(document.title, 0, width)
    facts: tuple[tuple[str, str], ...] = (
        ("Số", document.number),
        ("Loại", document.kind),
        ("Cơ quan ban hành", document.issuer or "chưa rõ"),
        ("Ngày ban hành", format_date(document.issued) if document.issued else "chưa rõ"),
        ("Thực hiện", _join_names(document.implements, names)),
        ("Được thực hiện bằng", _join_names(document.implemented_by, names)),
        ("Thay thế", _join_names(document.replaces, names)),
        ("Được thay thế bằng", _join_names(document.replaced_by, names)),
        ("Toàn văn", f"{content}/{document.file}" if document.file else ""),
        ("Tệp văn bản", f"{content}/{document.source}" if document.source else "chưa có"),
    )
    if urls and document.slug:
        facts += (("Trang", urls.build_absolute_url(get_document_address(document.slug))),)
    elif urls:
        facts += (("Trang", "chưa có"),)
    for label, text in facts:
        if text:
            yield f"  {label + ':':<21} {text}"
    order = ", mới nhất trước" if len(rows) > 1 else ""
    yield f"\n{format_count(len(rows))} tin, bài nói tới{order}{f' ({days})' if days else ''}."
    for row in rows:
        yield from _describe_row(row, width)


def _join_names(slugs: Sequence[str], names: Mapping[str, str]) -> str:
    return "; ".join(names[slug] for slug in slugs)


def _describe_row(row: CitingRow, width: int) -> Iterator[str]:
    first, *others = wrap_below(row.title, _INDENT, width)
    yield f"\n{format_date(row.day)}  {first.lstrip()}"
    yield from others
    blanks = " " * _INDENT
    yield f"{blanks}{row.url}"
    yield f"{blanks}{row.source}:{row.line}"
    if row.remark:
        yield f"{blanks}{row.remark}."
    yield from wrap_below(f"“{row.sentence}”", _INDENT, width)


def list_citing_cells(cited: CitedDocument, row: CitingRow) -> tuple[str | int | date, ...]:
    """Return the cells of an article: the line as a number, dates as dates."""
    document = cited.document
    return (
        *(document.number or document.name, document.issued or "", row.day, row.title, row.url),
        *(row.source, row.line, row.sentence, row.remark),
    )
