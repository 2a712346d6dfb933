"""Data of citations: citation, document, date in a text, finding."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

import msgspec


class System(StrEnum):
    """The two systems of numbering, and citations of neither."""

    PARTY = "party"
    STATE = "state"
    UNKNOWN = ""


class Form(StrEnum):
    """Parts of a document that a citation names."""

    FULL = "full"
    """Number and code: ``Kết luận số 38-KL/TW``."""
    SHORT = "short"
    """Kind and number: ``Kết luận 38``, ``Nghị định 30/2020``."""
    NAMED = "named"
    """A name that the caller knows: ``Nghị quyết Trung ương 4 khóa XII``."""


class Doubt(StrEnum):
    """Reasons why a date can be another one than that of the document.

    A date that is known elsewhere is then believed.
    """

    NONE = ""
    DEED = "deed"
    """A subject with a verb follows, so it can be the date of what that body did."""
    SERIES = "series"
    """It stands behind the last number of a list."""


class Span(NamedTuple):
    """A part of a text: offsets of its first character and of the character behind it."""

    start: int
    end: int


class Issuer(NamedTuple):
    """A body as a citation names it."""

    body: str
    """Name of the body in ``data/bodies.csv``: ``Bộ Chính trị``."""
    span: Span
    name: str = ""
    """The body or its organ, as the text names it: ``Ban Thường vụ Tỉnh ủy``, whose body is ``Tỉnh ủy``."""
    place: str = ""
    """The place behind a body that many places have: ``Lâm Đồng``, ``phường Mũi Né``. Empty if the text says none."""


class WrittenDate(NamedTuple):
    """A date as a text has it."""

    span: Span
    day: date | None
    """None if the calendar has no such day."""


class Citation(msgspec.Struct, frozen=True):
    """One mention of a document in a text."""

    span: Span
    """From the kind to the end of the number: ``Kết luận số 38-KL/TW``."""
    full_span: Span
    """The span with date, issuer and congress behind it."""
    form: Form
    kind: str = ""
    """Kind in small letters: ``kết luận``. From the code if the text says none; empty if the code has two."""
    number: str = ""
    """Number without zeros before it: ``5``, ``12a``, ``66.1``."""
    year: int | None = None
    """Year inside the number: 2020 in ``30/2020/NĐ-CP``."""
    code: str = ""
    """Code of the kind in its usual spelling: ``KL``, ``NĐ``. Empty for laws, official letters and short forms."""
    suffix: str = ""
    """Letters of the issuer: ``TW``, ``CP``, ``QH15``, ``TTLT`` documents have several: ``BTC-BNV``."""
    system: System = System.UNKNOWN
    written_date: WrittenDate | None = None
    issuer: Issuer | None = None
    congress: int | None = None
    """Congress that the text names: 10 in ``(khóa X)``."""
    name: str = ""
    """The known name of a named citation."""
    issued_year: int | None = None
    """Year behind the number, if no date stands there: 2017 in ``12-NQ/TU năm 2017``."""
    doubt: Doubt = Doubt.NONE
    """``NONE`` if the date is surely that of the document."""
    series_day: date | None = None
    """Date behind a list with one code, if this is not its last number. It may be that of the last one alone."""

    @property
    def day(self) -> date | None:
        """The date behind the number, if the calendar has it."""
        return self.written_date.day if self.written_date else None


class Document(msgspec.Struct, frozen=True):
    """A document that citations name."""

    number: str
    year: int | None = None
    code: str = ""
    suffix: str = ""
    kind: str = ""
    system: System = System.UNKNOWN
    day: date | None = None
    congress: int | None = None
    names: tuple[str, ...] = ()
    """Names without a number, by which texts cite it."""
    slug: str = ""
    """Address of the caller for this document. Found documents have none."""


class Resolution(msgspec.Struct, frozen=True):
    """A citation with the documents that it can mean."""

    citation: Citation
    documents: tuple[Document, ...]
    """One document if the citation is clear, several if it is not, none if no document is known."""

    @property
    def document(self) -> Document | None:
        """The one document that the citation means."""
        return self.documents[0] if len(self.documents) == 1 else None


class Rule(StrEnum):
    """Rules that a text can break. A caller silences a rule by its value."""

    KIND_AND_CODE = "kind-and-code"
    ISSUER_AND_SUFFIX = "issuer-and-suffix"
    ISSUER_AT_DATE = "issuer-at-date"
    KIND_OF_ISSUER = "kind-of-issuer"
    NO_SUCH_DATE = "no-such-date"
    DATE_IN_FUTURE = "date-in-future"
    YEAR_AND_DATE = "year-and-date"
    WEEKDAY = "weekday"
    BACKWARD_RANGE = "backward-range"
    LETTER_IN_NUMBER = "letter-in-number"
    TWO_FORMS = "two-forms"


class CitationFinding(msgspec.Struct, frozen=True):
    """Something in a text that is probably wrong."""

    rule: Rule
    span: Span
    written: str
    """The words of the text at the span, blanks and marks made even."""
    likely: str = ""
    """The likelier form. Empty if there is none."""
    is_certain: bool = True
    """False for rules that are known from secondary sources only."""
    subject: str = ""
    """The issuer, the kind or the day of the week that the finding is about."""
    citation: Citation | None = None
