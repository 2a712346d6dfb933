"""Code and suffix of a number.

``38-KL/TW``, ``30/2020/NĐ-CP``, ``75/2025/QH15``, ``123/UBND-VX``.
"""

import re
from typing import NamedTuple

from bulletin.citations.kinds import WrittenKind
from bulletin.citations.models import System
from bulletin.citations.patterns import OLD_SUFFIXES, QH
from bulletin.citations.tables import (
    find_issuer_rows,
    get_codes,
    get_suffix_spellings,
    get_suffix_systems,
    get_suffixes,
)

_LETTERS_OF_SUFFIX = re.compile("[A-ZĐƯƠÂÊÔĂ].*[A-ZĐƯƠÂÊÔĂ0-9]|[A-ZĐ]{1,2}|TTg.*", re.DOTALL)
_OLD_LETTERS = re.compile("[A-ZĐ]{1,6}(?:/[A-ZĐ]{1,6}){1,2}")
"""Letters behind a blank, as ministries wrote them before 2000: ``60 TC/CĐKT``."""
_OFFICE = re.compile("(?:S|B|UB|HĐ|CT|V|TT)[A-ZĐ]{2}")
"""First letters of offices that no table has: ``số 1234/SGDĐT-VP``."""
_OLD_MINISTRY = "TC"
"""Letters of the Ministry of Finance before 2000: ``Quyết định số 212-TC/CĐKT``. They are the code of thông cáo too."""
_DOUBLE_CODE = re.compile("(?:QĐ|TT|CT)[-/]")
"""Code behind the letters of a ministry, as before 2000: ``999-TC/QĐ-CĐKT``."""
_SIGNS_OF_SUFFIX = re.compile("([-/.])")
_LETTERS_WITH_KIND = ("công văn", "văn bản", "công điện")


_OFFICES = frozenset(("VP", "TT", "CT", "BTV", "TCT"))
"""Letters of offices before those of another body: ``12/VP-UBND``."""


class ReadCode(NamedTuple):
    """Code, suffix and system of a number, and the offset behind its letters."""

    code: str
    suffix: str
    system: System
    end: int
    other_suffixes: tuple[str, ...] = ()
    """Other suffixes that the letters can mean. The issuer tells which: ``TƯ`` of a province is ``TU``."""


def read_code(found: re.Match[str], kind: WrittenKind) -> ReadCode | None:
    """Return code, suffix and system of a number.

    Returns:
        None if the letters are not those of a document.
    """
    first, rest = found["first"], found["rest"] or ""
    has_sign = bool(found["first_sign"].strip(" \t\n\u00a0*_>"))
    code = get_codes().get(first.upper(), "")
    if code == _OLD_MINISTRY and kind.name not in ("", "thông cáo"):
        return ReadCode("", f"{first}/{rest}", System.STATE, found.end()) if rest else None
    if (
        code
        and rest
        and not _DOUBLE_CODE.match(rest)
        and (suffix := _read_suffix(rest, is_free=has_sign and first != first.lower()))
    ):
        return ReadCode(
            code, suffix, _find_system(found, suffix), found.end(), _list_other_suffixes(rest, suffix)
        )
    if has_sign and _is_unknown_code(first, rest, kind):
        suffix = get_suffixes()[rest.upper()]
        return ReadCode(first.upper(), suffix, _find_system(found, suffix), found.end())
    if has_sign:
        return _read_one_part(found, kind, code)
    if kind.is_written and _OLD_LETTERS.fullmatch(f"{first}/{rest}") and "/" in (found["sign"] or ""):
        return ReadCode("", f"{first}/{rest}", System.STATE, found.end())
    return None


def _is_unknown_code(first: str, rest: str, kind: WrittenKind) -> bool:
    """Tell if letters stand for a code that no kind has: ``53/CB-BGTVT``.

    Official letters have two offices instead.
    """
    return (
        kind.name not in ("", "công văn", "văn bản")
        and len(first) in (2, 3)
        and get_suffix_systems().get(get_suffixes().get(first.upper(), "")) is not System.STATE
        and first.upper() not in _OFFICES
        and get_suffix_systems().get(get_suffixes().get(rest.upper(), "")) is System.STATE
    )


def _read_one_part(found: re.Match[str], kind: WrittenKind, code: str) -> ReadCode | None:
    """Return what letters without code and suffix say: ``QH15``, ``UBND-VX``, ``CP``."""
    first, rest = found["first"], found["rest"] or ""
    has_year = found["year"] is not None
    if QH.fullmatch(first):
        return ReadCode("", first, System.STATE, found.end("first"))
    if code and has_year and kind.is_written:
        return ReadCode(code, "", System.STATE, found.end("first"))
    suffix = get_suffixes().get(first.upper(), "") if first != first.lower() else ""
    is_letter = "/" in found["first_sign"] and (kind.is_written or not has_year)
    if rest and is_letter and _is_letter_of_office(first, rest, suffix, kind):
        return ReadCode("", f"{suffix or first}-{rest}", System.STATE, found.end())
    if kind.is_written and (suffix or kind.name in _LETTERS_WITH_KIND or first in OLD_SUFFIXES):
        known = suffix or first
        return ReadCode("", known, get_suffix_systems().get(known, System.STATE), found.end("first"))
    return None


def _read_suffix(rest: str, *, is_free: bool) -> str:
    """Return the usual spelling of a suffix, or an empty text if it can be none."""
    known = get_suffixes().get(rest.upper())
    if known is not None:
        return known
    pieces = _SIGNS_OF_SUFFIX.split(rest)
    known = get_suffixes().get(pieces[0].upper())
    if known is None and QH.fullmatch(pieces[0]):
        known = pieces[0]
    if known is None and not (is_free and _LETTERS_OF_SUFFIX.fullmatch(pieces[0])):
        return ""
    return "".join((known or pieces[0], *pieces[1:]))


def _list_other_suffixes(rest: str, suffix: str) -> tuple[str, ...]:
    for spelling, (usual, *others) in get_suffix_spellings().items():
        if rest.upper().endswith(spelling):
            return tuple(suffix.removesuffix(usual) + other for other in others)
    return ()


def choose_suffix(code: ReadCode, body: str) -> str:
    """Return the suffix of a code that a body has, or else the usual one."""
    if code.other_suffixes and body:
        own = {row.suffix for row in find_issuer_rows(body)}
        return next((suffix for suffix in code.other_suffixes if suffix in own), code.suffix)
    return code.suffix


def _is_letter_of_office(first: str, rest: str, suffix: str, kind: WrittenKind) -> bool:
    """Tell if letters such as ``UBND-VX`` are those of an official letter."""
    return bool(
        _LETTERS_OF_SUFFIX.fullmatch(first)
        and re.match("[A-ZĐ]", rest)
        and (suffix or kind.is_written or (kind.has_number_word and _OFFICE.match(first)))
    )


def _find_system(found: re.Match[str], suffix: str) -> System:
    known = get_suffix_systems().get(suffix)
    if known is not None and not found["year"]:
        return known
    return System.PARTY if "/" in found["sign"] and not found["year"] else System.STATE
