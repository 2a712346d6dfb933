from datetime import date
from pathlib import Path

import pytest

from bulletin.citations import knowledge
from bulletin.citations.knowledge.tables import (
    find_congress,
    get_code_kinds,
    list_congresses,
    list_issuers,
    list_kinds,
    list_limits,
    read_table,
)
from bulletin.citations.models import System

TABLES = sorted(file.stem for file in Path(knowledge.__path__[0], "data").iterdir())


@pytest.mark.parametrize("name", TABLES)
def test_read_table_each_row_names_its_source(name: str) -> None:
    rows = list(read_table(name))
    assert rows
    assert all(row["source"] for row in rows)


@pytest.mark.parametrize("name", TABLES)
def test_docstring_of_the_package_describes_each_table(name: str) -> None:
    assert f"``{name}.csv``: " in str(knowledge.__doc__)


def test_get_code_kinds_of_party_code_returns_both_kinds() -> None:
    assert get_code_kinds(System.PARTY)["QĐ"] == ("quyết định", "quy định")
    assert get_code_kinds(System.STATE)["QĐ"] == ("quyết định",)


def test_tables_agree_with_each_other() -> None:
    kinds = {kind.name for kind in list_kinds()}
    suffixes = {row.suffix for row in list_issuers()}
    assert {kind for _, kind in list_limits()} <= kinds
    assert {suffix for suffix, _ in list_limits()} <= suffixes
    assert {row["suffix"] for row in read_table("own_terms")} <= suffixes
    assert all(row.since < row.until for row in list_issuers())
    assert all(row.opened <= row.closed for row in list_congresses())


@pytest.mark.parametrize(
    ("day", "congress"),
    [(date(2018, 11, 13), 12), (date(2021, 1, 24), 12), (date(2021, 2, 2), 13), (date(1940, 1, 1), None)],
)
def test_find_congress_returns_term_of_day(day: date, congress: int | None) -> None:
    assert find_congress(day) == congress
