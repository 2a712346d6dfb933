"""Fingerprints of the inputs of pages. Equal ones mean an equal view model.

They exist for pages of which there are thousands: articles, listings, months, feeds. The view models of the
other pages are made and compared.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from hashlib import blake2b
from itertools import chain
from typing import NamedTuple

from msgspec import msgpack

from bulletin.archive.archive import YearMonth
from bulletin.archive.article_list import ArticleList
from bulletin.archive.document_register import RegisteredDocument
from bulletin.content.models import Article, Page
from bulletin.context.site_context import SiteContext
from bulletin.related.candidates import RelatedCandidates
from bulletin.views.parts.body import resolve_internal_links
from bulletin.views.parts.head import find_repeated_titles

ARTICLE_INPUT_LABELS = ("nội dung bài", "các tin khác", "nơi liên kết dẫn tới", "văn bản mà bài nói tới")
PAGE_INPUT_LABELS = ("nội dung trang", "nơi liên kết dẫn tới")
LISTING_INPUT_LABELS = ("danh sách tin, bài",)
REGISTER_INPUT_LABELS = ("danh mục văn bản",)
DOCUMENT_INPUT_LABELS = ("văn bản", "tin, bài nói tới văn bản")
REDIRECT_INPUT_LABELS = ("bài ở địa chỉ mới",)
"""Vietnamese names of the inputs of each kind of page."""


class PageFingerprints:
    """Fingerprints of the pages of one site context."""

    def __init__(self, context: SiteContext) -> None:
        self._context, self._fingerprints = context, context.fingerprints
        self._written_documents: dict[str, bytes] = {}

    def fingerprint_month_articles(self, month: YearMonth) -> bytes:
        """Return a digest of the inputs of all article pages of a month."""
        articles = self._context.archive.months[month].articles
        titles = self._repeated_titles
        return _compute_digest(
            self._join_fingerprints(articles),
            self._related_candidates.join_month(month),
            repr([titles.get(article.source) for article in articles]).encode() if titles else b"",
            b"|".join([self._digest_links(article) for article in articles]),
            b"|".join([self._digest_citations(article) for article in articles]),
        )

    def fingerprint_articles(self, month: YearMonth) -> dict[str, tuple[bytes, ...]]:
        """Return the inputs of each article page of a month, by source."""
        related_by_source = self._related_candidates.join_articles(month)
        return {
            article.source: (
                self._fingerprints[article.source],
                self._fingerprint_related(article, related_by_source[article.source]),
                self._digest_links(article),
                self._digest_citations(article),
            )
            for article in self._context.archive.months[month].articles
        }

    def _fingerprint_related(self, article: Article, candidates: bytes) -> bytes:
        """Return a digest of the related articles and of a repeated title."""
        title = self._repeated_titles.get(article.source)
        related = _compute_digest(candidates)
        return _compute_digest(related, title.encode()) if title else related

    def fingerprint_page(self, page: Page) -> tuple[bytes, ...]:
        """Return the inputs of a static page."""
        return self._fingerprints[page.source], self._digest_links(page)

    def fingerprint_redirect(self, item: Article | Page) -> tuple[bytes, ...]:
        """Return the inputs of a page that only names ``item``."""
        return (self._fingerprints[item.source],)

    def fingerprint_list(self, articles: Iterable[Article], *others: bytes) -> tuple[bytes, ...]:
        """Return the inputs of a page that lists ``articles`` and prints ``others``."""
        return (_compute_digest(self._join_fingerprints(articles), *others),)

    def create_listing_fingerprints(self, article_list: ArticleList, others: bytes) -> "ListingFingerprints":
        """Return the fingerprints of the pages of ``article_list``.

        All of them print ``others``.
        """
        return ListingFingerprints(article_list, self._join_fingerprints(article_list.articles), others)

    def fingerprint_documents(
        self, documents: Iterable[RegisteredDocument], others: str
    ) -> tuple[bytes, ...]:
        """Return the inputs of a page that lists ``documents`` and prints ``others``."""
        return (_compute_digest(others.encode(), *map(self._write_document, documents)),)

    def fingerprint_document(self, document: RegisteredDocument, number: int) -> tuple[bytes, ...]:
        """Return the inputs of a page of ``document``."""
        return self._fingerprint_citing_articles(
            document, document.articles.get_page_articles(number), number
        )

    def fingerprint_document_group(self, documents: Iterable[RegisteredDocument]) -> bytes:
        """Return a digest of the inputs of all pages and feeds of ``documents``."""
        inputs = (
            self._fingerprint_citing_articles(document, document.articles.articles) for document in documents
        )
        return _compute_digest(b"".join(chain.from_iterable(inputs)))

    def _fingerprint_citing_articles(
        self, document: RegisteredDocument, articles: Sequence[Article], number: int = 0
    ) -> tuple[bytes, bytes]:
        """Return digests of a document and of ``articles`` that cite it.

        ``number`` is that of the page.
        """
        names = self._context.archive.register.documents
        related = [(slug, names[slug].name) for slugs in document.relations for slug in slugs]
        facts = self._write_document(document)
        others = repr((related, document.relations, number)).encode() if related or number else b""
        file = self._fingerprints.get(document.source, b"")
        return (
            _compute_digest(facts, others, file),
            _compute_digest(self._join_fingerprints(articles), *map(self._digest_citations, articles)),
        )

    def _write_document(self, document: RegisteredDocument) -> bytes:
        """Return what lists print of a document.

        Reason: it stands in four lists and on its own page.
        """
        written = self._written_documents.get(document.slug)
        if written is None:
            facts = (*document.facts, len(document.articles.articles))
            written = self._written_documents[document.slug] = repr(facts).encode()
        return written

    def fingerprint_feed(self, articles: Iterable[Article]) -> tuple[bytes, ...]:
        """Return the inputs of a feed with the bodies of ``articles``."""
        articles = tuple(articles)
        others = chain(map(self._digest_links, articles), map(self._digest_citations, articles))
        return (_compute_digest(self._join_fingerprints(articles), *others),)

    @cached_property
    def _repeated_titles(self) -> Mapping[str, str]:
        return find_repeated_titles(self._context)

    @cached_property
    def _related_candidates(self) -> RelatedCandidates:
        return RelatedCandidates(self._context.archive, self._fingerprints, self._context.related_settings)

    def _join_fingerprints(self, articles: Iterable[Article]) -> bytes:
        return b"".join([self._fingerprints[article.source] for article in articles])

    def _digest_links(self, item: Article | Page) -> bytes:
        """Return a digest of the targets of the links in the body."""
        if not item.body.references:
            return b""
        return _compute_digest(repr(resolve_internal_links(item.body, self._context)).encode())

    def _digest_citations(self, item: Article) -> bytes:
        """Return a digest of the documents that an article cites, with their places.

        Reason: each document of an article asks for it, and so does each of their feeds.
        """
        return self._citation_digests.get(item.source, b"")

    @cached_property
    def _citation_digests(self) -> dict[str, bytes]:
        citations = self._context.archive.register.citations
        return {source: _compute_digest(msgpack.encode(found)) for source, found in citations.items()}


class ListingFingerprints(NamedTuple):
    """Fingerprints of the pages of one listing."""

    article_list: ArticleList
    joined: bytes
    """Joined fingerprints of the articles, oldest first."""
    others: bytes
    """Other data that each page prints."""

    def fingerprint_page(self, number: int, page_data: bytes) -> tuple[bytes, ...]:
        """Return the inputs of a page.

        ``page_data`` is what the page prints of the rest of the listing.
        """
        start, end = self.article_list.get_page_bounds(number)
        return (_compute_digest(self._join_range(start, end), self.others, page_data),)

    def fingerprint_numbered_pages(self) -> bytes:
        """Return a digest of the inputs of all numbered pages."""
        count = self.article_list.full_page_count
        _, end = self.article_list.get_page_bounds(count)
        return _compute_digest(self._join_range(0, end), self.others, str(count).encode())

    def _join_range(self, start: int, end: int) -> bytes:
        size = len(self.joined) // max(1, len(self.article_list.articles))
        return self.joined[start * size : end * size]


def _compute_digest(*parts: bytes) -> bytes:
    return blake2b(b"\0".join(parts), digest_size=8).digest()
