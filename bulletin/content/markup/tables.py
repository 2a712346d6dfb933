"""Tables whose cells are all printed or named."""

from typing import Any
from xml.etree.ElementTree import Element

from markdown.extensions.tables import TableProcessor

from bulletin.content.markup.lost_text import report_lost_text


class WholeTableProcessor(TableProcessor):
    """Reads a table below a paragraph too, and reports cells that have no column."""

    _lines: list[str] = []
    _start: int | None = None

    def test(self, parent: Element, block: str) -> bool:
        """Tell if the block has a table."""
        self._lines = block.split("\n")
        self._start = self._find_start(parent, self._lines)
        return self._start is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Parse the text above the table, and the table."""
        start, lines = self._start, self._lines
        if start:
            blocks[0] = "\n".join(lines[start:])
            self.parser.parseBlocks(parent, ["\n".join(lines[:start])])
            super().test(parent, blocks[0])  # the rows above may have changed the columns
        super().run(parent, blocks)

    def _find_start(self, parent: Element, lines: list[str]) -> int | None:
        """Return the number of the first row, or None."""
        for number in range(len(lines) - 1):
            rule = lines[number + 1].strip(" ")
            if rule[:1] not in ("|", ":", "-") or not set(rule) <= set("|:- "):
                continue
            if super().test(parent, "\n".join(lines[number:])) and "-" in rule:
                return number
        return None

    def _build_row(self, row: str, parent: Element, align: Any) -> None:
        super()._build_row(row, parent, align)  # type: ignore[misc]  # the stubs lack the method
        if row.count("|") < len(align):
            return
        cells: list[str] = self._split_row(row)  # type: ignore[attr-defined]
        lost = " | ".join(filter(None, (cell.strip() for cell in cells[len(align) :])))
        if lost:
            report_lost_text(
                self.parser.md,
                row,
                f"Hàng này có {len(cells)} ô, nhiều hơn {len(align)} cột của bảng, nên “{lost}” sẽ mất.",
                "Hãy thêm cột vào dòng đầu và dòng thứ hai của bảng; dấu | thuộc về chữ trong ô thì viết \\|.",
            )
