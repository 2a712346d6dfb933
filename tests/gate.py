"""Select the rows of a test that run at the gate."""

from collections.abc import Iterable

import pytest


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
