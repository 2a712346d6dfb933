"""The documents that articles cite, while the register is built.

Numbers of the Party begin again with each congress. Each kind and each commune has numbers of its own. So a number
alone can mean several documents. Their term, kind, day and place tell them apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property

from msgspec.structs import replace

from bulletin.archive.register_entry import RegisterEntry, has_wrong_body
from bulletin.citations.document_index import DocumentIndex
from bulletin.citations.knowledge.patterns import fold_words
from bulletin.citations.knowledge.places import is_named_place
from bulletin.citations.knowledge.tables import is_single_suffix
from bulletin.citations.models import Citation, Document, Doubt, Form, Issuer, Span, WrittenDate
from bulletin.citations.numbers import (
    Identity,
    get_identity,
    is_ambiguous,
    is_ambiguous_code,
    make_document,
    parse_number,
)
from bulletin.citations.terms import find_document_term
from bulletin.content.document_mentions import DocumentMention, MentionFacts
from bulletin.content.documents.official_documents import OfficialDocument, read_document_issuer
from bulletin.content.models import Article

PROVINCE = "TU"
"""Suffix of the committee of a province, with which the suffixes of its bodies end."""
_MIDDLE_MONTH = 7
"""Month that stands for a year without a date."""


class _EqualMentions:
    """Mentions with equal facts, and the documents that they can mean at any time."""

    def __init__(self, mention: DocumentMention) -> None:
        self.mention, self.count = mention, 0
        self.has_time = _has_time(mention)
        self.entries: Sequence[RegisterEntry] | None = None


class RegisterEntries:
    """The documents of ``content/documents/`` and of citations, by number."""

    def __init__(self, documents: Iterable[OfficialDocument], province: Sequence[date] = ()) -> None:
        """Note the files of documents.

        ``province`` are the opening days of the congresses of the province.
        """
        self._province = tuple(province)
        self._entries: dict[Identity, list[RegisterEntry]] = defaultdict(list)
        self._named: dict[str, RegisterEntry] = {}
        self._known: list[tuple[Document, RegisterEntry]] = []
        """Documents of content/documents/ with a number."""
        for official in documents:
            self._add_official(official)
        self._index = DocumentIndex(document for document, _ in self._known)
        self._committees = Counter[str]()
        """Committees of the own province by the mentions that name them."""
        self._by_facts: dict[MentionFacts, _EqualMentions] = {}
        self._by_mention: dict[int, _EqualMentions] = {}
        """By the identity of a mention. Reason: facts are compared a tenth as fast."""

    def _add_official(self, official: OfficialDocument) -> None:
        citation = parse_number(official.number) if official.number else None
        identity = get_identity(citation) if citation else Identity("", None, "", official.source)
        kind = official.kind or (citation.kind if citation else "")
        term = self._find_term(identity, official.issued, official.congress)
        entry = RegisterEntry(identity, kind if citation and is_ambiguous(citation) else "", term)
        entry.official = official
        issuer = read_document_issuer(official)
        entry.places.add(issuer.place if issuer else "")
        if kind:
            entry.kinds[kind] += 1
        self._entries[identity].append(entry)
        if citation:
            document = make_document(citation, day=official.issued, slug=official.source)
            self._known.append((document, entry))
        for name in official.names:
            self._named[name] = entry

    def add_citations(self, articles: Iterable[Article]) -> None:
        """Make the documents that citations name, those with a date or congress first.

        Equal citations are looked at once. Reason: ten thousand articles have fifty thousand of them.
        """
        for article in articles:
            for mention in article.mentions:
                equal = self._by_mention[id(mention)] = self._find_equal(mention)
                equal.count += 1
        full = [equal for equal in self._by_facts.values() if equal.mention.form is Form.FULL]
        for equal in sorted(
            full, key=lambda one: (not one.has_time, bool(one.mention.doubt), one.mention.place)
        ):  # sure dates first
            self._settle(equal)
            mention, count = equal.mention, equal.count
            if (
                mention.suffix == PROVINCE
                and not is_named_place(mention.place)
                and not has_wrong_body(mention)
            ):
                self._committees[mention.body] += count
            same = self._list_same(mention)
            entry = self._find_dated(mention, same) if _has_time(mention) else None
            if not entry and (_has_time(mention) or not same):
                entry = self._add_entry(mention)
            if entry is None:  # an undated citation of a known number
                entry = same[0] if len(same) == 1 else None
            if entry:
                entry.kind = entry.kind or _get_entry_kind(mention)
                entry.note(mention, count)

    @cached_property
    def committee(self) -> str:
        """The committee of the own province: ``Tỉnh ủy`` or ``Thành ủy``.

        It is empty if no article names one.
        """
        named = [body for body in self._committees if body]
        return max(named, key=lambda body: (self._committees[body], body), default="")

    def find_entries(self, mention: DocumentMention, day: date) -> Sequence[RegisterEntry]:
        """Return the documents that a mention in an article of ``day`` can mean."""
        equal = self._by_mention.get(id(mention)) or self._find_equal(mention)
        entries = equal.entries
        if entries is None:
            self._settle(equal)
            entries = equal.entries = self._find_at_any_time(equal.mention)
        if equal.has_time:
            return entries
        if len(entries) < 2 and not (entries and entries[0].issued and entries[0].issued > day):
            return entries
        entries = [entry for entry in entries if entry.issued is None or entry.issued <= day] or entries
        term = self._find_term(mention.identity, day, None)
        return [entry for entry in entries if entry.term == term] or entries

    def _settle(self, equal: _EqualMentions) -> None:
        """Leave out a doubtful date if another one of the number is known."""
        mention = equal.mention
        if not mention.doubt or not is_single_suffix(mention.suffix):
            return
        same = [entry for entry in self._list_same(mention) if entry.can_have_place(mention.place)]
        if any(entry.issued for entry in same) and not any(entry.has_day(mention.day) for entry in same):
            equal.mention = replace(mention, day=None, doubt=Doubt.NONE)
            equal.has_time = _has_time(equal.mention)

    def _find_equal(self, mention: DocumentMention) -> _EqualMentions:
        facts = mention.facts
        equal = self._by_facts.get(facts)
        if equal is None:
            equal = self._by_facts[facts] = _EqualMentions(mention)
        return equal

    def _find_at_any_time(self, mention: DocumentMention) -> Sequence[RegisterEntry]:
        if mention.form is Form.NAMED:
            named = self._named.get(mention.name)
            return (named,) if named else ()
        if mention.form is Form.SHORT:
            return self._find_short_form(mention)
        same = self._list_same(mention)
        if _has_time(mention):
            found = self._find_dated(mention, same)
            return (found,) if found else ()
        return same

    def _find_dated(self, mention: DocumentMention, same: Iterable[RegisterEntry]) -> RegisterEntry | None:
        """Return the one of the ``same`` number that has the term of a mention.

        A file without a date is the one of any time. Of two places, the date decides.
        """
        term = self._find_term(mention.identity, mention.day, mention.congress)
        is_single = is_single_suffix(mention.suffix)
        entries = [
            entry
            for entry in same
            if entry.term == term or (not entry.term and (is_single or entry.official))
            if entry.has_place(mention.place)
            or (entry.has_day(mention.day) and entry.can_have_place(mention.place))
        ]
        return max(
            entries,
            key=lambda entry: (entry.term, entry.has_day(mention.day), entry.has_place(mention.place)),
            default=None,
        )

    def _add_entry(self, mention: DocumentMention) -> RegisterEntry:
        year = mention.issued_year
        day = mention.day or (date(year, _MIDDLE_MONTH, 1) if year else None)
        term = self._find_term(mention.identity, day, mention.congress)
        entry = RegisterEntry(mention.identity, _get_entry_kind(mention), term)
        self._entries[mention.identity].append(entry)
        return entry

    def _list_same(self, mention: DocumentMention) -> list[RegisterEntry]:
        """Return the documents with the number of a mention, of any time.

        For an undated one, they have its place too.
        """
        kind = _get_entry_kind(mention)
        entries = self._entries.get(mention.identity, ())
        same = [entry for entry in entries if not kind or not entry.kind or entry.kind == kind]
        if not same or _has_time(mention):
            return same
        same = [*_list_of_year(mention, same)]
        if of_place := [entry for entry in same if entry.has_place(mention.place)]:
            return of_place if mention.place or is_single_suffix(mention.suffix) else same
        if mention.place and not is_single_suffix(mention.suffix):
            return []
        return [entry for entry in same if entry.can_have_place(mention.place)]

    def _find_short_form(self, mention: DocumentMention) -> Sequence[RegisterEntry]:
        """Return the documents of content/documents/ that a short form can mean."""
        citation = Citation(
            Span(0, 0), Span(0, 0), Form.SHORT, mention.kind, mention.number, mention.year,
            written_date=WrittenDate(Span(0, 0), mention.day) if mention.day else None,
            issuer=Issuer(mention.body, Span(0, 0)) if mention.body else None,
            congress=mention.congress, issued_year=mention.issued_year,
        )  # fmt: skip
        found = self._index.find_short(citation)
        return _list_of_year(mention, [entry for document, entry in self._known if document in found])

    def _find_term(self, identity: Identity, day: date | None, congress: int | None) -> int:
        return find_document_term(identity, day, congress, self._province)

    def list_same(self) -> Iterator[tuple[Identity, list[RegisterEntry]]]:
        """Yield each number with its documents."""
        yield from self._entries.items()

    def find_by_number(self, number: str) -> list[RegisterEntry]:
        """Return the documents of a number such as ``38-KL/TW``, or the one with a name."""
        citation = parse_number(number)
        if citation:
            return self._entries.get(get_identity(citation), [])
        folded = fold_words(number)
        return [entry for name, entry in self._named.items() if fold_words(name) == folded]


def _list_of_year(mention: DocumentMention, entries: Sequence[RegisterEntry]) -> Sequence[RegisterEntry]:
    """Return the documents of the year that a mention names, or of a year beside it.

    Reason: a plan for a year can be older than the year.
    """
    year = mention.issued_year
    if year is None:
        return entries
    near = [entry for entry in entries if not entry.issued or abs(entry.issued.year - year) <= 1]
    return [entry for entry in near if entry.issued and entry.issued.year == year] or near


def _has_time(mention: DocumentMention) -> bool:
    """Tell if a mention says in which term its document was issued.

    A congress beside a number of a province is that of the province, whose count is not known.
    """
    return bool(mention.day or (mention.congress and mention.suffix.endswith("TW")))


def _get_entry_kind(mention: DocumentMention) -> str:
    """Return the kind of a mention if its code stands for two kinds, as ``QĐ`` does."""
    return mention.kind if is_ambiguous_code(mention.system, mention.code) else ""
