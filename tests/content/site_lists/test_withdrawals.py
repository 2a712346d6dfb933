from pathlib import Path

import pytest

from bulletin.content.frontmatter.dates import parse_datetime
from bulletin.content.site_lists.withdrawals import Withdrawal, read_withdrawals
from tests.factories import create_test_article

LIST = """
- address: /2026/11/mot/
  aliases: [/cu/mot.html, /cu/hai]
  by: Trưởng ban
  when: 24/11/2026 12:00
  reason: Sai số liệu
"""


def test_read_withdrawals_returns_entries_with_all_addresses(tmp_path: Path) -> None:
    (tmp_path / "withdrawn.yml").write_text(LIST, encoding="utf-8")
    found, problems = read_withdrawals(tmp_path)
    assert problems == ()
    withdrawal = found.entries[0]
    assert (withdrawal.by, withdrawal.reason, withdrawal.line) == ("Trưởng ban", "Sai số liệu", 2)
    assert f"{withdrawal.when:%Y-%m-%d %H:%M}" == "2026-11-24 12:00"
    assert list(found.by_address) == ["/2026/11/mot/", "/cu/mot.html", "/cu/hai/"]


def test_read_withdrawals_without_file_returns_empty_list(tmp_path: Path) -> None:
    assert read_withdrawals(tmp_path)[0].entries == ()
    (tmp_path / "withdrawn.yml").write_text("# chưa có\n", encoding="utf-8")
    assert read_withdrawals(tmp_path) == (read_withdrawals(tmp_path / "khong-co")[0], ())


def test_exclude_withdrawn_leaves_out_withdrawn_items(tmp_path: Path) -> None:
    (tmp_path / "withdrawn.yml").write_text(LIST, encoding="utf-8")
    withdrawn, other = create_test_article("mot"), create_test_article("hai")
    assert list(read_withdrawals(tmp_path)[0].exclude_withdrawn([withdrawn, other])) == [other]


@pytest.mark.parametrize(
    ("when", "date", "is_before"),
    [
        ("2026-11-24 12:00", "2026-11-24 12:00", False),
        ("2026-11-24 12:00", "2026-11-24 12:01", True),
        ("2026-11-24", "2026-11-24 23:59", False),
        ("2026-11-24", "2026-11-25", True),
    ],
)
def test_withdrawal_without_hour_covers_whole_day(when: str, date: str, is_before: bool) -> None:
    withdrawal = Withdrawal("/2026/11/mot/", (), "a", parse_datetime(when), "b")
    assert withdrawal.is_before(parse_datetime(date)) is is_before


def test_read_withdrawals_with_external_address_reports_its_line(tmp_path: Path) -> None:
    (tmp_path / "withdrawn.yml").write_text(
        "- address: /../x/\n  by: a\n  when: 2026-11-24\n  reason: b\n", "utf-8"
    )
    _, problems = read_withdrawals(tmp_path)
    assert [(problem.line, problem.message) for problem in problems] == [
        (1, "Địa chỉ cũ “/../x/” không nằm trong trang.")
    ]
