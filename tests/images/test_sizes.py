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
def test_compute_variant_widths_adds_own_width_unless_listed_one_is_near(
    width: int, offered: tuple[int, ...]
) -> None:
    assert compute_variant_widths(width, 600, LISTED) == offered


def test_compute_variant_widths_tall_image_is_limited_by_webp() -> None:
    assert compute_variant_widths(1600, 32766, LISTED) == (320, 480, 640, 800)


@given(SIDES, SIDES)
def test_plan_variants_never_enlarges_and_fits_webp(width: int, height: int) -> None:
    info = ImageInfo(width, height, "PNG", "0" * 64)
    for variant in plan_variants(info, ImageSettings()):
        assert 1 <= variant.width <= width
        assert 1 <= variant.height <= max(height, 1)
        assert variant.height <= WEBP_MAX_SIDE


@given(SIDES)
def test_compute_variant_widths_rise_without_repeats(width: int) -> None:
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
def test_get_image_stem_returns_path_in_slugs(reference: str, stem: str) -> None:
    assert get_image_stem(PurePosixPath(reference), "images") == stem


def test_get_image_stem_long_name_is_cut() -> None:
    assert len(get_image_stem(PurePosixPath("images/" + "rất dài " * 30 + ".jpg"), "images")) <= 80


def test_get_variant_path_depends_on_content_and_quality() -> None:
    def get_path(digest: str, **options: Any) -> str:
        settings = ImageSettings(**options)
        info = ImageInfo(700, 500, "JPEG", digest)
        return get_variant_path("2019/x", info, plan_variants(info, settings)[0], settings)

    assert (
        len(
            {
                get_path("a" * 64),
                get_path("b" * 64),
                get_path("a" * 64, jpeg_quality=70),
                get_path("a" * 64, webp_quality=70),
            }
        )
        == 4
    )
    assert get_path("a" * 64).startswith("images/2019/x-")
    assert get_path("a" * 64).endswith("-320.jpg")
