"""Terms of congress, in which a number of the Party stands for one document.

Numbers begin again with each congress. Provinces meet in the months before the national congress.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from bulletin.citations.models import System
from bulletin.citations.numbers import Identity
from bulletin.citations.tables import find_term, is_single_suffix, list_congresses, read_table

_ASSEMBLY = re.compile(r"(?<=QH)\d\d\Z")
"""The National Assembly in a suffix such as ``UBTVQH15``. In its term, a number stands for one document."""
_USUAL_TIME = timedelta(days=110)
"""Time from a congress of a province to the national one: October to January."""
_LONGEST_TIME = timedelta(days=270)
_SHORT_TIME = timedelta(days=31)
"""Time in which no number comes back: each congress is years behind the one before."""


def find_document_term(
    identity: Identity, day: date | None, congress: int | None = None, province: Sequence[date] = ()
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
    if identity.year is not None or _ASSEMBLY.search(identity.suffix):
        return 0
    if identity.system is System.STATE:
        return day.year if day else 0
    is_central = identity.suffix.endswith("TW")
    if day is None:
        return congress or 0 if is_central else 0
    return find_term(day if is_central or province else day + _USUAL_TIME, identity.suffix, province) or 0


def has_one_time(identity: Identity, first: date, second: date, province: Sequence[date] = ()) -> bool:
    """Tell if a number stands surely for one document on two days."""
    if not is_single_suffix(identity.suffix):
        return first == second
    if identity.system is System.STATE:
        is_numbered_on = identity.year is not None or bool(_ASSEMBLY.search(identity.suffix))
        return is_numbered_on or first.year == second.year
    return is_one_term(first, second, identity.suffix, province)


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


def has_assembly(suffix: str, first: date, last: date) -> bool:
    """Tell if the National Assembly of a suffix such as ``QH15`` met between two days.

    It is true of other suffixes.
    """
    found = _ASSEMBLY.search(suffix)
    opened = _list_assemblies()
    number = int(found[0]) if found else 0
    if number not in opened:
        return True
    return opened[number] <= last and first <= opened.get(number + 1, date.max)


@cache
def _list_assemblies() -> dict[int, date]:
    """Return the first days of the National Assemblies by their numbers."""
    return {int(row["assembly"]): date.fromisoformat(row["opened"]) for row in read_table("assemblies")}
