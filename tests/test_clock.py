from datetime import UTC, datetime, timedelta

import pytest

from bulletin import clock
from bulletin.errors import UserError

WANTED = datetime(2026, 11, 23, 7, 30, tzinfo=clock.VIETNAM_TZ)


@pytest.fixture(autouse=True)
def no_variable(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("BULLETIN_NOW", raising=False)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23 07:30",
        "2026-11-23T07:30:00",
        "2026-11-23T07:30:00+07:00",
        "2026-11-23 00:30Z",
        "2026-11-22 19:30:00.9-05:00",
    ],
)
def test_a_moment_is_local_to_the_second_whatever_its_zone(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("BULLETIN_NOW", text)
    found = clock.read_build_time()
    assert (found, found.utcoffset(), found.microsecond) == (WANTED, timedelta(hours=7), 0)


def test_without_a_variable_or_with_an_empty_one_it_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BULLETIN_NOW", "")
    found = clock.read_build_time()
    assert abs(datetime.now(UTC) - found) < timedelta(seconds=5)
    assert found.utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Ho_Chi_Minh"])
def test_the_zone_of_the_machine_does_not_matter(monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    monkeypatch.setenv("TZ", zone)
    monkeypatch.setenv("BULLETIN_NOW", "2026-11-23 07:30")
    assert clock.read_build_time().isoformat() == "2026-11-23T07:30:00+07:00"


def test_what_is_no_moment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BULLETIN_NOW", "hôm nay")
    with pytest.raises(UserError, match="hôm nay"):
        clock.read_build_time()
