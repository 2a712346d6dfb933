"""Numbers in their usual form, read at once.

Most are like ``Kết luận số 38-KL/TW ngày 13/11/2018.``
Reason: nearly all citations have it, and the patterns of all other forms take five times as long.
"""

import re
from typing import NamedTuple

from bulletin.citations.knowledge.tables import get_code_kinds
from bulletin.citations.models import Citation, Form, Span
from bulletin.citations.parts.codes import ReadCode, read_usual_letters
from bulletin.citations.parts.details import read_date
from bulletin.citations.parts.kinds import WrittenKind, find_usual_kind
from bulletin.text.late_patterns import compile_late

_USUAL = compile_late(
    r"(?P<number>\d{1,5})(?P<first_sign>[-/](?:(?P<year>(?:19|20)\d\d)/)?)(?P<first>[A-ZĐ][A-Za-zĐ]{0,5})(?P<sign>[-/])"
    r"(?P<rest>[A-ZĐ][A-Za-zĐ]{1,9})(?=,? |[;:)]|\.\s|\.?\Z)(?:,? ngày (?P<day>\d{1,2}/\d{1,2}/\d{4})(?=[.:]|\Z))?"
)
_ANY_KIND = "văn bản"
"""A kind that a law may name more exactly, further left."""


class UsualNumber(NamedTuple):
    """A number with its kind and code."""

    kind: WrittenKind
    code: ReadCode
    """The code. Its end is 0."""
    found: re.Match[str]

    @property
    def end(self) -> int:
        """The offset behind the code."""
        return self.found.end("rest")

    @property
    def number(self) -> str:
        """The number without zeros before it."""
        return self.found["number"].lstrip("0") or "0"

    @property
    def year(self) -> int | None:
        """The year inside the number."""
        year = self.found["year"]
        return int(year) if year else None

    def make_citation(self) -> Citation | None:
        """Return the citation, if a date ends it, or None if other words can belong to it."""
        found, (kind, code) = self.found, self[:2]
        day = found["day"]
        if day is None:
            return None
        start, end = kind.start, found.end()
        return Citation(
            Span(start, found.end("rest")), Span(start, end), Form.FULL, kind.name, self.number, self.year,
            code.code, code.suffix, code.system, read_date(day, Span(end - len(day), end)),
        )  # fmt: skip


def read_usual_number(text: str, start: int) -> UsualNumber | None:
    """Return the number at an offset, or None if it has another form."""
    found = _USUAL.match(text, start)
    if found is None or text[start - 1 : start] != " ":
        return None
    kind = find_usual_kind(text, start)
    if kind is None or kind.name == _ANY_KIND:
        return None
    letters = found.group("first_sign", "first", "sign", "rest")
    code = read_usual_letters(letters, kind.name, has_number_word=kind.has_number_word)
    if code is None or (code.code and kind.name not in get_code_kinds(code.system).get(code.code, ())):
        return None
    return UsualNumber(kind, code, found)
