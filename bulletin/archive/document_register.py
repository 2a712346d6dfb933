"""The register of official documents: the documents that articles cite, with these articles.

A document has a page if content/documents/ knows it, or if a second article cites it.
Reason: a single citation may be a slip of the hand, and such a page would spread it.
Numbers of the Party begin again with each congress, so one number can be that of several documents.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from bulletin.archive.article_list import LISTING_PAGE_SIZE, ArticleList
from bulletin.citations.models import Citation, Document, Form, Issuer, Span, System
from bulletin.citations.numbers import (
    Identity,
    format_number,
    get_identity,
    is_ambiguous,
    make_document,
    parse_number,
)
from bulletin.citations.resolution import DocumentIndex, resolve_citations
from bulletin.citations.tables import find_congress, get_code_kinds, get_suffix_systems, list_issuers
from bulletin.content.document_mentions import DocumentMention
from bulletin.content.models import Article
from bulletin.content.official_documents import OfficialDocument
from bulletin.text.slugs import slugify
from bulletin.urls import REGISTER_ADDRESS, REGISTER_PARTS, get_document_address, get_register_part_address

_BEFORE_CONGRESS = timedelta(days=110)
"""Congresses of provinces meet in October, the national one in January."""


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
        """Sort key of lists: the date of the document, or else of the first article that cites it."""
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


class RegisterPart(NamedTuple):
    """The documents of one kind, issuer or year, oldest first."""

    folder: str
    """One of ``REGISTER_PARTS``."""
    slug: str
    name: str
    documents: tuple[RegisteredDocument, ...]


NO_DOCUMENTS = DocumentRegister({}, {}, {})
"""The register of a site without documents."""


def list_register_parts(register: DocumentRegister) -> Iterator[RegisterPart]:
    """Yield the parts of a register by kind, then by issuer, then by year, newest year first."""
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
    """Yield the first page of each part, number and document of a register, with the number of items on all pages."""
    yield REGISTER_ADDRESS, len(register.documents)
    for part in list_register_parts(register):
        yield get_register_part_address(part.folder, part.slug), len(part.documents)
    for slug, slugs in register.same_numbers.items():
        yield get_document_address(slug), min(len(slugs), LISTING_PAGE_SIZE)  # one page
    for slug, document in register.documents.items():
        yield get_document_address(slug), len(document.articles.articles)


def build_register(
    articles: Iterable[Article], documents: Iterable[OfficialDocument], others: Iterable[Article] = ()
) -> DocumentRegister:
    """Return the register of the documents that ``articles`` cite, oldest first.

    Args:
        articles: The articles in the lists of the site, oldest first.
        documents: The files of content/documents/.
        others: Articles that are not counted, and whose citations become links.

    """
    articles = tuple(articles)
    builder = _RegisterBuilder(documents)
    builder.add_dated_citations(articles)
    builder.add_articles(articles)
    return builder.build((*articles, *others))


class _Entry:
    """A document while the register is built."""

    def __init__(self, identity: Identity, kind: str, term: int) -> None:
        self.identity, self.kind, self.term = identity, kind, term
        self.days, self.kinds, self.bodies = Counter[date](), Counter[str](), Counter[str]()
        self.official: OfficialDocument | None = None
        self.articles: dict[str, Article] = {}
        self.slug = ""

    @property
    def issued(self) -> date | None:
        """Date of the document: that of its file, or the one that most citations have."""
        if self.official and self.official.issued:
            return self.official.issued
        return min(self.days, key=lambda day: (-self.days[day], day)) if self.days else None

    @property
    def first_day(self) -> date:
        """Date of the document, or else of the first article that cites it."""
        first = next(iter(self.articles.values()), None)
        return self.issued or (first.date.date() if first else date.min)

    @property
    def has_page(self) -> bool:
        return self.official is not None or len(self.articles) > 1

    def note(self, mention: DocumentMention) -> None:
        """Count what a mention says of the document."""
        if mention.day:
            self.days[mention.day] += 1
        if mention.kind:
            self.kinds[mention.kind] += 1
        if mention.body:
            self.bodies[mention.body] += 1


class _RegisterBuilder:
    def __init__(self, documents: Iterable[OfficialDocument]) -> None:
        self._entries: dict[Identity, list[_Entry]] = defaultdict(list)
        self._named: dict[str, _Entry] = {}
        self._known: list[tuple[Document, _Entry]] = []
        """Documents of content/documents/ with a number."""
        for official in documents:
            self._add_official(official)
        self._index = DocumentIndex(document for document, _ in self._known)

    def _add_official(self, official: OfficialDocument) -> None:
        citation = parse_number(official.number) if official.number else None
        identity = get_identity(citation) if citation else Identity("", None, "", official.source)
        kind = official.kind or (citation.kind if citation else "")
        term = _get_term(identity, official.issued, official.congress)
        entry = _Entry(identity, kind if citation and is_ambiguous(citation) else "", term)
        entry.official = official
        if kind:
            entry.kinds[kind] += 1
        self._entries[identity].append(entry)
        if citation:
            document = make_document(citation, day=official.issued, slug=official.source)
            self._known.append((document, entry))
        for name in official.names:
            self._named[name] = entry

    def add_dated_citations(self, articles: Iterable[Article]) -> None:
        """Make the documents whose date or congress a citation says."""
        for article in articles:
            for mention in article.mentions:
                if mention.form is Form.FULL and (mention.day or mention.congress):
                    found = self._find_dated(mention) or self._add_entry(mention)
                    found.kind = found.kind or _get_entry_kind(mention)
                    found.note(mention)

    def _find_dated(self, mention: DocumentMention) -> _Entry | None:
        """Return the document with the number, the kind and the term of a mention.

        A file without a date is the one of any time.
        """
        term = _get_term(mention.identity, mention.day, mention.congress)
        entries = [entry for entry in self._list_same(mention) if entry.term in (term, 0)]
        return max(entries, key=lambda entry: entry.term, default=None)

    def _add_entry(self, mention: DocumentMention) -> _Entry:
        term = _get_term(mention.identity, mention.day, mention.congress)
        entry = _Entry(mention.identity, _get_entry_kind(mention), term)
        self._entries[mention.identity].append(entry)
        return entry

    def _list_same(self, mention: DocumentMention) -> list[_Entry]:
        """Return the documents with the number of a mention, of any time."""
        kind = _get_entry_kind(mention)
        entries = self._entries.get(mention.identity, ())
        return [entry for entry in entries if not kind or not entry.kind or entry.kind == kind]

    def add_articles(self, articles: Iterable[Article]) -> None:
        """Give each document the articles that cite it."""
        for article in articles:
            for mention in article.mentions:
                entries = self._find_entries(mention, article)
                if not entries and mention.form is Form.FULL:
                    entries = [self._add_entry(mention)]
                if len(entries) == 1:
                    entries[0].articles[article.source] = article
                    if not (mention.day or mention.congress):
                        entries[0].note(mention)

    def _find_entries(self, mention: DocumentMention, article: Article) -> list[_Entry]:
        """Return the documents that a mention can mean: one if it is clear."""
        if mention.form is Form.NAMED:
            named = self._named.get(mention.name)
            return [named] if named else []
        if mention.form is Form.SHORT:
            return self._find_short_form(mention, article)
        if mention.day or mention.congress:
            found = self._find_dated(mention)
            return [found] if found else []
        day = article.date.date()
        entries = [one for one in self._list_same(mention) if one.issued is None or one.issued <= day]
        if len(entries) > 1:
            term = _get_term(mention.identity, day, None)
            entries = [entry for entry in entries if entry.term == term] or entries
        return entries

    def _find_short_form(self, mention: DocumentMention, article: Article) -> list[_Entry]:
        """Return the document of content/documents/ that a short form means."""
        citation = Citation(
            Span(0, 0), Span(0, 0), Form.SHORT, mention.kind, mention.number, mention.year,
            issuer=Issuer(mention.body, Span(0, 0)) if mention.body else None, congress=mention.congress,
        )  # fmt: skip
        if not self._index.find_short(citation):
            return []
        (resolution,) = resolve_citations([citation], self._index, article.date.date())
        return [entry for document, entry in self._known if document == resolution.document]

    def build(self, articles: Iterable[Article]) -> DocumentRegister:
        """Return the register. ``articles`` are all whose citations become links."""
        same_numbers = dict(self._assign_slugs())
        entries = sorted(
            (entry for same in self._entries.values() for entry in same if entry.slug),
            key=lambda entry: (entry.first_day, entry.slug),
        )
        relations = self._find_relations(entries)
        documents = {
            entry.slug: _create_document(entry, relations.get(entry.slug, ((), (), (), ())))
            for entry in entries
        }
        numbers = {slug: number for number, slugs in same_numbers.items() for slug in slugs}
        citations = {
            article.source: found
            for article in articles
            if article.mentions and (found := tuple(self._list_citations(article, numbers)))
        }
        return DocumentRegister(documents, same_numbers, citations)

    def _assign_slugs(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Give each document with a page its slug, and yield the numbers that several have."""
        used = set[str]()
        for identity, same in self._entries.items():
            entries = sorted((one for one in same if one.has_page), key=lambda entry: entry.first_day)
            if not entries:
                continue
            base = _get_base_slug(identity, entries[0])
            while base in used:
                base += "-2"
            used.add(base)
            if len(entries) == 1:
                entries[0].slug = base
                continue
            for form in (_get_kind_slug, _get_year_slug, _get_day_slug):
                slugs = [f"{base}-{form(entry)}" for entry in entries]
                if len(set(slugs)) == len(entries) and used.isdisjoint(slugs):
                    break
            else:
                slugs = [f"{base}-{number}" for number in range(1, len(entries) + 1)]
            for entry, slug in zip(entries, slugs, strict=True):
                entry.slug = slug
            used.update(slugs)
            yield base, tuple(slugs)

    def _list_citations(self, article: Article, numbers: Mapping[str, str]) -> Iterator[DocumentCitation]:
        linked = set[str]()
        for mention in article.mentions:
            slugs = [entry.slug for entry in self._find_entries(mention, article) if entry.slug]
            if not slugs:
                continue
            slug = slugs[0] if len(slugs) == 1 else numbers[slugs[0]]
            is_link = mention.is_linkable and slug not in linked
            if is_link:
                linked.add(slug)
            yield DocumentCitation(slug, mention.start, mention.end, is_link)

    def _find_relations(self, entries: Iterable[_Entry]) -> dict[str, tuple[tuple[str, ...], ...]]:
        """Return the slugs of related documents: implements, replaces, implemented by, replaced by."""
        found: dict[str, tuple[list[str], ...]] = defaultdict(lambda: ([], [], [], []))
        for entry in entries:
            if not entry.official:
                continue
            for kind, numbers in enumerate((entry.official.implements, entry.official.replaces)):
                for number in numbers:
                    if target := self._find_by_number(number, entry):
                        found[entry.slug][kind].append(target.slug)
                        found[target.slug][kind + 2].append(entry.slug)
        return {
            slug: tuple(tuple(dict.fromkeys(slugs)) for slugs in groups) for slug, groups in found.items()
        }

    def _find_by_number(self, number: str, entry: _Entry) -> _Entry | None:
        """Return the document of a number that ``entry`` names: the newest one before it."""
        citation = parse_number(number)
        same = self._entries.get(get_identity(citation), ()) if citation else ()
        others = [other for other in same if other.slug and other is not entry]
        until = entry.issued or date.max
        earlier = [other for other in others if other.issued is None or other.issued <= until]
        return max(earlier or others, key=lambda other: other.issued or date.min, default=None)


def _get_term(identity: Identity, day: date | None, congress: int | None) -> int:
    """Return a number that documents with the same number share only if they are one document.

    It is the congress for the Party and the year for the State. It is 0 if the number itself has the year, or if
    the day is unknown. Congresses of provinces meet some months before the national one.
    """
    if identity.year is not None:
        return 0
    if get_suffix_systems().get(identity.suffix) is System.STATE:
        return day.year if day else 0
    if day:
        is_central = identity.suffix.endswith("TW")
        return find_congress(day if is_central else day + _BEFORE_CONGRESS) or 0
    return congress or 0


def _get_entry_kind(mention: DocumentMention) -> str:
    """Return the kind of a mention if its code stands for two kinds, as ``QĐ`` does."""
    return mention.kind if is_ambiguous(_create_plain_document(mention.identity)) else ""


def _get_base_slug(identity: Identity, entry: _Entry) -> str:
    if identity.number:
        return slugify(format_number(_create_plain_document(identity)).replace("/", "-"))
    return slugify(entry.official.names[0]) if entry.official else ""


def _get_kind_slug(entry: _Entry) -> str:
    return slugify(entry.kind)


def _get_year_slug(entry: _Entry) -> str:
    return str(entry.first_day.year)


def _get_day_slug(entry: _Entry) -> str:
    return entry.first_day.isoformat()


@lru_cache(maxsize=1 << 12)
def _create_plain_document(identity: Identity) -> Document:
    system = get_suffix_systems().get(identity.suffix, System.UNKNOWN)
    return Document(identity.number, identity.year, identity.code, identity.suffix, system=system)


def _create_document(entry: _Entry, relations: tuple[tuple[str, ...], ...]) -> RegisteredDocument:
    official = entry.official
    number = format_number(_create_plain_document(entry.identity)) if entry.identity.number else ""
    kind = _find_kind(entry)
    name = f"{kind or 'Văn bản'} số {number}" if number else official.names[0] if official else ""
    articles = tuple(entry.articles.values())
    return RegisteredDocument(
        entry.slug, number, name, kind,
        official.issuer if official and official.issuer else _find_issuer(entry),
        entry.issued,
        official.title if official else "",
        official.file if official else "",
        official.source if official else "",
        ArticleList(name, entry.slug, articles),
        *relations,
    )  # fmt: skip


def _find_kind(entry: _Entry) -> str:
    """Return the kind of a document with a capital: the one that most citations say."""
    kinds = get_code_kinds(_create_plain_document(entry.identity).system).get(entry.identity.code, ())
    found = max(entry.kinds, key=lambda kind: (entry.kinds[kind], kind), default=kinds[0] if kinds else "")
    return found[:1].upper() + found[1:]


def _find_issuer(entry: _Entry) -> str:
    """Return the issuer that most citations name, or the only one with this suffix at the time."""
    if entry.bodies:
        return max(entry.bodies, key=lambda body: (entry.bodies[body], body))
    day = entry.first_day
    bodies = {
        row.body
        for row in list_issuers()
        if row.suffix == entry.identity.suffix and row.since <= day <= row.until
    }
    return bodies.pop() if len(bodies) == 1 else ""
