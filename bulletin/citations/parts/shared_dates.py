"""Dates behind a number that belong to another number before it.

In ``Thông tư số 10/2020/TT-BTC sửa đổi Thông tư số 18/2018/TT-BTC ngày 09/11/2020``, the date is that of the first.
``Quyết định số 217-QĐ/TW và Quyết định số 218-QĐ/TW ngày 12/12/2013 của Bộ Chính trị`` gives date and issuer of both.
"""

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from bulletin.citations.knowledge.patterns import SEPARATOR, SPACE
from bulletin.citations.knowledge.tables import can_have_suffix
from bulletin.citations.models import Citation, Doubt, Issuer
from bulletin.text.late_patterns import compile_late

_AMENDING = compile_late(
    rf"(?<!\w)(?:[Ss]ửa{SPACE}đổi|[Bb]ổ{SPACE}sung|[Tt]hay{SPACE}thế|[Bb]ãi{SPACE}bỏ"
    rf"|[Hh]ướng{SPACE}dẫn|[Qq]uy{SPACE}định{SPACE}chi{SPACE}tiết|kèm{SPACE}theo)(?!\w)"
)
"""Words between two numbers, if the first document is about the second one."""
_END_OF_PART = compile_late(r"[;:!?\n]|\.\s")
"""Signs that part two numbers, so that words between them tell nothing."""


def share_amending_dates(text: str, citations: Sequence[Citation]) -> Sequence[Citation]:
    """Return citations, each date with the number whose year it has.

    Args:
        text: The text of the citations.
        citations: Its citations in their order.
    """
    if not any(map(_has_other_year, citations)):
        return citations
    found = [*citations]
    for index, (first, second) in enumerate(pairwise(citations)):
        if _is_date_of_first(text, first, second):
            issuer = second.issuer
            is_of_first = issuer is not None and can_have_suffix(issuer.body, first.suffix)
            found[index] = replace(
                found[index],
                written_date=second.written_date,
                issuer=first.issuer or (issuer if is_of_first else None),
            )
            found[index + 1] = replace(
                second, full_span=second.span, written_date=None, issuer=None if is_of_first else issuer
            )
    return found


def _has_other_year(citation: Citation) -> bool:
    day = citation.day
    return citation.year is not None and day is not None and day.year != citation.year


def _is_date_of_first(text: str, first: Citation, second: Citation) -> bool:
    """Tell if the date behind the second number has the year of the first one."""
    return (
        second.day is not None
        and _has_other_year(second)
        and first.year == second.day.year
        and first.written_date is None
        and not _END_OF_PART.search(text, first.span.end, second.span.start)
        and bool(_AMENDING.search(text, first.span.end, second.span.start))
    )


def share_series_dates(text: str, citations: Sequence[Citation]) -> Sequence[Citation]:
    """Return citations, with date and issuer behind the next number of a series.

    Reason: numbers in a row are mostly of one body and one day. The date stays doubtful, so a known one is believed.

    Args:
        text: The text of the citations.
        citations: Its citations in their order.
    """
    found = [*citations]
    for index in range(len(found) - 2, -1, -1):
        first, second = found[index], found[index + 1]
        if (
            first.written_date is None
            and first.series_day is None
            and _is_next_of_series(text, first, second)
        ):
            found[index] = replace(
                first, series_day=second.day or second.series_day, issuer=first.issuer or _get_issuer(second)
            )
    return found


def _get_issuer(citation: Citation) -> Issuer | None:
    """Return the issuer of a citation if its suffix fits, so that it is no slip."""
    issuer = citation.issuer
    return issuer if issuer and can_have_suffix(issuer.body, citation.suffix) else None


def _is_next_of_series(text: str, first: Citation, second: Citation) -> bool:
    """Tell if a number follows another one of its kind and body in a list."""
    return (
        (second.day or second.series_day) is not None
        and second.doubt is Doubt.NONE
        and first.code != ""
        and (first.kind, first.code, first.suffix, first.year)
        == (second.kind, second.code, second.suffix, second.year)
        and first.full_span == first.span
        and first.number.isdigit()
        and second.number == str(int(first.number) + 1)
        and bool(SEPARATOR.fullmatch(text, first.span.end, second.span.start))
    )
