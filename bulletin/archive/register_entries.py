"""The documents that articles cite, while the register is built.

Numbers of the Party begin again with each congress, and each kind has numbers of its own. So a number alone can mean
several documents: the term and the kind tell them apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache

from bulletin.citations.models import Citation, Document, Form, Issuer, Span, System
from bulletin.citations.numbers import Identity, get_identity, is_ambiguous, make_document, parse_number
from bulletin.citations.resolution import DocumentIndex, resolve_citations
from bulletin.citations.tables import find_congress, get_suffix_systems
from bulletin.content.document_mentions import DocumentMention
from bulletin.content.models import Article
from bulletin.content.official_documents import OfficialDocument

_BEFORE_CONGRESS = timedelta(days=110)
"""Congresses of provinces meet in October, the national one in January."""


class RegisterEntry:
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
        """Tell if a file or a second article knows the document."""
        return self.official is not None or len(self.articles) > 1

    def note(self, mention: DocumentMention) -> None:
        """Count what a mention says of the document."""
        if mention.day:
            self.days[mention.day] += 1
        if mention.kind:
            self.kinds[mention.kind] += 1
        if mention.body:
            self.bodies[mention.body] += 1


class RegisterEntries:
    """The documents of ``content/documents/`` and of citations, by number."""

    def __init__(self, documents: Iterable[OfficialDocument]) -> None:
        self._entries: dict[Identity, list[RegisterEntry]] = defaultdict(list)
        self._named: dict[str, RegisterEntry] = {}
        self._known: list[tuple[Document, RegisterEntry]] = []
        """Documents of content/documents/ with a number."""
        for official in documents:
            self._add_official(official)
        self._index = DocumentIndex(document for document, _ in self._known)

    def _add_official(self, official: OfficialDocument) -> None:
        citation = parse_number(official.number) if official.number else None
        identity = get_identity(citation) if citation else Identity("", None, "", official.source)
        kind = official.kind or (citation.kind if citation else "")
        term = _get_term(identity, official.issued, official.congress)
        entry = RegisterEntry(identity, kind if citation and is_ambiguous(citation) else "", term)
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

    def _find_dated(self, mention: DocumentMention) -> RegisterEntry | None:
        """Return the document with the number, the kind and the term of a mention.

        A file without a date is the one of any time.
        """
        term = _get_term(mention.identity, mention.day, mention.congress)
        entries = [entry for entry in self._list_same(mention) if entry.term in (term, 0)]
        return max(entries, key=lambda entry: entry.term, default=None)

    def _add_entry(self, mention: DocumentMention) -> RegisterEntry:
        term = _get_term(mention.identity, mention.day, mention.congress)
        entry = RegisterEntry(mention.identity, _get_entry_kind(mention), term)
        self._entries[mention.identity].append(entry)
        return entry

    def _list_same(self, mention: DocumentMention) -> list[RegisterEntry]:
        """Return the documents with the number of a mention, of any time."""
        kind = _get_entry_kind(mention)
        entries = self._entries.get(mention.identity, ())
        return [entry for entry in entries if not kind or not entry.kind or entry.kind == kind]

    def add_articles(self, articles: Iterable[Article]) -> None:
        """Give each document the articles that cite it."""
        for article in articles:
            for mention in article.mentions:
                entries = self.find_entries(mention, article)
                if not entries and mention.form is Form.FULL:
                    entries = [self._add_entry(mention)]
                if len(entries) == 1:
                    entries[0].articles[article.source] = article
                    if not (mention.day or mention.congress):
                        entries[0].note(mention)

    def find_entries(self, mention: DocumentMention, article: Article) -> list[RegisterEntry]:
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

    def _find_short_form(self, mention: DocumentMention, article: Article) -> list[RegisterEntry]:
        """Return the document of content/documents/ that a short form means."""
        citation = Citation(
            Span(0, 0), Span(0, 0), Form.SHORT, mention.kind, mention.number, mention.year,
            issuer=Issuer(mention.body, Span(0, 0)) if mention.body else None, congress=mention.congress,
        )  # fmt: skip
        if not self._index.find_short(citation):
            return []
        (resolution,) = resolve_citations([citation], self._index, article.date.date())
        return [entry for document, entry in self._known if document == resolution.document]

    def list_same(self) -> Iterator[tuple[Identity, list[RegisterEntry]]]:
        """Yield each number with its documents."""
        yield from self._entries.items()

    def find_by_number(self, number: str) -> list[RegisterEntry]:
        """Return the documents of a number such as ``38-KL/TW``."""
        citation = parse_number(number)
        return self._entries.get(get_identity(citation), []) if citation else []


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
    return mention.kind if is_ambiguous(create_plain_document(mention.identity)) else ""


@lru_cache(maxsize=1 << 12)
def create_plain_document(identity: Identity) -> Document:
    """Return the document of a number without a date and a kind."""
    system = get_suffix_systems().get(identity.suffix, System.UNKNOWN)
    return Document(identity.number, identity.year, identity.code, identity.suffix, system=system)
