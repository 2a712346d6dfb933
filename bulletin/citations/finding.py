"""Find the citations of a text."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bulletin.citations.knowledge.patterns import (
    CAPITALS,
    CODE_TAIL,
    QH,
    SEPARATOR,
    SHORT_TAIL,
    SPACE,
)
from bulletin.citations.knowledge.tables import get_code_kinds
from bulletin.citations.models import Citation, Form, Issuer, System, WrittenDate
from bulletin.citations.parts.codes import ReadCode, choose_suffix, read_code
from bulletin.citations.parts.details import (
    Details,
    has_other_body,
    read_details,
    read_issuer_in_title,
)
from bulletin.citations.parts.introductions import may_have_introduction
from bulletin.citations.parts.kinds import (
    WrittenKind,
    can_have_short_form,
    find_kind_before,
    find_law_before,
    fit_kind,
    is_called_so,
    is_joint,
)
from bulletin.citations.parts.lists import Item, complete_details
from bulletin.citations.parts.names import find_names
from bulletin.citations.parts.offsets import ComposedText, blank_signs, compose_text
from bulletin.citations.parts.shared_dates import share_amending_dates, share_series_dates
from bulletin.citations.parts.short_forms import can_follow_digit, has_unit_after, is_end_of_item
from bulletin.citations.parts.starts import list_number_starts
from bulletin.citations.parts.usual_numbers import UsualNumber, read_usual_number
from bulletin.text.late_patterns import compile_late
from bulletin.text.letters import replace_odd_blanks

_INSIDE_TOKEN = compile_late(r"[\w./`=&?#%@\-\u2010-\u2015]")
_MAY_TOUCH_NUMBER = compile_late(r"(?:^|[^\w/-])(?:[Ss]ố:?|SỐ|(?:NQ|QĐ|NĐ|HD|KH|KL|CT|TT|TB|CV)\.?)$")
_FORM_BEHIND = compile_late(rf"{SPACE}(?:Phụ{SPACE}lục|(?:ban{SPACE}hành{SPACE})?kèm{SPACE}theo)")
"""Words behind the number of a form: ``01/TB-ĐKĐT Phụ lục IV``."""
_NUMBER_OF_NEXT_PART = compile_late(rf"\.\s+[{CAPITALS}]")
"""Words behind a digit that numbers the next part of a text: ``thẩm định Đề án 1. Các công ty``."""
_ADDRESS = compile_late(r"(?://|www\.|\]\()\S*$")
_THOUSANDS = compile_late(r"\d{1,2}[. ]\d{3}")
_YEARS = range(1900, 2100)


def find_citations(text: str, names: Sequence[str] = ()) -> list[Citation]:
    """Return the citations of a text in their order.

    Args:
        text: The text, plain or with Markdown's marks of emphasis. Odd blanks in it count as ordinary ones.
        names: Known names of documents without a number. A mention of one is a citation too.
    """
    text = replace_odd_blanks(text)
    composed = compose_text(text)
    found = [*_share_dates(blank_signs(text, composed), list(_find_numbers(composed)))]
    if names:
        found += _find_names(composed, names)
        found.sort(key=lambda citation: citation.span)
    return found


def _share_dates(text: str, citations: Sequence[Citation]) -> Sequence[Citation]:
    """Return citations with the dates that stand behind other numbers.

    Reason: in most texts, all numbers have a date of their own or none has.
    """
    dates = [citation.written_date for citation in citations]
    if None not in dates or not any(second and not first for first, second in pairwise(dates)):
        return citations
    return share_series_dates(text, share_amending_dates(text, citations))


def _find_numbers(composed: ComposedText) -> Iterator[Citation]:
    text, end = composed.text, 0
    for start in list_number_starts(text):
        if start >= end:
            usual = read_usual_number(text, start)
            if usual and composed.starts is None and (citation := _make_usual(text, usual)):
                end = citation.full_span.end
                yield citation
                continue
            items = _read_list(text, start, usual)
            yield from _make_citations(composed, items)
            if items:
                end = items[-1][1].end


def _make_usual(text: str, usual: UsualNumber) -> Citation | None:
    """Return the citation of a usual number, if no issuer stands before it."""
    return None if may_have_introduction(text, usual.kind.start) else usual.make_citation()


def _read_list(text: str, start: int, usual: UsualNumber | None) -> list[tuple[Item, Details]]:
    """Return the numbers of a list such as ``số 18, 19-NQ/TW``, each with its details."""
    item = _create_item(usual) if usual else _read_item(text, start, None)
    found: list[tuple[Item, Details]] = []
    while item:
        system = item.code.system if item.code else System.UNKNOWN
        suffix = item.code.suffix if item.code else ""
        details = read_details(text, item.end, system, suffix=suffix, is_short=item.code is None)
        if item.kind.has_title and not details.issuer and not found:
            details = details._replace(issuer=read_issuer_in_title(text, item.start, start, system))
        if details.issuer and _is_joint(item) and has_other_body(text, details.end):
            details = details._replace(issuer=None)
        found.append((item, details))
        separator = SEPARATOR.match(text, details.end)
        if not separator or not text[separator.end() : separator.end() + 1].isdigit():
            break
        item = _read_item(text, separator.end(), item)
    return complete_details(text, found)


def _is_joint(item: Item) -> bool:
    """Tell if several bodies issue a document, so that none alone is its issuer."""
    return is_joint(_find_kind(item, item.code))


def _create_item(usual: UsualNumber) -> Item:
    code = ReadCode(*usual.code[:3], usual.end, usual.code.other_suffixes)
    return Item(usual.kind.start, usual.end, usual.kind, usual.number, usual.year, code)


def _read_item(text: str, start: int, before: Item | None) -> Item | None:
    if _is_inside_token(text, start):
        return None
    kind = before.kind._replace(start=start) if before else find_kind_before(text, start)
    return (
        None
        if kind.is_form
        else _read_full(text, start, kind, before) or _read_short(text, start, kind, before)
    )


def _read_full(text: str, start: int, kind: WrittenKind, before: Item | None) -> Item | None:
    """Return the item of a number with its code."""
    found = CODE_TAIL.match(text, start)
    code = read_code(found, kind) if found else None
    if found is None or code is None or _is_in_address(text, start):
        return None
    if before is None and not kind.is_written and _FORM_BEHIND.match(text, code.end):
        return None
    if before and before.code and before.code.code != code.code:
        kind = WrittenKind("", start)
    kinds = get_code_kinds(code.system).get(code.code, ())
    if code.code and kind.name and kind.name not in kinds:
        kind = WrittenKind("", start) if kind.has_title else fit_kind(text, start, code.end, kind, kinds)
    if QH.fullmatch(code.suffix) and (kind.has_title or kind.name in ("", "văn bản")):
        kind = find_law_before(text, start) or kind
    year = int(found["year"]) if found["year"] else None
    return Item(kind.start, code.end, kind, _read_number(found["number"]), year, code)


def _read_short(text: str, start: int, kind: WrittenKind, before: Item | None) -> Item | None:
    """Return the item of a number behind a kind or in a list."""
    found = SHORT_TAIL.match(text, start) if kind.is_written else None
    if not found:
        return None
    year = int(found["year"]) if found["year"] else None
    if not kind.has_capital and is_called_so(text, kind):
        kind = kind._replace(has_capital=True)
    if not can_have_short_form(kind, year) or (before and not is_end_of_item(text, found.end())):
        return None
    if year is None and not kind.has_number_word and _is_count_or_year(text, found):
        return None
    return Item(kind.start, found.end(), kind, _read_number(found["number"]), year, None)


def _is_in_address(text: str, start: int) -> bool:
    """Tell if a number stands in an address. Such a number has no blank before it."""
    return not text[start - 1 : start].isspace() and bool(_ADDRESS.search(text[max(0, start - 120) : start]))


def _is_inside_token(text: str, start: int) -> bool:
    if not start or not _INSIDE_TOKEN.match(text, start - 1):
        return False
    return not _MAY_TOUCH_NUMBER.search(text[max(0, start - 5) : start])


def _is_count_or_year(text: str, found: re.Match[str]) -> bool:
    if len(found["number"]) == 1 and (
        _NUMBER_OF_NEXT_PART.match(text, found.end()) or not can_follow_digit(text, found.end())
    ):
        return True
    digits = found["number"].split(".", maxsplit=1)[0].rstrip("abcdeABCDE")
    return (
        has_unit_after(text, found.end()) or int(digits) in _YEARS or (len(digits) > 3 and digits[0] == "0")
    )


def _read_number(written: str) -> str:
    """Return a number without zeros before it and without points."""
    plain = re.sub(r"[. ]", "", written) if _THOUSANDS.fullmatch(written) else written
    return plain.lstrip("0").lower() or "0"


def _make_citations(composed: ComposedText, items: list[tuple[Item, Details]]) -> list[Citation]:
    made: list[Citation] = []
    code: ReadCode | None = None
    issuer: Issuer | None = None
    for item, details in reversed(items):
        has_own = details.end > item.end
        code = item.code or (None if has_own or item.year else code)
        issuer = details.issuer or (None if has_own else issuer)
        made.append(_make_citation(composed, item, details, code, issuer))
    return made[::-1]


def _make_citation(
    composed: ComposedText, item: Item, details: Details, code: ReadCode | None, issuer: Issuer | None
) -> Citation:
    day = details.written_date
    return Citation(
        span=composed.locate(item.start, item.end),
        full_span=composed.locate(item.start, details.end),
        form=Form.FULL if code else Form.SHORT,
        kind=_find_kind(item, code),
        number=item.number,
        year=item.year,
        code=code.code if code else "",
        suffix=choose_suffix(code, issuer.body if issuer else "") if code else "",
        system=code.system if code else System.UNKNOWN,
        written_date=WrittenDate(composed.locate(*day.span), day.day) if day else None,
        issuer=issuer._replace(span=composed.locate(*issuer.span)) if issuer else None,
        congress=details.congress,
        issued_year=details.issued_year,
        doubt=details.doubt,
        series_day=details.series_day,
    )


def _find_kind(item: Item, code: ReadCode | None) -> str:
    is_same = code is not None and item.kind.abbreviation == code.code != ""
    if code is None or (item.kind.name and not is_same):
        return item.kind.name
    kinds = get_code_kinds(code.system).get(code.code or item.kind.abbreviation, ())
    return kinds[0] if len(kinds) == 1 else ""


def _find_names(composed: ComposedText, names: Sequence[str]) -> Iterator[Citation]:
    for start, end, name in find_names(composed.text, names):
        span = composed.locate(start, end)
        yield Citation(span=span, full_span=span, form=Form.NAMED, name=name)
