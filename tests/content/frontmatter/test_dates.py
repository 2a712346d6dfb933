from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.clock import VIETNAM_TZ
from bulletin.content.frontmatter.dates import parse_date, parse_datetime

EXPECTED = datetime(2019, 12, 3, 7, 30, tzinfo=VIETNAM_TZ)
MOMENTS = st.datetimes(datetime(1930, 1, 1), datetime(2100, 12, 31, 23, 59)).map(  # noqa: DTZ001  # local time
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=VIETNAM_TZ)
)
FORMS = (
    "{0:%Y}-{0:%m}-{0:%d} {0:%H}:{0:%M}",
    "{0:%Y}-{0:%m}-{0:%d}T{0:%H}:{0:%M}",
    "{0:%Y}-{0:%m}-{0:%d} {0:%H}:{0:%M}:00+07:00",
    "{0.year}-{0.month}-{0.day} {0.hour}:{0:%M}",
    "{0:%d}/{0:%m}/{0.year} {0:%H}:{0:%M}",
    "{0.day}/{0.month}/{0.year} {0.hour}h{0:%M}",
    "{0.day}-{0.month}-{0.year} {0.hour}g{0:%M}",
    "{0.day}.{0.month}.{0.year}, {0:%H}:{0:%M}",
    "  {0:%d}/{0:%m}/{0.year}   {0:%H}:{0:%M} ",
    "{0.year}/{0:%m}/{0:%d} {0:%H}:{0:%M}",
    "{0.year}/{0.month}/{0.day}, {0.hour}h{0:%M}",
    "{0.year}.{0:%m}.{0:%d} {0:%H}:{0:%M}:00",
    "{0.year}.{0.month}.{0.day}, {0.hour} giờ {0:%M}",
)


@given(MOMENTS, st.sampled_from(FORMS))
def test_parse_datetime_of_each_form_returns_the_same_time(moment: Any, form: Any) -> None:
    assert parse_datetime(form.format(moment)) == moment


@pytest.mark.parametrize(
    "text",
    [
        "2019-12-03T00:30:00Z",
        "2019-12-03 00:30:00.000Z",
        "2019-12-03 09:30+0900",
        "2019-12-02 17:30:00 -07:00",
        "2019/12/03 00:30:00 UTC",
        "2019-12-03 00:30:00 GMT",
        "2019-12-03 07:30:00+07",
        "2019/12/03 07:30:00 +0700",
        "2019-12-03 07:30:00",
    ],
)
def test_parse_datetime_with_time_zone_returns_local_time(text: str) -> None:
    moment = parse_datetime(text)
    assert (moment, moment.utcoffset()) == (EXPECTED, timedelta(hours=7))


def test_parse_datetime_without_time_returns_start_or_end_of_day() -> None:
    for text in ("3/12/2019", "2019/12/03", "2019/12/3", "2019.12.03"):
        assert parse_datetime(text) == datetime(2019, 12, 3, tzinfo=VIETNAM_TZ)
    assert parse_datetime("2019-12-31", end_of_day=True) == datetime(2020, 1, 1, tzinfo=VIETNAM_TZ)
    assert parse_datetime("2019-12-03 07:30", end_of_day=True) == EXPECTED


def test_parse_datetime_of_last_second_of_year_stays_in_year() -> None:
    assert parse_datetime("2019-12-31 23:59").year == 2019
    assert parse_datetime("2019-12-31 17:00Z").astimezone(UTC).year == 2019


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "không phải là ngày giờ"),
        ("hôm qua", "không phải là ngày giờ"),
        ("03/12/19", "không phải là ngày giờ"),
        ("2019-12", "không phải là ngày giờ"),
        ("2019-02-30", "Không có ngày 30/02/2019"),
        ("31/04/2019", "Không có ngày 31/04/2019"),
        ("2019/31/12", "Không có ngày 12/31/2019"),
        ("2019/12-03", "không phải là ngày giờ"),
        ("2019.12", "không phải là ngày giờ"),
        ("12/31/2019", "Không có ngày 12/31/2019"),
        ("0000-01-01", "Không có ngày"),
        ("1019-12-03", "Năm 1019"),
        ("2019-12-03 24:00", "Không có giờ 24:00"),
        ("2019-12-03 07:60", "Không có giờ"),
        ("2019-12-03 7", "không phải là giờ"),
        ("2019-12-03 sáng", "không phải là giờ"),
        ("2019-12-03 07:30+99:00", "Không có giờ"),
    ],
)
def test_parse_datetime_of_invalid_text_raises_vietnamese_error(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_datetime(text)


def test_parse_date_with_time_returns_date() -> None:
    assert parse_date("05/12/2019") == date(2019, 12, 5)


@given(st.text(st.sampled_from("0129/-: Th+Z"), max_size=20))
def test_parse_datetime_of_any_text_raises_only_value_error(text: Any) -> None:
    with suppress(ValueError):
        assert parse_datetime(text).tzinfo is VIETNAM_TZ
