from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.images.metadata import ImageInfo
from bulletin.images.settings import WEBP_MAX_SIDE, ImageSettings
from bulletin.images.sizes import compute_variant_widths, get_image_stem, get_variant_path, plan_variants

LISTED = (320, 480, 640, 960, 1280, 1600)
SIDES = st.integers(1, 70_000)


@pytest.mark.parametrize(
    ("width", "offered"),
    [
        (4000, LISTED),
        (1600, LISTED),
        (1599, (320, 480, 640, 960, 1280, 1599)),
        (1300, (320, 480, 640, 960, 1280)),
        (800, (320, 480, 640, 800)),
        (650, (320, 480, 640)),
        (320, (320,)),
        (330, (320,)),
        (200, (200,)),
        (1, (1,)),
    ],
)
def test_own_width_is_offered_where_no_listed_one_is_near(width: int, offered: Any) -> None:
    assert compute_variant_widths(width, 600, LISTED) == offered


def test_a_very_tall_picture_is_offered_as_wide_as_webp_can_hold() -> None:
    assert compute_variant_widths(1600, 32766, LISTED) == (320, 480, 640, 800)


@given(SIDES, SIDES)
def test_no_picture_is_enlarged_and_none_grows_beyond_webp(width: Any, height: Any) -> None:
    facts = ImageInfo(width, height, "PNG", "0" * 64)
    for made in plan_variants(facts, ImageSettings()):
        assert 1 <= made.width <= width
        assert 1 <= made.height <= max(height, 1)
        assert made.height <= WEBP_MAX_SIDE


@given(SIDES)
def test_widths_rise_without_repeats(width: Any) -> None:
    widths = compute_variant_widths(width, 600, LISTED)
    assert list(widths) == sorted(set(widths))


@pytest.mark.parametrize(
    ("reference", "stem"),
    [
        ("images/2019/Hội nghị Đảng bộ.JPG", "2019/hoi-nghi-dang-bo"),
        ("images/x.tar.jpg", "x-tar"),
        ("ads/banner.png", "ads/banner"),
        ("images/images/x.jpg", "images/x"),
        ("images", "images"),
        ("images/会议.jpg", "anh"),
        ("images/会议/x.jpg", "x"),
    ],
)
def test_a_stem_is_the_path_in_slugs(reference: str, stem: str) -> None:
    assert get_image_stem(PurePosixPath(reference), "images") == stem


def test_a_long_name_is_cut() -> None:
    assert len(get_image_stem(PurePosixPath("images/" + "rất dài " * 30 + ".jpg"), "images")) <= 80


def test_a_name_changes_with_content_and_quality() -> None:
    def name(digest: str, **options: int) -> str:
        settings = ImageSettings(**options)
        facts = ImageInfo(700, 500, "JPEG", digest)
        return get_variant_path("2019/x", facts, plan_variants(facts, settings)[0], settings)

    assert (
        len(
            {name("a" * 64), name("b" * 64), name("a" * 64, jpeg_quality=70), name("a" * 64, webp_quality=70)}
        )
        == 4
    )
    assert name("a" * 64).startswith("images/2019/x-")
    assert name("a" * 64).endswith("-320.jpg")
