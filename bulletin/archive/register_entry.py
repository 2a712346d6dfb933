"""A document while the register is built, with what its citations say."""

from collections import defaultdict
from datetime import date
from functools import cached_property

from bulletin.citations.knowledge.places import can_be_one_place
from bulletin.citations.knowledge.tables import can_have_suffix, is_known_suffix
from bulletin.citations.models import Document
from bulletin.citations.numbers import Identity, format_number
from bulletin.content.document_mentions import DocumentMention
from bulletin.content.documents.official_documents import OfficialDocument
from bulletin.content.models import Article


class RegisterEntry:
    """A document while the register is built."""

    def __init__(self, identity: Identity, kind: str, term: int) -> None:
        self.identity, self.kind, self.term = identity, kind, term
        self.days: dict[date, int] = defaultdict(int)
        """Mentions by the date that they name. Reason: a counter takes six times as long to make."""
        self.kinds: dict[str, int] = defaultdict(int)
        self.bodies: dict[str, int] = defaultdict(int)
        self.places = set[str]()
        """Places behind the body. A mention without a place gives an empty text."""
        self.official: OfficialDocument | None = None
        self.articles: dict[str, Article] = {}
        self.slug = ""

    @cached_property
    def issued(self) -> date | None:
        """Date of the document: that of its file, or the one that most citations have."""
        if self.official and self.official.issued:
            return self.official.issued
        return min(self.days, key=lambda day: (-self.days[day], day)) if self.days else None

    @cached_property
    def number(self) -> str:
        """The number in its usual form, or empty."""
        number, year, code, suffix, system = self.identity
        return format_number(Document(number, year, code, suffix, system=system)) if number else ""

    @property
    def first_day(self) -> date:
        """Date of the document, or else of the first article that cites it."""
        first = next(iter(self.articles.values()), None)
        return self.issued or (first.date.date() if first else date.min)

    @property
    def has_page(self) -> bool:
        """Tell if a file or a second article knows the document."""
        return self.official is not None or len(self.articles) > 1

    def note(self, mention: DocumentMention, count: int) -> None:
        """Count what ``count`` equal mentions say of the document."""
        if mention.day:
            self.days[mention.day] += count
        if mention.kind:
            self.kinds[mention.kind] += count
        if mention.issuer and not has_wrong_body(mention):
            self.bodies[f"{mention.issuer} {mention.place}".rstrip()] += count
        self.places.add(mention.place)

    def has_place(self, place: str) -> bool:
        """Tell if mentions name this place, or none if ``place`` is empty."""
        return place in self.places or bool(place and self._names_place(place))

    def can_have_place(self, place: str) -> bool:
        """Tell if no mention names another place."""
        return not place or self.places <= {""} or self._names_place(place)

    def _names_place(self, place: str) -> bool:
        return any(one and can_be_one_place(one, place) for one in self.places)

    def has_day(self, day: date | None) -> bool:
        """Tell if the file or a mention has this date."""
        return day is not None and (
            day in self.days or (self.official is not None and self.official.issued == day)
        )


def has_wrong_body(mention: DocumentMention) -> bool:
    """Tell if the body has another suffix: ``1719/QĐ-TTg của Bộ Chính trị``."""
    return is_known_suffix(mention.suffix) and not can_have_suffix(mention.body, mention.suffix)
