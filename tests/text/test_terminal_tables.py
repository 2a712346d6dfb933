from bulletin.text.terminal_tables import Column, format_table_row, wrap_below

COLUMNS = (Column("Số", 6), Column("Bài", 4, is_number=True), Column("Cơ quan", 10))


def test_format_table_row_wraps_each_cell_into_its_column() -> None:
    assert list(format_table_row(("05-CT", "12", "Ban Thường vụ Tỉnh ủy"), COLUMNS)) == [
        "05-CT     12  Ban Thường",
        "              vụ Tỉnh ủy",
    ]


def test_format_table_row_of_empty_cells_has_no_blanks_at_its_end() -> None:
    assert list(format_table_row(("05-CT", "", ""), COLUMNS)) == ["05-CT"]


def test_wrap_below_keeps_every_line_in_the_width() -> None:
    assert list(wrap_below("một hai ba bốn", 4, 12)) == ["    một hai", "    ba bốn"]
    assert list(wrap_below("một hai", 4, 11)) == ["    một hai"]
    assert list(wrap_below("", 4, 12)) == []


def test_wrap_below_keeps_a_path_in_one_piece() -> None:
    assert list(wrap_below("Xem content/tin-dai-hon.md:6", 2, 16)) == ["  Xem", "  content/tin-dai-hon.md:6"]
