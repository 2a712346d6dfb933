from pathlib import Path

import pytest

from bulletin.content.frontmatter.dates import parse_datetime
from bulletin.content.withdrawals import Withdrawal, read_withdrawals
from tests.factories import create_test_article

LIST = """
- address: /2026/11/mot/
  aliases: [/cu/mot.html, /cu/hai]
  by: Trưởng ban
  when: 24/11/2026 12:00
  reason: Sai số liệu
"""


def test_a_list_gives_acts_with_all_their_addresses(tmp_path: Path) -> None:
    (tmp_path / "withdrawn.yml").write_text(LIST, encoding="utf-8")
    found, problems = read_withdrawals(tmp_path)
    assert problems == ()
    act = found.entries[0]
    assert (act.by, act.reason, act.line) == ("Trưởng ban", "Sai số liệu", 2)
    assert f"{act.when:%Y-%m-%d %H:%M}" == "2026-11-24 12:00"
    assert list(found.by_address) == ["/2026/11/mot/", "/cu/mot.html", "/cu/hai/"]


def test_without_a_list_nothing_was_taken_down(tmp_path: Path) -> None:
    assert read_withdrawals(tmp_path)[0].entries == ()
    (tmp_path / "withdrawn.yml").write_text("# chưa có\n", encoding="utf-8")
    assert read_withdrawals(tmp_path) == (read_withdrawals(tmp_path / "khong-co")[0], ())


def test_what_was_taken_down_does_not_stand(tmp_path: Path) -> None:
    (tmp_path / "withdrawn.yml").write_text(LIST, encoding="utf-8")
    one, other = create_test_article("mot"), create_test_article("hai")
    assert list(read_withdrawals(tmp_path)[0].exclude_withdrawn([one, other])) == [other]


@pytest.mark.parametrize(
    ("when", "date", "precedes"),
    [
        ("2026-11-24 12:00", "2026-11-24 12:00", False),
        ("2026-11-24 12:00", "2026-11-24 12:01", True),
        ("2026-11-24", "2026-11-24 23:59", False),
        ("2026-11-24", "2026-11-25", True),
    ],
)
def test_an_act_without_its_hour_takes_the_whole_day(when: str, date: str, precedes: bool) -> None:
    act = Withdrawal("/2026/11/mot/", (), "a", parse_datetime(when), "b")
    assert act.is_before(parse_datetime(date)) is precedes


def test_an_address_outside_the_site_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "withdrawn.yml").write_text(
        "- address: /../x/\n  by: a\n  when: 2026-11-24\n  reason: b\n", "utf-8"
    )
    _, problems = read_withdrawals(tmp_path)
    assert [(one.line, one.message) for one in problems] == [
        (1, "Địa chỉ cũ “/../x/” không nằm trong trang.")
    ]
