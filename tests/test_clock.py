from datetime import UTC, datetime, timedelta

import pytest

from bulletin import clock
from bulletin.errors import UserError

EXPECTED = datetime(2026, 11, 23, 7, 30, tzinfo=clock.VIETNAM_TZ)


@pytest.fixture(autouse=True)
def no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BULLETIN_NOW", raising=False)
    monkeypatch.delenv(clock.LATEST_TIME_VARIABLE, raising=False)


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
def test_read_build_time_converts_any_zone_to_local_time(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("BULLETIN_NOW", text)
    build_time = clock.read_build_time()
    assert (build_time, build_time.utcoffset(), build_time.microsecond) == (EXPECTED, timedelta(hours=7), 0)


def test_read_build_time_empty_variable_returns_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BULLETIN_NOW", "")
    build_time = clock.read_build_time()
    assert abs(datetime.now(UTC) - build_time) < timedelta(seconds=5)
    assert build_time.utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Ho_Chi_Minh"])
def test_read_build_time_ignores_zone_of_machine(monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    monkeypatch.setenv("TZ", zone)
    monkeypatch.setenv("BULLETIN_NOW", "2026-11-23 07:30")
    assert clock.read_build_time().isoformat() == "2026-11-23T07:30:00+07:00"


def test_read_build_time_invalid_variable_raises_user_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BULLETIN_NOW", "hôm nay")
    with pytest.raises(UserError, match="hôm nay"):
        clock.read_build_time()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", EXPECTED),
        ("2026-11-22T07:30:00+07:00", EXPECTED),
        ("2026-11-25 07:30", EXPECTED + timedelta(days=2)),
    ],
)
def test_read_latest_time_is_never_before_build_time(
    monkeypatch: pytest.MonkeyPatch, text: str, expected: datetime
) -> None:
    monkeypatch.setenv(clock.LATEST_TIME_VARIABLE, text)
    assert clock.read_latest_time(EXPECTED) == expected


def test_read_latest_time_invalid_variable_raises_user_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.LATEST_TIME_VARIABLE, "mai")
    with pytest.raises(UserError, match="BULLETIN_LATEST_TIME là “mai”"):
        clock.read_latest_time(EXPECTED)
