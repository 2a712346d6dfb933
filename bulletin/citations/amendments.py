"""Dates behind the title of a document that amends another one.

In ``Thông tư số 10/2020/TT-BTC sửa đổi Thông tư số 18/2018/TT-BTC ngày 09/11/2020``, the date is that of the first.
"""

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from bulletin.citations.models import Citation
from bulletin.citations.patterns import SPACE, compile_late
from bulletin.citations.tables import can_have_suffix

_AMENDING = compile_late(
    rf"(?:(?!\.\s)[^;:!?\n])*?(?<!\w)(?:[Ss]ửa{SPACE}đổi|[Bb]ổ{SPACE}sung|[Tt]hay{SPACE}thế|[Bb]ãi{SPACE}bỏ"
    rf"|[Hh]ướng{SPACE}dẫn|[Qq]uy{SPACE}định{SPACE}chi{SPACE}tiết|kèm{SPACE}theo)(?!\w)(?:(?!\.\s)[^;:!?\n])*"
)
"""Words between two numbers of one sentence, if the first document is about the second one."""


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
        and bool(_AMENDING.fullmatch(text, first.span.end, second.span.start))
    )
