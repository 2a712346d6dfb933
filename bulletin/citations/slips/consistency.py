"""Find what is wrong in a citation, without looking at other texts."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache, lru_cache
from itertools import chain

from msgspec.structs import replace

from bulletin.citations.knowledge.code_pairs import (
    can_issue_kind,
    has_own_kind,
    have_like_letters,
    is_usual_pair,
)
from bulletin.citations.knowledge.patterns import quote_words
from bulletin.citations.knowledge.places import find_wrong_level
from bulletin.citations.knowledge.tables import (
    IssuerRow,
    find_issuer_rows,
    find_suffix_rows,
    get_code_kinds,
    get_suffixes,
    list_kinds,
    list_limits,
    read_period,
    read_table,
)
from bulletin.citations.models import (
    Citation,
    CitationFinding,
    Form,
    Issuer,
    Rule,
    Span,
    System,
)
from bulletin.citations.numbers import format_number
from bulletin.citations.parts.kinds import has_kind_in_clause
from bulletin.citations.terms import find_wrong_assembly, find_wrong_congress, get_assembly_suffix

_NO_SPAN = Span(0, 0)


def check_citation(
    text: str, citation: Citation, written_on: date | None = None
) -> Iterator[CitationFinding]:
    """Yield what is wrong in one citation, the surest first."""
    day = citation.day
    if _has_fault(citation, day, written_on):
        for rule, likely, is_certain, subject in _list_faults(citation, written_on):
            finding = CitationFinding(
                rule, citation.span, quote_words(text, citation.span), likely, is_certain, subject, citation
            )
            yield _doubt_kind_in_title(text, citation, finding) if rule is Rule.KIND_AND_CODE else finding
    if citation.written_date and day and written_on and day > written_on:
        span = citation.written_date.span
        yield CitationFinding(Rule.DATE_IN_FUTURE, span, quote_words(text, span), citation=citation)


def _has_fault(citation: Citation, day: date | None, written_on: date | None) -> bool:
    """Tell if a citation breaks a rule.

    Reason: nearly all citations are right, and an archive has the same letters again and again.
    """
    body = citation.issuer.body if citation.issuer else ""
    form, suffix, year = citation.form, citation.suffix, citation.year
    if form is Form.NAMED:
        return False
    return (
        _has_lasting_fault(citation.kind, citation.code, suffix, citation.system, body)
        or (year is not None and day is not None and year != day.year)
        or _is_wrong_time(_find_time_rows(form, suffix, body), day or year, written_on)
        or _find_wrong_level(citation.issuer, day) != ""
        or find_wrong_assembly(citation) != ""
        or find_wrong_congress(citation) != ""
        or _find_wrong_office(suffix, day) != ""
    )


def _doubt_kind_in_title(text: str, citation: Citation, finding: CitationFinding) -> CitationFinding:
    """Return a finding, not certain if the number can be that of a longer title.

    In ``Báo cáo kết quả thực hiện Nghị quyết số 12-BC/TU`` it can be that of the report.
    """
    kinds = get_code_kinds(citation.system).get(citation.code, ())
    if not finding.is_certain or not has_kind_in_clause(text, citation.span.start, kinds):
        return finding
    other = f"{kinds[0]} {format_number(citation)}"
    likely = (
        finding.likely
        if finding.likely.endswith(other)
        else " hay ".join(filter(None, (finding.likely, other)))
    )
    return replace(finding, likely=likely, is_certain=False)


@lru_cache(maxsize=1 << 10)
def _has_lasting_fault(kind: str, code: str, suffix: str, system: System, body: str) -> bool:
    """Tell if letters and words break a rule at any time."""
    issuer = Issuer(body, _NO_SPAN) if body else None
    citation = Citation(
        _NO_SPAN, _NO_SPAN, Form.FULL, kind, code=code, suffix=suffix, system=system, issuer=issuer
    )
    return any(True for _ in chain(_check_kind(citation), _check_issuer(citation), _check_limit(citation)))


@lru_cache(maxsize=1 << 10)
def has_wrong_kind(kind: str, code: str, suffix: str, system: System) -> bool:
    """Tell if a kind and the letters of a number disagree."""
    citation = Citation(_NO_SPAN, _NO_SPAN, Form.FULL, kind, code=code, suffix=suffix, system=system)
    return any(True for _ in _check_kind(citation))


_Fault = tuple[Rule, str, bool, str]


def _list_faults(citation: Citation, written_on: date | None) -> Iterator[_Fault]:
    """Yield the rules that a citation breaks."""
    if citation.form is not Form.NAMED:
        yield from _check_kind(citation)
        yield from _check_issuer(citation)
        yield from _check_time(citation, written_on)
        yield from _check_year(citation)
        yield from _check_limit(citation)


def _check_kind(citation: Citation) -> Iterator[_Fault]:
    kinds = get_code_kinds(citation.system).get(citation.code, ())
    is_of_system = bool(kinds)
    if citation.system is System.PARTY and not is_of_system:
        kinds = get_code_kinds(System.STATE).get(citation.code, ())
    if not kinds or not citation.kind or citation.kind == "văn bản":
        return
    if any(kind.startswith(citation.kind) or citation.kind.startswith(kind) for kind in kinds):
        return
    codes = [
        kind.code
        for kind in list_kinds()
        if kind.name == citation.kind and kind.system == citation.system and kind.code
    ]
    is_usual = is_usual_pair(citation.kind, citation.code, citation.suffix)
    if is_usual:
        return
    likely = []
    if is_usual is None and codes and can_issue_kind(citation.kind, citation.suffix):
        likely.append(_replace(citation, code=codes[0]))
    is_kind_possible = is_usual is None and is_of_system and can_issue_kind(kinds[0], citation.suffix)
    if has_own_kind(kinds[0], citation.suffix) or (
        is_kind_possible and not any(have_like_letters(code, citation.code) for code in codes)
    ):
        likely.append(f"{kinds[0]} {format_number(citation)}")
    yield Rule.KIND_AND_CODE, " hay ".join(likely), is_usual is None and is_of_system, citation.kind


def _check_issuer(citation: Citation) -> Iterator[_Fault]:
    if citation.issuer is None or not citation.suffix:
        return
    rows = find_issuer_rows(citation.issuer.body)
    pieces = citation.suffix.split("-")
    if any(piece.startswith(row.suffix) or _is_short_suffix(piece, row) for row in rows for piece in pieces):
        return
    if pieces[0].upper() not in get_suffixes() and not re.match("(?:UBTV)?QH", pieces[0]):
        return
    likely = ""
    if citation.system is System.STATE:
        # The number is copied from the paper, and the words for its issuer are not.
        likely = _find_only_body(pieces[0])
    elif rows and rows[0].system == citation.system and len(pieces) == 1 and rows[0].suffix != "QH":
        row = next((row for row in rows if citation.day is None or _is_alive(row, citation.day)), rows[0])
        likely = _replace(citation, suffix=row.suffix)
    yield Rule.ISSUER_AND_SUFFIX, likely, citation.system is System.PARTY, citation.issuer.body


def _is_short_suffix(piece: str, row: IssuerRow) -> bool:
    """Tell if letters are a Party suffix without its level: ``BTC`` of ``BTCTU``."""
    return row.system is System.PARTY and row.suffix in (f"{piece}TU", f"{piece}TW")


def _find_only_body(suffix: str) -> str:
    bodies = {row.body for row in find_suffix_rows(get_assembly_suffix(suffix) or suffix)}
    return f"của {bodies.pop()}" if len(bodies) == 1 else ""


def _check_time(citation: Citation, written_on: date | None) -> Iterator[_Fault]:
    body = citation.issuer.body if citation.issuer else ""
    rows = _find_time_rows(citation.form, citation.suffix, body)
    if _is_wrong_time(rows, citation.day or citation.year, written_on):
        yield Rule.ISSUER_AT_DATE, "", citation.system is System.PARTY, rows[0].body
    elif citation.issuer and (level := _find_wrong_level(citation.issuer, citation.day)):
        yield Rule.ISSUER_AT_DATE, "", False, f"{citation.issuer.body} {level}"
    elif wrong := (
        find_wrong_assembly(citation)
        or find_wrong_congress(citation)
        or _find_wrong_office(citation.suffix, citation.day)
    ):
        yield Rule.ISSUER_AT_DATE, "", False, wrong


@lru_cache(maxsize=1 << 10)
def _find_time_rows(form: Form, suffix: str, body: str) -> tuple[IssuerRow, ...]:
    """Return the bodies that can have issued a document, with their days."""
    rows = () if form is Form.SHORT else find_suffix_rows(suffix.partition("-")[0])
    if not body:
        return rows
    own = find_issuer_rows(body)
    return tuple(row for row in rows if row in own) or (own if form is Form.SHORT else rows)


def _is_wrong_time(rows: Sequence[IssuerRow], time: date | int | None, written_on: date | None) -> bool:
    """Tell if no body exists on a day or in a year, or before the text that cites it."""
    if not rows:
        return False
    if isinstance(time, int):
        return not any(row.since.year <= time <= row.until.year for row in rows)
    if time:
        return not any(row.since <= time <= row.until for row in rows)
    return written_on is not None and all(row.since > written_on for row in rows)


def _find_wrong_level(issuer: Issuer | None, day: date | None) -> str:
    """Return the level or the city of a body that a day does not have."""
    return find_wrong_level(issuer.place, issuer.body, day) if issuer and issuer.place and day else ""


def _find_wrong_office(suffix: str, day: date | None) -> str:
    """Return the office of a suffix if it did not exist on a day: ``45/SKHĐT-TH``."""
    body, since, until = _list_ended_offices().get(suffix.partition("-")[0], ("", date.min, date.max))
    return body if day and not since <= day <= until else ""


@cache
def _list_ended_offices() -> dict[str, tuple[str, date, date]]:
    """Return offices that end, by suffix. Texts need not name them as issuers."""
    return {row["suffix"]: (row["body"], *read_period(row)) for row in read_table("ended_offices")}


def _check_year(citation: Citation) -> Iterator[_Fault]:
    """Yield a fault if the year inside a number is not that of its date."""
    if citation.year and citation.day and citation.year != citation.day.year:
        yield Rule.YEAR_AND_DATE, "", True, str(citation.year)


def _check_limit(citation: Citation) -> Iterator[_Fault]:
    if (citation.suffix, citation.kind) in list_limits():
        body = find_suffix_rows(citation.suffix)[0].body
        yield Rule.KIND_OF_ISSUER, "", False, body


def _is_alive(row: IssuerRow, day: date) -> bool:
    return row.since <= day <= row.until


def _replace(citation: Citation, *, code: str | None = None, suffix: str | None = None) -> str:
    document = Citation(
        span=citation.span,
        full_span=citation.full_span,
        form=citation.form,
        number=citation.number,
        year=citation.year,
        code=citation.code if code is None else code,
        suffix=citation.suffix if suffix is None else suffix,
        system=citation.system,
    )
    return format_number(document)
