import re
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest

from bulletin.content.settings import ContentSettings
from bulletin.context.settings import SiteSettings
from bulletin.related.settings import RelatedSettings
from bulletin.settings.tables import SettingError, load_settings
from tests.factories import load_repository_settings


@dataclass(frozen=True)
class TeaSettings:
    """Settings for the tests."""

    REPLACED_KEYS: ClassVar = {"herb": "Hãy viết leaf."}

    leaf: str
    cups: int = 2
    warm: float = 0.5
    guests: tuple[str, ...] = ()
    sugar: bool = False


@dataclass(frozen=True)
class OpenSettings:
    """Settings with a key for anything."""

    tagline: str = ""
    extra: Any = None


def test_load_settings_of_a_key_like_no_other_lists_all_and_names_the_free_one() -> None:
    with pytest.raises(SettingError) as caught:
        load_settings(OpenSettings, "TEA", {"hotline": "0252 382 1234"})
    assert str(caught.value).endswith(
        "TEA không có khóa “hotline”. Các khóa dùng được: tagline, extra. "
        'Điều khác cho khuôn trang thì để trong extra: "extra": {"hotline": "…"}.'
    )


def test_load_settings_returns_dataclass() -> None:
    assert load_settings(TeaSettings, "TEA", {"leaf": "sen", "cups": 3}) == TeaSettings("sen", 3)


def test_load_settings_accepts_list_for_tuple_and_int_for_float() -> None:
    assert load_settings(TeaSettings, "TEA", {"leaf": "sen", "guests": ["An"], "warm": 1}) == TeaSettings(
        "sen", 2, 1.0, ("An",)
    )


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"leaf": "sen", "herb": 3}, "TEA không còn khóa “herb”. Hãy viết leaf."),
        ({"leaf": "sen", "cup": 3}, "TEA không có khóa “cup”. Hãy viết cups"),
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
def test_load_settings_wrong_table_raises_error_with_expectation(table: Any, message: str) -> None:
    with pytest.raises(SettingError, match=re.escape(message)):
        load_settings(TeaSettings, "TEA", table)


def test_load_settings_negative_number_is_refused() -> None:
    with pytest.raises(SettingError, match="NEIGHBOURS: older phải từ 0 trở lên, không phải “-1”"):
        load_settings(RelatedSettings, "NEIGHBOURS", {"older": -1})


@pytest.mark.parametrize(
    ("kind", "name"),
    [(SiteSettings, "BULLETIN"), (RelatedSettings, "NEIGHBOURS"), (ContentSettings, "RECORDS")],
)
def test_load_settings_accepts_settings_of_repository(kind: Any, name: str) -> None:
    found = load_settings(kind, name, load_repository_settings()[name])
    assert isinstance(found, kind)
    assert {
        key: getattr(found, key) for key in load_repository_settings()[name]
    } == load_repository_settings()[name]
