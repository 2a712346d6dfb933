"""Tables whose cells are all printed or named."""

from typing import Any
from xml.etree.ElementTree import Element

from markdown.extensions.tables import TableProcessor

from bulletin.content.markup.inlines.code_spans import find_code_spans, mask_code_spans
from bulletin.content.markup.lost_text import report_lost_text
from bulletin.text.late_patterns import compile_late
from bulletin.text.letters import ODD_BLANKS, ZERO_WIDTH_SIGNS

_BAR = compile_late(r"(?<!\\)\|")
_BRACKET_WITH_BAR = compile_late(r"(?<!\\)\[[^\[\]]*(?<!\\)\|[^\[\]]*\]")
_LINK_WITH_BAR = compile_late(rf"{_BRACKET_WITH_BAR.pattern}\([^()\s]+\)")
_ANY_BLANK = rf"[ \t{ODD_BLANKS}{ZERO_WIDTH_SIGNS}]"
_BLANKS_OF_CELLS = compile_late(rf"(?m)(?<=\|){_ANY_BLANK}++|(?<!{_ANY_BLANK}){_ANY_BLANK}++(?=\||$)")
"""Blanks of Word and web pages around the bars of a row."""
_MAX_PARTS = 20
"""Lines of one row that are put together."""


class WholeTableProcessor(TableProcessor):
    """Reads a table below a paragraph too, and reports cells that have no column."""

    _lines: list[str]
    _range: tuple[int, int] | None
    _typed: dict[str, str]
    """The rows as they are typed, by those with usual blanks."""

    def test(self, parent: Element, block: str) -> bool:
        """Tell if the block has a table."""
        lines = block.split("\n")
        if "|" in block and not all(map(str.isprintable, lines)):
            lines = _BLANKS_OF_CELLS.sub(" ", block).split("\n")
        self._lines = lines
        self._range = self._find_table(parent)
        return self._range is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Parse the text above the table and the table. Text below it is another block."""
        assert self._range is not None  # noqa: S101  # ``test`` has found a table
        (start, end), lines = self._range, self._lines
        pairs = zip(lines, blocks[0].split("\n"), strict=True)
        typed = {row.strip(): source.strip() for row, source in pairs if row != source}
        columns = len(self._split_row(lines[start]))  # type: ignore[attr-defined]
        goes_on = end == len(lines) and _is_unfinished(lines[end - 1], lines[end - 2], columns)
        below = "\n".join(blocks[1:_MAX_PARTS]).split("\n") if goes_on else []
        self._typed = typed
        self._report_broken_rows([*lines[start:], *below], columns)
        blocks[0] = table = "\n".join(lines[start:end])
        if end < len(lines):
            blocks.insert(1, "\n".join(lines[end:]))
        if start:
            self.parser.parseBlocks(parent, ["\n".join(lines[:start])])
            super().test(parent, table)  # the rows above may have changed the columns
        self._typed = typed
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

    def _report_broken_rows(self, lines: list[str], columns: int) -> None:
        """Report rows with new lines inside a cell, which become several rows.

        ``lines`` begins with the table.
        """
        rows = [stripped for line in lines[2:] if (stripped := line.strip())]
        number = 0
        while number < len(rows) and "|" in rows[number]:
            written, count = _join_row(rows, number)
            if count > 1 and len(_BAR.findall(written)) == columns + 1:
                report_lost_text(
                    self.parser.md,
                    self._typed.get(rows[number], rows[number]),
                    "Hàng này bị ngắt dòng trong một ô, nên sẽ không in thành một hàng.",
                    f"Hãy viết cả hàng trên một dòng: {written}",
                )
                number += count - 1
            number += 1

    def _build_row(self, row: str, parent: Element, align: Any) -> None:
        super()._build_row(row, parent, align)  # type: ignore[misc]  # the stubs lack the method
        if "\\|" in row and "`" in row:
            for cell in parent[-1]:
                cell.text = _unescape_code(cell.text or "")
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
                self._typed.get(row, row),
                f"Hàng này có {len(cells)} ô, nhiều hơn {len(align)} cột của bảng, nên “{lost}” sẽ mất.",
                "Hãy thêm cột vào dòng đầu và dòng thứ hai của bảng; dấu | thuộc về chữ trong ô thì viết \\|",
            )

    def _report_bar(self, row: str, written: str, result: str) -> None:
        """Report a bar in brackets, which ends a cell."""
        meant = _BAR.sub(r"\|", written)
        report_lost_text(
            self.parser.md,
            self._typed.get(row, row),
            f"Dấu | trong “{written}” chia đôi ô, {result}.",
            f"Hãy viết “{meant}”.",
        )


def count_cells(row: str) -> int:
    """Return the number of cells of a row, empty ones too.

    A bar in code or behind a backslash parts no cells.
    """
    inner = mask_code_spans(row.strip()).removeprefix("|")
    return len(_BAR.findall(inner)) + (_BAR.search(inner, len(inner) - 1) is None)


def _unescape_code(text: str) -> str:
    """Return a cell whose code has bars without backslashes."""
    parts, place = list[str](), 0
    for start, end in find_code_spans(text):
        parts += text[place:start], text[start:end].replace("\\|", "|")
        place = end
    return "".join((*parts, text[place:]))


def _is_unfinished(row: str, above: str, columns: int) -> bool:
    """Tell if the last row of a table may go on below an empty line.

    Other rows without a bar at the end are whole if they have all cells.
    """
    is_open = row.lstrip().startswith("|") and not row.rstrip().endswith("|")
    return is_open and (above.rstrip().endswith("|") or len(_BAR.findall(row)) < columns)


def _join_row(rows: list[str], number: int) -> tuple[str, int]:
    """Return the row that begins on a line, and the count of its lines."""
    first = rows[number]
    if first[0] == "|" != first[-1]:
        for end in range(number + 1, min(number + _MAX_PARTS, len(rows))):
            if rows[end][0] == "|":
                break
            if rows[end][-1] == "|":
                return "<br>".join(rows[number : end + 1]), end + 1 - number
    return first, 1
