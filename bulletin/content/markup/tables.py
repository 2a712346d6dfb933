"""Tables whose cells are all printed or named."""

import re
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

from markdown.extensions.tables import TableProcessor

from bulletin.content.markup.lost_text import report_lost_text

_BAR = re.compile(r"(?<!\\)\|")
_BRACKET_WITH_BAR = re.compile(r"(?<!\\)\[[^\[\]]*(?<!\\)\|[^\[\]]*\]")
_LINK_WITH_BAR = re.compile(rf"{_BRACKET_WITH_BAR.pattern}\([^()\s]+\)")


class WholeTableProcessor(TableProcessor):
    """Reads a table below a paragraph too, and reports cells that have no column."""

    _lines: list[str]
    _range: tuple[int, int] | None

    def test(self, parent: Element, block: str) -> bool:
        """Tell if the block has a table."""
        self._lines = block.split("\n")
        self._range = self._find_table(parent)
        return self._range is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Parse the text above the table and the table. Text below it is another block."""
        assert self._range is not None  # noqa: S101  # ``test`` has found a table
        (start, end), lines = self._range, self._lines
        self._report_broken_rows(lines, start, end)
        blocks[0] = table = "\n".join(lines[start:end])
        if end < len(lines):
            blocks.insert(1, "\n".join(lines[end:]))
        if start:
            self.parser.parseBlocks(parent, ["\n".join(lines[:start])])
            super().test(parent, table)  # the rows above may have changed the columns
        super().run(parent, blocks)

    def _find_table(self, parent: Element) -> tuple[int, int] | None:
        """Return the numbers of the first row and of the line behind the last, or None.

        Each row has a bar.
        """
        lines = self._lines
        for number in range(len(lines) - 1):
            rule = lines[number + 1].strip(" ")
            if rule[:1] not in ("|", ":", "-") or not set(rule) <= set("|:- ") or "-" not in rule:
                continue
            if "|" not in lines[number]:
                continue
            end = number + 2
            while end < len(lines) and "|" in lines[end]:
                end += 1
            if super().test(parent, "\n".join(lines[number:end])):
                return number, end
        return None

    def _report_broken_rows(self, lines: list[str], start: int, end: int) -> None:
        """Report rows with a new line inside a cell, which become two rows."""
        columns = len(self._split_row(lines[start]))  # type: ignore[attr-defined]
        rows = [line.strip() for line in lines[start + 2 : end]]
        for row, rest in pairwise(rows):
            if row[0] != "|" or row[-1] == "|" or rest[0] == "|" or rest[-1] != "|":
                continue
            if len(_BAR.findall(row)) + len(_BAR.findall(rest)) == columns + 1:
                report_lost_text(
                    self.parser.md,
                    row,
                    "Hàng này bị ngắt dòng trong một ô, nên sẽ in thành hai hàng.",
                    f"Hãy viết cả hàng trên một dòng: {row}<br>{rest}",
                )

    def _build_row(self, row: str, parent: Element, align: Any) -> None:
        super()._build_row(row, parent, align)  # type: ignore[misc]  # the stubs lack the method
        if "[" in row and (link := _LINK_WITH_BAR.search(row)):
            self._report_bar(row, link[0], "nên liên kết không thành")
            return
        if row.count("|") < len(align):
            return
        cells: list[str] = self._split_row(row)  # type: ignore[attr-defined]
        lost = " | ".join(filter(None, (cell.strip() for cell in cells[len(align) :])))
        if lost and (bracket := _BRACKET_WITH_BAR.search(row)):
            self._report_bar(row, bracket[0], "nên ô cuối sẽ mất")
        elif lost:
            report_lost_text(
                self.parser.md,
                row,
                f"Hàng này có {len(cells)} ô, nhiều hơn {len(align)} cột của bảng, nên “{lost}” sẽ mất.",
                "Hãy thêm cột vào dòng đầu và dòng thứ hai của bảng; dấu | thuộc về chữ trong ô thì viết \\|.",
            )

    def _report_bar(self, row: str, written: str, result: str) -> None:
        """Report a bar in brackets, which ends a cell."""
        meant = _BAR.sub(r"\|", written)
        report_lost_text(
            self.parser.md, row, f"Dấu | trong “{written}” chia đôi ô, {result}.", f"Hãy viết “{meant}”."
        )
