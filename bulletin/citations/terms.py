"""Terms of congress, in which a number of the Party stands for one document.

Numbers begin again with each congress. Provinces meet in the months before the national congress.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache, lru_cache

from bulletin.citations.knowledge.tables import (
    find_term,
    is_single_suffix,
    list_congresses,
    read_period,
    read_table,
)
from bulletin.citations.models import Citation, System
from bulletin.citations.numbers import Identity

_USUAL_TIME = timedelta(days=110)
"""Time from a congress of a province to the national one: October to January."""
_LONGEST_TIME = timedelta(days=270)
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_SHORT_TIME = timedelta(days=31)
"""Time in which no number comes back: each congress is years behind the one before."""


@lru_cache(maxsize=1 << 14)
def find_document_term(
    identity: Identity, day: date | None, congress: int | None = None, province: tuple[date, ...] = ()
) -> int:
    """Return a number that documents with one number share only if they are the same.

    It is the congress for the Party and the year for the State. For bodies that exist in many places, it is the day.
    It is 0 if the number itself tells, or if the time is unknown.

    Args:
        identity: The number of the document.
        day: Its date.
        congress: The congress that a text names. It counts if the document has no date.
        province: Opening days of the congresses of the province, oldest first.
    """
    if not is_single_suffix(identity.suffix):
        return day.toordinal() if day else 0
    if identity.year is not None or _names_assembly(identity.suffix):
        return 0
    if _is_numbered_by_year(identity):
        return day.year if day else 0
    is_central = identity.suffix.endswith("TW")
    if day is None:
        return congress or 0 if is_central else 0
    return find_term(day if is_central or province else day + _USUAL_TIME, identity.suffix, province) or 0


def has_one_time(identity: Identity, first: date, second: date, province: Sequence[date] = ()) -> bool:
    """Tell if a number stands surely for one document on two days."""
    if not is_single_suffix(identity.suffix):
        return first == second
    if _is_numbered_by_year(identity):
        is_numbered_on = identity.year is not None or _names_assembly(identity.suffix)
        return is_numbered_on or first.year == second.year
    return is_one_term(first, second, identity.suffix, province)


def _is_numbered_by_year(identity: Identity) -> bool:
    """Tell if equal numbers of two years can be two documents.

    They can for the State. Unions and associations begin again with congresses of their own.
    """
    return identity.system is System.STATE or identity.suffix.partition("-")[0] in _list_own_terms()


@cache
def _list_own_terms() -> frozenset[str]:
    return frozenset(row["suffix"] for row in read_table("own_terms"))


def is_one_term(first: date, second: date, suffix: str, province: Sequence[date] = ()) -> bool:
    """Tell if two days surely lie in one term of congress.

    Without the congresses of the province, months near the national congress are unclear.
    """
    is_central = suffix.endswith("TW")
    if province and not is_central:
        return find_term(first, suffix, province) == find_term(second, suffix, province)
    low, high = sorted((first, second))
    if not is_central and high - low <= _SHORT_TIME:
        return True
    before = timedelta() if is_central else _LONGEST_TIME
    return not any(low <= row.closed and row.opened - before <= high for row in list_congresses())


def find_wrong_assembly(citation: Citation) -> str:
    """Return the National Assembly of a number that is of another time.

    The year of a number counts if it has no date. Other numbers give an empty text.
    """
    if "QH" not in citation.suffix or not (citation.day or citation.year):
        return ""
    body, since, until = _list_assemblies().get(citation.suffix.partition("QH")[2], ("", date.min, date.max))
    first = citation.day or date(citation.year or 1, 1, 1)
    last = citation.day or date(citation.year or 1, 12, 31)
    return "" if first <= until and since <= last else body


def get_assembly_suffix(suffix: str) -> str:
    """Return ``QH`` of ``QH15``, and an empty text for other suffixes."""
    letters = suffix.rstrip("0123456789")
    return letters if letters in ("QH", "UBTVQH") else ""


def _names_assembly(suffix: str) -> bool:
    """Tell if a suffix such as ``QH15`` names a National Assembly.

    Its numbers go on through its term.
    """
    return suffix[-1:].isdigit() and bool(get_assembly_suffix(suffix))


@cache
def _list_assemblies() -> dict[str, tuple[str, date, date]]:
    return {row["number"]: (row["body"], *read_period(row)) for row in read_table("assemblies")}


def find_wrong_congress(citation: Citation) -> str:
    """Return the body and its congress if the date is of another congress.

    Other numbers give an empty text. Provinces count their own congresses.
    """
    day, congress = citation.day, citation.congress
    if not day or not congress or not citation.suffix.endswith("TW"):
        return ""
    terms = {row.number: row for row in list_congresses()}
    term, following = terms.get(congress), terms.get(congress + 1)
    if not term or (term.opened <= day and (not following or day <= following.closed)):
        return ""
    body = citation.issuer.body if citation.issuer else "Ban Chấp hành Trung ương"
    return f"{body} khóa {write_roman(congress)}"


def write_roman(number: int) -> str:
    """Return the number of a congress in Roman digits."""
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written
