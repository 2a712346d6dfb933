import re
from dataclasses import dataclass
from typing import Any

import pytest

from bulletin.content.settings import ContentSettings
from bulletin.context.settings import SiteSettings
from bulletin.related.settings import RelatedSettings
from bulletin.settings.tables import SettingError, load_settings
from tests.factories import load_repository_settings


@dataclass(frozen=True)
class TeaSettings:
    """Settings of a pot."""

    leaf: str
    cups: int = 2
    warm: float = 0.5
    guests: tuple[str, ...] = ()
    sugar: bool = False


def test_a_table_becomes_settings() -> None:
    assert load_settings(TeaSettings, "TEA", {"leaf": "sen", "cups": 3}) == TeaSettings("sen", 3)


def test_a_list_is_as_good_as_a_tuple_and_a_whole_number_as_a_fraction() -> None:
    assert load_settings(TeaSettings, "TEA", {"leaf": "sen", "guests": ["An"], "warm": 1}) == TeaSettings(
        "sen", 2, 1.0, ("An",)
    )


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"leaf": "sen", "cup": 3}, "TEA không có khóa “cup”. Hãy viết cups."),
        (
            {"leaf": "sen", "xyz": 3},
            "TEA không có khóa “xyz”. Các khóa dùng được: leaf, cups, warm, guests, sugar.",
        ),
        ({}, "TEA thiếu khóa “leaf”."),
        ("sen", 'TEA phải là bảng như {"khóa": "giá trị"}, không phải chữ.'),
        ({"leaf": "sen", "cups": "3"}, "TEA: cups phải là số nguyên không có dấu nháy, không phải chữ “3”."),
        ({"leaf": "sen", "cups": 1.5}, "TEA: cups phải là số nguyên không có dấu nháy, không phải “1.5”."),
        ({"leaf": "sen", "cups": True}, "TEA: cups phải là số nguyên không có dấu nháy, không phải “True”."),
        (
            {"leaf": "sen", "guests": "An"},
            "TEA: guests phải là danh sách trong dấu ngoặc vuông, không phải chữ “An”.",
        ),
        ({"leaf": "sen", "sugar": "no"}, "TEA: sugar phải là True hoặc False, không phải chữ “no”."),
    ],
)
def test_a_slip_is_an_error_that_says_what_was_expected(table: Any, said: str) -> None:
    with pytest.raises(SettingError, match=re.escape(said)):
        load_settings(TeaSettings, "TEA", table)


def test_a_number_below_zero_is_refused() -> None:
    with pytest.raises(SettingError, match="NEIGHBOURS: older phải từ 0 trở lên, không phải “-1”"):
        load_settings(RelatedSettings, "NEIGHBOURS", {"older": -1})


@pytest.mark.parametrize(
    ("kind", "name"),
    [(SiteSettings, "BULLETIN"), (RelatedSettings, "NEIGHBOURS"), (ContentSettings, "RECORDS")],
)
def test_the_settings_of_this_repository_are_sound(kind: Any, name: str) -> None:
    found = load_settings(kind, name, load_repository_settings()[name])
    assert isinstance(found, kind)
    assert {
        key: getattr(found, key) for key in load_repository_settings()[name]
    } == load_repository_settings()[name]
