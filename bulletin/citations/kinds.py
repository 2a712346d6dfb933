"""The kind of a document as the words before its number say it."""

import re
from functools import cache
from typing import NamedTuple

from bulletin.citations.patterns import GAP, NUMBER_WORD, SPACE, get_kind_pattern
from bulletin.citations.tables import list_kinds

_NEAR, _FAR = 48, 170
_DIRECT = re.compile(rf"{GAP}[(“\"]?{GAP}(?P<word>{NUMBER_WORD})?{GAP}")
_WITH_TITLE = re.compile(rf"(?:{SPACE}[^\W\d]+){{1,8}}?{SPACE}{NUMBER_WORD}{GAP}")
_WITH_TITLE_OF_LAW = re.compile(rf"[^.;:!?()\n]*{SPACE}{NUMBER_WORD}{GAP}")
_NUMBER_WORD_ONLY = re.compile(rf"(?<!\w){NUMBER_WORD}{GAP}$")
_ABBREVIATION = re.compile(
    rf"(?<![\w/-])(?P<code>NQ|QĐ|NĐ|CT|CTr|KL|KH|HD|TT|TTLT|TB|BC|CV|QC|QyĐ|ĐA|TTr|CĐ|Qđ|Nđ)(?P<space>{SPACE})(?P<word>{NUMBER_WORD}{GAP})?$"
)
_LAWS = ("luật", "bộ luật", "pháp lệnh")
_SYNONYMS = {
    "chương trình hành động": "chương trình",
    "kế hoạch hành động": "kế hoạch",
    "thông báo kết luận": "thông báo",
}
_ABBREVIATIONS_OF_SHORT_FORMS = ("NQ", "QĐ", "NĐ")


class WrittenKind(NamedTuple):
    """A kind before a number."""

    name: str
    """In small letters. Empty for an abbreviation, and if only “số” stands there."""
    start: int
    """Offset of the kind, or of the number if there is none."""
    abbreviation: str = ""
    has_number_word: bool = False
    has_capital: bool = False
    has_title: bool = False
    """True if other words stand between kind and number."""

    @property
    def is_written(self) -> bool:
        """Tell if the text names the kind."""
        return bool(self.name or self.abbreviation)


def find_kind_before(text: str, start: int) -> WrittenKind:
    """Return the kind that the words before a number name."""
    window = text[max(0, start - _NEAR) : start]
    found = _find_last_kind(window)
    if found and (between := _DIRECT.fullmatch(window, found.end())):
        return _make(window, start, found, has_number_word=bool(between["word"]))
    if short := _ABBREVIATION.search(window):
        return WrittenKind("", start - len(window) + short.start(), short["code"], bool(short["word"]))
    if not _NUMBER_WORD_ONLY.search(window):
        return WrittenKind("", start)
    window = text[max(0, start - _FAR) : start]
    found = _find_last_kind(window)
    if found:
        pattern = _WITH_TITLE_OF_LAW if found[0].casefold() in _LAWS else _WITH_TITLE
        if pattern.fullmatch(window, found.end()):
            return _make(window, start, found, has_number_word=True)._replace(has_title=True)
    return WrittenKind("", start, has_number_word=True)


def _find_last_kind(window: str) -> re.Match[str] | None:
    last = None
    for found in get_kind_pattern().finditer(window):
        last = found
    return last


def _make(window: str, start: int, found: re.Match[str], *, has_number_word: bool) -> WrittenKind:
    name = " ".join(re.sub(r"[*_>]", " ", found[0]).lower().split())
    return WrittenKind(
        _SYNONYMS.get(name, name),
        start - len(window) + found.start(),
        has_number_word=has_number_word,
        has_capital=found[0][0].isupper(),
    )


@cache
def _get_short_forms() -> dict[str, str]:
    return {kind.name: kind.short_form for kind in list_kinds()}


def can_have_short_form(kind: WrittenKind, year: int | None) -> bool:
    """Tell if a number without a code behind this kind names a document."""
    if kind.has_title:
        return False
    if kind.abbreviation:
        return kind.abbreviation in _ABBREVIATIONS_OF_SHORT_FORMS
    rule = _get_short_forms().get(kind.name, "never")
    if rule == "year" or year:
        return rule != "never" and year is not None
    if rule == "any" or (rule == "capital" and kind.has_capital):
        return True
    return rule in ("capital", "number word") and kind.has_number_word
