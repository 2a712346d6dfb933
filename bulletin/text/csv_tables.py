"""Tables in the CSV form that spreadsheets open."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""Characters with which a formula begins in a spreadsheet."""


def format_csv_table(heading: Sequence[str], rows: Iterable[Sequence[str | int | date]]) -> str:
    """Return a table with a heading row. Dates are written as ``2026-11-23``.

    It begins with a mark of UTF-8, because Excel reads another encoding without it.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows([_guard_cell(value) for value in row] for row in rows)
    return f"\N{ZERO WIDTH NO-BREAK SPACE}{text.getvalue()}"


def _guard_cell(value: str | int | date) -> str | int | date:
    """Return a value that no spreadsheet reads as a formula.

    Source: https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
