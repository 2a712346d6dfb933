"""Pairs that real numbers have: kind and code, kind and suffix, number and day."""

from functools import cache, lru_cache

from bulletin.citations.knowledge.tables import is_single_suffix, read_table

_EXACT_BODIES = ("Bộ Chính trị", "Ban Bí thư")
"""Bodies that a text names on purpose. “Trung ương” can mean any of them."""
_CODES_OF_FEW = {"NQ", "CT", "KL"}
"""Kinds of which a body issues few, so that two of them rarely share a number and a day."""
_BODIES = (*_EXACT_BODIES, "Ban Chấp hành Trung ương")


@cache
def is_usual_pair(kind: str, code: str, suffix: str) -> bool | None:
    """Tell if numbers usually have a code that does not fit their kind.

    None if no real number has it.
    """
    for row in read_table("mixed_codes"):
        if (row["kind"], row["code"]) == (kind, code) and suffix.startswith(row["suffix"]):
            return row["is_usual"] == "yes"
    return None


@cache
def can_issue_kind(kind: str, suffix: str) -> bool:
    """Tell if a suffix can stand behind the code of a kind.

    Only the Government issues ``nghị định``, and the Prime Minister issues no ``nghị quyết``.
    """
    starts = _list_suffix_starts(kind)
    if starts and not suffix.startswith(starts):
        return False
    kinds = _get_issuer_kinds().get(suffix)
    return kinds is None or kind in kinds


def has_own_kind(kind: str, suffix: str) -> bool:
    """Tell if few bodies issue a kind, and the suffix names one of them: ``NĐ-CP``."""
    return suffix.startswith(_list_suffix_starts(kind))


@cache
def _get_issuer_kinds() -> dict[str, set[str]]:
    """Return the kinds of the bodies that issue few, by suffix."""
    found: dict[str, set[str]] = {}
    for row in read_table("issuer_kinds"):
        found.setdefault(row["suffix"], set()).add(row["kind"])
    return found


@cache
def _list_suffix_starts(kind: str) -> tuple[str, ...]:
    return tuple(row["suffix"] for row in read_table("kind_suffixes") if row["kind"] == kind)


def have_like_letters(first: str, second: str) -> bool:
    """Tell if letters are missing in one of two codes: ``CT`` for ``CTr``.

    The kind that a text writes is then right.
    """
    return first.startswith(second) or second.startswith(first)


def can_be_one_document(first: str, second: str) -> bool:
    """Tell if two codes with one number and one day are probably a slip.

    Other kinds, such as reports and plans, have numbers of their own that often meet on a day.
    """
    return have_like_letters(first, second) or {first, second} <= _CODES_OF_FEW


@lru_cache(maxsize=1 << 12)
def is_rare_number(number: str, suffix: str) -> bool:
    """Tell if two documents of one body rarely share a number and a day.

    Reason: each kind has numbers of its own. In the first days of a term, several kinds have small numbers.
    """
    return len(number) > 1 and is_single_suffix(suffix)


def is_other_body(written: str, issuer: str) -> bool:
    """Tell if a text names another central body than the issuer.

    All of them have one suffix.
    """
    return written in _EXACT_BODIES and issuer in _BODIES and written != issuer
