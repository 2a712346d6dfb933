from bulletin.views.parts.menu_bar import choose_bar_sections


def test_bar_with_few_short_labels_holds_all_sections() -> None:
    assert choose_bar_sections(["Cán bộ", "Dân vận", "Thông báo"]) == ("all", "all", "all")


def test_bar_with_many_labels_ends_when_its_room_is_used_up() -> None:
    chosen = choose_bar_sections(["Tổ chức xây dựng Đảng"] * 9)
    assert chosen == ("all",) * 3 + ("wide",) * 2 + ("",) * 4


def test_bar_after_a_label_without_room_holds_no_shorter_one() -> None:
    """Reason: the row keeps the order of the sections."""
    assert choose_bar_sections(["x" * 200, "Dân vận"]) == ("", "")


def test_bar_without_sections_is_empty() -> None:
    assert choose_bar_sections([]) == ()
