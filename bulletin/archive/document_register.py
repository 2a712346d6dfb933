"""The register of official documents, and the addresses of its pages.

A document has a page if content/documents/ knows it, or if a second article cites it.
Reason: a single citation may be a slip of the hand, and such a page would spread it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from bulletin.archive.article_list import LISTING_PAGE_SIZE, ArticleList
from bulletin.content.document_mentions import DocumentMention
from bulletin.content.models import Article
from bulletin.text.slugs import slugify
from bulletin.urls import REGISTER_ADDRESS, REGISTER_PARTS, get_document_address, get_register_part_address


class DocumentCitation(NamedTuple):
    """A citation of a document that has a page."""

    slug: str
    """Slug of the document, or of the page that lists all documents of its number."""
    start: int
    """Offset of the words in the HTML of the body; negative in the title or the summary."""
    end: int
    is_link: bool
    """True for the first mention in the body that can be a link."""


class RegisteredDocument(NamedTuple):
    """An official document with the articles that cite it."""

    slug: str
    number: str
    """``38-KL/TW``, or empty."""
    name: str
    """``Kết luận số 38-KL/TW``."""
    kind: str
    """``Kết luận``."""
    issuer: str
    issued: date | None
    title: str
    file: str
    """Path from content/ of its text, or empty."""
    source: str
    """The file of content/documents/, or empty."""
    articles: ArticleList
    names: tuple[str, ...] = ()
    """Other names by which readers search: ``Nghị quyết Trung ương 6 khóa X``."""
    implements: tuple[str, ...] = ()
    """Slugs of the documents that it carries out."""
    replaces: tuple[str, ...] = ()
    implemented_by: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()

    @property
    def facts(self) -> tuple[object, ...]:
        """All that pages print of the document itself."""
        return self[:8]

    @property
    def relations(self) -> tuple[tuple[str, ...], ...]:
        """Slugs of other documents, by kind of relation."""
        return self.implements, self.replaces, self.implemented_by, self.replaced_by

    @property
    def sort_key(self) -> tuple[date, str]:
        """Sort key of lists: the date of the document or of its first article."""
        first = self.articles.articles[0].date.date() if self.articles.articles else date.min
        return self.issued or first, self.slug


class DocumentRegister(NamedTuple):
    """All documents that have a page."""

    documents: Mapping[str, RegisteredDocument]
    """By slug, oldest first."""
    same_numbers: Mapping[str, tuple[str, ...]]
    """Slugs of the documents that share a number, by the slug of that number."""
    citations: Mapping[str, tuple[DocumentCitation, ...]]
    """Citations by source of the article, in the order of the text."""


class ArticleMention(NamedTuple):
    """An article with a mention of a document.

    It is the first one in the body, or else the one above the body.
    """

    article: Article
    mention: DocumentMention
    is_clear: bool
    """False if the mention can mean several documents of one number."""

    @property
    def place(self) -> str:
        """Path from content/ with the line: ``articles/2019/12/x.md:14``."""
        return f"{self.article.source}:{self.mention.line}"


class CitedDocument(NamedTuple):
    """A document with all articles that mention it, also a document without a page."""

    document: RegisteredDocument
    """Its slug is empty if it has no page."""
    mentions: tuple[ArticleMention, ...]
    """Each article once, oldest first."""

    @property
    def first_day(self) -> date:
        """Date of the document, or else of the first article that mentions it."""
        first = self.mentions[0].article.date.date() if self.mentions else date.min
        return self.document.issued or first


class RegisterPart(NamedTuple):
    """The documents of one kind, issuer or year, oldest first."""

    folder: str
    """One of ``REGISTER_PARTS``."""
    slug: str
    name: str
    documents: tuple[RegisteredDocument, ...]


def list_same_numbers(register: DocumentRegister) -> Iterator[ArticleList]:
    """Yield the articles of each number that several documents have.

    ``01-QĐ/BCĐ`` and ``01/QĐ-BCĐ`` share an address too.
    """
    for slug, slugs in register.same_numbers.items():
        documents = [register.documents[other] for other in slugs]
        numbers = dict.fromkeys(document.number or document.name for document in documents)
        by_source = {
            article.source: article for document in documents for article in document.articles.articles
        }
        articles = sorted(by_source.values(), key=lambda article: article.sort_key)
        yield ArticleList(f"Các văn bản số {' và '.join(numbers)}", slug, tuple(articles))


NO_DOCUMENTS = DocumentRegister({}, {}, {})
"""The register of a site without documents."""


def list_register_parts(register: DocumentRegister) -> Iterator[RegisterPart]:
    """Yield the parts by kind, by issuer, and by year, newest year first."""
    kinds, issuers, years = REGISTER_PARTS
    documents = register.documents.values()
    yield from _group_documents(kinds, ((document.kind, document) for document in documents))
    yield from _group_documents(issuers, ((document.issuer, document) for document in documents))
    by_year = ((str(document.issued.year), document) for document in documents if document.issued)
    yield from reversed([*_group_documents(years, by_year)])


def _group_documents(folder: str, pairs: Iterable[tuple[str, RegisteredDocument]]) -> Iterator[RegisterPart]:
    """Yield a part for each name, by slug. Two spellings of one slug are one part."""
    found: dict[str, list[tuple[str, RegisteredDocument]]] = defaultdict(list)
    for name, document in pairs:
        if name:
            found[slugify(name)].append((name, document))
    for slug in sorted(found):
        yield RegisterPart(folder, slug, found[slug][0][0], tuple(document for _, document in found[slug]))


def list_register_addresses(register: DocumentRegister) -> Iterator[tuple[str, int]]:
    """Yield the first page of each listing of the register, with its number of items."""
    if register.documents:
        yield REGISTER_ADDRESS, len(register.documents)
    for part in list_register_parts(register):
        yield get_register_part_address(part.folder, part.slug), len(part.documents)
    for slug, slugs in register.same_numbers.items():
        yield get_document_address(slug), min(len(slugs), LISTING_PAGE_SIZE)  # one page
    for slug, document in register.documents.items():
        yield get_document_address(slug), len(document.articles.articles)
