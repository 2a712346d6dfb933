"""Select the rows and the random cases of a test that run at the gate."""

import os
from collections.abc import Iterable

import pytest


def count_cases(fewest: int, usual: int) -> int:
    """Return the number of random cases: ``fewest`` at the gate.

    With ``BULLETIN_PLAYS`` it is the value of the variable, and at least ``usual``.
    """
    plays = int(os.environ.get("BULLETIN_PLAYS", "0"))
    return max(usual, plays) if plays else fewest


def mark_later_rows(rows: Iterable[object], kept: int) -> list[object]:
    """Mark all rows but the first ``kept`` with ``plays``.

    A row that is a tuple has one value for each argument of the test.
    """
    return [
        row
        if number < kept
        else pytest.param(*(row if isinstance(row, tuple) else (row,)), marks=pytest.mark.plays)
        for number, row in enumerate(rows)
    ]
