import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bulletin.ads.campaigns import Campaign
from bulletin.ads.images import fit_image, write_slot_images
from bulletin.ads.slots import AD_SLOTS
from bulletin.images.decoder import ImageError
from bulletin.images.metadata import ImageInfo
from tests.ads.campaign_factory import create_campaign, write_campaign
from tests.images.photo_factory import (
    METADATA_MARKERS,
    SRGB_PROFILE,
    create_jpeg,
    create_png,
    draw_image,
    get_file_stamp,
    write_old_file,
)

NAMES = sorted(
    f"{prefix}/{slot}{end}.webp" for prefix in ("vi-tri", "qc") for slot in AD_SLOTS for end in ("", "-phone")
)


def create_default_images(tmp_path: Path) -> Path:
    """Write a file for each slot without a campaign and return the folder."""
    for name in NAMES:
        write_old_file(tmp_path / "house", f"house-{Path(name).name}", f"notice {Path(name).name}".encode())
    return tmp_path / "house"


def write_all_slots(tmp_path: Path, **campaigns: Campaign | None) -> dict[str, bytes]:
    """Write all slots as a new build does and return their bytes by path."""
    by_slot = {name.replace("_", "-"): campaign for name, campaign in campaigns.items()}
    output, root = tmp_path / "output", tmp_path / "content"
    names = write_slot_images(output, by_slot, [create_default_images(tmp_path)], root, tmp_path / "cache")
    assert names == NAMES
    return {name: (output / name).read_bytes() for name in names}


def read_image_size(data: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(data)) as image:
        assert image.format == "WEBP"
        return image.size


def test_write_slot_images_empty_slot_gets_default_image_unchanged(tmp_path: Path) -> None:
    files = write_all_slots(tmp_path, sidebar=None)
    assert files == {name: f"notice {Path(name).name}".encode() for name in NAMES}


@pytest.mark.parametrize(
    ("source", "wide", "phone"),
    [
        ((3000, 400), (1350, 180), (640, 85)),
        ((1456, 180), (1456, 180), (640, 79)),
        ((500, 60), (500, 60), (500, 60)),
        ((100, 1000), (18, 180), (10, 100)),
    ],
)
def test_write_slot_images_fits_twice_slot_size_and_never_enlarges(
    tmp_path: Path, source: tuple[int, int], wide: tuple[int, int], phone: tuple[int, int]
) -> None:
    write_campaign(tmp_path)
    write_old_file(tmp_path / "content", "ads/cho.jpg", create_jpeg(draw_image(*source)))
    files = write_all_slots(tmp_path, leaderboard=create_campaign())
    assert (
        read_image_size(files["vi-tri/leaderboard.webp"]),
        read_image_size(files["vi-tri/leaderboard-phone.webp"]),
    ) == (wide, phone)


@given(st.integers(1, 70_000), st.integers(1, 70_000), st.sampled_from([(1456, 180), (600, 500)]))
def test_fit_image_fits_any_size(width: int, height: int, max_size: tuple[int, int]) -> None:
    fitted = fit_image(ImageInfo(width, height, "PNG", ""), max_size)
    assert all(1 <= side <= limit for side, limit in zip(fitted, max_size, strict=True))
    assert fitted <= (width, height)


def test_write_slot_images_writes_upright_image_with_profile_only(tmp_path: Path) -> None:
    write_campaign(tmp_path)
    write_old_file(tmp_path / "content", "ads/cho.jpg", create_jpeg(draw_image(250, 300), orientation=6))
    data = write_all_slots(tmp_path, sidebar=create_campaign(slot="sidebar"))["vi-tri/sidebar.webp"]
    assert read_image_size(data) == (300, 250)
    assert not [marker for marker in METADATA_MARKERS if marker in data]
    assert Image.open(io.BytesIO(data)).info["icc_profile"] == SRGB_PROFILE


def test_write_slot_images_phone_picture_is_used_for_phones(tmp_path: Path) -> None:
    write_campaign(tmp_path)
    write_old_file(tmp_path / "content", "ads/nho.png", create_png(draw_image(320, 50)))
    files = write_all_slots(tmp_path, footer=create_campaign(slot="footer", phone_picture="ads/nho.png"))
    assert read_image_size(files["vi-tri/footer-phone.webp"]) == (320, 50)
    assert read_image_size(files["vi-tri/footer.webp"]) == (1456, 180)


def test_write_slot_images_second_build_writes_nothing(tmp_path: Path) -> None:
    write_campaign(tmp_path)
    write_all_slots(tmp_path, in_list=create_campaign(slot="in-list"))
    paths = [*(tmp_path / "output/qc").iterdir(), *filter(Path.is_file, (tmp_path / "cache").rglob("*"))]
    before = [get_file_stamp(path) for path in paths]
    write_all_slots(tmp_path, in_list=create_campaign(slot="in-list"))
    assert [get_file_stamp(path) for path in paths] == before


def test_write_slot_images_campaign_starts_and_ends(tmp_path: Path) -> None:
    write_campaign(tmp_path)
    empty = write_all_slots(tmp_path)
    filled = write_all_slots(tmp_path, footer=create_campaign(slot="footer"))
    assert {name for name in NAMES if filled[name] != empty[name]} == {
        f"{prefix}/footer{end}.webp" for prefix in ("vi-tri", "qc") for end in ("", "-phone")
    }
    assert write_all_slots(tmp_path) == empty
    assert write_all_slots(tmp_path, footer=create_campaign(slot="footer")) == filled


def test_write_slot_images_missing_image_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match=r"ads/cho\.jpg"):
        write_all_slots(tmp_path, sidebar=create_campaign(slot="sidebar"))


def test_write_slot_images_of_some_slots_writes_those_alone(tmp_path: Path) -> None:
    root = write_campaign(tmp_path)
    names = write_slot_images(
        tmp_path / "output",
        {"footer": create_campaign(slot="footer")},
        (),
        root,
        tmp_path / "cache",
        slot_names=["footer"],
        prefixes=["/vi-tri/"],
    )
    assert names == ["vi-tri/footer-phone.webp", "vi-tri/footer.webp"]
    assert [file.name for file in (tmp_path / "output").iterdir()] == ["vi-tri"]
    assert sorted(file.name for file in (tmp_path / "output/vi-tri").iterdir()) == [
        "footer-phone.webp",
        "footer.webp",
    ]
