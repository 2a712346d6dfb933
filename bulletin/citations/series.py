"""Date behind the last of several numbers in a row, each with its kind.

``Quyết định số 217-QĐ/TW và Quyết định số 218-QĐ/TW ngày 12/12/2013`` gives the date of both.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from bulletin.citations.models import Citation, Doubt
from bulletin.citations.patterns import SEPARATOR


def share_series_dates(text: str, citations: Sequence[Citation]) -> Sequence[Citation]:
    """Return citations, each with the date behind the next number of its series.

    Reason: numbers in a row are mostly of one day. The date stays doubtful, so a known one is believed.

    Args:
        text: The text of the citations.
        citations: Its citations in their order.
    """
    found = [*citations]
    for index in range(len(found) - 2, -1, -1):
        first, second = found[index], found[index + 1]
        if first.written_date is None and first.series_day is None and _is_next(text, first, second):
            found[index] = replace(first, series_day=second.day or second.series_day)
    return found


def _is_next(text: str, first: Citation, second: Citation) -> bool:
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
