"""Places behind bodies that many places have.

``Tỉnh ủy Lâm Đồng`` and ``UBND phường Mũi Né`` have one.
"""

from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from bulletin.citations.knowledge.patterns import CAPITALS, SPACE, fold_words
from bulletin.citations.knowledge.tables import list_issuers, read_period, read_table
from bulletin.citations.models import Span
from bulletin.text.late_patterns import compile_late

_LEVELS = {
    "tỉnh": "tỉnh",
    "thành phố": "thành phố",
    "tp": "thành phố",
    "tp.": "thành phố",
    "huyện": "huyện",
    "quận": "quận",
    "thị xã": "thị xã",
    "thị trấn": "thị trấn",
    "phường": "phường",
    "xã": "xã",
    "đặc khu": "đặc khu",
}
_LEVEL = (
    rf"(?:[Tt]ỉnh|[Tt]hành{SPACE}phố|TP\.?|Tp\.?|[Hh]uyện|[Qq]uận|[Tt]hị{SPACE}(?:xã|trấn)|[Pp]hường|[Xx]ã"
    rf"|[Đđ]ặc{SPACE}khu)(?![^\W\d_])"
)
CAPITAL_WORD = (
    rf"(?!(?:Về|Ngày|Khóa|Khoá|Số|Quy|Hướng|Đảng|Ban|Chính)(?!\w))[{CAPITALS}][^\W\d_{CAPITALS}]*(?![\w/])"
)
PERSON = rf"(?:{SPACE}(?:{CAPITAL_WORD}|Chính(?!\w))){{0,5}}"
"""The name of a person, or nothing."""
_NAME = rf"{CAPITAL_WORD}(?:(?: - |-|{SPACE}){CAPITAL_WORD}){{0,3}}"
_OFFICE = (
    rf"(?:Công{SPACE}an|Quân{SPACE}sự|Bộ{SPACE}đội{SPACE}Biên{SPACE}phòng|Ủy{SPACE}ban{SPACE}nhân{SPACE}dân|UBND"
    rf"|[Cc]ác{SPACE}cơ{SPACE}quan{SPACE}Đảng|[Kk]hối{SPACE}(?:(?:các{SPACE})?[cC]ơ{SPACE}quan(?:{SPACE}và{SPACE}[dD]oanh{SPACE}nghiệp)?|[dD]oanh{SPACE}nghiệp))"
)
_END_OF_OFFICE = "về|ngày|đã|là|được|trong|có|tại|ban|năm|đề|tổ|thực|triển|ra|ký|vừa|cũng|của|cho|để|với|thông|chính|gửi|yêu|tiếp"
_OFFICE_WITH_NAME = (
    rf"(?:Trung{SPACE}tâm|Sở|Trường|Bệnh{SPACE}viện|Học{SPACE}viện|Tổng{SPACE}công{SPACE}ty|Công{SPACE}ty|Ngân{SPACE}hàng|Tập{SPACE}đoàn"
    rf"|Văn{SPACE}phòng|Cục|Chi{SPACE}cục)(?:{SPACE}(?!(?:{_END_OF_OFFICE})(?!\w))[^\W\d_]+){{0,8}}"
)
_LOCAL = rf"{_LEVEL}(?:{SPACE}(?:{_NAME}|\d{{1,2}}(?![\d/.-])))?"
_PLACE = compile_late(
    rf"{SPACE}(?P<place>{_OFFICE_WITH_NAME}|{_OFFICE}(?:{SPACE}(?:Trung{SPACE}ương|{_LOCAL}|{_NAME}))?|{_LOCAL}|{_NAME}(?:{SPACE}{_LOCAL})?)"
)
_NO_PLACE = frozenset(("về", "ng", "và", "đã", "vừ"))
"""First letters of the words that follow most bodies. No place begins with them."""
_SPLIT = compile_late(rf"(?P<level>{_LEVEL})?\s*(?P<name>.*)")


_BODY_OF_CITIES = "Thành ủy"


class _Parts(NamedTuple):
    level: str
    name: str


@cache
def _list_local_bodies() -> frozenset[str]:
    """Return the bodies that each place has."""
    return frozenset(row.body for row in list_issuers() if not row.is_single or row.suffix.endswith("TU"))


def find_place(text: str, start: int, body: str) -> Span | None:
    """Return the part of a text that names the place of a body before it."""
    if body not in _list_local_bodies() or text[start + 1 : start + 3] in _NO_PLACE:
        return None
    found = _PLACE.match(text, start)
    return Span(*found.span("place")) if found else None


def can_be_one_place(first: str, second: str) -> bool:
    """Tell if two places can be one.

    ``tỉnh`` and ``Lâm Đồng`` can, ``tỉnh`` and ``phường Mũi Né`` cannot. An unknown place can be any.
    """
    one, other = _split_place(first), _split_place(second)
    return (not one.level or not other.level or one.level == other.level) and (
        not one.name or not other.name or one.name == other.name
    )


def get_level(place: str) -> str:
    """Return the level of a place without its name: ``tỉnh`` of ``tỉnh Lâm Đồng``."""
    return _split_place(place).level


def find_wrong_level(place: str, body: str, day: date) -> str:
    """Return the level or the city behind a body if it did not exist on a day.

    It is empty for other places.
    """
    parts = _split_place(place)
    level = parts.level or ("thành phố" if body == _BODY_OF_CITIES else "")
    first_word = place.partition(" ")[0]
    for key, name in (
        (f"{level} {parts.name}", place),
        (level, parts.level),
        (fold_words(f"{body} {first_word}"), first_word),
    ):
        if key in _list_levels():
            since, until = _list_levels()[key]
            return "" if since <= day <= until else name
    return ""


@cache
def _list_levels() -> dict[str, tuple[date, date]]:
    return {fold_words(row["level"]): read_period(row) for row in read_table("levels")}


@lru_cache(maxsize=1 << 12)
def _split_place(place: str) -> _Parts:
    found = _SPLIT.fullmatch(place)
    level, name = (found["level"], found["name"]) if found else ("", place)
    return _Parts(_LEVELS[fold_words(level)] if level else "", fold_words(name))


def is_named_place(place: str) -> bool:
    """Tell if a place has a name, and not only a level such as ``tỉnh``."""
    return any(letter.isupper() for letter in place)
