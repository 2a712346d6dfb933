"""Patterns of the parts of a citation, made from the tables."""

import re
from collections.abc import Iterable
from functools import cache
from itertools import groupby

from bulletin.citations.knowledge.tables import get_body_spellings, get_kind_spellings
from bulletin.citations.models import Span
from bulletin.text.late_patterns import compile_late

GAP = r"(?:[^\S\n]|[*_]|\n(?![^\S\n]*\n)(?:[^\S\n]*>)?)*+"
"""Blanks, marks of emphasis and line ends inside a paragraph, or nothing."""
SPACE = r"(?:[^\S\n]|[*_]|\n(?![^\S\n]*\n)(?:[^\S\n]*>)?)++"
_SPACE_OF_NAME = r"[\s*_>]+"
"""Blanks inside a name. Reason: hundreds of names compile in a third of the time that ``SPACE`` takes."""
DASH = "[-\u2010-\u2015\u2212]"
SURE_DAY = (
    rf"\d{{1,2}}{GAP}[/.]{GAP}\d{{1,2}}{GAP}[/.]{GAP}\d{{4}}(?!\d)|\d{{1,2}}-\d{{1,2}}-\d{{4}}(?!\d)"
    rf"|\d{{1,2}}{SPACE}tháng{SPACE}\d{{1,2}}{SPACE}năm{SPACE}\d{{4}}(?!\d)"
)
"""A date in figures whose parts are read without a word before it."""
DAY = (
    rf"\d{{1,2}}{GAP}(?:[/.]|{DASH}|tháng|THÁNG){GAP}\d{{1,2}}{GAP}(?:[/.]|{DASH}|năm|NĂM){GAP}\d{{4}}(?!\d)"
)
ISSUING = (
    rf"(?:(?:đã|vừa){SPACE})?(?:được{SPACE})?(?:ký(?:{SPACE}ban{SPACE}hành)?|ban{SPACE}hành|thông{SPACE}qua)"
)
CAPITALS = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
"""All capital letters of Vietnamese, for a set in a pattern."""
_LETTER = "A-ZĐƯƠÂÊÔĂ"
"""Letters of codes and suffixes, which have no tones."""
_TONED_ENDINGS = {
    "ủy": "uỷ",
    "Ủy": "Uỷ",
    "óa": "oá",
    "òa": "oà",
    "ỏa": "oả",
    "ụy": "uỵ",
    "ùy": "uỳ",
    "úy": "uý",
}
"""Endings with the tone in the new place, and with the tone in the old place."""

_OTHER_LETTERS = str.maketrans("ıİſ", "iis")
"""Letters that ``re.IGNORECASE`` takes for plain ones: dotless i, I with a dot and long s."""
_PLAIN_NUMBER = r"\d{1,5}(?:\.\d{1,3})?[a-eA-E]?"
_SPACED = rf"\d{{1,2}} \d{{3}}(?={GAP}[/-]{GAP}[A-ZĐ])"
"""A number with a blank before its thousands."""
YEAR = r"(?:18|19|20)\d\d"
_END_OF_LETTERS = r"(?:(?!\w)|(?=ngày\W))"
"""End of a code or a suffix. The blank before “ngày” can be missing: ``38-KL/TWngày 13/11/2018``."""
CODE_TAIL = compile_late(
    rf"(?P<number>{_SPACED}|{_PLAIN_NUMBER})(?P<first_sign>{GAP}(?:{DASH}|/){GAP}(?:(?P<year>{YEAR}){GAP}(?:{DASH}|/){GAP})?|{SPACE}|(?=[A-ZĐ]{{2}}[A-ZĐr]{{0,2}}[/-][A-ZĐ]))"
    rf"(?P<first>[{_LETTER}a-zđ&]{{1,12}}\d{{0,2}}){_END_OF_LETTERS}"
    rf"(?:(?P<sign>{GAP}(?:{DASH}|/){GAP}|\.(?=[{_LETTER}]{{2}}))(?P<rest>[{_LETTER}a-zđ&]+\d{{0,3}}(?:(?:{DASH}|[/.])[{_LETTER}][{_LETTER}a-zđ&]*\d{{0,3}})*){_END_OF_LETTERS})?"
)
"""A number with its code and suffix: ``38-KL/TW``, ``22HD/TWĐTN``, ``30/2020/NĐ-CP``, ``75/2025/QH15``, ``123/UBND-VX``."""
SHORT_TAIL = compile_late(
    rf"(?P<number>{_PLAIN_NUMBER})(?:{GAP}/{GAP}(?P<year>{YEAR}))?"
    rf"(?![\w/]|[.:]\d|,\d(?!\d{{0,4}}(?:,\d{{1,5}})*{GAP}[/-]{GAP}[A-ZĐ]{{2}})|{GAP}%|{GAP}{DASH}{GAP}\d|{DASH}\w)"
)
"""A number without a code: ``38``, ``30/2020``."""
NUMBER_WORD = rf"(?:số|Số|SỐ|sô|So|so){GAP}:?"
SEPARATOR_PATTERN = rf"{GAP}(?:[,;]{GAP}(?:và|hoặc|VÀ)?|và|VÀ|hoặc){GAP}(?:{NUMBER_WORD})?{GAP}"
SEPARATOR = compile_late(SEPARATOR_PATTERN)
"""The signs and words between numbers of one list."""
QH = compile_late(r"(?:UBTV)?QH(?:K)?\d{0,2}")
"""Suffixes of the National Assembly: ``QH15``, ``UBTVQH14``."""
OLD_SUFFIXES = frozenset(("CP", "TTg", "HĐBT", "CT", "SL", "TW"))
"""Issuers that older numbers have without a code: ``64/CP``, ``327-CT``."""


def write_pattern(name: str) -> str:
    """Return a pattern of a name with blanks of any kind and tones in both places."""
    pattern = _SPACE_OF_NAME.join(map(re.escape, name.split()))
    for ending, other in _TONED_ENDINGS.items():
        pattern = pattern.replace(ending, f"(?:{ending}|{other})")
    return pattern


def fold_letters(text: str) -> str:
    """Return a text in the small letters that patterns take for the same ones.

    Reason: with ``re.IGNORECASE``, “i” matches “ı” and “İ” too, and ``str.lower`` makes no “i” of them.
    """
    return text.translate(_OTHER_LETTERS).lower()


def fold_words(text: str) -> str:
    """Return words in small letters, with even blanks and without marks."""
    plain = fold_letters(fold_blanks(text))
    for ending, other in _TONED_ENDINGS.items():
        plain = plain.replace(other, ending)
    return plain


def fold_blanks(text: str) -> str:
    """Return words with even blanks and without marks of emphasis."""
    return " ".join(re.sub(r"[*_>]", " ", text).split())


def write_choice(names: Iterable[str]) -> str:
    """Return a pattern of any of some names, the longest first.

    Names share the pattern of their first words.
    """
    return _join(sorted({tuple(name.split()) for name in names}))


def _join(names: list[tuple[str, ...]]) -> str:
    choices = []
    for first, group in groupby((name for name in names if name), key=lambda name: name[0]):
        rest = [name[1:] for name in group]
        longer = [name for name in rest if name]
        tail = f"{_SPACE_OF_NAME}{_join(longer)}" if longer else ""
        choices.append(write_pattern(first) + (f"(?:{tail})?" if tail and len(longer) < len(rest) else tail))
    return f"(?:{'|'.join(choices)})"


@cache
def get_kind_pattern() -> re.Pattern[str]:
    """Return the pattern of the name of a kind, in small letters or capitals.

    The words in “pháp luật” and “kỷ luật” are no kinds.
    """
    return re.compile(
        rf"(?<!\w)(?<!pháp )(?<!kỷ )(?<!kỉ )(?:{write_choice(get_kind_spellings())})(?!\w)", re.IGNORECASE
    )


@cache
def get_body_pattern() -> re.Pattern[str]:
    """Return the pattern of the name of a body, with what often stands behind it."""
    return re.compile(rf"(?P<body>{write_choice(get_body_spellings())})(?!\w)", re.IGNORECASE)


def quote_words(text: str, span: Span) -> str:
    """Return the words of a part of a text in one line, without marks of emphasis."""
    return " ".join(re.sub(r"[*_]|\n[^\S\n]*>", " ", text[span.start : span.end]).split())
