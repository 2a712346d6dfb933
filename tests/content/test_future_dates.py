"""Tests of the dates of changes that have not happened yet."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bulletin.check import check_content
from bulletin.clock import VIETNAM_TZ
from bulletin.content.problems import Problem
from tests.factories import SmallSite, load_repository_settings

NOW = datetime(2026, 11, 29, 8, tzinfo=VIETNAM_TZ)


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    return SmallSite(tmp_path)


def check_site(
    site: SmallSite, latest_time: datetime | None = None
) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Return the problems at ``NOW``, then those of drafts."""
    settings = {**load_repository_settings(), "CACHE_PATH": str(site.folder / "cache")}
    report = check_content(site.content, settings, NOW, latest_time)
    return report.problems, report.draft_problems


@pytest.mark.parametrize(
    "keys",
    [
        {"modified": "2026-11-30 08:00"},
        {"modified": "2026-11-30"},
        {"corrections": "[{date: 2026-11-30, text: Sửa.}]"},
        {"date": "2026-12-20 07:30", "modified": "2026-12-21 07:30"},
        {"date": "2026-12-20 07:30", "corrections": "[{date: 21/12/2026, text: Sửa.}]"},
    ],
)
def test_future_dates_within_a_day_are_no_problem(site: SmallSite, keys: dict[str, str]) -> None:
    site.write_article("tin", **keys)
    assert check_site(site) == ((), ())


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"modified": "2026-11-30 08:01"}, "Ngày cập nhật còn ở tương lai: 30/11/2026."),
        ({"corrections": "[{date: 2026-12-01, text: Sửa.}]"}, "Ngày đính chính còn ở tương lai: 01/12/2026."),
        (
            {"date": "2026-12-20 07:30", "modified": "2026-12-22"},
            "Ngày cập nhật còn ở tương lai: 22/12/2026.",
        ),
        ({"expires": "2026-11-21", "modified": "2062-01-01"}, "Ngày cập nhật còn ở tương lai: 01/01/2062."),
    ],
)
def test_future_dates_beyond_a_day_are_problems_with_the_line_of_the_key(
    site: SmallSite, keys: dict[str, str], message: str
) -> None:
    file = site.write_article("tin", **keys)
    (problem,), drafts = check_site(site)
    row = file.read_text(encoding="utf-8").split("\n")[problem.line - 1]
    assert (problem.message, row.split(":")[0], drafts) == (message, list(keys)[-1], ())


def test_future_dates_of_a_plain_header_have_the_line_of_the_key(site: SmallSite) -> None:
    site.write_file(
        "articles/tin.md",
        "Title: Tin\nDate: 2026-11-20 07:30\nCategory: Cán bộ\nModified: 2027-11-20\n\nNội dung.\n",
    )
    assert [problem.line for problem in check_site(site)[0]] == [4]


def test_future_dates_of_a_draft_are_problems_of_the_draft(site: SmallSite) -> None:
    site.write_article("tin", modified="2027-11-20", status="draft")
    problems, drafts = check_site(site)
    assert (problems, len(drafts)) == ((), 1)


def test_future_dates_before_the_latest_time_are_no_problem(site: SmallSite) -> None:
    site.write_article("tin", modified="2027-11-20")
    latest_time = datetime(2027, 11, 19, 12, tzinfo=VIETNAM_TZ)
    assert check_site(site, latest_time) == ((), ())
    assert len(check_site(site, latest_time - timedelta(days=1))[0]) == 1


def test_future_dates_unchanged_file_becomes_sound_when_time_passes(site: SmallSite) -> None:
    site.write_article("tin", modified="2026-12-05")
    assert len(check_site(site)[0]) == 1
    assert check_site(site, NOW + timedelta(days=7)) == ((), ())
