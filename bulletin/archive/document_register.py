"""The register of official documents: the documents that articles cite, with these articles.

A document has a page if content/documents/ knows it, or if a second article cites it.
Reason: a single citation may be a slip of the hand, and such a page would spread it.
Numbers of the Party begin again with each congress, so one number can be that of several documents.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from bulletin.archive.article_list import LISTING_PAGE_SIZE, ArticleList
from bulletin.citations.models import Citation, Document, Form, Span, System
from bulletin.citations.numbers import format_number, make_document, parse_number
from bulletin.citations.resolution import resolve_citations
from bulletin.citations.tables import find_congress, get_code_kinds, get_suffix_systems, list_issuers
from bulletin.content.document_mentions import DocumentMention
from bulletin.content.models import Article
from bulletin.content.official_documents import OfficialDocument
from bulletin.text.slugs import slugify
from bulletin.urls import REGISTER_ADDRESS, REGISTER_PARTS, get_document_address, get_register_part_address

Identity = tuple[str, int | None, str, str]
"""Number, year, code and suffix of a document."""


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

    def __init__(self, identity: Identity, term: int) -> None:
        self.identity, self.term = identity, term
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
        self._entries: dict[Identity, dict[int, _Entry]] = defaultdict(dict)
        self._named: dict[str, _Entry] = {}
        self._known: dict[str, list[tuple[Document, _Entry]]] = defaultdict(list)
        """Documents of content/documents/ by their number without code."""
        for official in documents:
            self._add_official(official)

    def _add_official(self, official: OfficialDocument) -> None:
        citation = parse_number(official.number) if official.number else None
        if citation:
            term = _get_term(citation.identity, official.issued, official.congress)
            entry = self._entries[citation.identity].setdefault(term, _Entry(citation.identity, term))
            if citation.kind:
                entry.kinds[citation.kind] += 1
            self._known[citation.number].append((make_document(citation, day=official.issued), entry))
        else:
            entry = _Entry(("", None, "", official.source), 0)
            self._entries[entry.identity][0] = entry
        entry.official = official
        for name in official.names:
            self._named[name] = entry

    def add_dated_citations(self, articles: Iterable[Article]) -> None:
        """Make the documents whose date or congress a citation says."""
        for article in articles:
            for mention in article.mentions:
                if mention.form is Form.FULL and (mention.day or mention.congress):
                    term = _get_term(mention.identity, mention.day, mention.congress)
                    terms = self._entries[mention.identity]
                    entry = terms.get(term) or terms.get(0)  # a file without a date is the one of any time
                    if entry is None:
                        entry = terms[term] = _Entry(mention.identity, term)
                    entry.note(mention)

    def add_articles(self, articles: Iterable[Article]) -> None:
        """Give each document the articles that cite it."""
        for article in articles:
            for mention in article.mentions:
                for entry in self._find_entries(mention, article, can_add=True)[:1]:
                    entry.articles[article.source] = article
                    if not (mention.day or mention.congress):
                        entry.note(mention)

    def _find_entries(
        self, mention: DocumentMention, article: Article, *, can_add: bool = False
    ) -> list[_Entry]:
        """Return the documents that a mention can mean: one if it is clear."""
        if mention.form is Form.NAMED:
            named = self._named.get(mention.name)
            return [named] if named else []
        if mention.form is Form.SHORT:
            return self._find_short_form(mention, article)
        terms = self._entries.get(mention.identity)
        if terms and (mention.day or mention.congress):
            entry = terms.get(_get_term(mention.identity, mention.day, mention.congress)) or terms.get(0)
            return [entry] if entry else []
        day = article.date.date()
        earlier = [entry for entry in (terms or {}).values() if entry.issued is None or entry.issued <= day]
        if len(earlier) > 1:
            term = _get_term(mention.identity, day, None)
            earlier = [entry for entry in earlier if entry.term == term] or earlier
        if not earlier and can_add:
            earlier = [self._entries[mention.identity].setdefault(0, _Entry(mention.identity, 0))]
        return earlier

    def _find_short_form(self, mention: DocumentMention, article: Article) -> list[_Entry]:
        """Return the document of content/documents/ that a short form means."""
        known = self._known.get(mention.number, ())
        if not known:
            return []
        citation = Citation(
            Span(0, 0), Span(0, 0), Form.SHORT, mention.kind, mention.number, mention.year,
            congress=mention.congress,
        )  # fmt: skip
        (resolution,) = resolve_citations(
            [citation], [document for document, _ in known], article.date.date()
        )
        return [entry for document, entry in known if document == resolution.document]

    def build(self, articles: Iterable[Article]) -> DocumentRegister:
        """Return the register. ``articles`` are all whose citations become links."""
        same_numbers = dict(self._assign_slugs())
        entries = sorted(
            (entry for terms in self._entries.values() for entry in terms.values() if entry.slug),
            key=lambda entry: (entry.issued or _get_first_day(entry), entry.slug),
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
        for identity, terms in self._entries.items():
            entries = [entry for entry in terms.values() if entry.has_page]
            base = _get_base_slug(identity, entries)
            while base in used:
                base += "-2"
            if len(entries) == 1:
                entries[0].slug = base
            years = Counter((entry.issued or _get_first_day(entry)).year for entry in entries)
            for entry in entries if len(entries) > 1 else ():
                day = entry.issued or _get_first_day(entry)
                entry.slug = f"{base}-{day.year if years[day.year] == 1 else day.isoformat()}"
            used.update(base, (entry.slug for entry in entries))
            if len(entries) > 1:
                entries.sort(key=lambda entry: entry.issued or _get_first_day(entry))
                yield base, tuple(entry.slug for entry in entries)

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
        terms = self._entries.get(citation.identity, {}) if citation else {}
        others = [other for other in terms.values() if other.slug and other is not entry]
        until = entry.issued or date.max
        earlier = [other for other in others if other.issued is None or other.issued <= until]
        return max(earlier or others, key=lambda other: other.issued or date.min, default=None)


def _get_term(identity: Identity, day: date | None, congress: int | None) -> int:
    """Return a number that documents with the same number have in common only if they are one document.

    It is the congress for the Party, the year for the State, and 0 if the number itself has the year or the day is unknown.
    """
    _, year, _, suffix = identity
    if year is not None:
        return 0
    if get_suffix_systems().get(suffix) is System.STATE:
        return day.year if day else 0
    if day:
        return find_congress(day) or 0
    return congress or 0


def _get_first_day(entry: _Entry) -> date:
    first = next(iter(entry.articles.values()), None)
    return first.date.date() if first else date.min


def _get_base_slug(identity: Identity, entries: list[_Entry]) -> str:
    if identity[0]:
        return slugify(format_number(_create_plain_document(identity)).replace("/", "-"))
    official = entries[0].official if entries else None
    return slugify(official.names[0]) if official else ""


def _create_plain_document(identity: Identity) -> Document:
    return Document(*identity, system=get_suffix_systems().get(identity[3], System.UNKNOWN))


def _create_document(entry: _Entry, relations: tuple[tuple[str, ...], ...]) -> RegisteredDocument:
    official = entry.official
    number = format_number(_create_plain_document(entry.identity)) if entry.identity[0] else ""
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
    kinds = get_code_kinds(_create_plain_document(entry.identity).system).get(entry.identity[2], ())
    found = max(entry.kinds, key=lambda kind: (entry.kinds[kind], kind), default=kinds[0] if kinds else "")
    return found[:1].upper() + found[1:]


def _find_issuer(entry: _Entry) -> str:
    """Return the issuer that most citations name, or the only one with this suffix at the time."""
    if entry.bodies:
        return max(entry.bodies, key=lambda body: (entry.bodies[body], body))
    day = entry.issued or _get_first_day(entry)
    bodies = {
        row.body
        for row in list_issuers()
        if row.suffix == entry.identity[3] and row.since <= day <= row.until
    }
    return bodies.pop() if len(bodies) == 1 else ""
