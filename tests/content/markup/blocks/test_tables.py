"""Tests of rows of tables that are broken in two."""

import pytest

from bulletin.content.markup.blocks.tables import count_cells
from bulletin.content.markup.body import BodyParser
from bulletin.content.warnings.finders.tables import write_rule_row

_HEAD = "| A | B | C |\n| --- | --- | --- |\n| x | 2 | 3 |\n"


@pytest.mark.parametrize(
    ("row", "meant"),
    [
        ("| An\nBình | 1 | 2 |", "| An<br>Bình | 1 | 2 |"),
        ("| An | Một\nHai | 2 |", "| An | Một<br>Hai | 2 |"),
        ("| An | Một\nHai\n- Ba | 2 |\n| y | 2 | 3 |", "| An | Một<br>Hai<br>- Ba | 2 |"),
        ("| An\n\nBình\n\nCông | 1 | 2 |", "| An<br>Bình<br>Công | 1 | 2 |"),
    ],
)
def test_new_line_inside_a_cell_is_told(row: str, meant: str) -> None:
    parser = BodyParser()
    (problem,) = parser.parse_body("tin.md", _HEAD + row, 5)[1]
    assert (problem.line, problem.remedy) == (8, f"Hãy viết cả hàng trên một dòng: {meant}")
    assert parser.parse_body("tin.md", _HEAD + meant, 5)[1] == ()


@pytest.mark.parametrize(
    "rows",
    [
        "| An\n| Bình | 1 | 2 |",
        "| An | 1\n| Bình | 2 |",
        "An | 1 | 2\nBình | 1 | 2",
        "| An | 1 | 2\nTổng: 3\n| ghi |",
        "| An |\n| 1 | 2 | 3 |",
        "| An | 1 | 2\n| Bình | 1 | 2\n\nBảng|",
    ],
)
def test_rows_that_end_as_typed_are_not_told(rows: str) -> None:
    assert BodyParser().parse_body("tin.md", _HEAD + rows, 5)[1] == ()


@pytest.mark.parametrize(
    ("row", "count"),
    [
        ("| a | b |", 2), ("a | b", 2), ("||Số||Đạt|", 4), ("| |", 1), ("||", 1), ("a||b", 3), ("| a | b", 2),
        ("a \\| b | c", 2), ("| a | b \\|", 2), ("| `a|b` | c |", 2), ("| ``a`|b`` | c |", 2), ("| 5` | 6 |", 2),
    ],
)  # fmt: skip
def test_count_cells_counts_those_of_the_table(row: str, count: int) -> None:
    assert count_cells(row) == count
    rule = write_rule_row(count, has_border=row.startswith("|"))
    parsed, _ = BodyParser().parse_body("tin.md", f"{row}\n{rule}\n| x |", 1)
    assert parsed.html.count("<th>") == count


@pytest.mark.parametrize(
    "row",
    ["| x | 2 | 3 |\tbốn", "|\tx | 2 | 3 | bốn |", "\u200b| x | 2 | 3 | bốn |", "|\xa0x |\t2 | 3 | bốn |"],
)
def test_lost_cell_of_a_row_with_unusual_blanks_is_told_at_its_line(row: str) -> None:
    (problem,) = BodyParser().parse_body("tin.md", f"{_HEAD}{row}\n| y | 2 | 3 |", 5)[1]
    assert (problem.line, "“bốn” sẽ mất" in problem.message) == (8, True)
