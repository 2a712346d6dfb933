"""Rows of tables that Markdown prints as running text.

A table has its rule in the second line: hyphens, and as many columns as the first line. Word writes dashes there.
Rows with a bar at their start, and rows above a rule, are a table for certain. Other lines with bars may be sentences.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from bulletin.content.markup.blocks.tables import count_cells
from bulletin.content.problems import Problem
from bulletin.content.warnings.checked_text import CheckedText, Slip, get_key, split_blocks, strip_tags
from bulletin.text.late_patterns import compile_late

_DASHES = "-–—−‒―_="
_RULE_SIGNS = frozenset(f"|:+ {_DASHES}")
_HYPHEN_RULE = compile_late(r"\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?")
_GRID_RULE = compile_late(rf"\+(?:[{_DASHES}:]{{2,}}\+)+")
_SEPARATOR = compile_late(r"(?<![\\|])\|(?!\|)")
_FORMULA = compile_late(r"\$[^$]*\|[^$]*\$")
"""A formula of other systems. Its bars are signs of mathematics."""
_CELL = compile_late(r"(?=.*[^\W_])(?!.*:\s)[^_]{0,60}(?<![.:;,!?])")
"""A cell of a table with two lines. A sentence, a label with its value or a blank of a form is none."""
_CELL_TAG = compile_late(r"<t[dh]\b")
_LINK_TARGET = compile_late(r"(?<=\])\([^()]*\)")
_KEY_LENGTH = 20
_NO_TEXT = compile_late(r"^[ >]*(?:[-*+][ ]+)?")
_NO_RULE = "thiếu dòng thứ hai"
_BELOW_TABLE = "Nếu là hàng của bảng ở trên, hãy xóa dòng trống phía trên dòng này."


def find_unread_tables(name: str, text: CheckedText) -> Iterable[Problem]:
    """Return the problems of tables in the file ``name``."""
    return _find_unread_tables(name, text) if _has_bars(text) else ()


def find_possible_tables(text: CheckedText) -> Iterable[Slip]:
    """Return lines with bars that may be a table without a rule."""
    return _find_possible_tables(text) if _has_bars(text) else ()


def is_pair_of_cells(cells: Sequence[str]) -> bool:
    """Tell if a line has two cells, each of which is no sentence."""
    return len(cells) == 2 and all(_CELL.fullmatch(cell.strip()) for cell in cells)


def write_rule_row(columns: int, *, has_border: bool = True) -> str:
    """Return the second line of a table."""
    return f"|{' --- |' * columns}" if has_border else " | ".join(["---"] * columns)


def _has_bars(text: CheckedText) -> bool:
    return "|" in text.body and "|" in text.html


def _find_unread_tables(name: str, text: CheckedText) -> Iterator[Problem]:
    for start, lines in _list_blocks(text):
        if found := _explain_table(lines, start, text):
            number, reason, remedy = found
            line = min(start + number, text.rows[-1].line)
            if _is_below_table(text, line) and reason == _NO_RULE:
                remedy = _BELOW_TABLE
            if not _is_escaped(text, line):
                yield Problem(name, line, f"Bảng sẽ in liền thành một đoạn: {reason}.", remedy)


def _find_possible_tables(text: CheckedText) -> Iterator[Slip]:
    for start, lines in _list_blocks(text):
        if _explain_table(lines, start, text):
            continue
        line = start
        for count, group in groupby(lines, key=lambda row: len(_SEPARATOR.findall(row.strip("|")))):
            rows = list(group)
            is_row = len(rows) == 1 and rows[0][0] == rows[0][-1] == "|"
            is_table = (
                is_row
                or len(rows) > (1 if count > 1 else 2)
                or (len(rows) > 1 and all(map(is_pair_of_cells, map(_SEPARATOR.split, rows))))
            )
            if count and is_table and not _FORMULA.search(rows[0]) and not _is_escaped(text, line):
                place = min(line, text.rows[-1].line)
                advice = f"Nếu là bảng, hãy thêm ngay dưới dòng này: {_write_rule_of(_get_typed_row(text, line, rows[0]))}"
                yield Slip(place, (_BELOW_TABLE if _is_below_table(text, place) else advice,))
            line += len(rows)


def _list_blocks(text: CheckedText) -> Iterator[tuple[int, list[str]]]:
    """Yield the printed lines of each block that has a bar.

    Their first line in the file stands before them.
    """
    first = 0
    for block in split_blocks(text.lines_of_html):
        if _CELL_TAG.match(block[0]):
            continue  # its bars are wanted, because the table is read
        lines = [stripped for line in block if (stripped := strip_tags(line))]
        if any("|" in line for line in lines):
            start = _find_line(text, lines, first)
            first = max(first, start + len(lines))
            yield start, lines


def _explain_table(lines: Sequence[str], start: int, text: CheckedText) -> tuple[int, str, str] | None:
    """Return the number of a line, the cause and the remedy of a table, or None.

    ``start`` is the number of the first line in the file.
    """

    def write_rule(number: int) -> str:
        return _write_rule_of(_get_typed_row(text, start + number, lines[number]))

    rules = [number for number, line in enumerate(lines) if _is_rule(line) or _GRID_RULE.fullmatch(line)]
    row = next((number for number, line in enumerate(lines) if "|" in line and number not in rules), None)
    for number in rules[:1]:
        line = lines[number]
        if row is not None and (number == 0 or _GRID_RULE.fullmatch(line)):
            remedy = (
                "Nếu là hình vẽ, hãy đặt nó giữa hai dòng ```; nếu là bảng, hãy xóa các dòng kẻ, rồi thêm ngay dưới hàng đầu của "
                f"bảng: {write_rule(row)}"
            )
            return number, "kẻ khung bằng dấu gạch", remedy
        if number == 0 or "|" not in lines[number - 1]:
            return (
                number,
                "phía trên dòng này thiếu hàng đầu",
                "Hãy viết tên các cột ở dòng trên nó, cách nhau bằng dấu |, hoặc xóa dòng này.",
            )
        rule = write_rule(number - 1)
        if _HYPHEN_RULE.fullmatch(line) and rule == write_rule(number):
            if "<" in text.body:
                reason, remedy = (
                    "bảng nằm trong thẻ HTML",
                    "Hãy đóng thẻ ấy ở trên bảng, rồi để một dòng trống.",
                )
            else:
                reason, remedy = "dòng này có ký tự lạ", f"Hãy xóa dòng này rồi gõ lại: {rule}"
            return number, reason, remedy
        reason = "cùng số cột với dòng trên" if _HYPHEN_RULE.fullmatch(line) else "viết bằng dấu gạch nối"
        return number, f"dòng này không {reason}", f"Hãy viết dòng này là {_align_rule(rule, line)}"
    rows = [number for number, line in enumerate(lines) if len(line) > 1 and line[0] == line[-1] == "|"]
    if len(rows) > 1:
        return rows[0], _NO_RULE, f"Hãy thêm ngay dưới dòng này: {write_rule(rows[0])}"
    return None


def _is_rule(line: str) -> bool:
    """Tell if a line draws a rule. A row of ``_`` alone is a form to fill in."""
    return "|" in line and set(line) <= _RULE_SIGNS and not set(line).isdisjoint(_DASHES.replace("_", ""))


def _write_rule_of(row: str) -> str:
    """Return the second line of a table whose first is ``row``."""
    return write_rule_row(count_cells(row), has_border=row.startswith("|") or row.endswith("|"))


def _get_typed_row(text: CheckedText, line: int, shown: str) -> str:
    """Return a printed row as it is typed, with its code and backslashes.

    If no line has the row, the result is the printed row.
    """
    typed = _NO_TEXT.sub("", text.row_texts.get(line, "")).strip()
    return typed if _is_same(typed, shown) else shown


def _align_rule(rule: str, typed: str) -> str:
    """Return a second line of a table with the colons of the typed one."""
    cells = iter(typed.strip().removeprefix("|").removesuffix("|").split("|"))

    def align(_rule: re.Match[str]) -> str:
        cell = next(cells, "").strip()
        return f"{':' * cell.startswith(':')}---{':' * (cell != ':' and cell.endswith(':'))}"

    return re.sub("---", align, rule)


def _find_line(text: CheckedText, lines: Sequence[str], first: int) -> int:
    """Return the source line of printed lines.

    Two tables may have the same first line, so the lines below it are compared too.
    """
    rows = text.rows
    for number, row in enumerate(rows):
        if row.line >= first and all(
            _is_same(source.text, shown) for source, shown in zip(rows[number:], lines[:3], strict=False)
        ):
            return row.line
    for number, shown in enumerate(lines):  # other text may stand in the line of a part
        if "|" in shown:
            found = (row.line for row in rows if row.line >= first and _is_same(row.text, shown))
            if line := next(found, 0):
                return max(line - number, text.body_line)
    return text.find_row(lines[0], first).line


def _is_same(source: str, shown: str) -> bool:
    """Tell if a line is printed as ``shown``, as far as its letters tell."""
    if not any(map(str.isalnum, shown)):
        return _NO_TEXT.sub("", source).strip() == shown
    return get_key(_LINK_TARGET.sub("", source)).startswith(get_key(shown)[:_KEY_LENGTH])


def _is_escaped(text: CheckedText, line: int) -> bool:
    """Tell if a backslash shows that the editor wants the bars of a line."""
    return "\\|" in text.row_texts.get(line, "")


def _is_below_table(text: CheckedText, line: int) -> bool:
    """Tell if an empty line alone parts a row from a table above it.

    A row with more cells belongs to another table.
    """
    row, between, above = (text.row_texts.get(line - distance, "none").strip() for distance in range(3))
    if between or not row.startswith("|") or not above.startswith("|"):
        return False
    return count_cells(row) <= count_cells(above)
