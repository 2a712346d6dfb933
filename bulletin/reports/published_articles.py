"""Articles that were published in a span of days, and their totals."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bulletin.archive.register_builder import list_cited_documents
from bulletin.content.documents.official_documents import OfficialDocument
from bulletin.content.files.paths import normalize_reference
from bulletin.content.models import Article, ParsedBody
from bulletin.content.site_lists.sections import Section, Sections
from bulletin.text.plain_text import count_words
from bulletin.urls import UrlBuilder

NO_AUTHOR = "(không ghi tác giả)"
"""Name of the total of articles without an author."""


@dataclass(frozen=True, slots=True)
class ReportChoice:
    """Articles that a report is about."""

    first: date
    last: date
    section: Section | None = None
    """Only this section and its sub-sections; None for all."""
    author: str = ""
    """Only articles of this author; empty for all."""

    def has_article(self, article: Article, now: datetime) -> bool:
        """Tell if an article was published in the span, with section and author.

        Hidden articles count, because readers can open them. Expired ones count, because readers could.
        """
        if not self.first <= article.date.date() <= self.last:
            return False
        if article.get_state(now) not in ("live", "hidden", "expired"):
            return False
        if self.author and self.author not in article.authors:
            return False
        chosen = self.section
        return chosen is None or article.section in (
            chosen.slug,
            *(section.slug for section in chosen.children),
        )


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One article of a report."""

    day: date
    title: str
    authors: tuple[str, ...]
    section: str
    """Name of its section."""
    url: str
    """Address with scheme and host."""
    documents: tuple[str, ...]
    """Numbers of the documents that it cites, in the order of its body."""
    words: int
    images: int
    remark: str = ""
    """Reason why readers do not find the article in lists today."""


@dataclass(frozen=True, slots=True)
class ReportTotal:
    """Numbers of some articles of a report."""

    name: str
    articles: int
    words: int
    images: int


@dataclass(frozen=True, slots=True)
class PublicationReport:
    """The articles of a span of days, and their totals."""

    choice: ReportChoice
    now: datetime
    """Time of the report. A later article is not in it."""
    rows: Sequence[ReportRow]
    """Articles, the oldest first."""
    sections: Sequence[ReportTotal]
    """Totals of the sections that have articles, in the order of the menu."""
    authors: Sequence[ReportTotal]
    """Totals of the authors, those with most articles first, then the articles without an author."""

    @property
    def total(self) -> ReportTotal:
        """Total of all articles."""
        return _sum_rows("Cộng", self.rows)

    @property
    def has_shared_articles(self) -> bool:
        """True if an article has several authors. It counts in the total of each of them."""
        return any(len(row.authors) > 1 for row in self.rows)


def create_publication_report(
    articles: Iterable[Article],
    sections: Sections,
    choice: ReportChoice,
    now: datetime,
    *,
    urls: UrlBuilder,
    load_html: Callable[[ParsedBody], str],
    documents: Iterable[OfficialDocument] = (),
    congress_days: Sequence[date] = (),
) -> PublicationReport:
    """Return the report of the articles of ``choice`` at the time ``now``.

    ``load_html`` loads the HTML of a body. ``documents`` are the files of content/documents/.
    ``congress_days`` are those of the province.
    """
    chosen = sorted(
        (article for article in articles if choice.has_article(article, now)),
        key=lambda article: article.sort_key,
    )
    numbers = _group_numbers(chosen, documents, congress_days)
    rows = [
        _create_row(
            article,
            sections.by_slug[article.section].name,
            now,
            urls=urls,
            body=load_html(article.body),
            documents=numbers.get(article.source, ()),
        )
        for article in chosen
    ]
    return PublicationReport(choice, now, rows, list(_sum_sections(rows, sections)), list(_sum_authors(rows)))


def _group_numbers(
    articles: Sequence[Article], documents: Iterable[OfficialDocument], congress_days: Sequence[date]
) -> Mapping[str, tuple[str, ...]]:
    """Return the documents that each article cites, by its source.

    They are numbers, or names if a document has no number.
    """
    found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for document, mentions in list_cited_documents(articles, documents, province=congress_days):
        for article, mention, _ in mentions:
            found[article.source].append((mention.start, document.number or document.name))
    return {
        source: tuple(dict.fromkeys(name for _, name in sorted(pairs))) for source, pairs in found.items()
    }


def _create_row(
    article: Article,
    section: str,
    now: datetime,
    *,
    urls: UrlBuilder,
    body: str,
    documents: tuple[str, ...],
) -> ReportRow:
    return ReportRow(
        article.date.date(),
        article.title,
        article.authors,
        section,
        urls.build_absolute_url(article.address),
        documents,
        sum(map(count_words, (article.title, article.lede, body))),
        _count_images(article),
        describe_state(article, now),
    )


def _count_images(article: Article) -> int:
    """Return the number of different images: the cover and those of the body."""
    targets = [reference.target for reference in article.body.references if reference.kind == "picture"]
    return len(set(map(normalize_reference, filter(None, (article.cover, *targets)))))


def describe_state(article: Article, now: datetime) -> str:
    """Return why lists lack a published article, or an empty text."""
    remarks = {"expired": "Đã hết hạn", "hidden": "Bài ẩn"}
    return remarks.get(article.get_state(now), "")


def _sum_sections(rows: Iterable[ReportRow], sections: Sections) -> Iterator[ReportTotal]:
    groups: defaultdict[str, list[ReportRow]] = defaultdict(list)
    for row in rows:
        groups[row.section].append(row)
    return (_sum_rows(name, groups[name]) for name in sections.list_names() if name in groups)


def _sum_authors(rows: Iterable[ReportRow]) -> Iterator[ReportTotal]:
    groups: defaultdict[str, list[ReportRow]] = defaultdict(list)
    for row in rows:
        for author in row.authors or (NO_AUTHOR,):
            groups[author].append(row)
    for name in sorted(groups, key=lambda name: (name == NO_AUTHOR, -len(groups[name]), name)):
        yield _sum_rows(name, groups[name])


def _sum_rows(name: str, rows: Sequence[ReportRow]) -> ReportTotal:
    return ReportTotal(name, len(rows), sum(row.words for row in rows), sum(row.images for row in rows))
