from typing import Any

import pytest

from bulletin.images.settings import ImageSettings
from bulletin.settings.tables import SettingError, load_settings


def test_no_table_gives_the_documented_widths() -> None:
    assert load_settings(ImageSettings, "PICTURES", {}).widths == (320, 480, 640, 960, 1280, 1600)


def test_widths_may_be_a_list() -> None:
    assert load_settings(ImageSettings, "PICTURES", {"widths": [100, 200]}).widths == (100, 200)


@pytest.mark.parametrize(
    "table",
    [
        {"widths": ()},
        {"widths": (640, 320)},
        {"widths": (0, 320)},
        {"widths": (320, 20000)},
        {"jpeg_quality": 0},
        {"webp_quality": 101},
        {"max_pixels": 10**9},
        {"folder": "../etc"},
    ],
)
def test_a_value_that_cannot_be_used_is_named(table: Any) -> None:
    with pytest.raises(SettingError, match=f"PICTURES: {next(iter(table))}"):
        load_settings(ImageSettings, "PICTURES", table)


def test_a_slip_in_a_key_names_the_nearest() -> None:
    with pytest.raises(SettingError, match="Hãy viết jpeg_quality"):
        load_settings(ImageSettings, "PICTURES", {"jpg_quality": 80})
