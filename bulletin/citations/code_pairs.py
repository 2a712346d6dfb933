"""Pairs of a kind with a code or a suffix that real numbers have."""

from functools import cache

from bulletin.citations.tables import read_table


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

    Only the Government issues ``nghị định``.
    """
    starts = tuple(row["suffix"] for row in read_table("kind_suffixes") if row["kind"] == kind)
    return not starts or suffix.startswith(starts)
