"""Knowledge of kinds, issuers and congresses, read once from ``data/``."""

import csv
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from bulletin.citations.models import System

_FOLDER = Path(__file__).with_name("data")


class Kind(NamedTuple):
    """A kind of document, with the code that its number has in one system."""

    system: System
    code: str
    main_code: str
    """The code that other texts write for the same document: ``QĐ`` for ``QĐi``."""
    name: str
    short_form: str
    """Condition for a number without a code: ``any``, ``capital``, ``year``, ``number word``, ``never``."""


class IssuerRow(NamedTuple):
    """A body with one of its suffixes, and the days between which it exists."""

    suffix: str
    system: System
    body: str
    since: date
    until: date
    is_single: bool
    """True if one body alone has the suffix in the archive of one province."""


class Congress(NamedTuple):
    """A national congress of the Party. Its term runs until the next one opens."""

    number: int
    opened: date
    closed: date


def read_table(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a file in ``data/`` by the names of their columns."""
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def read_period(row: dict[str, str]) -> tuple[date, date]:
    """Return the first and the last day of a row."""
    since, until = row["since"], row["until"]
    return (
        date.fromisoformat(since) if since else date.min,
        date.fromisoformat(until) if until else date.max,
    )


@cache
def list_kinds() -> tuple[Kind, ...]:
    """Return all kinds of documents."""
    return tuple(
        Kind(
            System(row["system"]), row["code"], row["same_as"] or row["code"], row["kind"], row["short_form"]
        )
        for row in read_table("kinds")
    )


@cache
def get_kind_spellings() -> dict[str, str]:
    """Return the kinds by all their names: ``thông báo kết luận`` is ``thông báo``."""
    return {
        spelling: row["kind"]
        for row in read_table("kinds")
        for spelling in (row["kind"], *filter(None, row["written"].split("|")))
    }


@cache
def get_codes() -> dict[str, str]:
    """Return the usual spellings of all codes by their capitals.

    ``CTR`` is ``CTr``, and ``CD`` is ``CĐ``.
    """
    return _add_plain_letters({kind.code.upper(): kind.code for kind in list_kinds() if kind.code})


@cache
def get_main_codes() -> dict[str, str]:
    """Return the codes that others write for the same documents: ``QĐ`` for ``QĐi``."""
    return {kind.code: kind.main_code for kind in list_kinds() if kind.main_code != kind.code}


@cache
def get_code_kinds(system: System) -> dict[str, tuple[str, ...]]:
    """Return the kinds that each code of a system stands for."""
    found = defaultdict(list)
    for kind in list_kinds():
        if kind.code and kind.system == system:
            found[kind.code].append(kind.name)
    return {code: tuple(names) for code, names in found.items()}


@cache
def list_issuers() -> tuple[IssuerRow, ...]:
    """Return all bodies with their suffixes."""
    return tuple(
        IssuerRow(
            row["suffix"],
            System(row["system"]),
            row["body"],
            *read_period(row),
            row["is_single"] == "yes",
        )
        for row in read_table("issuers")
    )


@cache
def get_suffixes() -> dict[str, str]:
    """Return the usual spellings of suffixes by their capitals.

    ``TTG`` is ``TTg``, and ``HDND`` is ``HĐND``.
    """
    found = {row.suffix.upper(): row.suffix for row in list_issuers() if row.suffix}
    for spelling, usual in get_suffix_spellings().items():
        endings = [suffix for suffix in found if suffix.endswith(usual[0])]
        found |= {suffix.removesuffix(usual[0]) + spelling: found[suffix] for suffix in endings}
    return _add_plain_letters(found)


@cache
def get_suffix_spellings() -> dict[str, tuple[str, ...]]:
    """Return other spellings of suffixes in capitals, with the suffixes of each.

    The first one is usual: ``TƯ`` is ``TW``, but ``TU`` behind “của Tỉnh ủy”.
    """
    found: dict[str, tuple[str, ...]] = {}
    for row in read_table("suffix_spellings"):
        found[row["written"]] = (*found.get(row["written"], ()), row["suffix"])
    return found


def _add_plain_letters(spellings: dict[str, str]) -> dict[str, str]:
    """Return spellings with those that have D for Đ, if they mean nothing else."""
    return {spelling.replace("Đ", "D"): usual for spelling, usual in spellings.items()} | spellings


@lru_cache(maxsize=1 << 12)
def find_suffix_rows(suffix: str) -> tuple[IssuerRow, ...]:
    """Return the bodies with a suffix."""
    return tuple(row for row in list_issuers() if row.suffix == suffix)


@lru_cache(maxsize=1 << 12)
def find_issuer_rows(body: str) -> tuple[IssuerRow, ...]:
    """Return the rows of a body, by its name or another spelling of it."""
    bodies = {body, *(name for _, name in get_body_spellings().get(body, ()))}
    return tuple(row for row in list_issuers() if row.body in bodies)


@lru_cache(maxsize=1 << 12)
def can_have_suffix(body: str, suffix: str) -> bool:
    """Tell if a body has a suffix, or the first letters of it: ``UBND-VX``."""
    rows = find_issuer_rows(body)
    return any(piece.startswith(row.suffix) for row in rows for piece in suffix.split("-"))


def is_known_suffix(suffix: str) -> bool:
    """Tell if the letters of a number surely name a body."""
    first = suffix.partition("-")[0]
    return first.upper() in get_suffixes() or first.startswith(("QH", "UBTVQH"))


@cache
def get_suffix_systems() -> dict[str, System]:
    """Return the system of each suffix."""
    return {row.suffix: row.system for row in list_issuers() if row.suffix}


_AMBIGUOUS_LETTERS = ("TTCP", "CTN")
"""Letters that stand for other bodies too: “TTCP” is Thủ tướng Chính phủ as well."""


@cache
def get_body_spellings() -> dict[str, list[tuple[System, str]]]:
    """Return the bodies by all spellings of their names, with their systems.

    The letters of a State body are one: ``NHNN``.
    """
    found: dict[str, list[tuple[System, str]]] = {}
    for row in read_table("issuers"):
        body = System(row["system"]), row["body"]
        is_acronym = row["system"] == System.STATE and row["is_single"] == "yes" and len(row["suffix"]) > 2
        is_acronym = is_acronym and row["suffix"] not in _AMBIGUOUS_LETTERS
        for spelling in (
            row["body"],
            *([row["suffix"]] if is_acronym else ()),
            *split_field(row["written"]),
            *split_field(row["organs"].replace("=", "|")),
        ):
            if body not in found.setdefault(spelling, []):
                found[spelling].append(body)
    return found


@cache
def get_organ_spellings() -> dict[str, str]:
    """Return the organs of bodies by all their spellings.

    ``BTV Tỉnh ủy`` is ``Ban Thường vụ Tỉnh ủy``.
    """
    return {
        spelling: spellings.split("=")[0]
        for row in read_table("issuers")
        for spellings in split_field(row["organs"])
        for spelling in spellings.split("=")
    }


def split_field(written: str) -> list[str]:
    """Return the names of a field that has several."""
    return [name for name in written.split("|") if name]


@cache
def list_congresses() -> tuple[Congress, ...]:
    """Return the national congresses of the Party, oldest first."""
    return tuple(
        Congress(int(row["congress"]), date.fromisoformat(row["opened"]), date.fromisoformat(row["closed"]))
        for row in read_table("congresses")
    )


@cache
def list_limits() -> frozenset[tuple[str, str]]:
    """Return pairs of a suffix and a kind that its body may not issue."""
    return frozenset((row["suffix"], row["kind"]) for row in read_table("limits"))


@lru_cache(maxsize=1 << 13)
def find_congress(day: date) -> int | None:
    """Return the number of the congress in whose term a day lies."""
    return max((row.number for row in list_congresses() if row.opened <= day), default=None)


def find_term(day: date, suffix: str, province: Sequence[date] = ()) -> int | None:
    """Return the term of congress in which a document of the Party was issued.

    Terms of a province count from 1, the time before its first known congress.

    Args:
        day: The date of the document.
        suffix: Its suffix. Those of central bodies end with ``TW``.
        province: Opening days of the congresses of the province, oldest first.
    """
    if suffix.endswith("TW") or not province:
        return find_congress(day)
    return bisect_right(province, day) + 1


@cache
def list_single_suffixes() -> frozenset[str]:
    """Return the suffixes that one body alone has in the archive of one province."""
    return frozenset(row.suffix for row in list_issuers() if row.is_single)


_CONGRESS_DIGITS = "0123456789"
"""Digits behind ``QH`` in ``QH15``."""


@lru_cache(maxsize=1 << 10)
def is_single_suffix(suffix: str) -> bool:
    """Tell if one body alone has a suffix.

    ``TW``, ``QH15`` and ``BTC-BNV`` are such suffixes, ``UBND-VX`` is none.
    """
    first = suffix.partition("-")[0].rstrip(_CONGRESS_DIGITS)
    return first in list_single_suffixes()
