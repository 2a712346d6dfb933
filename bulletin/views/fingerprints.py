"""What pages are made from, in short: digests that tell whether a view would come out as last time.

Pages that there are thousands of are told apart so: articles, listings, months, feeds. Of the
few others the view itself is made and looked at.
"""

from collections.abc import Callable, Iterable
from functools import cached_property
from hashlib import blake2b

from bulletin.archive.article_list import ArticleList
from bulletin.content.models import Article, Page
from bulletin.context.site_context import SiteContext
from bulletin.related.candidates import fingerprint_related_candidates
from bulletin.views.body import resolve_internal_links

ARTICLE_INPUT_LABELS = ("nội dung bài", "các tin khác", "nơi liên kết dẫn tới")
PAGE_INPUT_LABELS = ("nội dung trang", "nơi liên kết dẫn tới")
LISTING_INPUT_LABELS = ("danh sách tin, bài",)
REDIRECT_INPUT_LABELS = ("bài ở địa chỉ mới",)
"""What the inputs of each kind of page are, for people."""


class PageFingerprints:
    """The inputs of the pages of one edition."""

    def __init__(self, edition: SiteContext) -> None:
        self._edition, self._marks = edition, edition.fingerprints

    def fingerprint_article(self, article: Article) -> tuple[bytes, ...] | None:
        """Return what the page of ``article`` is made from. A hidden one stands on no shelf: None."""
        around = self._related_fingerprints.get(article.source)
        if around is None:
            return None
        return self._marks[article.source], around, self._links(article)

    def fingerprint_page(self, page: Page) -> tuple[bytes, ...]:
        """Return what a static page is made from."""
        return self._marks[page.source], self._links(page)

    def fingerprint_redirect(self, record: Article | Page) -> tuple[bytes, ...]:
        """Return what a page is made from that only names ``record``."""
        return (self._marks[record.source],)

    def fingerprint_list(self, items: Iterable[Article], *others: bytes) -> tuple[bytes, ...]:
        """Return what a page is made from that lists ``items``, and prints ``others`` besides."""
        return (_digest(self._joined(items), *others),)

    def create_listing_fingerprinter(
        self, shelf: ArticleList, *others: bytes
    ) -> Callable[[int, bytes], tuple[bytes, ...]]:
        """Return what tells by its number, and what it prints besides, what each page of ``shelf`` is made from."""
        joined = self._joined(shelf.articles)
        size = len(joined) // max(1, len(shelf.articles))

        def page(number: int, other: bytes) -> tuple[bytes, ...]:
            start, end = shelf.get_page_bounds(number)
            return (_digest(joined[start * size : end * size], *others, other),)

        return page

    def fingerprint_feed(self, items: Iterable[Article]) -> tuple[bytes, ...]:
        """Return what a page is made from that holds the texts of ``items``."""
        items = tuple(items)
        return (_digest(self._joined(items), *map(self._links, items)),)

    @cached_property
    def _related_fingerprints(self) -> dict[str, bytes]:
        chosen = fingerprint_related_candidates(
            self._edition.archive, self._marks, self._edition.related_settings
        )
        return {source: _digest(marks) for source, marks in chosen.items()}

    def _joined(self, items: Iterable[Article]) -> bytes:
        return b"".join([self._marks[one.source] for one in items])

    def _links(self, record: Article | Page) -> bytes:
        """Return a digest of where the links of a text lead today."""
        if not record.body.references:
            return b""
        return _digest(repr(resolve_internal_links(record.body, self._edition)).encode())


def _digest(*parts: bytes) -> bytes:
    return blake2b(b"\0".join(parts), digest_size=8).digest()
