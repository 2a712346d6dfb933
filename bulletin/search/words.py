"""Split texts into words, for the search index.

The key of a word is the word without marks: ``đảng`` and ``dạng`` have the key ``dang``. The spelling keeps
the marks, with the tone behind the syllable, so that ``hoà`` and ``hòa`` are one spelling.
The number of a document is one word: ``38-KL/TW`` has the spelling ``38-kl-tw`` and the key ``38``.
So is a telephone number, and one in groups: ``1.250.000`` and ``1 250 000`` have the spelling ``1250000``.
So are two years with a dash: ``2025 - 2027`` has the spelling ``2025-2027``.
A landline has a second key without its area: readers of the province type ``382 7777`` for ``0252 382 7777``.
``theme/static/js/search/words.js`` splits the words of a query by the same rules.
"""

import unicodedata
from functools import cache

from bulletin.text.late_patterns import compile_late

_LETTER = "0-9a-z\u00df-\u00f6\u00f8-\u1fff\u2c00-\u2dff\u3040-\ud7ff\uf900-\ufdff"
_LOCAL_PHONE = (
    r"(?:[2-9][0-9]{2}|[3-9][0-9]{3})[ .](?!(?:19|20)[0-9]{2}(?![0-9]))[0-9]{4}|[3-9][0-9]{3}[ .][0-9]{3}"
)
"""A landline without its area. A year behind a number, as in “382 2019”, is not a part of it."""
_PHONE = (
    r"(?:0[0-9]{2,3}\)?[ .-]{0,2}(?:[0-9]{3,4}[ .-]?[0-9]{3,4}|[0-9]{2}(?:[ .-][0-9]{2}){2})"
    rf"|1[89]00[ .][0-9]{{4}}(?:[0-9]{{2}})?|(?:{_LOCAL_PHONE})(?![-\u2013/]))(?![{_LETTER}])"
)
"""A telephone number, in the groups that its writer made."""
_LARGE_NUMBER = r"[1-9][0-9]{0,2}(?:[ ,][0-9]{3}){2,}"
"""A number with blanks or commas at the thousands. One such group may be another number."""
_GROUPED_NUMBER = compile_late(rf"{_PHONE}|{_LARGE_NUMBER}|[1-9][0-9]{{0,2}}(?:\.[0-9]{{3}})+")
"""A number whose groups mean nothing. The other ones have dots at the thousands."""
_YEARS = f"(?:19|20)[0-9]{{2}} ?[-\u2010-\u2015] ?(?:19|20)[0-9]{{2}}(?![{_LETTER}/-])"
WORD_PATTERN = compile_late(
    f"{_PHONE}|{_LARGE_NUMBER}(?![{_LETTER}])|{_YEARS}|[0-9]+(?:[-\u2013/][{_LETTER}]+|[.,:][0-9]+)+|[{_LETTER}]+"
)
"""A word of a text in lower case. The ranges are written out, because old browsers lack classes of letters."""
DOCUMENT_CODES = "bc|cd|ct|ctr|cv|da|gm|hd|kh|kl|nd|nq|pl|qc|qd|qdi|tb|tl|tt|ttr"
"""Kinds of documents in their numbers, without marks."""
_PARTED_NUMBER = compile_late(
    f"(?<![{_LETTER}/-])([0-9]+)(?: ?[-\u2013] ?| )(?=(?:{DOCUMENT_CODES.replace('d', '[dđ]')})[-\u2013/][{_LETTER}])"
)
"""A document number with a space behind its digits: ``38 - KL/TW``."""
_COUNTRY_CODE = compile_late(r"\(?\+84[ .()-]{0,3}(?=[1-9])")
"""Telephone numbers abroad: ``+84 252 382 7777`` is ``0252 382 7777``."""
_LANDLINE = compile_late("2(?:[48]|[0-35-79][0-9])([0-9]{7,8})")
"""The spelling of a landline, which has lost its zero."""
_NO_DIGIT = compile_late("[^0-9]")
_SEPARATOR = compile_late(" ?[-\u2010-\u2015/.,:] ?")
_ODD_BLANK = compile_late("[\t\n\u00a0\u2000-\u200a\u202f]")
_MARK = compile_late("[\u0300-\u036f]")
_TONE = compile_late("[\u0300\u0301\u0303\u0309\u0323]")
_FINAL_Y = compile_late("(?<=^[bhklmst])y$")
"""``lý`` and ``lí``, ``kỹ`` and ``kĩ`` are two spellings of one syllable."""
_DOCUMENT_NUMBER = compile_late("[0-9]+(?:-[0-9]+)?(?:-(?:qh[0-9]+|[a-z]+))+")
_MIN_YEAR_LENGTH = 4


def split_words(text: str) -> list[str]:
    """Return the words of ``text`` in lower case, with all their marks."""
    text = _PARTED_NUMBER.sub(r"\1-", _ODD_BLANK.sub(" ", text.lower()))
    return WORD_PATTERN.findall(_COUNTRY_CODE.sub("0", text) if "+84" in text else text)


@cache
def get_spelling(word: str) -> str:
    """Return the spelling of a word of ``split_words``."""
    if _GROUPED_NUMBER.fullmatch(word):
        return _strip_zeros(_NO_DIGIT.sub("", word))
    if word[0].isdigit() and (parts := _SEPARATOR.split(word))[0].isdigit():
        return "-".join(_strip_zeros(part) if part.isdigit() else _remove_marks(part) for part in parts)
    letters = unicodedata.normalize("NFD", word)
    plain, tones = _TONE.sub("", letters), "".join(_TONE.findall(letters))
    return unicodedata.normalize("NFC", _FINAL_Y.sub("i", plain) + tones)


def get_keys(spelling: str) -> list[str]:
    """Return the keys of a spelling.

    A number with a year in it has two keys, and so has a landline.
    """
    if landline := _LANDLINE.fullmatch(spelling):
        return [spelling, landline[1]]
    first, *others = spelling.split("-")
    years = [part for part in others if part.isdigit() and len(part) >= _MIN_YEAR_LENGTH]
    return list(dict.fromkeys([_remove_marks(first), *years]))


def is_document_number(spelling: str) -> bool:
    """Tell if a spelling is the number of a document: ``38-kl-tw``."""
    return _DOCUMENT_NUMBER.fullmatch(spelling) is not None


def _remove_marks(word: str) -> str:
    return _MARK.sub("", unicodedata.normalize("NFD", word)).replace("đ", "d")


def _strip_zeros(digits: str) -> str:
    return digits.lstrip("0") or "0"
