"""The kind of a document as the words before its number say it."""

import re
from collections.abc import Collection
from functools import cache, lru_cache
from typing import NamedTuple

from bulletin.citations.knowledge.patterns import (
    GAP,
    NUMBER_WORD,
    SEPARATOR_PATTERN,
    SPACE,
    fold_letters,
    fold_words,
    get_kind_pattern,
)
from bulletin.citations.knowledge.tables import get_code_kinds, get_kind_spellings, list_kinds
from bulletin.citations.models import System
from bulletin.text.late_patterns import compile_late

_NEAR, _FAR = 48, 170
_DIRECT = compile_late(rf"{GAP}[(“\"]?{GAP}(?P<word>{NUMBER_WORD})?{GAP}")
_WITH_TITLE = compile_late(rf"(?:{SPACE}[^\W\d]+){{1,12}}?{SPACE}{NUMBER_WORD}{GAP}")
_WITH_TITLE_OF_LAW = compile_late(rf"(?:[^.;:!?()\n]|\n(?!\s*\n))*{SPACE}{NUMBER_WORD}{GAP}")
_TITLE_OF_LAW = compile_late(rf"(?:{SPACE}[^\W\d_][\w-]*,?){{1,16}}{GAP}")
_DESCRIPTION = compile_late(
    rf"(?:{SPACE}(?!(?:thực|triển|thi|về|của|theo|quán|tại|và|sơ|tổng|sửa|thay)(?!\w))[^\W\d]+){{0,3}}{SPACE}"
)
"""Words between a kind and another one that describes it: ``Quyết định giao kế hoạch``."""
_ACT = compile_late(
    rf"(?:{SPACE}(?:về{SPACE}(?:việc{SPACE})?)?(?:ban{SPACE}hành|phê{SPACE}duyệt|phê{SPACE}chuẩn|công{SPACE}bố|giao))?{SPACE}",
    re.IGNORECASE,
)
"""Words between a kind and what it brings into force: ``Quyết định ban hành Quy chế``."""
_LIST_SIGN = compile_late(rf"(?:{GAP}[,;/&]|{SPACE}(?:và|hoặc)){GAP}\Z")
_NEXT_NUMBER = compile_late(rf"{SEPARATOR_PATTERN}\d")
"""Signs before the next number of a list. One number behind two kinds is that of the nearest kind."""
_CLAUSE_OF_TITLE = compile_late(r"[^.;:!?()\d]*")
"""Words of a title without a number, up to the kind that it names."""
_LIST_BEHIND_COLON = compile_late(rf"{GAP}:{GAP}{NUMBER_WORD}{GAP}")
"""Signs between a kind and the first number of a list: ``các văn bản: số 4011/UBND-VX2``."""
_NUMBER_WORD_ONLY = compile_late(rf"(?<!\w){NUMBER_WORD}{GAP}$")
_NUMBER_OF_FORM = compile_late(
    rf"(?<!\w)(?:mẫu|biểu|bảng|phụ{SPACE}lục){SPACE}(?:{NUMBER_WORD}{GAP})?$", re.IGNORECASE
)
"""Forms have numbers such as ``Mẫu số 21/CKTC-NSH``."""
_ABBREVIATION = compile_late(
    r"(?<![\w/-])(?P<code>NQ|QĐ|NĐ|CTr|CT|KL|KH|HD|TTLT|TTr|TT|TB|BC|CV|QC|QyĐ|ĐA|CĐ)"
    rf"(?:\.|{SPACE}(?P<word>{NUMBER_WORD}{GAP})?)?$"
)
_CALLING = ("gọi tắt là", "gọi là", "viết tắt là")
_JOINT = ("liên tịch", "liên ngành", "liên bộ", "phối hợp")
"""Ends of the kinds that several bodies issue."""
_LAWS = ("luật", "bộ luật", "pháp lệnh")
_ABBREVIATIONS_OF_SHORT_FORMS = ("NQ", "QĐ", "NĐ")


_AMENDING = compile_late(rf"{SPACE}[Ss]ửa{SPACE}đổi[^.;()]*?{SPACE}của{SPACE}\Z")
"""Words between two laws, if the first one amends the second."""


class WrittenKind(NamedTuple):
    """A kind before a number."""

    name: str
    """In small letters. Empty if only “số” stands there, and for an abbreviation of two kinds."""
    start: int
    """Offset of the kind, or of the number if there is none."""
    abbreviation: str = ""
    has_number_word: bool = False
    has_capital: bool = False
    has_title: bool = False
    """True if other words stand between kind and number."""
    is_form: bool = False
    """True if the number is that of a form or a table."""

    @property
    def is_written(self) -> bool:
        """Tell if the text names the kind."""
        return bool(self.name or self.abbreviation)


def find_kind_before(text: str, start: int) -> WrittenKind:
    """Return the kind that the words before a number name."""
    return find_usual_kind(text, start) or _find_any_kind(text, text[max(0, start - _NEAR) : start], start)


def _find_any_kind(text: str, window: str, start: int) -> WrittenKind:
    found = _find_last_kind(window)
    if found and (between := _DIRECT.fullmatch(window, found.end())):
        return _make(window, start, found, has_number_word=bool(between["word"]))
    if found and _LIST_BEHIND_COLON.fullmatch(window, found.end()):
        return _make(window, start, found, has_number_word=True)._replace(has_title=True)
    if short := _ABBREVIATION.search(window):
        name = _get_abbreviated_kinds().get(short["code"], "")
        return WrittenKind(name, start - len(window) + short.start(), short["code"], bool(short["word"]))
    if _NUMBER_OF_FORM.search(window):
        return WrittenKind("", start, is_form=True)
    return _find_kind_with_title(text, start) if _NUMBER_WORD_ONLY.search(window) else WrittenKind("", start)


def _find_kind_with_title(text: str, start: int) -> WrittenKind:
    """Return the kind of a number with a title: ``Chương trình trọng điểm số``."""
    window = text[max(0, start - _FAR) : start]
    found = _find_last_kind(window)
    if found:
        pattern = _WITH_TITLE_OF_LAW if fold_letters(found[0]) in _LAWS else _WITH_TITLE
        if pattern.fullmatch(window, found.end()):
            return _make(window, start, found, has_number_word=True)._replace(has_title=True)
    return WrittenKind("", start, has_number_word=True)


def find_usual_kind(text: str, start: int) -> WrittenKind | None:
    """Return a kind of two words right before a number or its “số”.

    Reason: two words are compared in a fifth of the time that the pattern of all kinds takes.
    """
    first = max(0, start - _NEAR)
    before = text[first:start].rstrip(" ")
    has_number_word = before.endswith((" số", " SỐ"))
    if has_number_word:
        before = before[:-3].rstrip(" ")
    place = before.rfind(" ", 0, before.rfind(" ")) + 1
    name = before[place:].lower()
    longer = _get_usual_kinds().get(name)
    if longer is None or (longer and before[: place - 1].lower().endswith(longer)):
        return None
    return WrittenKind(name, first + place, "", has_number_word, before[place].isupper())


@cache
def _get_usual_kinds() -> dict[str, tuple[str, ...]]:
    """Return the kinds of two words, each with the words before it in longer kinds."""
    names = get_kind_spellings()
    return {
        name: tuple(other.removesuffix(f" {name}") for other in names if other.endswith(f" {name}"))
        for name, kind in names.items()
        if name.count(" ") == 1 and kind == name
    }


def fit_kind(text: str, start: int, end: int, kind: WrittenKind, kinds: Collection[str]) -> WrittenKind:
    """Return the kind for which a code stands, if the words around a kind have it.

    ``Công văn hướng dẫn số 5-CV/TU`` is an official letter, and ``thông báo Kết luận số 5-KL/TU`` names a conclusion.

    Args:
        text: The text.
        start: The offset of the number.
        end: The offset behind its letters.
        kind: The nearest kind before it.
        kinds: The kinds of its code.
    """
    words = text[kind.start : start]
    for inner in get_kind_pattern().finditer(words, 1):
        made = _make(words, start, inner, has_number_word=kind.has_number_word)
        if made.name in kinds:
            return made
    window = text[max(0, kind.start - _NEAR) : kind.start]
    if _NEXT_NUMBER.match(text, end) and (listed := _find_listed_kind(window, kinds)):
        return WrittenKind(listed, start, has_number_word=kind.has_number_word)
    outer = _find_last_kind(window)
    if outer and (
        _ACT.fullmatch(window, outer.end())
        or (outer[0][0].isupper() and not kind.has_capital and _DESCRIPTION.fullmatch(window, outer.end()))
    ):
        made = _make(window, kind.start, outer, has_number_word=kind.has_number_word)
        if made.name in kinds:
            return made._replace(has_title=True)
    return kind


def _find_listed_kind(window: str, kinds: Collection[str]) -> str:
    """Return the kind of a code if it stands in a list before another kind.

    ``Nghị quyết, Kết luận số 18-NQ/TW, 38-KL/TW`` names both before the numbers.
    """
    end = _LIST_SIGN.search(window)
    while end:
        last = _find_last_kind(window[: end.start()])
        if last is None or last.end() != end.start():
            break
        name = _find_name(last[0])
        if name in kinds:
            return name
        window = window[: last.start()]
        end = _LIST_SIGN.search(window)
    return ""


def has_kind_in_clause(text: str, start: int, kinds: Collection[str]) -> bool:
    """Tell if a clause begins with one of some kinds, which has no number of its own.

    ``Báo cáo kết quả thực hiện Nghị quyết`` has ``báo cáo`` before ``Nghị quyết``.
    """
    window = text[max(0, start - _FAR) : start]
    return any(
        _find_name(found[0]) in kinds and _CLAUSE_OF_TITLE.fullmatch(window, found.end())
        for found in get_kind_pattern().finditer(window)
    )


def find_law_before(text: str, start: int) -> WrittenKind | None:
    """Return the kind and title of a law that stand before its number.

    Titles name kinds too: ``Luật Ban hành văn bản quy phạm pháp luật``. The last capital letter counts.
    """
    window = text[max(0, start - _FAR) : start]
    laws = [
        found
        for found in get_kind_pattern().finditer(window)
        if fold_letters(found[0]) in _LAWS and found[0][0].isupper()
    ]
    if not laws:
        return None
    law = laws[-1]
    if len(laws) > 1 and _AMENDING.search(window, laws[-2].end(), law.start()):
        law = laws[-2]
    if _TITLE_OF_LAW.fullmatch(window, law.end()) or _WITH_TITLE_OF_LAW.fullmatch(window, law.end()):
        return _make(window, start, law, has_number_word=False)._replace(has_title=True)
    return None


def _find_last_kind(window: str) -> re.Match[str] | None:
    last = None
    for found in get_kind_pattern().finditer(window):
        last = found
    return last


@lru_cache(maxsize=1 << 10)
def _find_name(written: str) -> str:
    """Return the kind that a match of the pattern of kinds names."""
    return get_kind_spellings()[fold_words(written)]


def _make(window: str, start: int, found: re.Match[str], *, has_number_word: bool) -> WrittenKind:
    return WrittenKind(
        _find_name(found[0]),
        start - len(window) + found.start(),
        has_number_word=has_number_word,
        has_capital=found[0][0].isupper(),
    )


@cache
def _get_abbreviated_kinds() -> dict[str, str]:
    """Return the kinds of abbreviations, without those of two kinds.

    Kinds of the State go first.
    """
    kinds = {**get_code_kinds(System.PARTY), **get_code_kinds(System.STATE)}
    both = {code for code, names in get_code_kinds(System.PARTY).items() if len(names) > 1}
    return {code: names[0] for code, names in kinds.items() if len(names) == 1 and code not in both}


@cache
def _get_short_forms() -> dict[str, str]:
    return {kind.name: kind.short_form for kind in list_kinds()}


def is_joint(name: str) -> bool:
    """Tell if several bodies issue the documents of a kind."""
    return name.endswith(_JOINT)


def is_called_so(text: str, kind: WrittenKind) -> bool:
    """Tell if a text introduces a short form: ``gọi tắt là quy định 22``."""
    return text[max(0, kind.start - 20) : kind.start].rstrip(' \n*_“"').endswith(_CALLING)


def can_have_short_form(kind: WrittenKind, year: int | None) -> bool:
    """Tell if a number without a code behind this kind names a document."""
    if kind.has_title:
        return False
    if kind.abbreviation:
        return kind.abbreviation in _ABBREVIATIONS_OF_SHORT_FORMS or (
            kind.abbreviation == "TT" and year is not None
        )
    rule = _get_short_forms().get(kind.name, "never")
    if rule == "year" or year:
        return rule != "never" and year is not None
    if rule == "any" or (rule == "capital" and kind.has_capital):
        return True
    return rule in ("capital", "number word") and kind.has_number_word
