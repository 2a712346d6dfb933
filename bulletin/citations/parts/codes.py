"""Code and suffix of a number.

``38-KL/TW``, ``30/2020/NĐ-CP``, ``75/2025/QH15``, ``123/UBND-VX``.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from bulletin.citations.knowledge.patterns import DASH, OLD_SUFFIXES, QH
from bulletin.citations.knowledge.tables import (
    find_issuer_rows,
    get_code_kinds,
    get_codes,
    get_suffix_spellings,
    get_suffix_systems,
    get_suffixes,
    list_kinds,
)
from bulletin.citations.models import System
from bulletin.citations.parts.kinds import WrittenKind
from bulletin.text.late_patterns import compile_late

_LETTERS_OF_SUFFIX = compile_late("[A-ZĐƯƠÂÊÔĂ].*[A-ZĐƯƠÂÊÔĂ0-9]|[A-ZĐ]{1,2}|TT[gr].*", re.DOTALL)
_OLD_LETTERS = compile_late("[A-ZĐ]{1,6}(?:/[A-ZĐ]{1,6}){1,2}")
"""Letters behind a blank, as ministries wrote them before 2000: ``60 TC/CĐKT``."""
_MORE_LETTERS = compile_late(r" (?:[A-ZĐ]{2,6}|\d)(?!\w)| ?[-–/.] ?[^\W_]")
"""Letters behind those of an unknown office: ``1229/NH TCCB``. The number is longer than what is understood."""
_OLD_OFFICE = compile_late("[A-ZĐ]{2,7}")
_OFFICE = compile_late("(?:S|B|UB|HĐ|CT|V|TT)[A-ZĐ]{2}")
"""First letters of offices that no table has: ``số 1234/SGDĐT-VP``."""
_OLD_MINISTRY = "TC"
"""Letters of the Ministry of Finance before 2000: ``Quyết định số 212-TC/CĐKT``. They are the code of thông cáo too."""
_DOUBLE_CODE = compile_late("(?:QĐ|TT|CT)[-/]")
"""Code behind the letters of a ministry, as before 2000: ``999-TC/QĐ-CĐKT``."""
_SIGNS_OF_SUFFIX = compile_late("([-/.])")
_DASH = compile_late(DASH)
_BLANKS = " \t\n*_>"
_LETTERS_WITH_KIND = ("công văn", "văn bản", "công điện", "bản án")
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


class _Letters(NamedTuple):
    """Letters and signs behind the digits of a number, with its kind."""

    first: str
    rest: str
    first_sign: str
    sign: str
    has_year: bool
    kind: str
    is_kind_written: bool
    has_number_word: bool


class _Reading(NamedTuple):
    """The meaning of letters."""

    code: str
    suffix: str
    system: System
    is_whole: bool = True
    """False if only the first letters belong to the number."""


def read_code(found: re.Match[str], kind: WrittenKind) -> ReadCode | None:
    """Return code, suffix and system of a number.

    Returns:
        None if the letters are not those of a document.
    """
    first, rest, first_sign, sign, year = found.group("first", "rest", "first_sign", "sign", "year")
    rest = _DASH.sub("-", rest or "")
    about_kind = kind.name, kind.is_written, kind.has_number_word
    reading = _read_letters(_Letters(first, rest, first_sign, sign or "", year is not None, *about_kind))
    if reading is None:
        return None
    code, suffix, system, is_whole = reading
    end = found.end() if is_whole else found.end("first")
    is_unknown = not is_whole and year is None and suffix not in get_suffix_systems()
    if is_unknown and _MORE_LETTERS.match(found.string, end):
        return None
    return ReadCode(code, suffix, system, end, _list_other_suffixes(rest, suffix) if code else ())


@lru_cache(maxsize=1 << 10)
def read_usual_letters(
    letters: tuple[str, str, str, str], kind: str, *, has_number_word: bool
) -> ReadCode | None:
    """Return code, suffix and system of letters behind a written kind. The end is 0.

    Args:
        letters: The sign behind the digits with the year, the first letters, the sign behind them, and the rest.
        kind: The kind before the number.
        has_number_word: True if “số” stands before the digits.

    Returns:
        None if the letters are not those of a document, or if only the first ones are.
    """
    first_sign, first, sign, rest = letters
    has_year = len(first_sign) > 1
    reading = _read_letters(_Letters(first, rest, first_sign, sign, has_year, kind, True, has_number_word))
    if reading is None or not reading.is_whole:
        return None
    code, suffix, system, _ = reading
    return ReadCode(code, suffix, system, 0, _list_other_suffixes(rest, suffix) if code else ())


@lru_cache(maxsize=1 << 10)
def _read_letters(letters: _Letters) -> _Reading | None:
    """Return the meaning of letters.

    Reason: an archive has the same ones again and again.
    """
    first, rest = letters.first, letters.rest
    has_sign = bool(letters.first_sign.strip(_BLANKS))
    code = get_codes().get(first.upper(), "")
    if code == _OLD_MINISTRY and letters.kind not in ("", "thông cáo"):
        return _Reading("", f"{first}/{rest}", System.STATE) if rest else None
    if _is_letter_of_two_offices(letters, code):
        code = ""
    if (
        code
        and rest
        and not _DOUBLE_CODE.match(rest)
        and (suffix := _read_suffix(rest, is_free=_has_free_suffix(letters, code)))
    ):
        return _Reading(code, suffix, _find_system(letters, suffix))
    if has_sign and _is_unknown_code(letters):
        suffix = get_suffixes()[rest.upper()]
        return _Reading(first.upper(), suffix, _find_system(letters, suffix))
    if has_sign:
        return _read_joined_letters(letters) or _read_one_part(letters, code)
    if letters.is_kind_written and _OLD_LETTERS.fullmatch(f"{first}/{rest}") and "/" in letters.sign:
        return _Reading("", f"{first}/{rest}", System.STATE)
    return None


def _is_letter_of_two_offices(letters: _Letters, code: str) -> bool:
    """Tell if a code is an office in the number of a letter: ``Công văn 2375/TT-CLT``."""
    return (
        letters.kind == "công văn"
        and code not in ("", "CV")
        and "/" in letters.first_sign
        and not letters.has_year
        and letters.rest != ""
        and not _SIGNS_OF_SUFFIX.search(letters.rest)
        and letters.rest.upper() not in get_suffixes()
    )


def _has_free_suffix(letters: _Letters, code: str) -> bool:
    """Tell if any letters can be the suffix of a code.

    A blank before the code proves less than a dash: ``148 HD/TWH`` needs its kind.
    """
    if letters.first_sign.strip(_BLANKS):
        return letters.first != letters.first.lower()
    return "/" in letters.sign and _is_code_of_kind(letters, code)


def _is_code_of_kind(letters: _Letters, code: str) -> bool:
    """Tell if the kind that a text writes has a code."""
    return letters.is_kind_written and any(
        letters.kind in get_code_kinds(system).get(code, ()) for system in (System.PARTY, System.STATE)
    )


def _is_unknown_code(letters: _Letters) -> bool:
    """Tell if letters stand for a code that no kind has: ``53/CB-BGTVT``.

    Official letters have two offices instead.
    """
    first, rest = letters.first, letters.rest
    return (
        letters.kind not in ("", "công văn", "văn bản")
        and len(first) in (2, 3)
        and get_suffix_systems().get(get_suffixes().get(first.upper(), "")) is not System.STATE
        and first.upper() not in _OFFICES
        and get_suffix_systems().get(get_suffixes().get(rest.upper(), "")) is System.STATE
    )


def _read_one_part(letters: _Letters, code: str) -> _Reading | None:
    """Return what letters without code and suffix say: ``QH15``, ``UBND-VX``, ``CP``."""
    first = letters.first
    if QH.fullmatch(first):
        return _Reading("", first, System.STATE, is_whole=False)
    if code and letters.has_year and letters.is_kind_written:
        return _Reading(code, "", System.STATE, is_whole=False)
    if first not in OLD_SUFFIXES and _is_old_office(letters) and _is_code_of_kind(letters, code):
        return _Reading(code, "", System.STATE, is_whole=False)
    suffix = get_suffixes().get(first.upper(), "") if first != first.lower() else ""
    if pair := _read_pair(letters, suffix):
        return _Reading("", pair, System.STATE)
    if letters.is_kind_written and (
        suffix or letters.kind in _LETTERS_WITH_KIND or first in OLD_SUFFIXES or _is_old_office(letters)
    ):
        known = suffix or first
        return _Reading("", known, get_suffix_systems().get(known, System.STATE), is_whole=False)
    return None


def _read_joined_letters(letters: _Letters) -> _Reading | None:
    """Return code and suffix without a sign between: ``Nghị quyết số 57-NQTW``."""
    first = letters.first.upper()
    if letters.rest or first in get_suffixes():
        return None
    codes = [kind.code for kind in list_kinds() if kind.code and kind.name == letters.kind]
    for code in codes:
        suffix = (
            get_suffixes().get(first.removeprefix(code.upper())) if first.startswith(code.upper()) else ""
        )
        if suffix:
            return _Reading(code, suffix, get_suffix_systems()[suffix])
    return None


def _read_pair(letters: _Letters, suffix: str) -> str:
    """Return the letters of two offices: ``UBND-VX``, or ``BXD/VKT`` of before 2000."""
    first, rest = letters.first, letters.rest
    is_letter = "/" in letters.first_sign and (letters.is_kind_written or not letters.has_year)
    if rest and is_letter and _is_letter_of_office(letters, suffix):
        return f"{suffix or first}-{rest}"
    is_old = letters.is_kind_written and letters.has_number_word and "/" in letters.sign
    return f"{first}/{rest}" if is_old and _OLD_LETTERS.fullmatch(f"{first}/{rest}") else ""


def _is_old_office(letters: _Letters) -> bool:
    """Tell if letters are those of an office before 1990: ``Quyết định số 77A/VHQĐ``."""
    return (
        not letters.rest
        and not letters.has_year
        and letters.has_number_word
        and "/" in letters.first_sign
        and bool(_OLD_OFFICE.fullmatch(letters.first))
    )


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


@lru_cache(maxsize=256)
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


def _is_letter_of_office(letters: _Letters, suffix: str) -> bool:
    """Tell if letters such as ``UBND-VX`` are those of an official letter."""
    return bool(
        _LETTERS_OF_SUFFIX.fullmatch(letters.first)
        and re.match("[A-ZĐ]", letters.rest)
        and (suffix or letters.is_kind_written or (letters.has_number_word and _OFFICE.match(letters.first)))
    )


def _find_system(letters: _Letters, suffix: str) -> System:
    known = get_suffix_systems().get(suffix)
    if known is not None and not letters.has_year:
        return known
    return System.PARTY if "/" in letters.sign and not letters.has_year else System.STATE
