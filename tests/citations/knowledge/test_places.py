import pytest

from bulletin.citations.knowledge.places import can_be_one_place
from tests.citations.factory import find_one


@pytest.mark.parametrize(
    ("words", "name", "place"),
    [
        ("Ban Thường vụ Tỉnh ủy Lâm Đồng", "Ban Thường vụ Tỉnh ủy", "Lâm Đồng"),
        ("BTV Đảng ủy **phường Mũi  Né**", "Ban Thường vụ Đảng ủy", "phường Mũi Né"),
        ("UBND tỉnh", "Ủy ban nhân dân", "tỉnh"),
        ("Tỉnh ủy Bà Rịa - Vũng Tàu", "Tỉnh ủy", "Bà Rịa - Vũng Tàu"),
        ("UBND quận 10", "Ủy ban nhân dân", "quận 10"),
        ("Đảng ủy Công an tỉnh", "Đảng ủy", "Công an tỉnh"),
        ("Đảng ủy Trung tâm Quản lý đường hầm", "Đảng ủy", "Trung tâm Quản lý đường hầm"),
        ("Ban Tổ chức Tỉnh ủy", "Ban Tổ chức Tỉnh ủy", ""),
        ("Bộ Chính trị Trung ương", "Bộ Chính trị", ""),
        ("Tỉnh ủy Về việc", "Tỉnh ủy", ""),
    ],
)
def test_find_citations_of_issuer_keeps_organ_and_place(words: str, name: str, place: str) -> None:
    citation = find_one(f"Kế hoạch số 14-KH/TU của {words} ngày 03/6/2019")
    assert citation.issuer is not None
    assert (citation.issuer.name, citation.issuer.place) == (name, place)


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ("", "Lâm Đồng", True),
        ("tỉnh", "Lâm Đồng", True),
        ("tỉnh Lâm Đồng", "Lâm Đồng", True),
        ("TP. Đà Lạt", "thành phố Đà Lạt", True),
        ("tỉnh", "phường", False),
        ("tỉnh", "phường Mũi Né", False),
        ("Lâm Đồng", "Bình Thuận", False),
        ("xã Hòa Bình", "phường Hòa Bình", False),
    ],
)
def test_can_be_one_place_compares_levels_and_names(first: str, second: str, is_one: bool) -> None:
    assert can_be_one_place(first, second) == is_one
    assert can_be_one_place(second, first) == is_one
