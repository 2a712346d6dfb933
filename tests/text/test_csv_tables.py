import csv
import io
from datetime import date

import pytest

from bulletin.text.csv_tables import format_csv_table


def parse_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_csv_table_begins_with_the_mark_of_utf_8_and_keeps_every_text() -> None:
    text = format_csv_table(("Ngày", "Tiêu đề", "Số từ"), [(date(2026, 11, 3), 'Họp "chi bộ", sáng', 812)])
    assert text.startswith("\ufeffNgày,Tiêu đề,Số từ\r\n")
    assert parse_csv(text)[1] == ["2026-11-03", 'Họp "chi bộ", sáng', "812"]


@pytest.mark.parametrize("formula", ["=1+1", "+84 252", "-1", "@SUM(A1)", "\t=1"])
def test_csv_table_with_a_formula_holds_it_as_text(formula: str) -> None:
    assert parse_csv(format_csv_table(("Tiêu đề",), [(formula,)]))[1] == [f"'{formula}"]


def test_csv_table_with_a_negative_number_keeps_it_a_number() -> None:
    assert parse_csv(format_csv_table(("Số",), [(-5,)]))[1] == ["-5"]
