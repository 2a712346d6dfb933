"""Details that the numbers of a list share: those before or behind the whole list."""

from typing import NamedTuple

from bulletin.citations.models import System
from bulletin.citations.parts.codes import ReadCode
from bulletin.citations.parts.details import Details, read_details, read_more_dates
from bulletin.citations.parts.introductions import Introduction, may_have_introduction, read_introduction
from bulletin.citations.parts.kinds import WrittenKind, is_joint


class Item(NamedTuple):
    """A number of a text with what the text says of it."""

    start: int
    end: int
    kind: WrittenKind
    number: str
    year: int | None
    code: ReadCode | None


def complete_details(text: str, found: list[tuple[Item, Details]]) -> list[tuple[Item, Details]]:
    """Return the numbers of a list with the details before or behind the whole list."""
    if found and may_have_introduction(text, found[0][0].start):
        found = _introduce(text, found)
    return _share_details(text, found) if len(found) > 1 else found


def _introduce(text: str, found: list[tuple[Item, Details]]) -> list[tuple[Item, Details]]:
    """Return a list of numbers with the date and the issuer before it, if it has none."""
    first, last = found[0][0], found[-1][0]
    has_date = any(own.written_date for _, own in found)
    has_issuer = any(own.issuer for _, own in found)
    has_congress = any(own.congress for _, own in found)
    if has_date and has_issuer and has_congress:
        return found
    code = first.code or last.code
    before = read_introduction(
        text, first.start, code.system if code else System.UNKNOWN, code.suffix if code else ""
    )
    if before is None:
        return found
    day = None if has_date or not _can_have_day(before, first) else before.written_date
    issuer = None if has_issuer or is_joint(first.kind.name) else before.issuer
    congress = None if has_congress else before.congress
    return [
        (
            item,
            own._replace(
                written_date=own.written_date or day,
                issuer=issuer if issuer and _has_suffix(item, code) else own.issuer,
                congress=own.congress or (congress if _has_suffix(item, code) else None),
            ),
        )
        for item, own in found
    ]


def _has_suffix(item: Item, code: ReadCode | None) -> bool:
    """Tell if a number of a list has the suffix of another one, or none of its own."""
    return item.code is None or (code is not None and item.code.suffix == code.suffix)


def _can_have_day(before: Introduction, item: Item) -> bool:
    """Tell if the date before a number can be its own.

    A date of another year that stands before an unknown body is that of another event.
    """
    day = before.written_date.day if before.written_date else None
    return before.issuer is not None or day is None or item.year in (None, day.year)


def _share_details(text: str, found: list[tuple[Item, Details]]) -> list[tuple[Item, Details]]:
    """Return the numbers of a list with dates and issuer behind the whole list."""
    last, details = found[-1]
    if details.issuer or details.congress:
        found = [*(_share_issuer(item, own, found[-1]) for item, own in found[:-1]), found[-1]]
    if details.written_date is None or any(own.written_date for _, own in found[:-1]):
        return found
    dates, end = read_more_dates(text, details.written_date.span.end)
    if dates:
        behind = read_details(text, end)
        issuer = details.issuer or behind.issuer
        found[-1] = last, Details(behind.end, None, issuer, details.congress or behind.congress)
        dates = [details.written_date, *dates]
    elif "cùng" in text[last.end : details.written_date.span.start]:
        dates = [details.written_date] * len(found)
    elif not details.doubt and _is_series(found):
        shared = [(item, own._replace(series_day=details.written_date.day)) for item, own in found]
        return [*shared[:-1], found[-1]]
    if len(dates) != len(found):
        return found
    return [(item, own._replace(written_date=day)) for (item, own), day in zip(found, dates, strict=True)]


def _share_issuer(item: Item, own: Details, last: tuple[Item, Details]) -> tuple[Item, Details]:
    """Return a dated number with the issuer behind the last number of its code."""
    letters = last[0].code and last[0].code[:2]
    if own.written_date is None or own.issuer or item.code is None or item.code[:2] != letters:
        return item, own
    return item, own._replace(issuer=last[1].issuer, congress=own.congress or last[1].congress)


def _is_series(found: list[tuple[Item, Details]]) -> bool:
    """Tell if a date behind a list can be that of all its numbers.

    They have one code, and nothing stands between them.
    """
    last, details = found[-1]
    day = details.written_date.day if details.written_date else None
    letters = last.code and last.code[:2]
    return day is not None and all(
        own.end == item.end
        and item.year in (None, day.year)
        and (item.code is None or item.code[:2] == letters)
        for item, own in found[:-1]
    )
