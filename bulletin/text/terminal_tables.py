"""Tables for a terminal, whose cells are wrapped into their columns."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap
from typing import NamedTuple

GAP = "  "
"""Blanks between two columns."""


class Column(NamedTuple):
    """A column of a table."""

    heading: str
    width: int
    is_number: bool = False
    """Numbers stand at the right edge."""


def format_table_row(cells: Sequence[str], columns: Sequence[Column]) -> Iterator[str]:
    """Yield the lines of a row.

    Words that do not fit into a column go to its next line.
    """
    wrapped = (_wrap_cell(cell, column.width) for cell, column in zip(cells, columns, strict=True))
    for texts in zip_longest(*wrapped, fillvalue=""):
        line = GAP.join(
            f"{text:>{column.width}}" if column.is_number else f"{text:<{column.width}}"
            for text, column in zip(texts, columns, strict=True)
        )
        yield line.rstrip()


def _wrap_cell(cell: str, width: int) -> list[str]:
    """Return the lines of a cell.

    Most cells fit, and ``wrap`` takes long to see it.
    """
    return [cell] if len(cell) <= width else wrap(cell, width, break_on_hyphens=False)


def wrap_below(text: str, indent: int, width: int) -> Iterator[str]:
    """Yield a text that stands below the first columns, in lines of ``width``.

    A path or an address stays in one piece, so that it can be copied.
    """
    blanks = " " * indent
    if text and len(text) <= width - indent:
        yield blanks + text
    else:
        yield from wrap(
            text,
            width,
            initial_indent=blanks,
            subsequent_indent=blanks,
            break_long_words=False,
            break_on_hyphens=False,
        )
