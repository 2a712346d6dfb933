from datetime import date

import pytest

from bulletin.cli.office.day_spans import parse_day_span
from bulletin.errors import UserError

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("month", "first", "last", "span"),
    [
        ("", "", "", (date(2026, 11, 1), TODAY)),
        ("2/2028", "", "", (date(2028, 2, 1), date(2028, 2, 29))),
        ("", "03/10/2026", "", (date(2026, 10, 3), TODAY)),
        ("", "", "2026-10-15", (date(2026, 10, 1), date(2026, 10, 15))),
        ("", "2026-10-15", "15/10/2026", (date(2026, 10, 15), date(2026, 10, 15))),
    ],
)
def test_parse_day_span_fills_in_what_was_not_typed(
    month: str, first: str, last: str, span: tuple[date, date]
) -> None:
    assert parse_day_span(month, first, last, TODAY) == span


@pytest.mark.parametrize(
    ("month", "first", "last", "message"),
    [
        ("13/2026", "", "", "“13/2026” không phải một tháng. Hãy viết: --month 11/2026"),
        ("11/2026", "", "1/1/2026", "--month không đi cùng --from và --to."),
        ("", "31/11/2026", "", "Không có ngày 31/11/2026 trong lịch. Hãy viết như --from 2026-11-01"),
        ("", "", "hôm qua", "“hôm qua” không phải là ngày giờ. Hãy viết như --to 2026-11-01"),
        ("", "5/11/2026", "1/11/2026", "Hãy viết: --from 01/11/2026 --to 05/11/2026"),
        ("", "21/11/2026", "", "Ngày đầu 21/11/2026 sau hôm nay (20/11/2026)."),
    ],
)
def test_parse_day_span_refuses_what_is_no_span(month: str, first: str, last: str, message: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_day_span(month, first, last, TODAY)
    assert message in str(caught.value)
