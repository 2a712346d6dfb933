import pytest

from bulletin.images.settings import ImageSettings
from bulletin.settings.tables import SettingError, load_settings


def test_load_settings_empty_table_gives_documented_widths() -> None:
    assert load_settings(ImageSettings, "PICTURES", {}).widths == (320, 480, 720, 960, 1280, 1600)


def test_load_settings_accepts_list_of_widths() -> None:
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
def test_load_settings_invalid_value_names_its_key(table: dict[str, object]) -> None:
    with pytest.raises(SettingError, match=f"PICTURES: {next(iter(table))}"):
        load_settings(ImageSettings, "PICTURES", table)


def test_load_settings_misspelled_key_suggests_closest() -> None:
    with pytest.raises(SettingError, match="Hãy viết jpeg_quality"):
        load_settings(ImageSettings, "PICTURES", {"jpg_quality": 80})
